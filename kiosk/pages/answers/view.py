"""What the page of answers shows."""

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
        """Focus spots of the keypad, in the order of the four buttons."""
        return (*(f"digit:{digit}" for digit in "1234567890"), "erase")


class AnswersView(Struct, frozen=True):
    """The questions that were answered: those of page `page` (from 0) of `pages`; `first` is the index of rows[0]. `waiting` are
    this kiosk's without an answer. `unlock` stands in their place while a code is asked for."""

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
