"""How often something was read, heard or sought on a day. Numbers only, no person."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date

from kiosk.state.database import Database

_log = logging.getLogger(__name__)


class DailyCounts:
    """Counts by day and by what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, day: date) -> None:
        """One more of `what` ("read", "heard") on that day. A full disk costs a count, no more."""
        try:
            self._database.execute(
                "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (day, what) DO UPDATE SET number = number + 1",
                day.isoformat(),
                what,
            )
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._database.path, error)

    def of(self, day: date) -> dict[str, int]:
        return dict(self._database.all("SELECT what, number FROM counts WHERE day = ?", day.isoformat()))
