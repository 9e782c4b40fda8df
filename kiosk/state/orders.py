"""Record of the office's orders that were carried out, so that none is repeated after a restart or by an old edition."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime

from kiosk.state.database import Database

_LOST_PREFIX = "before:"


class Orders:
    """Record of orders in kiosk.sqlite. Ids are kept for ever, because there are few."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begun(self, order: str) -> bool:
        """Return whether *order* was begun. If that cannot be read, return True: better not done than done twice."""
        try:
            return self._database.one((int,), "SELECT 1 FROM orders WHERE id = ?", order) is not None
        except sqlite3.Error:
            return True

    def note_begun(self, order: str, at: datetime) -> bool:
        """Record that *order* begins. Return False if that cannot be written; the order must not be carried out then."""
        return self._database.write_durably("INSERT OR IGNORE INTO orders VALUES (?, ?)", order, at.isoformat())

    def done(self, most: int) -> list[str]:
        """Return the ids of the *most* orders begun last, the newest first; none if that cannot be read."""
        query = "SELECT id FROM orders WHERE id NOT GLOB ? ORDER BY at DESC, id LIMIT ?"
        try:
            return [row[0] for row in self._database.read_rows((str,), query, f"{_LOST_PREFIX}*", most)]
        except sqlite3.Error:
            return []

    def lost_before(self, edition: int, at: datetime) -> None:
        """Note that the record was lost: all orders of edition number *edition* or an earlier one count as done."""
        self.note_begun(f"{_LOST_PREFIX}{edition}", at)

    @property
    def forgotten(self) -> int:
        """Return the edition number given to `lost_before`, 0 if nothing was ever lost."""
        try:
            rows = self._database.read_rows((str,), "SELECT id FROM orders WHERE id GLOB ?", f"{_LOST_PREFIX}*")
        except sqlite3.Error:
            return 0  # `note_begun` cannot write either then, so nothing is done twice
        numbers = [row[0].removeprefix(_LOST_PREFIX) for row in rows]
        return max((int(number) for number in numbers if re.fullmatch(r"[0-9]{1,15}", number)), default=0)
