"""Budget of downloaded bytes a day, for metered lines."""

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
    """Budget of a metered line's bytes a day: text takes what it needs, files share the rest.

    `reserve_bytes` may be called in any thread, the other methods in the store's.
    """

    def __init__(self, store: Store, *, a_day: int, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._a_day = a_day
        self._clock = clock
        self._lock = threading.Lock()
        self._unwritten = 0
        self._left = 0

    def begin_refresh(self, most: int) -> None:
        """Set the bytes for files in this refresh: *most*, but no more than the day has left."""
        today = self._a_day - self._store.spent(self._clock().date().toordinal()) - self._unwritten
        with self._lock:
            self._left = max(min(most, today), 0)

    def count(self, down: int) -> None:
        """Count *down* bytes of text that were downloaded."""
        with self._lock:
            self._left -= down
        self._count_bytes(down)

    def reserve_bytes(self, most: int) -> int:
        """Reserve up to *most* bytes for files and return how many; 0 if none are left."""
        with self._lock:
            taken = max(min(most, self._left), 0)
            self._left -= taken
            return taken

    def settle_reservation(self, taken: int, down: int) -> None:
        """Count *down* downloaded bytes of a reservation of *taken* bytes; the rest returns to the budget."""
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
