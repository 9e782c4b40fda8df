"""A private answer is opened by its number's code, which nobody has but who asked. Wrong codes are counted on the disk."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from math import ceil
from typing import Protocol

from msgspec.structs import replace

from content_cache.model.items import Answer
from kiosk.content.views.ports import BoardPort
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.content.views.spots import index_of
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.answers.view import Unlock
from kiosk.pages.answers.words import AnswersWords

MOST_TRIES = 5
LOCKED_FOR_S, LONGEST_S = 900.0, 3_600.0
"""Seconds for which nobody may try after five wrong codes for a number, doubled after five more, an hour at most. After a
start it is a quarter of an hour, so that someone who types nonsense keeps the owner out for no longer."""
MOST_AT_ALL, ONE_MORE_S = 10, 300.0
"""Wrong codes allowed for all numbers together, and the seconds after which one more is allowed. Someone who tries ten hours
a day reaches 7,300 of a million codes in the 60 days that an answer stays."""
_AT_ALL = "answers"


class CodeTries(Protocol):
    """Store of wrong tries by door, as `kiosk.state.pin_tries.PinTries` has it."""

    def of(self, door: str, /) -> int: ...
    def keep(self, door: str, number: int, /) -> None: ...


class PrivateAnswers:
    """Keypad for the code of a private answer.

    *code* gives the code of a question's number, "" where none can be told. *show* puts the keypad on the page or
    takes it away, *opened* opens an answer whose code was right. *say* speaks lines under a name.
    """

    def __init__(
        self,
        board: BoardPort,
        tries: CodeTries,
        *,
        code: Callable[[int], str],
        show: Callable[[Unlock | None], None],
        opened: Callable[[Answer], None],
        say: Callable[[str, list[str]], None],
        monotonic: Callable[[], float],
    ) -> None:
        self.unlock: Unlock | None = None
        self._board = board
        self._tries = tries
        self._code = code
        self._show = show
        self._opened = opened
        self._say = say
        self._monotonic = monotonic
        self._answer: Answer | None = None
        self._typed = ""
        self._wrong: dict[int, int] = {}
        self._locked_until: dict[int, float] = {}
        # number of wrong codes for all numbers, and when it was last reduced
        self._at_all: tuple[float, float] | None = None

    @property
    def _answers_words(self) -> AnswersWords:
        return AnswersWords(Phrases(Translation(self._board.language)))

    def _set_unlock(self, unlock: Unlock | None) -> None:
        self.unlock = unlock
        self._show(unlock)

    def ask_code(self, answer: Answer) -> None:
        """Show the keypad for the code of the private answer *answer*."""
        self._answer, self._typed = answer, ""
        self._set_unlock(Unlock(answer.number, locked_for=self._locked_for(answer.number)))
        self._board.focus = "digit:1" if self._board.by_buttons else ""
        self._announce_unlock()

    def digit(self, digit: str) -> None:
        """Add *digit* to the typed code. The last digit of the code tries it. Ignored while nobody may try."""
        answer, view = self._answer, self.unlock
        if answer is None or view is None or digit not in "0123456789" or self._locked_for(answer.number):
            return
        self._typed += digit
        if len(self._typed) < CODE_DIGITS:
            self._set_unlock(replace(view, typed=len(self._typed), wrong=False))
            return
        typed, self._typed = self._typed, ""
        self._try(answer, typed)

    def erase_digit(self) -> None:
        if (view := self.unlock) is not None:
            self._typed = self._typed[:-1]
            self._set_unlock(replace(view, typed=len(self._typed), wrong=False))

    def press_focused(self) -> None:
        """Press the keypad's key in focus. With no key in focus, say again which code is asked for."""
        if self._board.focus == "erase":
            self.erase_digit()
        elif (digit := index_of(self._board.focus, "digit")) is not None:
            self.digit(str(digit))
        else:
            self._announce_unlock()

    def close(self) -> bool:
        """Close the keypad and return whether it was open."""
        asked, self._answer, self._typed = self.unlock is not None, None, ""
        if asked:
            self._set_unlock(None)
        return asked

    def check_lockout(self) -> None:
        """Update the seconds for which nobody may try. Called about once a second."""
        view = self.unlock
        if view is not None and view.locked_for:
            self._set_unlock(replace(view, locked_for=self._locked_for(view.number)))

    def _try(self, answer: Answer, typed: str) -> None:
        number = answer.number
        wrong = self._wrong_tries(number) + 1
        before = self._wrong_at_all()
        self._store_wrong_tries(number, wrong)  # stored before the comparison, so that a power cut gives no try back
        self._keep_at_all(before + 1)
        right = self._code(number)
        if right and hmac.compare_digest(typed, right):
            self._store_wrong_tries(number, 0)
            self._keep_at_all(before)
            self.close()
            self._opened(answer)
            self._say("private answer", [self._answers_words.unlocked_line(number)])
            return
        if wrong % MOST_TRIES == 0:
            self._lock(number, wrong)
        locked = self._locked_for(number)
        self._set_unlock(Unlock(number, wrong=not locked, locked_for=locked))
        if not self._board.by_buttons:
            self._announce_unlock()

    def _announce_unlock(self) -> None:
        if (view := self.unlock) is not None:
            how = self._answers_words.by_buttons(view, self._board.focus) if self._board.by_buttons else []
            self._say("private answer", [*self._answers_words.unlock(view), *how])

    def _wrong_tries(self, number: int) -> int:
        """Return the wrong codes tried for question *number*.

        They are counted in memory too, in case the disk cannot be written.
        """
        return max(self._tries.of(_door(number)), self._wrong.get(number, 0))

    def _store_wrong_tries(self, number: int, wrong: int) -> None:
        self._wrong[number] = wrong
        self._tries.keep(_door(number), wrong)

    def _lock(self, number: int, wrong: int) -> None:
        longer = LOCKED_FOR_S * 2 ** min(wrong // MOST_TRIES - 1, 16)
        self._locked_until[number] = self._monotonic() + min(longer, LONGEST_S)

    def _locked_for(self, number: int) -> int:
        """Return for how many seconds nobody may try a code for *number*: by its own wrong codes, or by those for all numbers."""
        wrong = self._wrong_tries(number)
        # counted before this start of the kiosk
        if number not in self._locked_until and wrong and wrong % MOST_TRIES == 0:
            self._lock(number, MOST_TRIES)
        own = self._locked_until.get(number, 0.0) - self._monotonic()
        return ceil(max(0.0, own, (self._wrong_at_all() - MOST_AT_ALL + 1) * ONE_MORE_S))

    def _wrong_at_all(self) -> float:
        """Return the wrong codes tried for all numbers together, one less for every five minutes that passed."""
        now = self._monotonic()
        count, since = self._at_all or (self._tries.of(_AT_ALL), now)
        left = max(0.0, min(count, MOST_AT_ALL) - (now - since) / ONE_MORE_S)
        self._at_all = left, now
        return left

    def _keep_at_all(self, wrong: float) -> None:
        self._at_all = wrong, self._monotonic()
        self._tries.keep(_AT_ALL, ceil(wrong))


def _door(number: int) -> str:
    return f"answer {number}"
