"""Focus of the four keys: previous and next move it over the targets of a screen."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.content.views.ports import BoardPort
from kiosk.narration.read_aloud import ReadAloud
from kiosk.shell.focus import next_focus
from kiosk.shell.navigation import Navigation


class Cursor:
    """Focus of the keys. `wrapped` becomes True when it went from one end to the other; callers who need it reset it before."""

    def __init__(self, board: BoardPort, navigation: Navigation, reader: ReadAloud) -> None:
        self._board = board
        self._navigation = navigation
        self._reader = reader
        self.wrapped = False

    def move(self, step: int) -> None:
        """Move the focus by *step* in reading order.

        Beyond the last row it goes to the next page, from the last page to the first.
        """
        board = self._board
        self._hush()
        focus = self._beside(step)
        if focus is None and self._navigation.turn_page(step):
            board.focus = ""
            focus = self._beside(step)
        if focus is None:
            self._go_round(step)
        else:
            board.focus = focus

    def move_over(self, spots: Sequence[str], step: int) -> None:
        """Move the focus by *step* over *spots*, the targets of an overlay, wrapping round at the ends."""
        self._hush()
        focus = next_focus(spots, self._board.focus, step)
        self.wrapped = self.wrapped or focus is None
        self._board.focus = focus or next_focus(spots, self._board.focus, step, wrap=True) or ""

    def _go_round(self, step: int) -> None:
        """Move the focus from the last row of all pages to the first (*step* +1), or the reverse."""
        self.wrapped = True
        board, pages = self._board, self._navigation.pages
        if pages > 1:
            self._navigation.change_spot(page=0 if step > 0 else pages - 1)
            board.focus = ""
        board.focus = self._beside(step, wrap=True) or ""

    def _beside(self, step: int, *, wrap: bool = False) -> str | None:
        begins = self._navigation.page.begins
        return next_focus(self._navigation.page_spots, self._board.focus, step, begins=begins, wrap=wrap)

    def _hush(self) -> None:
        if self._board.by_buttons:
            self._reader.leave()
