"""The tables of an item over the whole screen: walked row by row, and turned to the row that is read out."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.control.navigation import Navigation
from kiosk.control.route import Spot
from kiosk.control.stops import stop_beside
from kiosk.narration.read_aloud import ReadAloud
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.tables import tables


class TablePages:
    """`move` takes the focus to the row beside (-1, +1), page by page."""

    def __init__(
        self, board: BoardPort, navigation: Navigation, reader: ReadAloud, *, move: Callable[[int], None]
    ) -> None:
        self._move = move
        self._board = board
        self._navigation = navigation
        self._reader = reader

    def step_item(self, step: int) -> None:
        """On an item: to its tables and pictures, then to the item beside."""
        stop = stop_beside(self._board, step)
        if stop is None:
            self._navigation.turn_item(step)
        else:
            self._reader.leave()
            self._board.focus = stop

    def open(self, number: int) -> None:
        """The table that is block `number` of the item that is shown."""
        article, here = self._board.article, self._navigation.here
        if article is None or here.screen != "item" or number not in tables(article.item):
            return
        self._reader.get_ready()
        self._navigation.go(Spot("table", category=here.category, items=(article.item,), table=number))

    def step(self, step: int) -> None:
        """To the row beside the one in focus, or beside the one that is read out."""
        view, row = self._board.table, self._told()
        self._reader.leave()
        if view is not None and row in view.shown:
            self._board.focus = f"row:{row - view.first}"
        self._move(step)

    def follow(self) -> None:
        """The row that is read out is shown."""
        view, row = self._board.table, self._told()
        if view is not None and 0 <= row < view.total and row not in view.shown:
            self._board.focus = ""
            self._navigation.turn(page=row // view.rows)

    def _told(self) -> int:
        """The row of the table on the screen that is read out, -1 for none."""
        view, speaking = self._board.table, self._board.speaking
        if view is None or speaking is None or self._navigation.here.screen != "table":
            return -1
        return speaking.sentence.block if speaking.sentence and speaking.utterance == view.utterance else -1
