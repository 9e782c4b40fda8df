"""Ages of questions and answers, measured by a clock of its own: a wrong system clock must neither delete waiting ones
nor keep them for ever.

This clock advances with the process. Of the further time that the system clock shows it accepts at most one week at
once, like the spool."""

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
    """Content of the file. `age` is this clock's time in seconds, `wall` the system clock's timestamp then; `since` is
    when each name was first seen."""

    age: float = 0.0
    wall: float = 0.0
    since: dict[str, float] = {}


class QuestionAges:
    """Ages stored in the file *path*. If it is unreadable they begin anew, so that things are kept longer. Only one
    process may use it."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, _Ages, mode=SHARED, most=_MOST)
        self._kept_at: float | None = None

    def ages(self, names: Iterable[str], now: datetime, monotonic: float) -> dict[str, timedelta]:
        """Return the age of each of *names*, and forget all other names. *monotonic* is in seconds. Raise OSError."""
        kept, wall = self._file.read(), now.timestamp()
        ran = 0.0 if self._kept_at is None else max(monotonic - self._kept_at, 0.0)
        told = min(max(wall - kept.wall, 0.0), _MOST_AT_ONCE) if kept.wall else 0.0
        age = kept.age + max(ran, told)
        since = {name: kept.since.get(name, age) for name in names}
        if since != kept.since or self._kept_at is None or abs(wall - kept.wall) >= _KEPT_EVERY or ran >= _KEPT_EVERY:
            self._file.write(_Ages(age, wall, since))
            self._kept_at = monotonic
        return {name: timedelta(seconds=age - first) for name, first in since.items()}
