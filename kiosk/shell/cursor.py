"""The focus of the four keys: previous and next move it over what a screen offers."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.content.views.ports import BoardPort
from kiosk.narration.read_aloud import ReadAloud
from kiosk.shell.focus import next_focus
from kiosk.shell.navigation import Navigation


class Cursor:
    """Focus of the keys. `wrapped`: it went from one end to the other; a caller who wants to know sets it back before."""

    def __init__(self, board: BoardPort, navigation: Navigation, reader: ReadAloud) -> None:
        self._board = board
        self._navigation = navigation
        self._reader = reader
        self.wrapped = False

    def move(self, step: int) -> None:
        """Move the focus over the page in reading order; beyond the last row to the first of the next page; from the end round."""
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
        """Move the focus over *spots*, which lie over the page, from the end round."""
        self._hush()
        focus = next_focus(spots, self._board.focus, step)
        self.wrapped = self.wrapped or focus is None
        self._board.focus = focus or next_focus(spots, self._board.focus, step, wrap=True) or ""

    def _go_round(self, step: int) -> None:
        """Move the focus from the last row of all pages to the first, or the reverse."""
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
