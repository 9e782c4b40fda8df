"""History of alerts: which were sounded, and which somebody has acknowledged."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime
from typing import Any

from msgspec import Struct

from kiosk.state.database import Database

_log = logging.getLogger(__name__)

_KEPT = 500
_KINDS = (str, str, str, str, int, str | None, int)


class Sounded(Struct, frozen=True):
    """Record of an alert: how often it was sounded at this severity, when first and last, and when somebody pressed "Mengerti".

    *end_told*: its end was announced.
    """

    alert: str
    severity: str
    first: datetime
    last: datetime
    times: int = 1
    understood: datetime | None = None
    end_told: bool = False


class AlertHistory:
    """History of sounded alerts. Each is remembered until the end of this run even if it cannot be written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Sounded] | None = None

    def by_alert(self) -> dict[str, Sounded]:
        """Return the records by the alert's id."""
        if self._known is None:
            known: dict[str, Sounded] = {}
            self._known = known
            try:
                for row in self._database.read_rows(
                    _KINDS, "SELECT alert, severity, first, last, times, understood, end_told FROM alarms"
                ):
                    self._add_row(row, known)
            except sqlite3.Error as damage:
                # without the record an alarm sounds once more, which is better than not at all
                _log.warning("%s: what was sounded of alerts cannot be read: %s", self._database.path, damage)
        return self._known

    def _add_row(self, row: tuple[Any, ...], known: dict[str, Sounded]) -> None:
        try:
            known[row[0]] = _sounded(*row)
        except ValueError as damage:
            _log.warning("%s: a row of what was sounded is none of ours: %s", self._database.path, damage)

    def record_sounding(self, sounded: Sounded) -> None:
        """Store *sounded* in place of the former record of its alert.

        It is remembered until the end of this run even if it cannot be written.
        """
        self.by_alert()[sounded.alert] = sounded
        understood = sounded.understood.isoformat() if sounded.understood else None
        row = sounded.alert, sounded.severity, sounded.first.isoformat(), sounded.last.isoformat(), sounded.times
        self._database.write_durably(
            "INSERT OR REPLACE INTO alarms VALUES (?, ?, ?, ?, ?, ?, ?)", *row, understood, sounded.end_told
        )
        newest = "SELECT alert FROM alarms ORDER BY rowid DESC LIMIT ?"
        self._database.write_durably(f"DELETE FROM alarms WHERE alert NOT IN ({newest})", _KEPT)  # noqa: S608 -- two constants

    def forget_alert(self, alert: str) -> None:
        """Forget *alert*, as if it had never been sounded."""
        self.by_alert().pop(alert, None)
        self._database.write_durably("DELETE FROM alarms WHERE alert = ?", alert)


def _sounded(
    alert: str, severity: str, first: str, last: str, times: int, understood: str | None, end_told: int
) -> Sounded:
    return Sounded(
        alert,
        severity,
        _parse_time(first),
        _parse_time(last),
        times,
        _parse_time(understood) if understood else None,
        bool(end_told),
    )


def _parse_time(written: str) -> datetime:
    """Return *written*, an ISO 8601 time with a zone, as a datetime. Raises ValueError for anything else."""
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError(f"{written[:40]!r} has no zone")
    return found
