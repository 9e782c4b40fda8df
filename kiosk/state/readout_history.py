"""History of read-outs to the village: announcements by their versions, and the bulletins of a day."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.state.database import Database


class ReadoutHistory:
    """History in kiosk.sqlite.

    What the disk does not take is remembered until the end of this run, or it would be said every second.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unwritten: set[tuple[str, str, str]] = set()

    def was_announced(self, item: str, version: str) -> bool:
        """Return whether *version* of *item* was read out before."""
        return self._is_noted(("announced", item, version)) or bool(
            self._database.one((int,), "SELECT 1 FROM announced WHERE item = ? AND version = ?", item, version)
        )

    def note_announced(self, item: str, version: str, at: datetime) -> None:
        self._keep_or_hold(
            ("announced", item, version),
            "INSERT OR IGNORE INTO announced VALUES (?, ?, ?)",
            item,
            version,
            at.isoformat(),
        )

    def forget_announced(self, item: str, version: str) -> None:
        """Delete the record of an announcement that was cut off, so that it is read out again."""
        self._unwritten.discard(("announced", item, version))
        self._database.write_durably("DELETE FROM announced WHERE item = ? AND version = ?", item, version)

    def was_read_out(self, name: str, day: date) -> bool:
        """Return whether the scheduled read-out *name* was made on *day*."""
        return self._is_noted(("read out", name, day.isoformat())) or bool(
            self._database.one((int,), "SELECT 1 FROM readouts WHERE name = ? AND day = ?", name, day.isoformat())
        )

    def note_read_out(self, name: str, day: date) -> None:
        self._keep_or_hold(
            ("read out", name, day.isoformat()), "INSERT OR REPLACE INTO readouts VALUES (?, ?)", name, day.isoformat()
        )

    def forget_read_out(self, name: str, day: date) -> None:
        """Delete the record of a read-out that was cut off, so that it is made again."""
        self._unwritten.discard(("read out", name, day.isoformat()))
        self._database.write_durably("DELETE FROM readouts WHERE name = ? AND day = ?", name, day.isoformat())

    def _is_noted(self, note: tuple[str, str, str]) -> bool:
        return note in self._unwritten

    def _keep_or_hold(self, note: tuple[str, str, str], query: str, *values: str) -> None:
        if not self._database.write_durably(query, *values):
            self._unwritten.add(note)
