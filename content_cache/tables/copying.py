"""Copies of SQLite files that others write meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from content_cache.files import open_plain
from content_cache.tables.hardening import harden

ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
}
"""Error number for an OSError, by SQLite's result code."""


def copy_database(source: Path, copy: Path) -> None:
    """Copy the database *source*, as of one moment, into the new file *copy* while others write.

    A damaged file is copied unchanged. Raises OSError.
    """
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=10.0)) as read:
            harden(read)
            with closing(sqlite3.connect(copy)) as written:
                read.backup(written)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise OSError(ERRNO.get(code, errno.EIO), str(error), str(source)) from error
        with open_plain(source) as read, copy.open("wb") as written:  # not in the data folder
            shutil.copyfileobj(read, written)
