"""The PIN of the staff, and the count of wrong ones (DESIGN.md, "Service page").

Five wrong PINs lock the pad for five minutes, five more for twice as long, an hour at most. Pulling the plug in between gains
nothing, for the count is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from kiosk.settings.pin import matches
from kiosk.state.pin_tries import PinTries

PAD = "pad"
"""Name of this count of wrong tries in `kiosk.state.pin_tries`."""
MOST_TRIES = 5
LOCKED_FOR_S = 300.0
OPEN_FOR_S = 300.0
LONGEST_S = 3_600.0
"""Longest lock in seconds. Somebody who types day and night tries 120 PINs a day."""


class StaffPin:
    """PIN that opens the technician's pages for five minutes.

    *kept* is the PIN in the settings (plain or a hash), "" for none; a technician can choose another in its place.
    *monotonic* gives seconds.
    """

    def __init__(self, kept: str, tries: PinTries, monotonic: Callable[[], float]) -> None:
        self.kept = kept
        self._tries = tries
        self._monotonic = monotonic
        self._wrong = tries.of(PAD)
        self._locked_until = self._open_until = float("-inf")
        self._passed_on = False
        if self._at_bound:  # the plug was pulled while the pad was locked
            self._lock_pad()

    @property
    def left(self) -> int:
        """Return how many more wrong PINs lock the pad."""
        return MOST_TRIES - self._wrong % MOST_TRIES

    @property
    def locked_for(self) -> int:
        """Return for how many seconds nobody may try."""
        return ceil(max(0.0, self._locked_until - self._monotonic()))

    @property
    def is_open(self) -> bool:
        """Return whether the PIN was entered rightly, less than five minutes ago."""
        return self._monotonic() < self._open_until

    @property
    def is_expired(self) -> bool:
        """Return whether the five minutes are over and the pages were not locked since."""
        return self._open_until > float("-inf") and not self.is_open

    @property
    def locks_in(self) -> int:
        """Return the seconds until the pages lock."""
        return ceil(max(0.0, self._open_until - self._monotonic()))

    def keep_open(self) -> None:
        """Restart the five minutes."""
        self._open_until = self._monotonic() + OPEN_FOR_S

    def lock(self) -> None:
        """Lock the pages. Within `passed_on` nothing is locked."""
        if not self._passed_on:
            self._open_until = float("-inf")

    @contextmanager
    def passed_on(self) -> Iterator[None]:
        """Keep the pages open within the block, in which one page behind the PIN is left for another."""
        self._passed_on = True
        try:
            yield
        finally:
            self._passed_on = False

    def opens(self, typed: str) -> bool:
        """Count a try and return whether *typed* is the PIN."""
        self._store_wrong(self._wrong + 1)  # stored before the comparison, so that a power cut gives no try back
        if matches(typed, self.kept):
            self._store_wrong(0)
            return True
        if self._at_bound:
            self._lock_pad()
        return False

    def _store_wrong(self, wrong: int) -> None:
        self._wrong = wrong
        self._tries.keep(PAD, wrong)

    @property
    def _at_bound(self) -> bool:
        return self._wrong > 0 and self._wrong % MOST_TRIES == 0

    def _lock_pad(self) -> None:
        longer = LOCKED_FOR_S * 2 ** min(self._wrong // MOST_TRIES - 1, 16)
        self._locked_until = self._monotonic() + min(longer, LONGEST_S)
