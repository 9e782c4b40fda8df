"""The SQLite file of what the kiosks sent back: its tables, its connection, and how times stand in it.

What was taken is on the disk before anybody is told so (WAL, synchronous=FULL); what is forgotten is written over (secure_delete).
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from content_cache.tables.hardening import harden

FILE = "kiriman.sqlite"
Db = sqlite3.Connection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kiosk (who INTEGER PRIMARY KEY, id TEXT NOT NULL, key BLOB NOT NULL, since TEXT NOT NULL,
    place TEXT NOT NULL, area TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0, beyond TEXT NOT NULL DEFAULT '[]',
    pruned INTEGER NOT NULL DEFAULT 0, seen TEXT, forked INTEGER NOT NULL DEFAULT 0, rival TEXT, withdrawn TEXT,
    twin_of INTEGER);
CREATE INDEX IF NOT EXISTS kiosk_id ON kiosk (id);
CREATE TABLE IF NOT EXISTS code (code TEXT PRIMARY KEY, place TEXT NOT NULL, area TEXT NOT NULL, until TEXT NOT NULL,
    kiosk TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS asking (kiosk TEXT NOT NULL, mark BLOB NOT NULL, came TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (kiosk, mark));
CREATE TABLE IF NOT EXISTS envelope (who INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, made TEXT NOT NULL,
    came TEXT NOT NULL, way TEXT NOT NULL, mark BLOB NOT NULL, unread INTEGER NOT NULL DEFAULT 1, sealed BLOB,
    PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS envelope_unread ON envelope (unread, kind) WHERE unread;
CREATE TABLE IF NOT EXISTS question (who INTEGER NOT NULL, number INTEGER NOT NULL, n INTEGER NOT NULL, asked_of TEXT NOT NULL,
    asked TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, seconds INTEGER NOT NULL, state TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, notice TEXT NOT NULL DEFAULT '', PRIMARY KEY (who, n));
CREATE INDEX IF NOT EXISTS question_state ON question (state, at);
CREATE TABLE IF NOT EXISTS told (who INTEGER NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL, made TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (who, kind, n));
"""

_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
}


class PostFile:
    """In the desk's `private` folder. Threads may call, another process too. Everything raises OSError for a disk that is full or
    broken, and then nothing was done."""

    def __init__(self, private: Path) -> None:
        self.path = private / FILE
        self._one_at_a_time = threading.RLock()
        self._opened: Db | None = None

    @contextmanager
    def db(self) -> Iterator[Db]:
        """The file, made when it is asked for first."""
        with self._one_at_a_time:
            try:
                if self._opened is None:
                    self._opened = _open(self.path)
                yield self._opened
            except sqlite3.Error as error:
                raise OSError(
                    _ERRNO.get(getattr(error, "sqlite_errorcode", 0) & 0xFF), str(error), str(self.path)
                ) from error

    @contextmanager
    def together(self) -> Iterator[Db]:
        """All that is changed within, or nothing: on the disk when it is over."""
        with self.db() as db:
            if db.in_transaction:  # of a larger one
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._one_at_a_time:
            if self._opened is not None:
                self._opened.close()
                self._opened = None


def mark_of(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()


def _open(path: Path) -> Db:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        harden(db)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
        db.executescript(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db


def text(when: datetime) -> str:
    """In UTC, so that texts are in the order of their times."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def maybe(text: str | None) -> datetime | None:
    return moment(text) if text else None
