"""Memory that a backup brought: checked, fitted to what this kiosk has done since, and put in place while others have it open."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

from content_cache.tables.hardening import harden
from kiosk.state.database import Database, complete_tables

_DONE = ("announced", "readouts", "alarms", "orders")
"""Tables of what was said and done. This kiosk's rows are kept, so that nothing sounds or is done twice."""
_ASKED = ("requests", "progress", "tries")
"""Tables of pending requests. Rows of a backup are dropped, because they mean nothing any more."""


def fit_memory(path: Path, present: Path) -> None:
    """Check the restored file *path* and adapt it to the file *present* of this kiosk, if there is one.

    Raises ValueError if it is no memory of a kiosk, and OSError.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            harden(db)
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise ValueError(f"{path.name} is damaged")
            complete_tables(db)
            there = _tables(db)
            for table in there.intersection(_ASKED):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - one of ours
            if present.is_file():
                _keep_done(db, present, there)
            db.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{path.name}: {error}") from error


def put_back(path: Path, data: Path) -> None:
    """Replace the content of kiosk.sqlite in *data* by that of *path*, even while other processes have it open.

    Raises OSError.
    """
    Database(data).close()  # made, or set aside where it is damaged
    try:
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(data / "kiosk.sqlite", timeout=10.0)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _keep_done(db: sqlite3.Connection, present: Path, there: frozenset[str]) -> None:
    with closing(sqlite3.connect(present, timeout=10.0)) as read:
        harden(read)
        db.execute("BEGIN")
        for table in sorted(_tables(read).intersection(_DONE, there)):
            rows = read.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - one of ours
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)  # noqa: S608 - the same
        db.execute("COMMIT")


def _tables(db: sqlite3.Connection) -> frozenset[str]:
    return frozenset(str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
