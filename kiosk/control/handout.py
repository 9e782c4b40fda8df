"""The code for phones that lies over a screen: it is read aloud, and put away by whoever steps on."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.control.navigation import Navigation
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.handout_words import HandoutWords
from kiosk.viewmodel.ports import BoardPort


class HandoutDesk:
    """`say` speaks lines under a name; `step_below` is what previous and next do on the screen below."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        say: Callable[[str, list[str]], None],
        step_below: Callable[[int], object],
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._say = say
        self._step_below = step_below

    def read(self) -> None:
        """What the code is, and what a phone does with it."""
        if self._board.handout is not None:
            words = HandoutWords(Phrases(Translation(self._board.language)))
            self._say("handout", words.spoken(self._board.handout))

    def take_home(self) -> None:
        """The item's, by whoever uses the buttons."""
        self._navigation.take_home()
        self.read()

    def step(self, step: int) -> None:
        """The code is put away, and the screen below goes on from where it was."""
        focus = self._board.focus
        self._navigation.close_sheet()
        self._board.focus = focus
        self._step_below(step)
