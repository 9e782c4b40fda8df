"""View of the page of answers."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.items import Answer


class Unlock(Struct, frozen=True):
    """Keypad for the code of private answer *number*.

    *typed* digits are typed so far, *wrong* is set after a wrong code. Nobody may try for *locked_for* seconds.
    """

    number: int
    typed: int = 0
    wrong: bool = False
    locked_for: int = 0

    @property
    def keypad_spots(self) -> tuple[str, ...]:
        """Return the focus spots of the keypad in the order of the four buttons."""
        return (*(f"digit:{digit}" for digit in "1234567890"), "erase")


class AnswersView(Struct, frozen=True):
    """Answered questions of page *page* (from 0) of *pages*; *first* is the index of rows[0].

    *waiting* is the number of this kiosk's questions without an answer. *unlock* is the keypad that takes the rows'
    place.
    """

    rows: tuple[Answer, ...]
    first: int = 0
    page: int = 0
    pages: int = 1
    total: int = 0
    waiting: int = 0
    unlock: Unlock | None = None

    @property
    def about(self) -> str:
        """Return the subject of the page: "" for the list of answers, else the answer whose code is being entered."""
        return f"code {self.unlock.number}" if self.unlock else ""
