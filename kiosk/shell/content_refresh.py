"""Update of the screen while the store changes: of the focused row, and of the item that is open or read aloud.

An edition comes while somebody is there. Who was told of a row means that row, wherever it has come to stand; who listens to an
item hears it as it now is; and what its publisher took back is not told to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from content_cache.model.items import Event, Item
from kiosk.i18n.translation import Translation
from kiosk.narration.button_guide import ButtonGuide
from kiosk.narration.narrator import id_of_several
from kiosk.shell.focus import next_focus
from kiosk.shell.navigation import Navigation
from kiosk.shell.page import Kiosk

ItemKey = tuple[str, str]
"""The source and id of an item."""


class ContentRefresh:
    """Update of the screen when the store changes. *say* speaks lines under a name."""

    def __init__(
        self,
        kiosk: Kiosk,
        navigation: Navigation,
        button_guide: ButtonGuide | None,
        say: Callable[[str, list[str]], None],
    ) -> None:
        self._kiosk = kiosk
        self._board = kiosk.board
        self._reader = kiosk.reader
        self._navigation = navigation
        self._button_guide = button_guide
        self._say = say
        self._read: tuple[str, tuple[Item, ...]] = ("", ())  # utterance that reads rows, and these rows
        self._gone: ItemKey | None = None  # the item that is open, and of which it was told that it is taken back

    def look_up_anew(self) -> None:
        """Read the content of the present screen again. Focus and reading follow an item that moved."""
        before, heard, subject = self._focused_on, self._board.focus, self._subject
        rows = self._rows_read()
        self._navigation.look_up_anew()
        if before is not None and self._focused_on != before and not self._move_focus_to(before):
            self._told_anew(heard)
        self._look_at_subject(subject)
        if rows:
            self._look_at_rows(rows)

    @property
    def _focused_on(self) -> ItemKey | None:
        """Return the key of the focused item; `None` if the focus is on something that cannot move or vanish."""
        board, page = self._board, self._navigation.page
        if board.sheet or board.handout:
            return None
        item = page.item_at(board.focus, page.shown)
        return (item.source, item.id) if item is not None else None

    @property
    def _items(self) -> Sequence[Item]:
        """Return the items in the rows of the page."""
        page = self._navigation.page
        return page.items(page.shown)

    @property
    def _keys(self) -> list[ItemKey]:
        return [(item.source, item.id) for item in self._items]

    # the row in focus

    def _move_focus_to(self, key: ItemKey) -> bool:
        """Focus the item *key* on this page of the list or the next or previous one. Return whether it is still there."""
        if self._find(key):
            return True
        page = self._navigation.here.page
        for step in (1, -1):
            if self._navigation.turn_page(step):
                if self._find(key):
                    return True
                self._navigation.change_spot(page=page)
        return False

    def _find(self, key: ItemKey) -> bool:
        rows = self._keys
        if key not in rows:
            return False
        self._board.focus = f"row:{rows.index(key)}"
        return True

    def _told_anew(self, heard: str) -> None:
        """Announce that something else has the focus now, for a visitor with buttons who may not see it.

        *heard* is the former focus.
        """
        if heard not in self._navigation.page_spots:
            self._board.focus = next_focus(self._navigation.page_spots, self._board.focus, -1) or ""
        if self._board.by_buttons and self._button_guide is not None and not self._reader.to_visitor:
            self._button_guide.refocused()

    # the open item, and the item being read

    @property
    def _subject(self) -> Item | None:
        """Return the item that the whole page is about, or `None`."""
        page = self._navigation.page
        return page.subject(page.shown)

    def _rows_read(self) -> tuple[Item, ...]:
        """Return the rows being read aloud, as they were when the reading began. Rows that came since are not among them."""
        said, items = self._reader.saying, self._items
        if self._subject is not None or not self._reader.to_visitor:
            return ()
        several = said == id_of_several(items)
        if rows := tuple(item for item in items if several or item.id == said):
            self._read = said, rows
        return self._read[1] if self._read[0] == said else ()

    def _look_at_rows(self, rows: tuple[Item, ...]) -> None:
        """Restart the reading of *rows* if one was changed or withdrawn. New rows of the page are not read."""
        now = [self._navigation.as_it_now_is(row) for row in rows]
        left = tuple(row for row in now if row is not None)
        if [_visible_parts(row) for row in left] == [_visible_parts(row) for row in rows]:
            return
        if left:
            told = self._kiosk.readings(self._board.language).notices(left, self._kiosk.clock.read())
            self._reader.go_on(told, instead_of=self._reader.saying)
            self._read = told.id, left
        else:
            self._tell_gone()

    def _tell_gone(self) -> None:
        listening = self._reader.to_visitor
        self._reader.leave()
        told = Translation(self._board.language).gettext("This is no longer published.")
        self._board.notice_icon, self._board.notice = "info", told
        if listening or self._board.by_buttons:
            self._say("taken back", [told])

    def _look_at_subject(self, before: Item | None) -> None:
        item, page = self._subject, self._navigation.page
        if item is None:
            self._gone = None
            return
        key = (item.source, item.id)
        if not self._navigation.is_gone(item):
            self._gone = None
            if before is not None and _visible_parts(before) != _visible_parts(item):
                page.read_again()
        elif self._gone != key:
            self._gone = key
            self._tell_gone()


def _visible_parts(item: Item) -> tuple[object, ...]:
    """Return the parts of *item* whose change a reader would notice."""
    when = (item.starts, item.ends, item.place) if isinstance(item, Event) else ()
    return (item.title, item.summary, item.text, item.blocks, item.speech_text, *when)
