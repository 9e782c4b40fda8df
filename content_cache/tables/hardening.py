"""An SQLite file that another user can write is data and no program: nothing in its schema acts (sqlite.org/security.html)."""

from __future__ import annotations

import sqlite3


def harden(connection: sqlite3.Connection, *, triggers: bool = False) -> None:
    """Forbid a database's schema to run functions, views and, unless *triggers*, triggers. Raises sqlite3.Error.

    Python before 3.12 can forbid functions alone; there a file with a forbidden view or trigger counts as damaged.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if hasattr(connection, "setconfig"):
        connection.setconfig(getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE"), True)  # noqa: B009 - not in 3.11's types
        for name in ("VIEW",) if triggers else ("VIEW", "TRIGGER"):
            connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_ENABLE_{name}"), False)
    if not triggers and connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchone():
        raise sqlite3.DatabaseError("its schema has a view or a trigger, and is none of ours")
