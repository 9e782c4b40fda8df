"""Rule for passwords at the office's desk: those of people who publish, and those of keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.office.base.areas import Areas
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import read_office
from kiosk.web.common_passwords import COMMON

SHORTEST = 10
"""Fewest letters of a password. NIST SP 800-63B asks for 8; a desk that publishes for villages asks for a little more."""

LEAST_SCORE = 3
"""Least score of zxcvbn, from 0 to 4: more than 10^8 guesses (Wheeler, USENIX Security 2016)."""

LEAST_BESIDE = 2
"""Least score of the password without the office's own words: more than 10^6 guesses. zxcvbn rates "Banggai-2026!" strong."""

_LOOKED_AT = 72  # letters: zxcvbn takes longer and longer for more, and so many are strong anyway
_WORD = re.compile(r"[^\W_]{4,}")


class PasswordRule:
    """Rule of strength by zxcvbn. *words* returns words that guessers would try, such as the office's name and its villages."""

    def __init__(self, words: Callable[[], Iterable[str]] = tuple) -> None:
        self._words = words

    def check_password(self, password: str, again: str, name: str = "") -> None:
        """Raise OfficeError for a password that is too short, easy to guess, or differs from its repetition *again*.
        *name* is the person's."""
        from zxcvbn import zxcvbn  # half a megabyte of words, for a page that is seldom asked for

        if password != again:
            raise OfficeError(OfficeCode.PASSWORDS_DIFFER)
        if len(password) < SHORTEST:
            raise OfficeError(OfficeCode.PASSWORD_SHORT, least=SHORTEST)
        looked_at = password[:_LOOKED_AT].casefold()
        own = {word.casefold() for text in (*self._words(), name, *COMMON) for word in _WORD.findall(text)}
        beside = re.sub("|".join(map(re.escape, sorted(own, key=len, reverse=True))), "", looked_at)
        if zxcvbn(password[:_LOOKED_AT], user_inputs=sorted(own))["score"] < LEAST_SCORE or (
            not beside or zxcvbn(beside)["score"] < LEAST_BESIDE
        ):
            raise OfficeError(OfficeCode.PASSWORD_COMMON)


def words_of(folder: Path) -> list[str]:
    """Return the words that a guesser would try first for the office in *folder*: its title, its publisher, the names
    of its areas."""
    office = read_office(folder, Faults())
    return [office.title, office.publisher, *Areas(folder).names.values()]
