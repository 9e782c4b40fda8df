"""Answers to residents' questions, as this kiosk may show them: those of everybody, and the private ones of who asked here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from content_cache.model.items import Answer
from kiosk.core.clock import Moment

_WAITED_FOR = timedelta(days=90)  # an older question is not answered any more


class QuestionNumbers(Protocol):
    """Log of the question numbers given at this kiosk, as `kiosk.state.question_log.QuestionLog`."""

    def known(self) -> frozenset[int]: ...
    def waiting(self, answered: frozenset[int], since: datetime, /) -> int: ...
    def to_tell(self, answered: frozenset[int], today: date, /) -> tuple[int, ...]: ...


class AnswerBook:
    """Answers in the store as this kiosk may show them. *stored* returns what the store has, the newest first."""

    def __init__(self, stored: Callable[[Moment], list[Answer]]) -> None:
        self._stored = stored
        self._numbers: QuestionNumbers | None = None
        self._kiosk = ""
        self._given: Callable[[], int] = lambda: 0

    def know(self, kiosk: str, numbers: QuestionNumbers, given: Callable[[], int] | None = None) -> None:
        """Set the id of this kiosk, its log of question *numbers*, and *given*, which returns the highest number given
        here.

        The spool stores that number, too, in case the question log is damaged: then no answer is lost.
        """
        self._kiosk, self._numbers, self._given = kiosk, numbers, given or self._given

    def list_answers(self, moment: Moment) -> list[Answer]:
        """Return the answers that may be shown, the newest first.

        A question has one answer, the first that came. A private answer is left out unless its number was given at
        this kiosk.
        """
        found = self._stored(moment)
        known: frozenset[int] = frozenset()
        given = 0
        if self._numbers is not None and any(each.private and self._is_own(each) for each in found):
            known, given = self._numbers.known(), self._given()
        first: dict[tuple[str, int], Answer] = {}
        for each in sorted(found, key=lambda each: (each.seen_first is None, each.seen_first, each.id)):
            if not each.private or (self._is_own(each) and (each.number in known or 0 < each.number <= given)):
                first.setdefault((each.kiosk, each.number), each)
        kept = {id(each) for each in first.values()}
        return [self.without_foreign_number(each) for each in found if id(each) in kept]

    def without_foreign_number(self, each: Answer) -> Answer:
        """Return the answer *each* without its number if another kiosk gave it: it would tell the residents here nothing."""
        return each if self._is_own(each) else replace(each, number=0)

    def _is_own(self, each: Answer) -> bool:
        return bool(self._kiosk) and each.kiosk == self._kiosk

    def own(self, moment: Moment) -> frozenset[int]:
        """Return the question numbers of this kiosk that have an answer."""
        return frozenset(each.number for each in self.list_answers(moment) if self._is_own(each))

    def versions(self, moment: Moment) -> dict[int, str]:
        """Return a hash of each answer to a question of this kiosk, by number: an answer that goes on has another one."""
        return {each.number: _version(each) for each in self.list_answers(moment) if self._is_own(each)}

    def to_tell(self, moment: Moment) -> tuple[int, ...]:
        """Return the question numbers of this kiosk whose answer came lately and that nobody has heard yet."""
        own = self.own(moment)
        return self._numbers.to_tell(own, moment.now.date()) if self._numbers is not None and own else ()

    def count_unanswered(self, moment: Moment) -> int:
        """Return how many questions of this kiosk have no answer yet."""
        if self._numbers is None:
            return 0
        return self._numbers.waiting(self.own(moment), moment.now - _WAITED_FOR)


def _version(answer: Answer) -> str:
    said = (
        answer.title,
        answer.text,
        answer.sealed,
        str(answer.stage or ""),
        *(each.url for each in answer.attachments),
    )
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:16]
