"""A damaged store mended in place, and the last good copy that it is mended from.

SQLite's own check finds broken structure; a bit that flipped within a text it does not find, so each row is held against
its digest as well.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from content_cache.files import clear_way, copy_plain, open_to_write
from content_cache.model.errors import Code, StoreDamagedError, StoreError
from content_cache.store import salvage
from content_cache.tables import item_rows, source_rows
from content_cache.tables.connect import (
    BUSY_SECONDS,
    DAMAGED_COPY,
    GOOD_COPY,
    MOST_BYTES,
    clear_tails,
    connect,
    set_aside_strange,
    tails,
    text_of,
)
from content_cache.tables.migrations import migrate, transaction
from content_cache.tables.own_schema import check_to_write, repair_schema
from content_cache.tables.sqlite_errors import is_damage, is_damage_when_opened, told_as_damage

log = logging.getLogger(__name__)


def connect_and_mend(path: Path) -> sqlite3.Connection:
    """Open the store for the writer as `connect` does, check every page and every row, and repair it.

    A damaged file is refilled from the last good copy and from its own intact rows; if that copy is damaged too, from its
    intact rows. The damaged file is kept as DAMAGED_COPY. A row that fails its digest is replaced by the good copy's, or
    its source is fetched again.

    Call it under the folder's lock alone. Raises sqlite3.Error, OSError, StoreError.
    """
    if strange := set_aside_strange(path):
        _restore(path, f"{strange} lay in its place")
        return _asking_again(connect(path, read_only=False))
    for _ in range(2):  # SQLite tells of a disk that failed to read as of damage: only what is found twice is
        connection, found = _examine_store(path)
        if connection is not None:
            return _asking_again(connection)
    _restore(path, found)
    return _asking_again(connect(path, read_only=False))


def _asking_again(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return *connection* after `source_rows.ask_again`, which a full disk postpones."""
    with suppress(sqlite3.OperationalError), transaction(connection):
        source_rows.ask_again(connection)
    return connection


def _examine_store(path: Path) -> tuple[sqlite3.Connection | None, str]:
    """Return (store with its rows repaired, ""), or (None, the damage found)."""
    try:
        connection = connect(path, read_only=False)
    except sqlite3.DatabaseError as error:
        if not is_damage_when_opened(error):
            raise  # locked, no space, no rights: not the file's fault
        return None, str(error)
    try:
        found = fault(connection)
        if not found:
            with told_as_damage():
                _mend_rows(connection, path)
            return connection, ""
    except sqlite3.DatabaseError as error:
        connection.close()
        if not is_damage(error):
            raise
        return None, str(error)
    connection.close()
    return None, found


def fault(connection: sqlite3.Connection) -> str:
    """Return the first fault that SQLite's check of every page finds, or "". Raises sqlite3.Error if the disk cannot be read."""
    try:
        with told_as_damage():
            answer = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            check_to_write(connection)
    except sqlite3.DatabaseError as error:
        if not is_damage_when_opened(error):
            raise
        return str(error)
    return "" if answer == "ok" else answer.splitlines()[-1]


def keep_good_copy(connection: sqlite3.Connection, folder: Path, lasts: float = 0.0) -> None:
    """Write the last good copy again, whole or not at all, if it is at least *lasts* seconds old.

    Raise StoreDamagedError if the store itself is damaged; sqlite3.Error, OSError.
    """
    whole, draft = folder / GOOD_COPY, folder / f"{GOOD_COPY}.new"
    leftovers = (draft, draft.with_name(f"{draft.name}-journal"), draft.with_name(f"{draft.name}-wal"))
    for each in (whole, *leftovers):
        clear_way(each, MOST_BYTES)
    if whole.exists() and abs(time.time() - whole.stat().st_mtime) < lasts:
        return  # spare the card; what is newer will be fetched again, for the copy's validators are as old
    found = fault(connection)
    if found or next(item_rows.unsound(connection), None) is not None:
        raise StoreDamagedError(Code.STORE_COPY_BETTER, path=str(folder), reason=found or "a row")
    try:
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft, isolation_level=None)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a WAL that could be parted from it
        _sync(draft)
        draft.replace(whole)
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
    _sync(folder)


