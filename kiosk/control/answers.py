"""The page of answers to residents' questions: which of them is opened, and what a private one says."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from content_cache.model.items import Answer
from content_cache.signing.sealed_answers import AnswerError
from content_cache.text.cleaning import text_to_blocks
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
            self._sealed.close()

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
        try:
            opened = self._sealed.open(touched)
        except AnswerError as error:
            _log.warning("the answer to question %s is not opened: %s", touched.number, error)
            told = QuestionWords(Phrases(Translation(self._board.language))).not_opened
            blank = replace(touched, text=told, blocks=text_to_blocks(told), attachments=(), sealed="")
            self._navigation.open_among((blank,), 0)
            return
        self._navigation.open_among((opened,), 0)
        self._log.note_heard(touched.number)
