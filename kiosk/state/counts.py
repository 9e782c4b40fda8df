"""How often something was read, heard or sought on a day. Numbers only, no person."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date

from kiosk.state.database import Database

_log = logging.getLogger(__name__)
SAID, SAID_READY = "said", "said_ready"
"""Utterances that began, and those of them that a voice had ready to the last sentence. They say of no visitor: some come by a
schedule."""


class DailyCounts:
    """Counts by day and by what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, day: date, number: int = 1) -> None:
        """So many more of `what` ("read", "heard") on that day. A full disk costs a count, no more."""
        try:
            self._database.execute(
                "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (day, what) DO UPDATE SET number = number + excluded.number",
                day.isoformat(),
                what,
                number,
            )
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._database.path, error)

    def last_before(self, day: date) -> date | None:
        """The last day before that one on which anybody read, heard or sought something; None if it is not known."""
        try:
            found = self._database.one(
                "SELECT max(day) FROM counts WHERE day < ? AND what NOT IN (?, ?)", day.isoformat(), SAID, SAID_READY
            )
            return date.fromisoformat(found[0]) if found and found[0] else None
        except (sqlite3.Error, ValueError, TypeError) as error:
            _log.warning("%s: when somebody was here last cannot be read: %s", self._database.path, error)
            return None

    def of(self, day: date) -> dict[str, int]:
        return dict(self._database.all("SELECT what, number FROM counts WHERE day = ?", day.isoformat()))
