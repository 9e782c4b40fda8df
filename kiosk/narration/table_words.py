"""What whoever uses the buttons hears of the tables of an item. Pure."""

from __future__ import annotations

from kiosk.i18n.phrases import Phrases
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.spots import index_of


class TableGuide:
    """Words of *phrases* about a table that can be opened."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    def focused(self, board: BoardPort) -> list[str]:
        """Return how many rows the table in focus has, and how it is opened."""
        place = index_of(board.focus, "table")
        blocks = board.article.item.blocks if board.article else ()
        if place is None:
            return []
        rows = len(blocks[place].rows) - 1 if place < len(blocks) else 0
        return [self._("Table, {n} rows").format(n=rows) + ".", self._("Press listen to open.")]
