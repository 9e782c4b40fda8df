"""Notes from one process to another, by name: only the newest is kept."""

from __future__ import annotations

import sqlite3

from kiosk.state.database import Database

LOUDSPEAKER = "loudspeaker"
"""Name of the note on why the last sound was not played; "" where it was, or where none was needed since the start."""

STANDING = "standing at the office"
"""Name of the note with the code of the problem for which the office takes nothing of this kiosk, "" for none."""
RESTORED = "restored"
"""Name of the note with the SHA-256 of the backup from the office that was restored last: who began before begins anew."""


class Notes:
    """Notes in kiosk.sqlite. One that a full disk does not take is no loss."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, what: str, value: str) -> bool:
        """Write *value* as the note *what*. Return whether that worked."""
        try:
            self._database.execute("INSERT OR REPLACE INTO noted VALUES (?, ?)", what, value[:200])
        except sqlite3.Error:
            return False
        return True

    def note_text(self, what: str) -> str:
        """Return the note *what*, "" where there is none."""
        try:
            row = self._database.one((str,), "SELECT value FROM noted WHERE what = ?", what)
        except sqlite3.Error:
            return ""
        return str(row[0]) if row else ""
