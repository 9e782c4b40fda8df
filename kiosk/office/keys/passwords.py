"""Rule of what is taken as a password at the office's desk: for people who publish, and for keys."""

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
"""Letters of a password. NIST SP 800-63B asks for 8 at least; a desk that publishes for villages asks for a little more."""

LEAST_SCORE = 3
"""Of zxcvbn's 0 to 4: more than 10^8 guesses (Wheeler, USENIX Security 2016)."""

LEAST_BESIDE = 2
"""Of what is left without the office's own words: more than 10^6 guesses. zxcvbn takes "Banggai-2026!" for strong."""

_LOOKED_AT = 72  # letters: zxcvbn takes longer and longer for more, and so many are strong anyway
_WORD = re.compile(r"[^\W_]{4,}")


class PasswordRule:
    """Strength by zxcvbn, which knows `words` of the office beside its own lists: its name, its villages."""

    def __init__(self, words: Callable[[], Iterable[str]] = tuple) -> None:
        self._words = words

    def check_password(self, password: str, again: str, name: str = "") -> None:
        """Raises OfficeError for a password that is short, easy to guess, or not the same *again*; *name* is that of its person."""
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
    """Return what comes to everybody's mind of an office's *folder*: its name, its publisher, the names of its areas."""
    office = read_office(folder, Faults())
    return [office.title, office.publisher, *Areas(folder).names.values()]
