"""What whoever uses the buttons hears of films. Pure."""

from __future__ import annotations

from kiosk.i18n.phrases import Phrases, sentence
from kiosk.viewmodel.ports import BoardPort


def plays(board: BoardPort) -> bool:
    """Is an item shown that is about a film which can be played?"""
    article = board.article
    return board.screen == "item" and article is not None and article.about_film and article.plays


class FilmGuide:
    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext

    def entry(self, board: BoardPort) -> list[str]:
        """On coming to a film: "Film. Cara menanam bakau. Tekan Dengarkan untuk memutar." """
        if board.screen == "film" and board.film and board.film.failed:
            return [self._("This film cannot be played.")]
        if board.article is None or not plays(board):
            return []
        return [f"{self._('Film')}.", sentence(board.article.item.title), self._("Press listen to play it.")]

    def focused(self) -> list[str]:
        """On an item that tells more than a film, the buttons have come to it."""
        return [f"{self._('Film')}.", self._("Press listen to play it.")]

    def hint(self, board: BoardPort) -> list[str]:
        if board.screen == "film":
            return [self._("Press listen to go on, home to go back to the start.")]
        return (
            [self._("Press listen to play it."), self._("Press home to go back to the start.")] if plays(board) else []
        )