def _mend_rows(connection: sqlite3.Connection, path: Path) -> None:
    bad = list(item_rows.unsound(connection))
    if not bad:
        return
    with closing(_verified(path.with_name(GOOD_COPY))) as good, transaction(connection):
        mended = salvage.replace_rows(connection, good, bad)
    log.error("store: %d rows of %s were damaged: %d taken from the last good copy", len(bad), path, mended)


def _restore(path: Path, found: str) -> None:
    good, damaged = path.with_name(GOOD_COPY), path.with_name(DAMAGED_COPY)
    _set_aside(path, damaged)
    with closing(_verified(good)) as source:
        try:
            with told_as_damage():
                _fill(path, source)
        except sqlite3.DatabaseError as error:
            if not is_damage_when_opened(error):
                raise
            # SQLite does not back up onto a file whose header it cannot read: sound bytes first, and then the backup all
            # the same, which goes through the WAL and so is noticed by readers
            image = bytearray(source.serialize())
            # a WAL database (file format 1.3.4), or readers that have it open would be locked out
            image[18:20] = b"\x02\x02"
            with open_to_write(path) as file:
                file.write(image)
                file.truncate()
                os.fsync(file.fileno())
            _fill(path, source)
    with closing(connect(path, read_only=False)) as connection:
        salvaged = sum(salvage.take_what_is_sound(connection, copy) for copy in (damaged, good))
    origin = good.name if good.exists() else "nothing"
    log.error("store: %s was damaged (%s): filled from %s, and %d items of itself", path, found, origin, salvaged)


def _set_aside(path: Path, damaged: Path) -> None:
    """Copy the damaged file, so that rows can be saved from it; without room or a way to read it, do nothing."""
    for ending in ("", "-wal"):  # what was committed last may be in the WAL alone
        there, copy = Path(f"{path}{ending}"), Path(f"{damaged}{ending}")
        try:
            clear_way(copy)
            copy.unlink(missing_ok=True)
            if there.exists():
                with open_to_write(copy, os.O_EXCL) as target:
                    copy_plain(there, target, MOST_BYTES)
        except OSError as error:
            log.warning("store: the damaged %s cannot be set aside: %s", there, error.strerror or error)
            with suppress(OSError):
                copy.unlink(missing_ok=True)


def _fill(path: Path, source: sqlite3.Connection) -> None:
    end = time.monotonic() + BUSY_SECONDS

    def give_up(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 - the callback's signature
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise StoreError(Code.STORE_HELD, path=str(path))

    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as target:
        source.backup(target, progress=give_up)


def _verified(good: Path) -> sqlite3.Connection:
    """Return the last good copy, in memory and with the newest schema; an empty store if no sound copy exists."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.text_factory = text_of
    clear_way(good, MOST_BYTES)
    clear_tails(good)
    if good.exists():
        try:
            with told_as_damage():
                with closing(sqlite3.connect(good, isolation_level=None)) as stored:
                    stored.backup(connection)
                repair_schema(connection)
                migrate(connection)
                found = fault(connection)
                if not found:
                    salvage.forget_rows(connection, list(item_rows.unsound(connection)))
        except (sqlite3.DatabaseError, StoreError) as error:
            found = str(error)
        if found:
            log.warning("store: the last good copy %s is damaged too (%s)", good, found)
            connection.close()
            connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection


def put_back(connection: sqlite3.Connection, path: Path) -> None:
    """Write an open store back under its name, which now belongs to another file. Raises sqlite3.Error, OSError."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    set_aside_strange(path)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        draft.chmod(0o660)
        _sync(draft)
        for tail in tails(path):  # they are the old file's
            tail.unlink(missing_ok=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)
    log.error("store: %s was taken away while it was open: what it held is there again", path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
