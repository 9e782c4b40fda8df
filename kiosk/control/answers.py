"""The page of answers to residents' questions: which of them is opened, and what a private one says while it is open."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from content_cache.model.items import Answer, Block, BlockKind
from content_cache.signing.sealed_answers import AnswerError
from kiosk.content.repository import ContentRepository
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.control.navigation import Navigation
from kiosk.control.private_answers import PrivateAnswers, Tries
from kiosk.core.clock import Clock
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.question_words import QuestionWords
from kiosk.state.question_log import QuestionLog
from kiosk.viewmodel.ports import BoardPort

_log = logging.getLogger(__name__)
_OPENING = "answer being opened"


class AnswerDesk:
    """`private` asks for the code of a private one, of which `tries` counts wrong ones and `code` gives the right one; `sealed`
    opens it. `say` speaks lines under a name; `monotonic` gives seconds."""

    def __init__(
        self,
        board: BoardPort,
        log: QuestionLog,
        repository: ContentRepository,
        navigation: Navigation,
        clock: Clock,
        monotonic: Callable[[], float],
        *,
        sealed: SealedAnswers,
        tries: Tries,
        code: Callable[[int], str],
        say: Callable[[str, list[str]], None],
    ) -> None:
        self._board = board
        self._log = log
        self._repository = repository
        self._navigation = navigation
        self._clock = clock
        self._sealed = sealed
        self._private: Answer | None = None  # whose page is shown
        self._wanted = False  # somebody has asked for what is not open yet
        self._say = say
        self.private = PrivateAnswers(board, tries, code=code, show=self._open, say=say, monotonic=monotonic)

    def open_row(self, index: int) -> None:
        """An answer of the page, among all of them."""
        view = self._board.answers
        if view is None or not 0 <= index < len(view.rows):
            return
        touched: Answer = view.rows[index]
        if touched.private:
            self.private.ask(touched)
        else:
            self._open(touched)

    def back(self) -> None:
        """From the code that is asked for to the rows; from these away."""
        if not self.private.close():
            self._navigation.back()

    def watch(self) -> None:
        """About once a second: nothing of a private one stays open that nobody reads."""
        self.private.watch()
        if self._board.screen != "item":
            self._close()

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

    def _open(self, touched: Answer) -> None:
        """A private one alone: no key leads from another to it."""
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
