"""Errors of SQLite as the store's errors, each with a code."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content_cache.model.errors import (
    Code,
    StoreDamagedError,
    StoreDiskError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)

# primary result codes (sqlite.org/rescode.html); the low byte of an extended one
_PRIMARY = 0xFF
_NEXT_TO_NOTHING = 300_000  # bytes: what SQLite needs at the least for its -shm file and a page or two


@contextmanager
def told_as_damage() -> Iterator[None]:
    """Turn Python's errors over damaged bytes into a damage error of SQLite.

    Python cannot decode a message that quotes a damaged name, nor make a number of a damaged value.
    """
    try:
        yield
    except (ValueError, TypeError) as error:
        raise damage(f"not as it was written: {error}") from error


def damage(what: str) -> sqlite3.DatabaseError:
    """Return SQLite's error for damage, with *what* as its message."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether the file's content is at fault, and not permissions, locks or space."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage_when_opened(error: sqlite3.Error) -> bool:
    """Return whether an error on opening the store is damage, by a wider rule than `is_damage`.

    Statements that SQLite does not understand then mean a damaged header or schema.
    """
    return is_damage(error) or (isinstance(error, sqlite3.Error) and _code(error) in (0, sqlite3.SQLITE_ERROR))


def is_read_failure(error: sqlite3.Error) -> bool:
    """Return whether the disk failed to read (SQLite's extended I/O errors)."""
    extended = getattr(error, "sqlite_errorcode", 0)
    return extended in (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)


def store_error(error: BaseException, path: Path) -> StoreError:
    """Return the store's error for *error* (of SQLite or the system) about the file *path*."""
    if isinstance(error, StoreError):
        return error
    full, read_only = _room(path)
    code = _code(error)
    if code == sqlite3.SQLITE_FULL or _error_number(error) in (errno.ENOSPC, errno.EDQUOT):
        return StoreFullError(Code.STORE_FULL, path=str(path))
    if isinstance(error, UnicodeDecodeError) or (isinstance(error, sqlite3.Error) and is_damage(error)):
        return StoreDamagedError(Code.STORE_DAMAGED, path=str(path), reason=str(error))
    if read_only and code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return StoreReadOnlyError(Code.STORE_READ_ONLY, path=str(path))
    if code == sqlite3.SQLITE_READONLY:  # also after SQLite, for once, could not open the file to be written
        return StoreReadOnlyError(Code.STORE_NO_RIGHTS, path=str(path), reason=str(error))
    if _error_number(error) == errno.EROFS:
        return StoreReadOnlyError(Code.STORE_READ_ONLY, path=str(path))
    if full and code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return StoreFullError(Code.STORE_FULL, path=str(path))
    if code == sqlite3.SQLITE_IOERR or _error_number(error) == errno.EIO:
        return StoreDiskError(Code.STORE_DISK, path=str(path), reason=str(error))
    return StoreError(Code.STORE_FAILED, path=str(path), reason=str(error))


def _code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY


def _error_number(error: BaseException) -> int:
    return (error.errno or 0) if isinstance(error, OSError) else 0


def _room(path: Path) -> tuple[bool, bool]:
    """Return whether the file system of *path* is full, and whether it is read-only."""
    try:
        state = os.statvfs(path.parent)
    except OSError:
        return False, False
    inodes_gone = state.f_files > 0 and state.f_favail == 0
    return state.f_bavail * state.f_frsize < _NEXT_TO_NOTHING or inodes_gone, bool(state.f_flag & os.ST_RDONLY)
