"""What one process last noted for another, by name: the newest alone."""

from __future__ import annotations

import sqlite3

from kiosk.state.database import Database

LOUDSPEAKER = "loudspeaker"
"""Why the one that was needed last was not heard, "" where it was, or where none was needed since the start."""


class Notes:
    """In kiosk.sqlite. Nothing is lost with one that a full disk does not take."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, what: str, value: str) -> bool:
        """Whether it could be kept."""
        try:
            self._database.execute("INSERT OR REPLACE INTO noted VALUES (?, ?)", what, value[:200])
        except sqlite3.Error:
            return False
        return True

    def of(self, what: str) -> str:
        """ "" for nothing."""
        try:
            row = self._database.one((str,), "SELECT value FROM noted WHERE what = ?", what)
        except sqlite3.Error:
            return ""
        return str(row[0]) if row else ""
