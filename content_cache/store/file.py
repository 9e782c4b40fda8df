"""The connection to the store's file, opened anew when it stands still, and to what else can be read when the file cannot."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from content_cache.files import strangeness
from content_cache.model.errors import StoreError, StoreFullError
from content_cache.store import salvage
from content_cache.store.ballast import Reserve
from content_cache.store.repair import connect_and_mend, put_back
from content_cache.tables import connect, migrations, own_schema
from content_cache.tables.sqlite_errors import (
    damage,
    is_damage,
    is_damage_when_opened,
    is_read_failure,
    store_error,
    told_as_damage,
)

T = TypeVar("T")
log = logging.getLogger(__name__)

LOOKS_EVERY = 2.0  # seconds between looks at whether the file that is read still bears its name
STANDS_FOR = 60.0  # seconds that a view which stands still is shown before the file itself is tried again


class StoreFile:
    """Connection to the store's file, for the thread that opened it. Errors of SQLite and the system become StoreError.

    A reader of a damaged or unreadable file gets the last good copy, if there is one; after *stands_for* seconds the file
    is tried again. A reader whose file was removed keeps that file's content until another file of the same name has items.
    Otherwise no warning would reach a window before its next start.
    """

    def __init__(
        self, path: Path, *, read_only: bool, stands_for: float = STANDS_FOR, looks_every: float = LOOKS_EVERY
    ) -> None:
        self.path = path
        self._stands_for = stands_for
        self._read_only = read_only
        self._stands_since: float | None = None
        self._identity: tuple[int, int] | None = None
        self._schema: int | None = None  # SQLite's count of changes, of a schema that was found to be ours
        self._looks_every, self._looked = looks_every, time.monotonic()
        self.generation = 0  # rises with each connection: what the old one counted means nothing to the new one
        self._connection: sqlite3.Connection | None = self._connect()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def read(self, look: Callable[[sqlite3.Connection], T]) -> T:
        """Return the result of *look*, which may be called twice."""
        with self._store_errors():
            if self._stands_since is not None and time.monotonic() - self._stands_since >= self._stands_for:
                self._reopen()
            self._follow_name()
            try:
                with told_as_damage():
                    return look(self._current())
            except sqlite3.Error as error:
                if not self._read_only or self._stands_since is not None:
                    raise
                if not is_damage(error) and not is_read_failure(error):
                    raise
                copy = self._copy(error)
                self._replace(copy, stands=True)
                return look(copy)

    def value(self, query: str, *values: str) -> Any:
        """Return the first column of the first row of *query*."""
        return self.read(lambda connection: connection.execute(query, values).fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection on which everything written is stored, or nothing."""
        with self._store_errors():
            connection = self._current()
            with migrations.transaction(connection):
                self._hold_to_ours(connection)
                yield connection

    def _hold_to_ours(self, connection: sqlite3.Connection) -> None:
        """Remove foreign parts that another user added to the schema since the last transaction.

        Call it within a transaction, when nobody else can write.
        """
        if connection.execute("PRAGMA schema_version").fetchone()[0] == self._schema:
            return
        try:
            found = own_schema.repair_schema(connection)
            own_schema.check_to_write(connection)
        except sqlite3.DatabaseError as error:
            if not is_damage_when_opened(error):
                raise
            raise damage(str(error)) from error
        if found:
            log.error("store: the schema of %s was not ours; %s", self.path, found)
        self._schema = connection.execute("PRAGMA schema_version").fetchone()[0]

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection without a transaction, for a backup or a checkpoint."""
        with self._store_errors():
            yield self._current()

    def hold_name(self) -> None:
        """Give the writer's file its name back if the name was removed or taken by something else."""
        with self._store_errors():
            if self._connection is None or _identity(self.path) == self._identity:
                return
            put_back(self._connection, self.path)
            self._reopen()

    def mend(self) -> None:
        """Reopen the writer's file: damage is repaired, and cached content read again."""
        with self._store_errors():
            self._reopen()

    def _current(self) -> sqlite3.Connection:
        # there is none when it could not be opened anew where it was to be
        return self._connection if self._connection is not None else self._reopen()

    def _reopen(self) -> sqlite3.Connection:
        self.close()
        self._connection = None
        connection = self._connect()
        self._replace(connection, stands=self._stands_since is not None)
        return connection

    def _follow_name(self) -> None:
        """Switch a reader to the file that has replaced its own under the same name, once that contains items."""
        if not self._read_only or self._stands_since is not None or time.monotonic() - self._looked < self._looks_every:
            return
        self._looked = time.monotonic()
        found = _identity(self.path)
        if found is None or found == self._identity or strangeness(self.path, connect.MOST_BYTES):
            return
        try:
            other, stands = connect.connect_to_read(self.path)
        except (sqlite3.Error, OSError, StoreError) as error:
            log.warning("store: another %s lies here, and cannot be read yet: %s", self.path, error)
            return
        if stands or not _has_items(other):
            other.close()  # a program that only looked has made it, or it is damaged
            return
        log.warning("store: %s was removed, and another was made: that is read from now on", self.path)
        self._identity = found
        self._replace(other, stands=False)

    def _replace(self, connection: sqlite3.Connection, *, stands: bool) -> None:
        self.close()
        self._connection = connection
        self._stands_since = time.monotonic() if stands else None
        self.generation += 1

    def _connect(self) -> sqlite3.Connection:
        with self._store_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stands_since, self._schema = None, None
            if self._read_only:
                try:
                    connection, stands = connect.connect_to_read(self.path)
                except sqlite3.DatabaseError as error:
                    if not is_damage_when_opened(error):
                        raise
                    connection, stands = salvage.in_memory(self.path, error), True
                self._stands_since = time.monotonic() if stands else None
                self._identity = _identity(self.path)
                return connection
            try:
                with self._store_errors():
                    connection = connect_and_mend(self.path)
            except StoreFullError as error:
                if not Reserve(self.path.parent).free_reserve():
                    raise
                log.warning("store: %s: the reserve is used", error)
                connection = connect_and_mend(self.path)
            self._identity = _identity(self.path)
            return connection

    def _copy(self, fault: sqlite3.Error) -> sqlite3.Connection:
        """Open the substitute for a file that can no longer be read; raise the *fault* if there is none."""
        try:
            return connect.connect_to_good_copy(self.path, fault)
        except sqlite3.DatabaseError:
            return salvage.in_memory(self.path, fault)

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except (sqlite3.Error, OSError, OverflowError, UnicodeDecodeError) as error:
            raise store_error(error, self.path) from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Return (device, inode) of the file with this name, or None if there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _has_items(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM items)").fetchone()[0])
    except sqlite3.Error:
        return False
