"""Items as rows of the store, and rows as items again."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from content_cache.changes import fingerprint
from content_cache.codec import item_from_json, item_to_json
from content_cache.items import Event, Item
from content_cache.search import folded

log = logging.getLogger(__name__)

COLUMNS = "row, source, id, digest, body"  # what `items_of` needs, in its order
_MANY = 500  # variables in one statement

_UPSERT = """
INSERT INTO items (source, id, category, newest, publish_from, expires, priority, pinned, areas, seen_first, revision,
                   fingerprint, digest, body, words)
VALUES (:source, :id, :category, :newest, :publish_from, :expires, :priority, :pinned, :areas, :seen_first, :revision,
        :fingerprint, :digest, :body, :words)
ON CONFLICT (source, id) DO UPDATE SET
    category = excluded.category, newest = excluded.newest, publish_from = excluded.publish_from, expires = excluded.expires,
    priority = excluded.priority, pinned = excluded.pinned, areas = excluded.areas, revision = excluded.revision,
    fingerprint = excluded.fingerprint, digest = excluded.digest, body = excluded.body, words = excluded.words
RETURNING row"""


def digest(source: str, key: str, body: str) -> str:
    """SHA-256 (hex) over what a row says: bits that flip on a card are found by it."""
    return hashlib.sha256("\0".join((source, key, body)).encode()).hexdigest()


def write(connection: sqlite3.Connection, item: Item, revision: int, now: datetime) -> None:
    """Insert the item, or put it over its older form, which keeps the time it was first seen."""
    known = connection.execute(
        "SELECT seen_first FROM items WHERE source = ? AND id = ?", (item.source, item.id)
    ).fetchone()
    seen_first = datetime.fromtimestamp(known[0], tz=now.tzinfo) if known else now
    kept = replace(item, seen_first=seen_first, fetched=now)
    body = item_to_json(kept)
    row = connection.execute(
        _UPSERT,
        {
            "source": item.source,
            "id": item.id,
            "category": item.category.value,
            "newest": (item.published or seen_first).timestamp(),
            "publish_from": epoch(item.publish_from),
            "expires": epoch(item.expires),
            "priority": item.priority,
            "pinned": item.pinned,
            "areas": f",{','.join(item.areas)}," if item.areas else "",
            "seen_first": seen_first.timestamp(),
            "revision": revision,
            "fingerprint": fingerprint(item),
            "digest": digest(item.source, item.id, body),
            "body": body,
            "words": folded(f"{item.title}\n{item.summary}\n{item.text}"),
        },
    ).fetchone()[0]
    connection.execute("DELETE FROM occurrences WHERE item = ?", (row,))
    if isinstance(item, Event):
        connection.executemany("INSERT INTO occurrences VALUES (?, ?, ?, ?)", _times(row, item))


def _times(row: int, event: Event) -> list[tuple[int, int, float, float]]:
    times = [(row, n, o.starts.timestamp(), o.ends.timestamp()) for n, o in enumerate(event.occurrences)]
    if not times and event.starts is not None:
        times = [(row, -1, event.starts.timestamp(), (event.ends or event.starts).timestamp())]
    return times


def items_of(connection: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str, str]]) -> dict[int, Item]:
    """The items of such rows by row number, in their order; a row that does not match its digest is told and left out."""
    items: dict[int, Item] = {}
    for row, source, key, mark, body in rows:
        try:
            if digest(source, key, body) == mark:
                items[row] = item_from_json(body)
                continue
        except ValueError as error:  # written by a program that knew more kinds
            log.warning("store: item %r of %s cannot be read: %s", key, source, error)
            continue
        log.warning(
            "store: item %r of %s does not match its digest: it is not shown until it is fetched again", key, source
        )
    return _with_media(connection, items)


def _with_media(connection: sqlite3.Connection, items: dict[int, Item]) -> dict[int, Item]:
    urls = list({attachment.url for item in items.values() for attachment in item.attachments})
    paths: dict[str, str] = {}
    for start in range(0, len(urls), _MANY):
        some = urls[start : start + _MANY]
        marks = ",".join("?" * len(some))
        paths.update(connection.execute(f"SELECT url, path FROM media WHERE path != '' AND url IN ({marks})", some))  # noqa: S608
    if not paths:
        return items
    return {
        row: replace(item, attachments=tuple(replace(a, path=paths.get(a.url, "")) for a in item.attachments))
        for row, item in items.items()
    }


def epoch(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()
