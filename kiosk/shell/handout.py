"""QR code that lies over a screen: it is read aloud, and removed by the keys previous and next."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.content.views.ports import BoardPort
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.handout_words import HandoutWords
from kiosk.shell.navigation import Navigation
from kiosk.shell.overlay import Overlay
from kiosk.shell.page import STEPS


class HandoutDesk(Overlay):
    """Overlay with a QR code for phones, over the screen of *board*. *say* speaks lines under a name."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        say: Callable[[str, list[str]], None],
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._say = say

    @property
    def shown(self) -> bool:
        """Return whether a QR code lies over the page."""
        return self._board.handout is not None

    def read(self) -> None:
        """Read aloud what the code leads to and how a phone uses it."""
        if self._board.handout is not None:
            words = HandoutWords(Phrases(Translation(self._board.language)))
            self._say("handout", words.spoken(self._board.handout))

    def why_idle(self, key: str) -> str:
        """Return why the page below cannot be stepped through; "" for Listen, which reads the code."""
        return self._navigation.page.why_idle(key) if key in STEPS else ""

    def step(self, direction: int) -> None:
        """Remove the code, then step the page below in *direction*."""
        focus = self._board.focus
        self._navigation.close_sheet()
        self._board.focus = focus
        self._navigation.page.step(direction)

    def listen(self) -> None:
        """Read the code's description again."""
        self.read()

    def back(self) -> None:
        """Remove the code."""
        self._navigation.close_sheet()
