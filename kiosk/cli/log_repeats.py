"""Filter of a log that drops a line printed just before."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

AGAIN_S = 3600.0
"""Seconds after which the same line is printed again, if its cause is still there."""
_MOST = 500


class LogRepeats(logging.Filter):
    """Filter for a handler: drops a line that the handler printed less than *AGAIN_S* ago, and tells later how many it dropped.

    On a full disk each part that opens the store finds the same fault, several times a second.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._printed: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether *record* is printed. A record with a traceback always is."""
        if record.exc_info:
            return True
        line, now = record.getMessage(), self._monotonic()
        key = (record.name, record.levelno, line)
        printed, dropped = self._printed.get(key, (now - AGAIN_S, 0))
        if now - printed < AGAIN_S:
            self._printed[key] = (printed, dropped + 1)
            return False
        if key not in self._printed and len(self._printed) >= _MOST:
            self._printed.pop(min(self._printed, key=lambda each: self._printed[each][0]))
        self._printed[key] = (now, 0)
        if dropped:
            record.msg, record.args = f"{line} ({dropped} more times since)", None
        return True
