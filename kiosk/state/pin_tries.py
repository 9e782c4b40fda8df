"""Counts of wrong PINs since the last right one, by PIN prompt: pulling the plug gains no tries."""

from __future__ import annotations

import logging
import sqlite3

from kiosk.state.database import Database

_log = logging.getLogger(__name__)


class PinTries:
    """Counts by the name of the PIN prompt (*door*)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, door: str) -> int:
        """Return the number of wrong PINs at *door* since the last right one; 0 if it cannot be read."""
        try:
            row = self._database.one((int,), "SELECT number FROM tries WHERE what = ?", door)
        except sqlite3.Error as damage:
            _log.warning("%s: the count of wrong PINs cannot be read: %s", self._database.path, damage)
            row = None
        return max(row[0], 0) if row else 0

    def keep(self, door: str, number: int) -> None:
        """Store *number* as the count for *door*, durably if the disk takes it."""
        if number:
            self._database.write_durably("INSERT OR REPLACE INTO tries VALUES (?, ?)", door, number)
        else:  # each private answer has a prompt of its own: delete the row, or they would pile up
            self._database.write_durably("DELETE FROM tries WHERE what = ?", door)
