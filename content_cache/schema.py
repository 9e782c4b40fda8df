"""The store's file: opened, brought to the newest schema, checked and mended.

WAL with synchronous=FULL lost nothing in simulated power cuts; anything less did. The file is only ever changed in place:
a reader that has it open would not notice another file under its name.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from content_cache.errors import StoreError

STORE = "content.sqlite"
GOOD_COPY = "content.good.sqlite"
DAMAGED_COPY = "content.damaged.sqlite"

BUSY_SECONDS = 10.0
JOURNAL_BYTES = 4_000_000  # what the WAL file is cut back to after a checkpoint

log = logging.getLogger(__name__)

# Each is applied once, in order, in one transaction; never edit one that was released. PRAGMA user_version counts them.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO state VALUES ('revision', 0)",
        """CREATE TABLE items (
            row INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            category TEXT NOT NULL,
            newest REAL NOT NULL,        -- published, else first seen; times are UTC epoch seconds
            publish_from REAL,
            expires REAL,
            priority INTEGER NOT NULL,
            pinned INTEGER NOT NULL,
            areas TEXT NOT NULL,         -- ',72.01,72.02,' or '' for everywhere
            seen_first REAL NOT NULL,
            revision INTEGER NOT NULL,   -- of the refresh that wrote this row
            fingerprint TEXT NOT NULL,   -- of what the publisher said
            digest TEXT NOT NULL,        -- of source, id and body: a row that does not match it is not shown
            body TEXT NOT NULL,
            words TEXT NOT NULL,         -- folded, for search
            UNIQUE (source, id))""",
        "CREATE INDEX items_in_order ON items (category, pinned DESC, priority DESC, newest DESC)",
        "CREATE INDEX items_by_id ON items (id)",
        """CREATE TABLE occurrences (
            item INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
            position INTEGER NOT NULL,   -- in the event's occurrences; -1 for its own starts and ends
            starts REAL NOT NULL,
            ends REAL NOT NULL,
            PRIMARY KEY (item, position)) WITHOUT ROWID""",
        "CREATE INDEX occurrences_in_order ON occurrences (starts)",
        """CREATE TABLE sources (
            name TEXT PRIMARY KEY, url TEXT, etag TEXT, last_modified TEXT, body_hash TEXT, validators_since REAL,
            validators_url TEXT, same_bodies INTEGER, moved_to TEXT, moved_times INTEGER, last_asked REAL,
            last_success REAL, last_error TEXT, status TEXT, next_check REAL, retry_at REAL, failures INTEGER,
            gone INTEGER, hint REAL) WITHOUT ROWID""",
        """CREATE TABLE media (
            url TEXT PRIMARY KEY, path TEXT, bytes INTEGER, failures INTEGER, error TEXT, retry_at REAL) WITHOUT ROWID""",
    ),
)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the store's file with the newest schema, made when it is absent. Raises sqlite3.Error.

    A reader too needs the right to write the folder (the -shm file of a WAL database); `read_only` forbids it all else.
    """
    with suppress(FileExistsError):
        # 0o660 whatever the umask: refresher, kiosk and desk are users of one group
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        os.fchmod(handle, 0o660)
        os.close(handle)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"journal_size_limit = {JOURNAL_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; waits its turn for at most BUSY_SECONDS."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back on a full disk
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that are missing. Raises StoreError when a newer program has been here."""
    if _version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        version = _version(connection)  # another process may have migrated while this one waited
        if version > len(MIGRATIONS):
            raise StoreError(
                f"the store has schema {version}, this program knows {len(MIGRATIONS)}: install the newer kim-kiosk again"
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def connect_and_mend(path: Path) -> sqlite3.Connection:
    """As `connect` for the writer, after a check of every page: a damaged file is filled from the last good copy.

    What was damaged is kept beside it as DAMAGED_COPY. Call it under the folder's lock alone. Raises sqlite3.Error, OSError.
    """
    try:
        connection = connect(path, read_only=False)
    except sqlite3.OperationalError:
        raise  # locked, no space, no rights: not the file's fault
    except sqlite3.DatabaseError as error:
        fault = str(error)
    else:
        fault = _fault(connection)
        if not fault:
            return connection
        connection.close()
    _restore(path, fault)
    return connect(path, read_only=False)


def _fault(connection: sqlite3.Connection) -> str:
    try:
        answer = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else answer.splitlines()[-1]


def _restore(path: Path, fault: str) -> None:
    good = path.with_name(GOOD_COPY)
    shutil.copyfile(path, path.with_name(DAMAGED_COPY))
    with closing(_verified(good)) as source:
        try:
            _fill(path, source)
        except sqlite3.DatabaseError:
            # SQLite does not back up onto a file whose header it cannot read: sound bytes first, and then the backup all
            # the same, which goes through the WAL and so is noticed by readers
            image = bytearray(source.serialize())
            image[18:20] = (
                b"\x02\x02"  # a WAL database (file format 1.3.4), or readers that have it open would be locked out
            )
            with path.open("r+b") as file:
                file.write(image)
                file.truncate()
                os.fsync(file.fileno())
            _fill(path, source)
    log.error("store: %s was damaged (%s): restored from %s", path, fault, good if good.exists() else "nothing")


def _fill(path: Path, source: sqlite3.Connection) -> None:
    end = time.monotonic() + BUSY_SECONDS

    def give_up(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 - the callback's signature
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise StoreError(
                f"{path} is damaged and another process keeps it from being filled anew: stop that one first"
            )

    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as target:
        source.backup(target, progress=give_up)


def _verified(good: Path) -> sqlite3.Connection:
    """The last good copy, or an empty store where there is none that is sound."""
    if good.exists():
        try:
            connection = sqlite3.connect(good, isolation_level=None)
            if not _fault(connection):
                return connection
            connection.close()
        except sqlite3.DatabaseError as error:
            log.warning("store: the last good copy %s is damaged too (%s)", good, error)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection


def keep_good_copy(connection: sqlite3.Connection, folder: Path, lasts: float = 0.0) -> None:
    """Write the last good copy anew, in a file that is either whole or the older one, once that is `lasts` seconds old.

    Raises sqlite3.Error, OSError.
    """
    whole, draft = folder / GOOD_COPY, folder / f"{GOOD_COPY}.new"
    if whole.exists() and abs(time.time() - whole.stat().st_mtime) < lasts:
        return  # spare the card; what is newer will be fetched again, for the copy's validators are as old
    if _fault(connection):
        return  # the older copy is worth more
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a WAL that could be parted from it
    _sync(draft)
    draft.replace(whole)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
