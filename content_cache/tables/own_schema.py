"""The store's schema held against ours: what another user of the folder planted in the file neither acts nor hides anything.

A trigger with RAISE(IGNORE) would keep every new warning out without an error, an endless one would hold the writer for ever.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from contextlib import closing, nullcontext
from functools import cache

from content_cache.tables.migrations import MIGRATIONS, migrate, schema_version, transaction

_MOST = 50  # things to take out one by one: a file with more is made anew
_LONGEST_NAME = 60
_NAMED = 5  # findings in one line of the log
# constraints that let a row fall under the table without an error (sqlite.org/lang_conflict.html); none of ours has one
_SILENT = re.compile(r"\b(?:CHECK|CONFLICT)\b", re.IGNORECASE)

_Part = tuple[str, str]  # type, name

# Not the text of the tables: another version of SQLite may word it otherwise, as it may the tables behind a virtual one.
_OWN = """WITH own AS (SELECT * FROM sqlite_master m WHERE NOT EXISTS (
    SELECT 1 FROM sqlite_master v
    WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%' AND substr(m.tbl_name, 1, length(v.name) + 1) = v.name || '_'))
"""
_TO_READ = (
    "SELECT type, name FROM own WHERE type = 'table'",
    "SELECT 'column', own.name, c.name, c.pk FROM own, pragma_table_info(own.name) c WHERE own.type = 'table'",
)
_TO_WRITE = (
    *_TO_READ,
    "SELECT type, name, sql FROM own WHERE type IN ('trigger', 'index')",
    """SELECT 'column', own.name, c.name, c.type, c."notnull", c.hidden FROM own, pragma_table_xinfo(own.name) c
       WHERE own.type = 'table'""",
    """SELECT 'unique', own.name, c.seqno, c.name FROM own, pragma_index_list(own.name) i, pragma_index_info(i.name) c
       WHERE own.type = 'table' AND i."unique" """,
    """SELECT 'reference', own.name, f."table", f."from", f.on_delete FROM own, pragma_foreign_key_list(own.name) f
       WHERE own.type = 'table'""",
)


def check_to_read(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error unless all tables and columns exist. Missing indexes only make a reader slower."""
    missing = _expected(_TO_READ) - _parts(connection, _TO_READ)
    if missing:
        raise sqlite3.OperationalError(f"a part of its schema is damaged: {_names_quoted(missing)}")


def check_to_write(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error unless every part of the schema is ours."""
    differing = _expected(_TO_WRITE) ^ _parts(connection, _TO_WRITE)
    if differing:
        raise sqlite3.OperationalError(f"a part of its schema is damaged: {_names_quoted(differing)}")
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        if _SILENT.search(sql or ""):
            raise sqlite3.OperationalError(f"a part of its schema is none of ours: {_names_quoted([('table', name)])}")


def repair_schema(connection: sqlite3.Connection) -> str:
    """Remove foreign triggers, views, indexes and tables, and restore missing indexes and triggers of ours, in a
    transaction.

    Return the findings in words for the log, "" for none. Raise sqlite3.Error if only a new file helps. A newer program's
    store is left unchanged. In an older one nothing is restored, because its migrations are still to come.
    """
    if not any(_differing(connection)):
        return ""
    with transaction(connection) if not connection.in_transaction else nullcontext():
        foreign, lost = _differing(connection)
        if len(foreign) > _MOST:
            raise sqlite3.OperationalError(f"a part of its schema is none of ours: {_names_quoted(foreign)}")
        for kind, name in foreign:
            quoted = name.replace('"', '""')
            connection.execute(f'DROP {kind.upper()} IF EXISTS "{quoted}"')
        for part in lost:
            connection.execute(_statements()[part])
    told = (("taken out", foreign), ("put back", [part for part in lost if part not in foreign]))
    return "; ".join(f"{what}: {_names_quoted(parts)}" for what, parts in told if parts)


def _differing(connection: sqlite3.Connection) -> tuple[list[_Part], list[_Part]]:
    """Return foreign parts, in the order in which they can be removed, and missing parts of ours."""
    known = schema_version(connection)
    if known > len(MIGRATIONS):
        return [], []
    query = r"SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    found = {(kind, name): sql or "" for kind, name, sql in connection.execute(query)}
    own = _statements()
    foreign = [part for part, sql in found.items() if part not in own or (_is_worded(part) and own[part] != sql)]
    foreign.sort(key=lambda part: _order(part, found[part]))
    lost = [part for part in own if _is_worded(part) and (part not in found or part in foreign)]
    return foreign, lost if known == len(MIGRATIONS) else []


def _is_worded(part: _Part) -> bool:
    return part[0] in ("trigger", "index")


def _order(part: _Part, sql: str) -> tuple[int, bool]:
    """Return a sort key for removal: triggers and views first, and a virtual table before the tables behind it."""
    return ("trigger", "view", "index", "table").index(part[0]), not sql.upper().startswith("CREATE VIRTUAL")


def _names_quoted(parts: Collection[tuple[object, ...]]) -> str:
    names = sorted(f"{part[0]} {str(part[1])[:_LONGEST_NAME]!r}" for part in parts)
    return ", ".join(dict.fromkeys(names[:_NAMED])) + (
        f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    )


@cache
def _statements() -> dict[_Part, str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sample:
        migrate(sample)
        listed = sample.execute("SELECT type, name, sql FROM sqlite_master")
        return {(kind, name): sql for kind, name, sql in listed if sql}


@cache
def _expected(queries: tuple[str, ...]) -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sample:
        migrate(sample)
        return frozenset(_parts(sample, queries))


def _parts(connection: sqlite3.Connection, queries: tuple[str, ...]) -> set[tuple[object, ...]]:
    return {part for query in queries for part in connection.execute(_OWN + query)}
