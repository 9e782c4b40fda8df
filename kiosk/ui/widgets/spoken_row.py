"""Rows that are highlighted while the voice reads them."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty

from kiosk.speech.utterance import NOWHERE
from kiosk.ui.board import Board
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface


class SpokenRow(Surface):
    """Row with the number *row*, to which sentences are tied (`Sentence.block`)."""

    row = NumericProperty(NOWHERE)
    lit = BooleanProperty(False)


class RowLight:
    """Highlighter of the rows on *page* that the utterance *name* reads.

    Other utterances are ignored: their sentences are numbered, too.
    """

    def __init__(self, page: Box, board: Board, name: str) -> None:
        self._page = page
        self._board = board
        self._name = name
        board.fbind("speaking", self.light_row)

    def light_row(self, *_: object) -> None:
        speaking = self._board.speaking
        told = speaking.sentence if speaking is not None and speaking.utterance == self._name else None
        for each in self._page.walk(restrict=True):
            if isinstance(each, SpokenRow):
                each.lit = told is not None and told.block != NOWHERE and told.block == each.row

    def dismiss(self) -> None:
        self._board.funbind("speaking", self.light_row)
