"""What can be saved of a damaged store: single rows that match their digests."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from content_cache.model.items import Item
from content_cache.tables import item_rows
from content_cache.tables.migrations import transaction

log = logging.getLogger(__name__)

_MOST_ROWS = 1_000_000
_VOID = """UPDATE sources SET etag = '', last_modified = '', validators_url = '', body_hash = '', validators_since = NULL,
                              same_bodies = 0, next_check = NULL"""


def take_what_is_sound(connection: sqlite3.Connection, damaged: Path) -> int:
    """Put each sound item of the damaged file that the store lacks, or has in an older form, into it; returns how many.

    Nothing but items is taken: they can be told from damage. The revision rises above any that readers have seen.
    """
    taken = 0
    try:
        with closing(sqlite3.connect(damaged, isolation_level=None)) as source, transaction(connection):
            source.text_factory = connection.text_factory
            newest = _revision(connection)
            for item, revision in _sound_items(source):
                newest = max(newest, revision)
                taken += _take(connection, item, revision)
            connection.execute("UPDATE state SET value = ? WHERE name = 'revision'", (newest + bool(taken),))
    except sqlite3.DatabaseError as error:
        log.warning("store: nothing of %s can be read: %s", damaged, error)
        return 0
    return taken


def replace_rows(connection: sqlite3.Connection, good: sqlite3.Connection, bad: Iterable[tuple[int, str, str]]) -> int:
    """Put the good copy's item in place of each bad row, given as (row, source, id); returns how many it had.

    The sources concerned are asked for all again: their newest form may be newer than the copy.
    """
    bad = list(bad)
    forget_rows(connection, bad)
    revision = _revision(connection) + 1
    connection.execute("UPDATE state SET value = ? WHERE name = 'revision'", (revision,))
    mended = 0
    for _, source, key in bad:
        found = good.execute("SELECT source, id, digest, body FROM items WHERE source = ? AND id = ?", (source, key))
        item = next((item for row in found.fetchall() if (item := _sound(*row)) is not None), None)
        if item is not None:
            mended += _take(connection, item, revision)
    return mended


def forget_rows(connection: sqlite3.Connection, bad: Iterable[tuple[int, str, str]]) -> None:
    """Delete the rows, and the validators of their sources, so that they come again with the next refresh."""
    bad = list(bad)
    if not bad:
        return
    connection.executemany("DELETE FROM occurrences WHERE item = ?", [(row,) for row, _, _ in bad])
    connection.executemany("DELETE FROM items WHERE row = ?", [(row,) for row, _, _ in bad])
    # all of them: a row's source may be what was damaged
    connection.execute(_VOID)


def _take(connection: sqlite3.Connection, item: Item, revision: int) -> bool:
    known = connection.execute(
        "SELECT revision FROM items WHERE source = ? AND id = ?", (item.source, item.id)
    ).fetchone()
    if known and known[0] >= revision:
        return False
    item_rows.write(connection, [item], revision, item.seen_first or item.fetched or datetime.fromtimestamp(0, UTC))
    return True


def _sound_items(source: sqlite3.Connection) -> Iterator[tuple[Item, int]]:
    """Row by row, by number: a page that is broken costs the rows on it and no others."""
    for number in range(1, _last_row(source) + 1):
        try:
            row = source.execute(
                "SELECT source, id, digest, body, revision FROM items WHERE row = ?", (number,)
            ).fetchone()
        except (sqlite3.DatabaseError, OverflowError):  # undecodable text raises an OperationalError
            continue
        item = _sound(*row[:4]) if row else None
        if item is not None and isinstance(row[4], int):
            yield item, row[4]


def _last_row(source: sqlite3.Connection) -> int:
    for query in ("SELECT max(row) FROM items", "SELECT count(*) * 2 FROM items NOT INDEXED"):
        try:
            return min(int(source.execute(query).fetchone()[0] or 0), _MOST_ROWS)
        except sqlite3.DatabaseError:
            continue
    pages = int(source.execute("PRAGMA page_count").fetchone()[0])
    return min(pages * 8, _MOST_ROWS)  # a row is seldom smaller than an eighth of a page


def _sound(*values: object) -> Item | None:
    try:
        return item_rows.item_if_intact(*values)
    except ValueError:  # of a program that knew more kinds
        return None


def _revision(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM state WHERE name = 'revision'").fetchone()[0])
