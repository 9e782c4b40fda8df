"""What whoever uses the buttons hears of films. Pure."""

from __future__ import annotations

from kiosk.i18n.phrases import Phrases
from kiosk.viewmodel.ports import BoardPort


class FilmGuide:
    """Words about a film over the whole screen, in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    def entry(self, board: BoardPort) -> list[str]:
        """Return that a film cannot be played: else it is heard itself."""
        return (
            [self._("This film cannot be played.")]
            if board.screen == "film" and board.film and board.film.failed
            else []
        )

    def hint(self, board: BoardPort) -> list[str]:
        """Return how the film is played."""
        return [self._("Press listen to go on, home to go back to the start.")] if board.screen == "film" else []
