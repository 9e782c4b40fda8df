"""SQLite file of the office's desk: connection, transactions, and times as text.

A commit is on the disk before anybody is told so (WAL, synchronous=FULL); deleted rows are written over (secure_delete).
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from content_cache.tables.copying import ERRNO
from content_cache.tables.hardening import harden

log = logging.getLogger(__name__)

Db = sqlite3.Connection


class OfficeDatabase:
    """SQLite file at *path* with the tables of *schema*, for several threads and processes. Every method raises OSError
    where the disk is full or broken, and then changes nothing; reading still works without free space. A *replaceable*
    file that is damaged when it is opened is renamed to `*.damaged`, and an empty one made."""

    def __init__(self, path: Path, schema: str, *, replaceable: bool = False) -> None:
        self.path = path
        self._schema = schema
        self._replaceable = replaceable
        self._one_at_a_time = threading.RLock()
        self._opened: Db | None = None
        self._reads_only = False
        self._depth = 0

    @contextmanager
    def db(self) -> Iterator[Db]:
        """Yield the connection, and hold the lock of this object meanwhile. The first call creates the file. Raise
        OSError for any error of SQLite."""
        with self._one_at_a_time:
            try:
                db = self._connection()
                self._depth += 1
                try:
                    yield db
                finally:
                    self._depth -= 1
            except sqlite3.Error as error:
                raise OSError(
                    ERRNO.get(getattr(error, "sqlite_errorcode", 0) & 0xFF), str(error), str(self.path)
                ) from error

    @contextmanager
    def together(self, *, synced: bool = True) -> Iterator[Db]:
        """Run the block as one transaction: commit all of its changes or none. Without *synced* the commit survives a
        kill of the process, but may be lost in a power cut."""
        with self.db() as db:
            if db.in_transaction:  # part of a larger transaction
                yield db
                return
            db.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
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

    def version(self) -> int:
        """Return SQLite's data version, which changes whenever another connection has committed. Raise OSError."""
        with self.db() as db:
            (number,) = db.execute("PRAGMA data_version").fetchone()
            return int(number)

    def _connection(self) -> Db:
        """Return the open connection. One that was opened read-only for lack of space is first opened for writing
        again, if that works now. Raise sqlite3.Error."""
        if self._opened is not None and (self._depth or not self._reads_only):
            return self._opened
        try:
            opened, reads_only = self._open_or_replace(), False
        except sqlite3.OperationalError:
            if self._opened is not None:
                return self._opened
            opened, reads_only = self._open_to_read(), True
        self.close()
        self._opened, self._reads_only = opened, reads_only
        return opened

    def _open_to_read(self) -> Db:
        """Open the file as immutable, for a disk on which not even a write-ahead log has room. Raise sqlite3.Error,
        also where the existing log holds a part of the data."""
        with suppress(OSError):
            if Path(f"{self.path}-wal").stat().st_size and Path(f"{self.path}-wal").is_file():
                raise sqlite3.OperationalError(f"{self.path}: a part of it is in its log")
        address = f"{self.path.absolute().as_uri()}?immutable=1"
        db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        harden(db)
        return db

    def _open_or_replace(self) -> Db:
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if not self._replaceable or code not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            log.error("%s is damaged (%s): it is put aside", self.path, error)  # noqa: TRY400 - one line
            for end in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    Path(f"{self.path}{end}").replace(f"{self.path}.damaged{end}")
            return self._connect()

    def _connect(self) -> Db:
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        db = sqlite3.connect(self.path, timeout=10.0, isolation_level=None, check_same_thread=False)
        try:
            harden(db)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                db.execute(f"PRAGMA {pragma}")
            db.executescript(self._schema)
            if self._replaceable:
                _check_integrity(db)
        except BaseException:
            db.close()
            raise
        return db


def _check_integrity(db: Db) -> None:
    """Run SQLite's quick check. Raise sqlite3.DatabaseError for a file that is damaged anywhere."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def utc_text(when: datetime) -> str:
    """Return *when* in UTC in ISO 8601, so that the texts sort like the times."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def maybe(text: str | None) -> datetime | None:
    return moment(text) if text else None
