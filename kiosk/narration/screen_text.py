"""What is said on coming to a screen, to somebody who cannot see it: its name, and what it holds. Pure.

DESIGN.md, "Spoken on entry", has it as a table. Lines in the visitor's language; the voice reads their numbers as words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.page_words import WordsOf
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import FirstRunView, SetUp

STEPS = tuple(SetUp)
"""Of the first run, in their order."""


class SpokenScreens:
    """Lines about the screen that *board* shows; *pages* has the words of pages."""

    def __init__(self, board: BoardPort, phrases: Phrases, pages: WordsOf) -> None:
        self._board = board
        self._pages = pages
        self._phrases = phrases
        self._ = phrases.translation.gettext

    def entry(self) -> list[str]:
        """On coming to a screen: its name, what it holds."""
        board = self._board
        if board.sheet:
            return [f"{self._('Display and sound')}."]
        if (words := self._pages.words(board.screen)) is not None:
            return words(self._phrases).entry(board.view, board.moment) if board.moment else []
        return list(self._for_those_who_set_up())

    def _for_those_who_set_up(self) -> Iterator[str]:
        view = self._board.first_run
        if self._board.screen == "first-run" and view:
            number = STEPS.index(view.step) + 1
            yield self._("Step {n} of {all}").format(n=number, all=len(STEPS)) + "."
            yield from map(sentence, words_of(view, self._))


def words_of(view: FirstRunView, _: Callable[[str], str]) -> tuple[str, str, str]:
    """(name, question, sentence) of a step, for the screen and the voice."""
    return {
        SetUp.LANGUAGE: (_("Language"), _("Which language?"), _("Visitors can change it at any time.")),
        SetUp.PLACE: (
            _("Village"),
            _("What is this village called?"),
            _("The name stands at the top of the screen. You may skip this."),
        ),
        SetUp.INTERNET: (
            _("Internet"),
            _("Connect to the internet?"),
            _("You may skip this. The kiosk works without internet too."),
        ),
        SetUp.CLOCK: (_("Clock"), _("Is the clock right?"), _("With internet it is set by itself.")),
        SetUp.SOUND: (_("Sound"), _("Can you hear it?"), _("Press the button, and listen.")),
    }[view.step]
