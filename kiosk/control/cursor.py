"""The focus of the four keys: previous and next move it over what a screen offers."""

from __future__ import annotations

from kiosk.control.focus import next_focus
from kiosk.control.navigation import Navigation
from kiosk.narration.read_aloud import ReadAloud
from kiosk.viewmodel.ports import BoardPort


class Cursor:
    """The focus. `wrapped`: it went from one end to the other; a caller who wants to know sets it back before."""

    def __init__(self, board: BoardPort, navigation: Navigation, reader: ReadAloud) -> None:
        self._board = board
        self._navigation = navigation
        self._reader = reader
        self.wrapped = False

    def move(self, step: int) -> None:
        """Move the focus in reading order; beyond the last row of a page to the first of the next; from the end round."""
        board = self._board
        if board.by_buttons:
            self._reader.leave()
        focus = self._beside(step)
        if focus is None and not board.sheet and self._navigation.turn_page(step):
            board.focus = ""
            focus = self._beside(step)
        if focus is None:
            self._go_round(step)
        else:
            board.focus = focus

    def _go_round(self, step: int) -> None:
        """From the last of all pages to the first, and the reverse."""
        self.wrapped = True
        board, pages = self._board, self._navigation.pages
        if pages > 1 and not board.sheet:
            self._navigation.turn(page=0 if step > 0 else pages - 1)
            board.focus = ""
        board.focus = self._beside(step, wrap=True) or ""

    def _beside(self, step: int, *, wrap: bool = False) -> str | None:
        board, page = self._board, self._navigation.page
        begins = page.begins if page is not None and not board.sheet else 0
        return next_focus(self._navigation.spots, board.focus, step, begins=begins, wrap=wrap)
