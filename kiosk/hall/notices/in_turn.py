"""Background work on drafts, one after the other, in a thread that ends with the process."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)
_MOST_WAITING = 30


class InTurn:
    """Queue of names. *work* is called with one name at a time, and a queued name is not added again."""

    def __init__(self, work: Callable[[str], None]) -> None:
        self._work = work
        self._asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        # one daemon thread: the desk ends when it is told to, whatever the work
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._waiting: set[str] = set()

    def request_turn(self, name: str) -> bool:
        """Queue *name*, unless it is queued already. Return false where too many wait."""
        with self._lock:
            if name not in self._waiting:
                if len(self._waiting) >= _MOST_WAITING:
                    return False
                self._waiting.add(name)
                self._asked.put(name)
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_on, daemon=True)
                self._thread.start()
        return True

    def _go_on(self) -> None:
        while True:
            name = self._asked.get()
            try:
                self._work(name)
            except Exception:  # noqa: BLE001 -- what nobody foresaw of one file must not end the work on all others
                _log.exception("%s", name)
            finally:
                with self._lock:
                    self._waiting.discard(name)
