"""The code for phones that lies over a screen: it is read aloud, and put away by whoever steps on."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.control.navigation import Navigation
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.handout_words import HandoutWords
from kiosk.viewmodel.ports import BoardPort


class HandoutDesk:
    """The code that lies over the screen of *board*; *say* speaks lines under a name."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        say: Callable[[str, list[str]], None],
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._say = say

    def read(self) -> None:
        """What the code is, and what a phone does with it."""
        if self._board.handout is not None:
            words = HandoutWords(Phrases(Translation(self._board.language)))
            self._say("handout", words.spoken(self._board.handout))

    def put_away(self) -> None:
        """Put the code away: the screen below is as it was."""
        focus = self._board.focus
        self._navigation.close_sheet()
        self._board.focus = focus
