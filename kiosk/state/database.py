"""Database kiosk.sqlite, the kiosk's own file: opened, made anew when it is damaged, written so that a power cut undoes nothing.

The refresher polls the same file for requests, so it is a WAL database like the content store. It holds nothing that
cannot be lost: a damaged file is set aside and begun anew, and so is one that somebody removes while it is open.

The window writes from the thread that draws. Another process may hold the file while its card stalls: then a count is
not waited for, and any other write only once.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import UnionType
from typing import Any

from content_cache.files import clear_way
from content_cache.tables.connect import set_aside_strange, tails, text_of
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
CREATE TABLE IF NOT EXISTS answer_versions (number INTEGER PRIMARY KEY, version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS phone_questions (number INTEGER PRIMARY KEY, asked TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS votes (poll TEXT NOT NULL, choice INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (poll, choice));
CREATE TABLE IF NOT EXISTS votes_cast (poll TEXT NOT NULL, hour TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (poll, hour));
CREATE TABLE IF NOT EXISTS vote_batches (id TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS progress (request INTEGER PRIMARY KEY, done INTEGER NOT NULL, whole INTEGER NOT NULL);
"""


FILE = "kiosk.sqlite"
"""Name of the file in the data folder."""

Kinds = tuple[type | UnionType, ...]
"""Types of a row's values, one by one."""
_MOST_BYTES = 2_000_000_000  # larger than any kiosk.sqlite
_MOST_WAITING = 1_000  # counts; no lock lasts long enough for more
_GAVE_UP_S = 60.0


