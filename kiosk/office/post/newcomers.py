# ruff: noqa: S608 - values are bound; what is put into a query are names of this file
"""Kiosks that have introduced themselves with a code of their own, by line or by a stick, and wait for somebody to accept them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct

from kiosk.office.base.database import Db, OfficeDatabase, moment, utc_text
from kiosk.office.post.records import EnvelopeWay

WAITS = timedelta(days=14)
"""Time after which a kiosk that nobody has accepted, and that asks no more, is forgotten."""
MOST_WAITING = 500
_COLUMNS = "kiosk, key, code, words, machine, way, since, seen, state, reason, sealed"


class NewcomerState(StrEnum):
    """States of a kiosk that has introduced itself, as it is told in the answer to it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Newcomer(Struct, frozen=True):
    """Kiosk that has introduced itself: its id, public key (32 bytes), own code and the four words that people compare.

    *machine* is its board, "" if unknown, *way* how it came. It waits since *since* and was last heard of at *seen* (both
    aware). *reason* is told for a refusal, *sealed* is the acceptance.
    """

    kiosk: str
    key: bytes
    code: str
    words: str
    machine: str
    way: EnvelopeWay
    since: datetime
    seen: datetime
    state: NewcomerState = NewcomerState.WAITING
    reason: str = ""
    sealed: bytes = b""


class OfficeTerms(Struct, frozen=True):
    """Data that each kiosk gets from this office: the office's name, the address of its desk, its `[[source]]` table as TOML."""

    name: str
    address: str
    source_table: str


class Newcomers:
    """Table of the kiosks that have introduced themselves. Methods raise OSError for a full or broken disk."""

    def __init__(self, file: OfficeDatabase) -> None:
        self._file = file

    def introduce(self, newcomer: Newcomer) -> Newcomer | None:
        """Note *newcomer*, or that it has come again with the same code, and return it as it stands.

        A new code takes the place of the kiosk's former one. Return None where too many wait.
        """
        with self._file.together() as db:
            db.execute("DELETE FROM newcomer WHERE seen < ?", (utc_text(newcomer.seen - WAITS),))
            known = self._find(db, newcomer.kiosk, newcomer.key)
            if known is not None and known.code == newcomer.code:
                row = (utc_text(newcomer.seen), known.kiosk, known.key)
                db.execute("UPDATE newcomer SET seen = ? WHERE kiosk = ? AND key = ?", row)
                return known
            waiting = db.execute("SELECT count(*) FROM newcomer WHERE state = 'waiting'").fetchone()[0]
            if known is None and waiting >= MOST_WAITING:
                return None
            db.execute(
                f"INSERT OR REPLACE INTO newcomer ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(newcomer.kiosk, newcomer.key, newcomer.code, newcomer.words, newcomer.machine, str(newcomer.way)),
                    *(utc_text(newcomer.since), utc_text(newcomer.seen), str(newcomer.state)),
                    *(newcomer.reason, newcomer.sealed),
                ),
            )
            return newcomer

    def waiting(self, now: datetime) -> list[Newcomer]:
        """Return the kiosks that wait for an answer, those that came last first."""
        with self._file.db() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM newcomer WHERE state = 'waiting' AND seen >= ? ORDER BY since DESC",
                (utc_text(now - WAITS),),
            )
            return [_newcomer(row) for row in rows]

    def newcomer(self, kiosk: str, key: bytes) -> Newcomer | None:
        """Return the kiosk *kiosk* that has introduced itself with *key*."""
        with self._file.db() as db:
            return self._find(db, kiosk, key)

    def decide(self, newcomer: Newcomer, state: NewcomerState, *, reason: str = "", sealed: bytes = b"") -> bool:
        """Answer *newcomer*, unless it has shown another code since. Return whether it was answered."""
        with self._file.together() as db:
            done = db.execute(
                "UPDATE newcomer SET state = ?, reason = ?, sealed = ? WHERE kiosk = ? AND key = ? AND code = ?",
                (str(state), reason, sealed, newcomer.kiosk, newcomer.key, newcomer.code),
            )
            return done.rowcount == 1

    @staticmethod
    def _find(db: Db, kiosk: str, key: bytes) -> Newcomer | None:
        row = db.execute(f"SELECT {_COLUMNS} FROM newcomer WHERE kiosk = ? AND key = ?", (kiosk, key)).fetchone()
        return _newcomer(row) if row is not None else None


def _newcomer(row: tuple[Any, ...]) -> Newcomer:
    kiosk, key, code, words, machine, way, since, seen, state, reason, sealed = row
    return Newcomer(
        kiosk,
        key,
        code,
        words,
        machine,
        EnvelopeWay(way),
        moment(since),
        moment(seen),
        NewcomerState(state),
        reason,
        sealed,
    )
