"""Items that a visitor has opened, updated from the store."""

from __future__ import annotations

from msgspec.structs import replace

from content_cache.model.event_days import as_of
from content_cache.model.items import Answer, Event, Item
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.shell.route import Spot


class OpenedItems:
    """Items opened in one visit. One that its source has withdrawn stays as it last was until it is left."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository
        self._newest: dict[tuple[str, str, object], Item] = {}

    def find_item(self, spot: Spot, moment: Moment) -> Item:
        """Return the item of *spot* as it is at *moment*. Raises ValueError if *spot* has no item."""
        item = spot.item
        if item is None:
            raise ValueError("no item is open")
        now, key = self._stored_item(item, moment), (item.source, item.id, getattr(item, "starts", None))
        if now is not None:
            self._newest[key] = now
        return self._newest.get(key, item)  # the corrected version of one that was later withdrawn, not the wrong one

    def forget_items(self) -> None:
        """Forget the items of a visitor who has gone."""
        self._newest.clear()

    def _stored_item(self, item: Item, moment: Moment) -> Item | None:
        """Return *item* as the store has it; `None` if it is gone.

        A private answer is returned as opened. Of an event it is the occurrence that was opened or, if that was moved,
        the next.
        """
        if isinstance(item, Answer) and item.private:
            return item
        now = self._repository.item(item.id, item.source)
        if not (isinstance(item, Event) and isinstance(now, Event)):
            return now
        opened = next((time for time in now.occurrences if time.starts == item.starts), None)
        if opened is not None:
            return replace(now, starts=opened.starts, ends=opened.ends, all_day=opened.all_day)
        return as_of(now, moment.now) if moment.relative else now
