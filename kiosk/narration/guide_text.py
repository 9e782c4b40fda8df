"""Lines of the voice beside the four buttons: after each press where one is, what lies in focus, and what can be done.

Pure: from what was on the board before the press and what is there now to the lines to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from kiosk.content.views.ports import BoardPort
from kiosk.content.views.snapshot import Snapshot, snapshot_of
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.narration.handout_words import HandoutWords
from kiosk.narration.narrator import SPOKEN
from kiosk.narration.page_words import PageWords, WordsOf
from kiosk.narration.recordable import with_recordings
from kiosk.narration.sheet_words import SheetWords
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.speech.script.spoken_clock import one_clock
from kiosk.speech.utterance import Utterance
from kiosk.state.recorded_prompts import RecordedPrompts


class GuideText:
    """Guide that words what *board* shows, one for each language.

    *lexicon* is how local names sound (kiosk.toml), *recorded* holds recordings by people of the hall. *pages* has the
    words classes of pages.
    """

    def __init__(
        self,
        board: BoardPort,
        translation: Translation,
        lexicon: Mapping[str, str],
        recorded: RecordedPrompts | None = None,
        *,
        pages: WordsOf,
    ) -> None:
        self._board = board
        self._phrases = phrases = Phrases(translation)
        self._ = translation.gettext
        self._lexicon = lexicon
        self._pages = pages
        self._recorded = recorded
        self._sheet = SheetWords(board, phrases)

    @property
    def _page_words(self) -> PageWords[Any]:
        """Return the words of the page on the screen."""
        return self._pages.words(self._board.screen)(self._phrases)

    def after(self, verb: str, before: Snapshot) -> list[str]:
        """Return the lines after a press of *verb*. *before* is the board before the press."""
        now = snapshot_of(self._board)
        if now.page_key != before.page_key:
            return self._arrival(now)
        if now.turned != before.turned:
            return self._turned()
        if now.choices != before.choices:
            return self._sheet.chosen() or [self.volume()]
        if (now.focus, now.page) != (before.focus, before.page):
            return self.focused() or self.current_hint()  # on the item itself nothing is in focus
        match verb:
            case "home" if not (now.sheet or self._board.handout):
                return self._page_words.pressed_home(self._board.view, self._board.focus)
            case "previous":
                return self.end(-1)
            case "next":
                return self.end(+1)
            case "louder" | "softer":
                return [self.volume()]
        return self._sheet.chosen() if now.sheet else self._pressed()

    def _pressed(self) -> list[str]:
        """Return the lines after a press that moved nothing."""
        board = self._board
        return self.current_hint() if board.handout else self._page_words.pressed(board.view, board.focus)

    def _turned(self) -> list[str]:
        """Return the lines after a press that turned the page to something else, such as another day."""
        board = self._board
        return self._page_words.turned(board.view, board.moment) if board.moment else []

    def _arrival(self, now: Snapshot) -> list[str]:
        lines = self.entry()
        if now.focus:
            return [*lines, *self.focused(first=True)]
        return lines if now.sheet else [*lines, *self._page_words.invitation()]

    def entry(self) -> list[str]:
        """Return the lines for a visitor who comes to the present screen and cannot see it (DESIGN.md, "Spoken on entry")."""
        board = self._board
        if board.sheet:
            return self._sheet.entry()
        return self._page_words.entry(board.view, board.moment) if board.moment else []

    def focused(self, *, first: bool = False) -> list[str]:
        """Return the lines about the focused target and what Listen does there.

        *first*: the visitor has just come to the page.
        """
        board = self._board
        if board.sheet:
            return self._sheet.focused()
        tell = self._page_words.arrived if first else self._page_words.focused
        return tell(board.view, board.focus, board.moment) if board.moment else []

    def volume(self) -> str:
        """Return the line that tells the volume of the voice."""
        return self._sheet.volume()

    def question(self) -> list[str]:
        return [self._("Still here?"), self._("Press any button.")]

    def welcome_back(self) -> list[str]:
        return [self._("Go on.")]

    def no_sound(self) -> str:
        """Return the notice on the screen for a voice that failed."""
        return self._("The sound cannot be played yet. You can read it on the screen.")

    def current_hint(self) -> list[str]:
        """Return what can be done on the present page, for a visitor who has pressed nothing for a while."""
        board = self._board
        if board.sheet:
            return self._sheet.sheet_hint()
        return (
            HandoutWords(self._phrases).code_hint() if board.handout else self._page_words.hint(board.view, board.focus)
        )

    def end(self, step: int) -> list[str]:
        """Return the lines for a press where nothing lies before (*step* -1) or after (+1)."""
        if self._board.sheet or self._board.handout:
            return self.current_hint()
        return self._page_words.end(self._board.view, self._board.focus, step)

    # utterances

    def utterance(self, lines: Sequence[str]) -> Utterance:
        """Return *lines* as an utterance, with the recordings that people made of them."""
        said = self._utterance(lines, "prompt")
        return with_recordings(said, self._phrases.translation.language, self._recorded) if self._recorded else said

    def _utterance(self, lines: Sequence[str], name: str) -> Utterance:
        moment = self._board.moment
        # lines without a translation are shown, and so said, in Indonesian (as in `readings`)
        language = self._phrases.translation.language
        wording = ItemScript(
            zone=(moment.now.tzinfo if moment else None) or UTC,
            language=language if language in SPOKEN else FALLBACK,
            lexicon=self._lexicon,
            translate=self._,
        )
        return one_clock(notice(name, lines, wording))
