"""What comes down the line, counted a day: a metered line has so many megabytes and no more."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from content_cache.model.errors import StoreError
from content_cache.store.store import Store

log = logging.getLogger(__name__)

_WRITTEN_FROM = 100_000  # bytes: less is kept in mind, to spare the card


class DataBudget:
    """The day's bytes, of which text takes what it needs and files what is left.

    `take` may be called in any thread, the others in the store's.
    """

    def __init__(self, store: Store, *, a_day: int, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._a_day = a_day
        self._clock = clock
        self._lock = threading.Lock()
        self._unwritten = 0
        self._left = 0

    def begin_refresh(self, most: int) -> None:
        """A refresh begins, in which files may take `most` bytes, and what is left of the day."""
        today = self._a_day - self._store.spent(self._clock().date().toordinal()) - self._unwritten
        with self._lock:
            self._left = max(min(most, today), 0)

    def count(self, down: int) -> None:
        """Bytes of text came down."""
        with self._lock:
            self._left -= down
        self._count_bytes(down)

    def reserve_bytes(self, most: int) -> int:
        """Up to `most` bytes for files, 0 when none are left."""
        with self._lock:
            taken = max(min(most, self._left), 0)
            self._left -= taken
            return taken

    def settle_reservation(self, taken: int, down: int) -> None:
        """Settle a reservation of *taken* bytes, of which *down* were downloaded.

        The rest returns to the budget.
        """
        with self._lock:
            self._left += taken - down
        self._count_bytes(down)

    def _count_bytes(self, down: int) -> None:
        self._unwritten += down
        if self._unwritten < _WRITTEN_FROM:
            return
        try:
            self._store.spend(self._clock().date().toordinal(), self._unwritten)
            self._unwritten = 0
        except StoreError as error:  # counted again with the next
            log.warning("line: %s", error)
