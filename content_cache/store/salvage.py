"""Rescue of a damaged store's rows that match their digests."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from content_cache.files import read_plain, strangeness
from content_cache.model.items import Item
from content_cache.tables import item_rows, search_index
from content_cache.tables.connect import GOOD_COPY, MOST_BYTES, text_of
from content_cache.tables.migrations import migrate, transaction
from content_cache.tables.sqlite_errors import told_as_damage

log = logging.getLogger(__name__)

_MOST_ROWS = 1_000_000
_MOST_IN_MEMORY = 500_000_000  # bytes
_HEADER_BYTES = (
    24  # what names the format and the size of a page (sqlite.org/fileformat.html, section 1.3): in each store the same
)
_VOID = """UPDATE sources SET etag = '', last_modified = '', validators_url = '', body_hash = '', validators_since = NULL,
                              same_bodies = 0, next_check = NULL"""


def in_memory(path: Path, fault: sqlite3.Error) -> sqlite3.Connection:
    """Return an in-memory store with the items still readable in a damaged store and its damaged copy. Raise *fault* if
    there are none."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.text_factory = text_of
    migrate(connection)
    if not sum(take_what_is_sound(connection, damaged) for damaged in (path, path.with_name(GOOD_COPY))):
        connection.close()
        raise fault
    with transaction(connection):
        search_index.catch_up(connection)
    connection.execute("PRAGMA query_only = ON")
    log.error("store: %s and its last good copy are damaged: what can still be read of them is shown", path)
    return connection


def take_what_is_sound(connection: sqlite3.Connection, damaged: Path) -> int:
    """Copy each sound item of the damaged file that the store lacks or has in an older form; return how many.

    Only items are copied, since only they can be verified. The revision rises above any that readers have seen.
    """
    taken = 0
    if strangeness(damaged, MOST_BYTES) or not damaged.exists():
        return 0
    try:
        with told_as_damage(), closing(_opened_damaged(damaged)) as source, transaction(connection):
            newest = _revision(connection)
            for item, revision in _sound_items(source):
                newest = max(newest, revision)
                taken += _save_item(connection, item, revision)
            connection.execute("UPDATE state SET value = ? WHERE name = 'revision'", (newest + bool(taken),))
    except (sqlite3.DatabaseError, OSError) as error:
        log.warning("store: nothing of %s can be read: %s", damaged, error)
        return 0
    return taken


def _opened_damaged(path: Path) -> sqlite3.Connection:
    """Open a file whose schema or header may be damaged, as far as they can be read; a damaged header is replaced."""
    source = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, isolation_level=None)
    try:
        return _lenient(source)
    except (sqlite3.DatabaseError, ValueError):
        source.close()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sample:
        migrate(sample)
        header = sample.serialize()[:_HEADER_BYTES]
    source = sqlite3.connect(":memory:", isolation_level=None)
    source.deserialize(header + read_plain(path, _MOST_IN_MEMORY)[_HEADER_BYTES:])
    return _lenient(source)


def _lenient(source: sqlite3.Connection) -> sqlite3.Connection:
    source.text_factory = text_of
    source.execute("PRAGMA writable_schema = ON")  # entries of the schema that make no sense are passed over
    if source.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = 'items' COLLATE NOCASE").fetchone():
        raise sqlite3.DatabaseError("its items are a view, which may have no end")
    source.execute("SELECT 1 FROM items LIMIT 1").fetchone()
    return source


def replace_rows(connection: sqlite3.Connection, good: sqlite3.Connection, bad: Iterable[tuple[int, str, str]]) -> int:
    """Replace each bad row, given as (row, source, id), by the good copy's item; return how many it had.

    The sources concerned are fetched in full again, since their newest form may be newer than the copy.
    """
    bad = list(bad)
    forget_rows(connection, bad)
    revision = _revision(connection) + 1
    connection.execute("UPDATE state SET value = ? WHERE name = 'revision'", (revision,))
    mended = 0
    for _, source, key in bad:
        found = good.execute("SELECT source, id, digest, body FROM items WHERE source = ? AND id = ?", (source, key))
        item = next((item for row in found.fetchall() if (item := _item_or_none(*row)) is not None), None)
        if item is not None:
            mended += _save_item(connection, item, revision)
    return mended


def forget_rows(connection: sqlite3.Connection, bad: Iterable[tuple[int, str, str]]) -> None:
    """Delete the rows and their sources' validators, so that the items come again with the next refresh."""
    bad = list(bad)
    if not bad:
        return
    connection.executemany("DELETE FROM occurrences WHERE item = ?", [(row,) for row, _, _ in bad])
    connection.executemany("DELETE FROM items WHERE row = ?", [(row,) for row, _, _ in bad])
    # all of them: a row's source may be what was damaged
    connection.execute(_VOID)


def _save_item(connection: sqlite3.Connection, item: Item, revision: int) -> bool:
    known = connection.execute(
        "SELECT revision FROM items WHERE source = ? AND id = ?", (item.source, item.id)
    ).fetchone()
    if known and known[0] >= revision:
        return False
    item_rows.write_items(
        connection, [item], revision, item.seen_first or item.fetched or datetime.fromtimestamp(0, UTC)
    )
    return True


def _sound_items(source: sqlite3.Connection) -> Iterator[tuple[Item, int]]:
    """Yield (item, revision) of each intact row, read one by one, so that a broken page costs only its own rows."""
    for number in range(1, _last_row(source) + 1):
        try:
            row = source.execute(
                "SELECT source, id, digest, body, revision FROM items WHERE row = ?", (number,)
            ).fetchone()
        except (sqlite3.DatabaseError, OverflowError, ValueError):  # undecodable text raises an OperationalError
            continue
        item = _item_or_none(*row[:4]) if row else None
        if item is not None and isinstance(row[4], int):
            yield item, row[4]


def _last_row(source: sqlite3.Connection) -> int:
    for query in ("SELECT max(row) FROM items", "SELECT count(*) * 2 FROM items NOT INDEXED"):
        try:
            return min(int(source.execute(query).fetchone()[0] or 0), _MOST_ROWS)
        except (sqlite3.DatabaseError, ValueError):
            continue
    pages = int(source.execute("PRAGMA page_count").fetchone()[0])
    return min(pages * 8, _MOST_ROWS)  # a row is seldom smaller than an eighth of a page


def _item_or_none(*values: object) -> Item | None:
    try:
        return item_rows.item_if_intact(*values)
    except ValueError:  # of a program that knew more kinds
        return None


def _revision(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM state WHERE name = 'revision'").fetchone()[0])
