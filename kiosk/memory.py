"""The kiosk's own store, kiosk.sqlite: what was announced, counts without persons, requests to the other processes.

The refresher polls the same file for requests, so it is a WAL database like the content store. It holds nothing that cannot
be lost: a damaged file is set aside and begun anew.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS announced (item TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (item, version));
CREATE TABLE IF NOT EXISTS readouts (name TEXT PRIMARY KEY, day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counts (day TEXT NOT NULL, what TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (day, what));
CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT);
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What the kiosk wants of another process: a `kind` from a fixed list ("refresh")."""

    id: int
    kind: str


class Memory:
    """Opens kiosk.sqlite in the data folder `folder`, making it if need be. Times are aware datetimes.

    `patience_s` is how long another process's lock is waited for.
    """

    def __init__(self, folder: Path, *, patience_s: float = 5.0) -> None:
        self._path = folder / "kiosk.sqlite"
        self._patience_s = patience_s
        try:
            self._db = self._open()
        except sqlite3.OperationalError as error:
            # locked or not writable, which is no damage: what is remembered now is forgotten at the end
            _log.warning("%s cannot be used now (%s): nothing is remembered", self._path, error)
            self._db = self._prepared(sqlite3.connect(":memory:", isolation_level=None))
        except sqlite3.DatabaseError as damage:
            aside = self._path.with_suffix(".damaged")
            _log.warning("%s is damaged (%s): set aside as %s, begun anew", self._path, damage, aside.name)
            self._path.replace(aside)
            for tail in ("-wal", "-shm"):
                self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        return self._prepared(sqlite3.connect(self._path, timeout=self._patience_s, isolation_level=None))

    def _prepared(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")  # a count lost in a power cut harms nobody; the card's wear does
            db.executescript(_SCHEMA)
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # read-outs

    def announced(self, item: str, version: str) -> bool:
        """Was this version of the item read out by itself before?"""
        return self._one("SELECT 1 FROM announced WHERE item = ? AND version = ?", item, version) is not None

    def note_announced(self, item: str, version: str, at: datetime) -> None:
        self._db.execute("INSERT OR IGNORE INTO announced VALUES (?, ?, ?)", (item, version, at.isoformat()))

    def read_out(self, name: str, day: date) -> bool:
        """Was the scheduled read-out `name` done on `day`?"""
        return self._one("SELECT 1 FROM readouts WHERE name = ? AND day = ?", name, day.isoformat()) is not None

    def note_read_out(self, name: str, day: date) -> None:
        self._db.execute("INSERT OR REPLACE INTO readouts VALUES (?, ?)", (name, day.isoformat()))

    # counts

    def count(self, what: str, day: date) -> None:
        """One more of `what` ("read", "heard") on that day. Numbers only, no person. A full disk costs a count, no more."""
        try:
            self._db.execute(
                "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (day, what) DO UPDATE SET number = number + 1",
                (day.isoformat(), what),
            )
        except sqlite3.Error as error:
            _log.warning("%s: not counted: %s", self._path, error)

    def counts(self, day: date) -> dict[str, int]:
        return dict(self._all("SELECT what, number FROM counts WHERE day = ?", day.isoformat()))

    # requests

    def ask(self, kind: str, at: datetime) -> int:
        """Leave a request; the process that can do it polls `pending`. Returns its number."""
        with closing(self._db.cursor()) as cursor:
            cursor.execute("INSERT INTO requests (kind, asked) VALUES (?, ?)", (kind, at.isoformat()))
            return cursor.lastrowid or 0

    def pending(self, kind: str) -> list[Request]:
        rows = self._all("SELECT id, kind FROM requests WHERE kind = ? AND answer IS NULL ORDER BY id", kind)
        return [Request(*row) for row in rows]

    def answer(self, request: int, text: str) -> None:
        self._db.execute("UPDATE requests SET answer = ? WHERE id = ?", (text, request))

    def answer_to(self, request: int) -> str | None:
        """The answer, None while there is none."""
        row = self._one("SELECT answer FROM requests WHERE id = ?", request)
        return row[0] if row else None

    def _one(self, query: str, *values: str | int) -> tuple[str, ...] | None:
        return next(iter(self._all(query, *values)), None)

    def _all(self, query: str, *values: str | int) -> Iterable[tuple]:  # type: ignore[type-arg]  # rows as the query has them
        with closing(self._db.execute(query, values)) as cursor:
            return cursor.fetchall()
