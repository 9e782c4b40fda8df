"""Ages of questions and answers, by a clock of its own: no wrong system clock deletes what waits, or keeps it for ever.

This clock runs on with the process. Of the time that the system clock says has passed besides, it accepts one week at once at
most, as the spool does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from kiosk.core.json_file import JsonFile
from kiosk.state.hall_sources import SHARED

_MOST_AT_ONCE = timedelta(days=7).total_seconds()
_KEPT_EVERY = timedelta(hours=1).total_seconds()
_MOST = 1_000_000  # bytes


class _Ages(Struct, frozen=True):
    """`age` in seconds of this time, `wall` what the clock said then (a timestamp), `since` when each name was first seen."""

    age: float = 0.0
    wall: float = 0.0
    since: dict[str, float] = {}


class QuestionAges:
    """Ages kept in the file `path`; unreadable ones begin anew, so that things stay longer. One process looks."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, _Ages, mode=SHARED, most=_MOST)
        self._kept_at: float | None = None

    def ages(self, names: Iterable[str], now: datetime, monotonic: float) -> dict[str, timedelta]:
        """Return the age of each of *names*, and forget all other names. *monotonic* is in seconds. Raises OSError."""
        kept, wall = self._file.read(), now.timestamp()
        ran = 0.0 if self._kept_at is None else max(monotonic - self._kept_at, 0.0)
        told = min(max(wall - kept.wall, 0.0), _MOST_AT_ONCE) if kept.wall else 0.0
        age = kept.age + max(ran, told)
        since = {name: kept.since.get(name, age) for name in names}
        if since != kept.since or self._kept_at is None or abs(wall - kept.wall) >= _KEPT_EVERY or ran >= _KEPT_EVERY:
            self._file.write(_Ages(age, wall, since))
            self._kept_at = monotonic
        return {name: timedelta(seconds=age - first) for name, first in since.items()}