class Database:
    """Connection to kiosk.sqlite in *folder*, which is made if need be.

    *patience_s* is how many seconds another process's lock is waited for.
    """

    def __init__(
        self, folder: Path, *, patience_s: float = 5.0, connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    ) -> None:
        self._connect = connect
        self.path = folder / FILE
        self._patience_s = patience_s
        self._pending: deque[tuple[str, tuple[str | int | None, ...]]] = deque(maxlen=_MOST_WAITING)
        self._gave_up_at: float | None = None  # when a lock was last waited for in vain
        self._file: tuple[int, int] | None = None  # device and inode of the open file
        self._logged: set[str] = set()  # queries whose left-out rows were logged
        try:
            self._db = self._open_database()
        except sqlite3.OperationalError as error:
            # locked or not writable is no damage: use a database in memory, which is lost at the end
            _log.warning("%s cannot be used now (%s): nothing is remembered", self.path, error)
            self._db = self._prepare(connect(":memory:", isolation_level=None))
        except (sqlite3.DatabaseError, ValueError) as damage:  # ValueError: the message quotes a damaged name
            aside = self.path.with_suffix(".damaged")
            _log.warning("%s is damaged (%s): set aside as %s, begun anew", self.path, damage, aside.name)
            self._set_aside_damaged(aside)
            self._db = self._open_database()

    def _open_database(self) -> sqlite3.Connection:
        with suppress(OSError):  # SQLite follows links, and waits for pipes
            if set_aside_strange(self.path, _MOST_BYTES):
                self._restore_open_file()
        with suppress(OSError):  # it exists, or the folder is not writable, which connecting reports
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC)
            os.fchmod(handle, 0o660)  # whatever the umask: refresher, kiosk and desk are users of one group
            os.close(handle)
        db = self._prepare(self._connect(self.path, timeout=self._patience_s, isolation_level=None))
        self._file = self._on_disk()
        return db

    def _reopen(self) -> sqlite3.Connection:
        """Open the file that lies under the name now; if it is damaged, put this process's own content there first.

        Raises as `_open_database`, and OSError.
        """
        try:
            return self._open_database()
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, ValueError):
            self._set_aside_damaged(self.path.with_suffix(".damaged"))
            self._restore_open_file()
            return self._open_database()

    def _set_aside_damaged(self, aside: Path) -> None:
        clear_way(aside)
        self.path.replace(aside)
        for tail in tails(self.path):
            tail.unlink(missing_ok=True)

    def _restore_open_file(self) -> None:
        """Put the content of the removed file, which this process still has open, under the name again."""
        if self._file is None:
            return
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with closing(self._connect(draft, isolation_level=None)) as target:
                self._db.backup(target)
            draft.chmod(0o660)
            os.link(draft, self.path)  # never in place of what another process has put there
        except (sqlite3.Error, OSError) as error:
            _log.warning("%s: what was in it is not kept: %s", self.path, error)
        finally:
            draft.unlink(missing_ok=True)

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self.path.lstat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _reopen_if_replaced(self) -> None:
        """Switch to the file that the other processes use, if somebody has removed the one that is open."""
        if self._file is None or self._db.in_transaction or self._on_disk() == self._file:
            return
        try:
            anew = self._reopen()
        except (sqlite3.Error, OSError, ValueError) as error:
            _log.warning("%s was removed and cannot be begun anew (%s)", self.path, error)
            return
        _log.warning("%s was removed while it was open: begun anew", self.path)
        self._db.close()
        self._db = anew

    def _prepare(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            harden(db)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA secure_delete=ON")  # no password that an older program wrote stays in free pages
            db.execute("PRAGMA synchronous=NORMAL")  # a count lost in a power cut harms nobody; the card's wear does
            db.text_factory = text_of
            db.executescript(_SCHEMA)
            check_tables(db, self._connect)
        except (sqlite3.DatabaseError, ValueError):
            db.close()
            raise
        return db

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._write_waiting()
        self._db.close()

    def execute(self, query: str, *values: str | int | None) -> int:
        """Run *query* and return the number of the row that was added last. Raise sqlite3.Error."""
        self._reopen_if_replaced()
        with self._waiting_for_lock(), closing(self._db.execute(query, values)) as cursor:
            return cursor.lastrowid or 0

    def add_up(self, query: str, *values: str | int | None) -> None:
        """Run *query*, a write, without waiting for another process.

        If that holds the lock, the write is made with the next call. Raises sqlite3.Error.
        """
        self._pending.append((query, values))
        self._reopen_if_replaced()
        self._db.execute("PRAGMA busy_timeout=0")
        try:
            self._write_waiting()
        finally:
            self._wait_for(0.0 if self._gave_up_at is not None else self._patience_s)

    def _write_waiting(self) -> None:
        while self._pending:
            try:
                self._db.execute(*self._pending[0])
            except sqlite3.Error as error:
                if _is_locked(error):
                    return
                self._pending.popleft()
                raise
            self._pending.popleft()

    def _wait_for(self, seconds: float) -> None:
        self._db.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")

    @contextmanager
    def _waiting_for_lock(self) -> Iterator[None]:
        """Wait for a lock within the block.

        After one wait in vain, do not wait again for a while: ten such writes would freeze the screen for a minute.
        """
        if self._gave_up_at is not None and time.monotonic() - self._gave_up_at > _GAVE_UP_S:
            self._gave_up_at = None
            self._wait_for(self._patience_s)
        try:
            yield
        except sqlite3.Error as error:
            if _is_locked(error) and self._gave_up_at is None:
                self._gave_up_at = time.monotonic()
                self._wait_for(0.0)
            raise
        if self._gave_up_at is not None:
            self._gave_up_at = None
            self._wait_for(self._patience_s)

    def write_durably(self, query: str, *values: str | int | None) -> bool:
        """Write durably, so that a power cut at the next moment does not undo it: nothing is announced twice.

        Return False if it cannot be written, as on a full disk.
        """
        self._reopen_if_replaced()
        try:
            self._db.execute("PRAGMA synchronous=FULL")
            with self._waiting_for_lock():
                self._db.execute(query, values)
            self._db.execute("PRAGMA synchronous=NORMAL")
        except sqlite3.Error as error:
            _log.warning("%s: not noted, so it may be said again after a restart: %s", self.path, error)
            return False
        return True

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run all queries within the block as one transaction, durable against a power cut. Raises sqlite3.Error."""
        self._reopen_if_replaced()
        self._db.execute("PRAGMA synchronous=FULL")
        try:
            with self._waiting_for_lock():
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

    def one(self, kinds: Kinds, query: str, *values: str | int) -> tuple[Any, ...] | None:
        """Return the first row of `read_rows`, or None."""
        return next(iter(self.read_rows(kinds, query, *values)), None)

    def read_rows(self, kinds: Kinds, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """Return the rows of *query* whose values are of *kinds*; others are left out. Raise sqlite3.Error.

        SQLite stores any type in any column, and others may write this file.
        """
        self._reopen_if_replaced()
        with closing(self._db.execute(query, values)) as cursor:
            rows = cursor.fetchall()
        sound = [row for row in rows if all(map(isinstance, row, kinds))]
        if len(sound) < len(rows) and query not in self._logged:
            self._logged.add(query)  # once: requests are asked for each second
            _log.warning("%s: %d rows are none of ours: left out (%s)", self.path, len(rows) - len(sound), query)
        return sound


def check_tables(db: sqlite3.Connection, connect: Callable[..., sqlite3.Connection] = sqlite3.connect) -> None:
    """Check that no table of the kiosk has another schema, an index or a trigger. Raises sqlite3.DatabaseError."""
    with closing(connect(":memory:", isolation_level=None)) as ours:
        ours.executescript(_SCHEMA)
        wanted = _tables(ours)
    for each in _tables(db).items():
        if each[0][1] in {table for _, table in wanted} and each not in wanted.items():
            raise sqlite3.DatabaseError(f"its {each[0][0]} of {each[0][1]} is none of ours")


def complete_tables(db: sqlite3.Connection) -> None:
    """Create the tables that an older program did not have.

    Raises sqlite3.DatabaseError if the file has no table of the kiosk at all.
    """
    check_tables(db)
    if ("requests", "requests") not in _tables(db):
        raise sqlite3.DatabaseError("it is no memory of a kiosk")
    db.executescript(_SCHEMA)


def _tables(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return the SQL of tables, indexes and triggers, by their own name and the table's."""
    rows = db.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(str(name), str(table)): " ".join(str(sql).split()) for name, table, sql in rows}


def _is_locked(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
