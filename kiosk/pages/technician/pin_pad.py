"""The pad for the PIN, and the five minutes that the right one opens the page for."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from kiosk.pages.technician.view import PinView
from kiosk.shell.tools.staff_pin import StaffPin

OPEN_FOR_S = 300.0
_LONGEST = 12  # digits


class PinEntry:
    """What is typed, and until when the page is open. *monotonic* gives seconds."""

    def __init__(self, pin: StaffPin, monotonic: Callable[[], float]) -> None:
        self._pin = pin
        self._monotonic = monotonic
        self._typed = ""
        self._wrong = False
        self._open_until = float("-inf")

    @property
    def open(self) -> bool:
        """Whether the PIN was right, less than five minutes ago."""
        return self._monotonic() < self._open_until

    @property
    def expired(self) -> bool:
        """Whether the five minutes are over, and nobody has locked the page."""
        return self._open_until > float("-inf") and not self.open

    @property
    def locks_in(self) -> int:
        """Seconds until the page locks."""
        return ceil(max(0.0, self._open_until - self._monotonic()))

    @property
    def view(self) -> PinView:
        return PinView(
            typed=len(self._typed),
            wrong=self._wrong,
            tries=self._pin.left,
            locked_for=self._pin.locked_for,
            unset=not self._pin.kept,
        )

    def digit(self, digit: str) -> None:
        """Add *digit* to what is typed."""
        if not self._pin.locked_for and len(self._typed) < _LONGEST and digit in "0123456789":
            self._typed += digit
            self._wrong = False

    def erase(self) -> None:
        """Take the last digit back."""
        self._typed, self._wrong = self._typed[:-1], False

    def enter(self) -> None:
        """Try what is typed. An empty pad is no try."""
        if self._pin.locked_for or not self._typed:
            return
        typed, self._typed = self._typed, ""
        if self._pin.opens(typed):
            self.keep_open()
        else:
            self._wrong = True

    def keep_open(self) -> None:
        """Begin the five minutes anew."""
        self._open_until = self._monotonic() + OPEN_FOR_S

    def close(self) -> None:
        """Lock the page, and forget what was typed."""
        self._open_until = float("-inf")
        self._typed, self._wrong = "", False
