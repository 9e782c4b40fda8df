"""kiosk.sqlite, the kiosk's own file: opened, made anew when it is damaged, written so that a power cut undoes nothing.

The refresher polls the same file for requests, so it is a WAL database like the content store. It holds nothing that cannot
be lost: a damaged file is set aside and begun anew.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from content_cache.tables.hardening import harden

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS announced (item TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (item, version));
CREATE TABLE IF NOT EXISTS readouts (name TEXT PRIMARY KEY, day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alarms (alert TEXT PRIMARY KEY, severity TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    times INTEGER NOT NULL, understood TEXT, end_told INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS counts (day TEXT NOT NULL, what TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (day, what));
CREATE TABLE IF NOT EXISTS item_counts (day TEXT NOT NULL, item TEXT NOT NULL, read INTEGER NOT NULL, heard INTEGER NOT NULL,
    PRIMARY KEY (day, item)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, asked TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS noted (what TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tries (what TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS questions (number INTEGER PRIMARY KEY, asked TEXT NOT NULL, told TEXT, heard INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS votes (poll TEXT NOT NULL, choice INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (poll, choice));
CREATE TABLE IF NOT EXISTS votes_cast (poll TEXT NOT NULL, hour TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (poll, hour));
CREATE TABLE IF NOT EXISTS vote_batches (id TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS progress (request INTEGER PRIMARY KEY, done INTEGER NOT NULL, whole INTEGER NOT NULL);
"""


class Database:
    """Opens kiosk.sqlite in `folder`, making it if need be. `patience_s` is how long another process's lock is waited for."""

    def __init__(
        self, folder: Path, *, patience_s: float = 5.0, connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    ) -> None:
        self._connect = connect
        self.path = folder / "kiosk.sqlite"
        self._patience_s = patience_s
        try:
            self._db = self._open()
        except sqlite3.OperationalError as error:
            # locked or not writable, which is no damage: what is remembered now is forgotten at the end
            _log.warning("%s cannot be used now (%s): nothing is remembered", self.path, error)
            self._db = self._prepared(connect(":memory:", isolation_level=None))
        except (sqlite3.DatabaseError, ValueError) as damage:  # ValueError: the message quotes a damaged name
            aside = self.path.with_suffix(".damaged")
            _log.warning("%s is damaged (%s): set aside as %s, begun anew", self.path, damage, aside.name)
            self.path.replace(aside)
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        with suppress(OSError):  # it is there, or the folder cannot be written, which is told by what follows
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC)
            os.fchmod(handle, 0o660)  # whatever the umask: refresher, kiosk and desk are users of one group
            os.close(handle)
        return self._prepared(self._connect(self.path, timeout=self._patience_s, isolation_level=None))

    def _prepared(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            harden(db)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA secure_delete=ON")  # what an older program wrote of a password is not left in free pages
            db.execute("PRAGMA synchronous=NORMAL")  # a count lost in a power cut harms nobody; the card's wear does
            db.executescript(_SCHEMA)
        except (sqlite3.DatabaseError, ValueError):
            db.close()
            raise
        return db

    def close(self) -> None:
        self._db.close()

    def execute(self, query: str, *values: str | int | None) -> int:
        """The number of the row that was added last. Raises sqlite3.Error."""
        with closing(self._db.execute(query, values)) as cursor:
            return cursor.lastrowid or 0

    def keep(self, query: str, *values: str | int | None) -> bool:
        """Write it so that a power cut at the next moment does not undo it: nothing is called out twice. False if it cannot be
        written, as on a full disk."""
        try:
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(query, values)
            self._db.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.Error as error:
            _log.warning("%s: not noted, so it may be said again after a restart: %s", self.path, error)
            return False
        return True

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is executed within, or nothing; a power cut at the next moment does not undo it. Raises sqlite3.Error."""
        self._db.execute("PRAGMA synchronous=FULL")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
        finally:
            self._db.execute("PRAGMA synchronous=NORMAL")

    def one(self, query: str, *values: str | int) -> tuple[Any, ...] | None:
        return next(iter(self.all(query, *values)), None)

    def all(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Rows as the query has them. Raises sqlite3.Error."""
        with closing(self._db.execute(query, values)) as cursor:
            return cursor.fetchall()
