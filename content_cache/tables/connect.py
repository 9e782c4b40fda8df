"""The store's file: made, opened to be written, opened to be read.

WAL with synchronous=FULL lost nothing in simulated power cuts; anything less did. The file is only ever changed in place:
a reader that has it open would not notice another file under its name.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from content_cache.files import set_aside, strangeness, unusable
from content_cache.model.errors import StoreError
from content_cache.tables.hardening import harden
from content_cache.tables.migrations import MIGRATIONS, migrate, schema_version
from content_cache.tables.own_schema import check_to_read, repair_schema
from content_cache.tables.sqlite_errors import damage, is_damage_when_opened, is_read_failure, told_as_damage

STORE = "content.sqlite"
GOOD_COPY = "content.good.sqlite"
DAMAGED_COPY = "content.damaged.sqlite"

MOST_BYTES = 8_000_000_000  # of a store's file; its share of a card is a tenth of that
TAILS = ("-wal", "-shm", "-journal")

BUSY_SECONDS = 10.0
_SHM_BYTES = 32_768  # its least size once it is in use (sqlite.org/walformat.html, section 2.1)
JOURNAL_BYTES = 4_000_000  # size to which a checkpoint truncates the WAL

log = logging.getLogger(__name__)


def text_of(data: bytes) -> str:
    """Decode stored text; invalid UTF-8 becomes U+FFFD.

    Flipped bits must void their own row, by its digest, and not fail the whole query.
    """
    return data.decode(errors="replace")


def tails(path: Path) -> tuple[Path, ...]:
    """Return the paths of the files that SQLite keeps beside a database."""
    return tuple(path.with_name(f"{path.name}{ending}") for ending in TAILS)


def clear_tails(path: Path) -> None:
    """Set aside a database's side files that are no plain files, since SQLite follows links and waits for pipes.

    Call it before SQLite opens the database. Raises OSError.
    """
    for tail in tails(path):
        if found := unusable(tail, MOST_BYTES):
            set_aside(tail, found)


def set_aside_strange(path: Path, most: int = MOST_BYTES) -> str:
    """Set aside a file at *path* that is no database, with its journals; return the reason for a log, or "".

    Call it as the writer, before SQLite opens the file: the journals would be taken for another's. Raises OSError.
    """
    clear_tails(path)
    if found := unusable(path, most):
        for each in (path, *tails(path)):
            set_aside(each, found)
    return found


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the store's file with the newest schema, created if missing; for the writer foreign parts of the schema are
    removed.

    A reader too needs the right to write the folder (the -shm file of a WAL database); *read_only* forbids it anything
    else. Raises sqlite3.Error, OSError.
    """
    clear_tails(path)
    if found := unusable(path, MOST_BYTES):
        raise damage(f"{found} lies in its place")
    with suppress(FileExistsError):
        # 0o660 whatever the umask: refresher, kiosk and desk are users of one group
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        if hasattr(os, "fchmod"):  # Windows: a publisher's preview is for nobody else
            os.fchmod(handle, 0o660)
        os.close(handle)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = text_of
    try:
        with told_as_damage():
            harden(connection, triggers=True)
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                f"journal_size_limit = {JOURNAL_BYTES}",
            ):
                connection.execute(f"PRAGMA {pragma}")
            if not read_only and (found := repair_schema(connection)):
                log.error("store: the schema of %s was not ours; %s", path, found)
            connection.execute("PRAGMA foreign_keys = ON")  # now: a stranger's table may refer to ours
            migrate(connection)
            if read_only:
                connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the first that can be read: the store, the store on a read-only file system, or the last good copy.

    The second value is True if the content stands still: later writes do not appear, so it must be reopened after a while.
    Raise sqlite3.Error, OSError or StoreError if nothing can be read.
    """
    try:
        connection = connect(path, read_only=True)
        try:
            with told_as_damage():
                check_to_read(connection)
        except sqlite3.Error:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, sqlite3.Error) and (is_damage_when_opened(error) or is_read_failure(error)):
            return connect_to_good_copy(path, error), True
        if not path.exists() or not _is_without_writer(path):
            raise
        log.warning("store: %s is read as it stands, for nothing can be written beside it: %s", path, error)
        return _standing(path), True
    return connection, False


def connect_to_good_copy(path: Path, fault: sqlite3.Error) -> sqlite3.Connection:
    """Open the last good copy of a store that cannot be read. Raise *fault* if there is no sound copy."""
    good = path.with_name(GOOD_COPY)
    try:
        if not strangeness(good, MOST_BYTES) and good.exists():
            connection = _standing(good)
            log.error("store: %s cannot be read (%s): %s is shown until it is mended", path, fault, good.name)
            return connection
    except (sqlite3.Error, StoreError) as error:
        log.warning("store: the last good copy cannot be read either: %s", error)
    raise fault


def _is_without_writer(path: Path) -> bool:
    """Return whether nobody can be writing: the file system is read-only, or so full that the -shm file could not be made."""
    if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
        return True
    try:
        return path.with_name(f"{path.name}-shm").stat().st_size < _SHM_BYTES
    except FileNotFoundError:
        return True


def _standing(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes, without locks and a -shm file; the WAL's content is included."""
    journal = path.with_name(f"{path.name}-wal")
    # without a WAL the file is whole by itself, and SQLite would want to make one
    how = "vfs=unix-none" if journal.exists() and journal.stat().st_size else "immutable=1"
    uri = f"file:{quote(str(path.absolute()))}?mode=ro&{how}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.text_factory = text_of
    try:
        with told_as_damage():
            harden(connection, triggers=True)
            connection.execute(
                "PRAGMA locking_mode = EXCLUSIVE"
            )  # the WAL's index is kept in this process's own memory
            if schema_version(connection) != len(MIGRATIONS):
                with closing(connection):
                    return _migrated_in_memory(connection)
            check_to_read(connection)
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _migrated_in_memory(older: sqlite3.Connection) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.text_factory = text_of
    try:
        older.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
