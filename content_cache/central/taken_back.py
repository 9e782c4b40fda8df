"""A warning that its publisher takes back by name, as an office does with a notice that it removes: it is ended, not forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from content_cache.alerts.standing import ENDED_FOR
from content_cache.model.changes import Changes
from content_cache.model.items import Alert
from content_cache.store.store import Store

_ENDED = "-ditarik"  # after the id of what was taken back


def with_ends(store: Store, source: str, changes: Changes, stored: Collection[str], now: datetime) -> Changes:
    """Return *changes* with an end message instead of each warning they would delete while it holds or its end is still
    announced.

    Residents who heard a warning must hear that it is over. A warning that is published again loses its end. *stored* are
    the source's ids. Raises StoreError.
    """
    came = set(changes.carried)
    again = {end for key in came if (end := f"{key}{_ENDED}") in stored and end not in came}
    kept, ends = set[str](), list[Alert]()
    for key in changes.withdrawn:
        item = store.reader.item(key, source=source)
        if key not in again and isinstance(item, Alert) and item.expires is not None and now < item.expires + ENDED_FOR:
            kept.add(key)
            # one that has run out has ended by itself: nobody took it back
            if item.message != "Cancel" and now < item.expires and f"{key}{_ENDED}" not in stored:
                ends.append(_end_of(item, now))
    if not kept and not again:
        return changes
    left = (*(key for key in changes.withdrawn if key not in kept and key not in again), *sorted(again))
    return replace(changes, withdrawn=left, added=(*changes.added, *ends))


def _end_of(alert: Alert, now: datetime) -> Alert:
    name = f"{alert.id}{_ENDED}"
    return Alert(
        id=name,
        identifier=name,
        source=alert.source,
        sender=alert.sender,
        owner=alert.owner,
        title=alert.title,
        author=alert.author,
        published=max(now, alert.published or now),
        expires=alert.expires,
        priority=alert.priority,
        language=alert.language,
        provenance=alert.provenance,
        verified=alert.verified,
        message="Cancel",
        status=alert.status,
        references=(alert.key,),
    )
