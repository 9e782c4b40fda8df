"""Keypad for the PIN, which opens the page for five minutes."""

from __future__ import annotations

from kiosk.pages.technician.view import PinView
from kiosk.shell.tools.staff_pin import StaffPin

_LONGEST = 12  # digits


class PinEntry:
    """Digits being typed, and the lock that they open."""

    def __init__(self, pin: StaffPin) -> None:
        self._pin = pin
        self._typed = ""
        self._wrong = False

    @property
    def pin_view(self) -> PinView:
        return PinView(
            typed=len(self._typed),
            wrong=self._wrong,
            tries=self._pin.left,
            locked_for=self._pin.locked_for,
            unset=not self._pin.kept,
        )

    def digit(self, digit: str) -> None:
        """Add *digit* to the typed PIN, unless nobody may try now."""
        if not self._pin.locked_for and len(self._typed) < _LONGEST and digit in "0123456789":
            self._typed += digit
            self._wrong = False

    def erase_digit(self) -> None:
        """Remove the last typed digit."""
        self._typed, self._wrong = self._typed[:-1], False

    def enter(self) -> None:
        """Try the typed PIN. An empty one is no try."""
        if self._pin.locked_for or not self._typed:
            return
        typed, self._typed = self._typed, ""
        if self._pin.opens(typed):
            self._pin.keep_open()
        else:
            self._wrong = True

    def close(self) -> None:
        """Lock the page and forget the typed digits."""
        self._pin.lock()
        self._typed, self._wrong = "", False
