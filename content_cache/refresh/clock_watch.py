"""Detection of power cuts and clock changes, after which a source may have missed its turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger(__name__)

JUMP = 90.0  # seconds by which the clock may stray from the monotonic one between two looks before it was set
BOOT = 1800.0  # seconds of uptime in which a start is one of many: a whole region may just have its power back


class ClockWatch:
    """Detector of power cuts and clock changes. `since` is when the machine booted or its clock was last set; None if
    neither was recent.

    *uptime* returns the seconds since the boot, as the monotonic clock does on Linux.
    """

    def __init__(self, clock: Callable[[], datetime], uptime: Callable[[], float]) -> None:
        self._clock = clock
        self._before, self._looked = clock(), time.monotonic()
        self.since = self._before if uptime() < BOOT else None

    def was_set(self) -> bool:
        """Return whether the clock was set since the last call, by more than time keeping corrects it."""
        now, at = self._clock(), time.monotonic()
        strayed = (now - self._before).total_seconds() - (at - self._looked)
        if abs(strayed) > JUMP:
            log.info("the clock was set from about %s to %s", self._before, now)
            self.since = now
        self._before, self._looked = now, at
        return abs(strayed) > JUMP


def if_trusted(clock: Callable[[], datetime], trusted: Callable[[], bool]) -> datetime | None:
    """Return the time of *clock* if *trusted* returns True, else None."""
    return clock() if trusted() else None
