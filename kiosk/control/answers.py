"""An answer to a resident's question that is opened: among which it stands, and what a private one says while it is open."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from content_cache.model.items import Answer, Block, BlockKind
from content_cache.signing.sealed_answers import AnswerError
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.control.navigation import Navigation
from kiosk.control.page import Kiosk
from kiosk.core.identity import kiosk_id
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.question_words import QuestionWords

_log = logging.getLogger(__name__)
_OPENING = "answer being opened"


class AnswerDesk:
    """The answer whose page is shown. *say* speaks lines under a name."""

    def __init__(self, kiosk: Kiosk, navigation: Navigation, say: Callable[[str, list[str]], None]) -> None:
        self._board = kiosk.board
        self._log = kiosk.memory.questions
        self._repository = kiosk.repository
        self._navigation = navigation
        self._clock = kiosk.clock
        self._sealed = kiosk.sealed or SealedAnswers(kiosk.data, None)
        self._private: Answer | None = None  # whose page is shown
        self._wanted = False  # somebody has asked for what is not open yet
        self._say = say
        given = kiosk.outbox.given if kiosk.outbox is not None else None
        self._repository.answer_book.know(kiosk_id(kiosk.data), self._log, given)

    def leave(self) -> None:
        """The page of an answer is left, perhaps for a warning: who comes back to it finds it closed."""
        if self._private is not None:
            self._navigation.amend(items=(self._instead(self._private, self._words.closed),), index=0)
            self._close()

    def listen(self) -> bool:
        """Whether what is asked for is still being opened: it is heard then."""
        if not self._sealed.opening:
            return False
        self._wanted = True
        self._say(_OPENING, [self._words.opening])
        return True

    def opened(self) -> bool:
        """A recording can be played, or cannot be opened; whether it is to be heard now."""
        shown = self._sealed.opened()
        if shown is None:
            return False
        played = bool(shown.attachments[0].path)
        self._navigation.turn(items=(shown if played else _with(shown, self._words.not_played),), index=0)
        if played:
            self._log.note_heard(shown.number)
        wanted, self._wanted = self._wanted, False
        return wanted

    def _close(self) -> None:
        self._sealed.close()
        self._private, self._wanted = None, False

    def note_answers(self) -> None:
        """The store has moved: from today on the village hears of new answers."""
        moment = self._clock.read()
        numbers = self._repository.answer_book.to_tell(moment)
        if numbers and moment.relative:
            self._log.note_told(numbers, moment.now.date())

    def open(self, touched: Answer) -> None:
        """Open an answer among all of them; a private one alone, so that no key leads from another to it."""
        if touched.private:
            self._open_private(touched)
            return
        all_of_them = self._repository.answer_book.all(self._clock.read())
        found = tuple(each for each in all_of_them if not each.private)
        place = next((i for i, each in enumerate(found) if (each.source, each.id) == (touched.source, touched.id)), -1)
        self._navigation.open_among(found if place >= 0 else (touched,), max(place, 0))
        if touched.number:
            self._log.note_heard(touched.number)

    def _open_private(self, touched: Answer) -> None:
        self._wanted = False
        try:
            opened = self._sealed.open(touched)
        except AnswerError as error:
            _log.warning("the answer to question %s is not opened: %s", touched.number, error)
            self._navigation.open_among((self._instead(touched, self._words.not_opened),), 0)
            return
        missing = any(not each.path for each in opened.attachments)
        if self._sealed.opening:
            opened = _with(opened, self._words.opening)
        elif missing:
            opened = _with(opened, self._words.not_arrived)
        self._navigation.open_among((opened,), 0)
        if not missing:
            self._log.note_heard(touched.number)
        self._private = touched

    def _instead(self, answer: Answer, told: str) -> Answer:
        """What stands in the place of one that is not open."""
        return replace(answer, text=told, blocks=(Block(BlockKind.PARAGRAPH, told),), attachments=(), sealed="")

    @property
    def _words(self) -> QuestionWords:
        return QuestionWords(Phrases(Translation(self._board.language)))


def _with(answer: Answer, told: str) -> Answer:
    """What is told of its recording stands before its text."""
    return replace(answer, blocks=(Block(BlockKind.PARAGRAPH, told), *answer.blocks), attachments=())
