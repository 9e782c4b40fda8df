"""The screen Darurat: a number is read slowly and twice, a way and a step as often as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.control.navigation import Navigation
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.emergency_words import EmergencyWords
from kiosk.viewmodel.ports import BoardPort


class EmergencyScreenDesk:
    """Darurat's cards and buttons. `say` speaks lines under a name, in the language of the screen; `reopen` shows the warning in
    force."""

    def __init__(
        self,
        board: BoardPort,
        navigation: Navigation,
        say: Callable[[str, list[str]], None],
        reopen: Callable[[], object],
    ) -> None:
        self._board = board
        self._navigation = navigation
        self._say = say
        self._reopen = reopen

    def choose(self, spot: str) -> None:
        """A card was touched: it is read, and has the focus."""
        self._board.focus = spot
        self.listen()

    def listen(self) -> None:
        """What has the focus, else the whole screen."""
        board = self._board
        view, moment = board.emergency, board.moment
        if view is None or moment is None:
            return
        if board.focus == "alerts":
            self._navigation.open_alerts()
            return
        if board.focus == "alert" and board.band is not None:
            self._reopen()
            return
        words = EmergencyWords(view, moment, Phrases(Translation(board.language)), board.band)
        lines: Sequence[str] = words.focused(board.focus) if board.focus in view.spots else words.whole()
        self._say(f"emergency {board.focus}", list(lines))
