"""Opening of answers to residents' questions: among which others an answer stands, and what a private one shows
while it is decrypted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Answer
from content_cache.signing.sealed_answers import AnswerError
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.identity import kiosk_id
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.question_words import QuestionWords
from kiosk.shell.navigation import Navigation
from kiosk.shell.page import Kiosk
from kiosk.shell.private_listening import PrivateListening

_log = logging.getLogger(__name__)
_OPENING = "answer being opened"


class AnswerDesk:
    """Opener of answers for the page of one item; closes a private one when it is left.

    A private one sounds by *private* in a headset, if there is one. *say* speaks lines under a name.
    """

    def __init__(
        self, kiosk: Kiosk, navigation: Navigation, private: PrivateListening, say: Callable[[str, list[str]], None]
    ) -> None:
        self._board = kiosk.board
        self._log = kiosk.memory.questions
        self._repository = kiosk.repository
        self._navigation = navigation
        self._listening = private
        self._clock = kiosk.clock
        self._sealed = kiosk.sealed or SealedAnswers(kiosk.data, None)
        self._private: Answer | None = None  # private answer that is open
        self._wanted = False  # somebody has asked for what is not open yet
        self._say = say
        given = kiosk.outbox.given if kiosk.outbox is not None else None
        self._repository.answer_book.know(kiosk_id(kiosk.data), self._log, given)

    def leave(self) -> None:
        """Close a private answer because its page is left, perhaps for a warning. A visitor who comes back finds it closed."""
        if self._private is not None:
            self._navigation.amend(items=(self._instead(self._private, self._question_words.closed),), index=0)
            self._close()

    def await_opening(self) -> bool:
        """Return whether a private answer's recording is still being decrypted. If so, it is played once it is ready."""
        if not self._sealed.opening:
            return False
        self._wanted = True
        self._say(_OPENING, [self._question_words.opening])
        return True

    def show_opened(self) -> bool:
        """Show that a recording has been decrypted, or cannot be. Return whether the visitor waits to hear it."""
        shown = self._sealed.opened_answer()
        if shown is None:
            return False
        shown = self._with_stage(shown)
        played = bool(shown.attachments[0].path)
        self._navigation.change_spot(
            items=(shown if played else _with(shown, self._question_words.not_played),), index=0
        )
        if played:
            self._log.note_heard(shown.number)
        wanted, self._wanted = self._wanted, False
        return wanted

    def _close(self) -> None:
        self._sealed.close()
        self._listening.end_private()
        self._private, self._wanted = None, False

    def note_answers(self) -> None:
        """Record which answers have gone on, and the day on which new ones are first announced to the village."""
        moment = self._clock.read()
        self._log.note_versions(self._repository.answer_book.versions(moment))
        numbers = self._repository.answer_book.to_tell(moment)
        if numbers and moment.relative:
            self._log.note_told(numbers, moment.now.date())

    def open(self, touched: Answer) -> None:
        """Open the answer *touched* among all public ones; a private one alone, so that no key leads from another to it."""
        if touched.private:
            self._open_private(touched)
            return
        all_of_them = self._repository.answer_book.list_answers(self._clock.read())
        found = tuple(each for each in all_of_them if not each.private)
        place = next((i for i, each in enumerate(found) if (each.source, each.id) == (touched.source, touched.id)), -1)
        found = found if place >= 0 else (touched,)
        self._navigation.open_among(tuple(self._with_stage(each) for each in found), max(place, 0))
        if touched.number:
            self._log.note_heard(touched.number)

    def _open_private(self, touched: Answer) -> None:
        self._wanted = False
        self._listening.begin_private()
        try:
            opened = self._with_stage(self._sealed.open(touched))
        except AnswerError as error:
            self._listening.end_private()
            _log.warning("the answer to question %s is not opened: %s", touched.number, error)
            self._navigation.open_among((self._instead(touched, self._question_words.not_opened),), 0)
            return
        missing = any(not each.path for each in opened.attachments)
        if self._sealed.opening:
            opened = _with(opened, self._question_words.opening)
        elif missing:
            opened = _with(opened, self._question_words.not_arrived)
        self._private = touched
        self._navigation.open_among((opened,), 0)
        if not missing:
            self._log.note_heard(touched.number)

    def _with_stage(self, answer: Answer) -> Answer:
        """Return *answer* with the words of its stage as its first paragraph, to be seen and read aloud."""
        if answer.stage is None:
            return answer
        told = f"{self._question_words.stage(answer.stage)}."
        blocks = (Block(BlockKind.PARAGRAPH, told), *answer.blocks)
        return replace(answer, text=f"{told}\n{answer.text}", blocks=blocks)

    def _instead(self, answer: Answer, told: str) -> Answer:
        """Return *answer* with the text *told* in place of its own, without attachments."""
        return replace(answer, text=told, blocks=(Block(BlockKind.PARAGRAPH, told),), attachments=(), sealed="")

    @property
    def _question_words(self) -> QuestionWords:
        return QuestionWords(Phrases(Translation(self._board.language)))


def _with(answer: Answer, told: str) -> Answer:
    """Return *answer* without its recording, with the paragraph *told* about that before its text."""
    return replace(answer, blocks=(Block(BlockKind.PARAGRAPH, told), *answer.blocks), attachments=())
