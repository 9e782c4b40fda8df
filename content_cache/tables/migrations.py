"""The store's schema as numbered migrations: each released program's file can be brought to the newest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from content_cache.model.errors import Code, StoreError
from content_cache.tables import search_index

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
    (
        # what the space budget put out: still in its feed, it must not come back as if it were new
        """CREATE TABLE pruned (
            number INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, fingerprint TEXT NOT NULL,
            UNIQUE (source, id))""",
        "ALTER TABLE sources ADD COLUMN digest TEXT",  # of the record's values, NULL for those written before
    ),
    (
        "ALTER TABLE items DROP COLUMN words",
        # covers every condition that lists have: a search for a common word walks this and stops at its limit
        """CREATE INDEX items_listed ON items (pinned DESC, priority DESC, newest DESC, source, id, category, publish_from,
            expires, areas, revision)""",
        *search_index.SCHEMA,
        "ALTER TABLE media ADD COLUMN etag TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE media ADD COLUMN last_modified TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE media ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",  # of the store when the file was got
        "UPDATE media SET revision = (SELECT value FROM state WHERE name = 'revision')",
    ),
    (
        # rows of items that the index does not have yet as they are: a power cut may come between the two
        "CREATE TABLE unindexed (row INTEGER PRIMARY KEY)",
    ),
    (
        "ALTER TABLE media ADD COLUMN width INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE media ADD COLUMN height INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE media ADD COLUMN thumbnail TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE media ADD COLUMN thumbnail_bytes INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE media ADD COLUMN pages INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX media_by_path ON media (path)",
        # what a machine read in a picture; the name of a file is the hash of its content, so it holds for all who name it
        """CREATE TABLE picture_texts (
            path TEXT PRIMARY KEY,
            version INTEGER NOT NULL,    -- of how it was read: a better way reads it again
            digest TEXT NOT NULL,        -- of path and body: a row that does not match it is as none
            body TEXT NOT NULL) WITHOUT ROWID""",
    ),
)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction, all or nothing; wait for the lock as long as the connection's timeout allows."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back on a full disk
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the missing migrations. Raise StoreError if a newer program has written the file; sqlite3.Error."""
    if schema_version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        found = schema_version(connection)  # another process may have migrated while this one waited
        if found > len(MIGRATIONS):
            _check_version(connection, found)
            raise StoreError(Code.STORE_NEWER, found=found, known=len(MIGRATIONS))
        _take_out_triggers(connection)
        search_index.register(connection)
        for statements in MIGRATIONS[found:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute("INSERT OR REPLACE INTO state VALUES ('schema', ?)", (len(MIGRATIONS),))
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _take_out_triggers(connection: sqlite3.Connection) -> None:
    """Drop all triggers that no migration made: they would act on the next migrations' writes."""
    own = {statement for statements in MIGRATIONS for statement in statements}
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if sql not in own:
            quoted = name.replace('"', '""')
            connection.execute(f'DROP TRIGGER "{quoted}"')


def _check_version(connection: sqlite3.Connection, found: int) -> None:
    """Raise sqlite3.OperationalError if the schema number *found* is damaged.

    Each program writes the number twice, so a newer program's is confirmed and a flipped bit is not.
    """
    known = connection.execute("SELECT value FROM state WHERE name = 'schema'").fetchone()
    if known is None or known[0] != found:
        raise sqlite3.OperationalError(f"the number of its schema is damaged ({found})")


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the number of the newest migration that was applied (PRAGMA user_version)."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
