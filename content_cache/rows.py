"""Items as rows of the store, and rows as items again."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from content_cache import indexing
from content_cache.changes import fingerprint
from content_cache.codec import item_from_json, item_to_json
from content_cache.items import Event, Item

log = logging.getLogger(__name__)

COLUMNS = "row, source, id, digest, body"  # what `items_of` needs, in its order
_MANY = 500  # variables in one statement

_DERIVED = (
    "source",
    "id",
    "category",
    "newest",
    "publish_from",
    "expires",
    "priority",
    "pinned",
    "areas",
    "seen_first",
)
_UPSERT = """
INSERT INTO items (source, id, category, newest, publish_from, expires, priority, pinned, areas, seen_first, revision,
                   fingerprint, digest, body)
VALUES (:source, :id, :category, :newest, :publish_from, :expires, :priority, :pinned, :areas, :seen_first, :revision,
        :fingerprint, :digest, :body)
ON CONFLICT (source, id) DO UPDATE SET
    category = excluded.category, newest = excluded.newest, publish_from = excluded.publish_from, expires = excluded.expires,
    priority = excluded.priority, pinned = excluded.pinned, areas = excluded.areas, revision = excluded.revision,
    fingerprint = excluded.fingerprint, digest = excluded.digest, body = excluded.body
RETURNING row"""


def digest(source: str, key: str, body: str) -> str:
    """SHA-256 (hex) over what a row says: bits that flip on a card are found by it."""
    return hashlib.sha256("\0".join((source, key, body)).encode()).hexdigest()


def _derived(item: Item) -> tuple[object, ...]:
    """What `_DERIVED` says of a stored item, all of it from what its digest covers."""
    seen_first = (item.seen_first or datetime.fromtimestamp(0, UTC)).timestamp()
    return (
        item.source,
        item.id,
        item.category.value,
        item.published.timestamp() if item.published else seen_first,
        epoch(item.publish_from),
        epoch(item.expires),
        item.priority,
        item.pinned,
        f",{','.join(item.areas)}," if item.areas else "",
        seen_first,
    )


def sound_item(source: object, key: object, mark: object, body: object) -> Item | None:
    """The item of a row's values if they are as they were written, else None.

    Raises ValueError for what a program wrote that knew more kinds.
    """
    if not (isinstance(source, str) and isinstance(key, str) and isinstance(mark, str) and isinstance(body, str)):
        return None
    return item_from_json(body) if digest(source, key, body) == mark else None


def unsound(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Each row that is not as it was written, as (row, source, id): its digest, its columns and its times do not agree."""
    times: dict[int, set[tuple[object, ...]]] = {}
    for time in connection.execute("SELECT item, position, starts, ends FROM occurrences"):
        times.setdefault(time[0], set()).add(time)
    query = f"SELECT row, digest, body, {', '.join(_DERIVED)} FROM items"  # noqa: S608 - names of our own
    for row, mark, body, *derived in connection.execute(query):
        try:
            item = sound_item(derived[0], derived[1], mark, body)
        except ValueError:
            continue  # of a newer program: it is not ours to judge
        own = set(_times(row, item)) if isinstance(item, Event) else set()
        if item is None or tuple(derived) != _derived(item) or times.get(row, set()) != own:
            yield row, str(derived[0]), str(derived[1])


def write(connection: sqlite3.Connection, items: Iterable[Item], revision: int, now: datetime) -> None:
    """Insert the items, or put them over their older forms, which keep the time they were first seen."""
    indexing.write(connection, {_write(connection, item, revision, now): item for item in items})


def _write(connection: sqlite3.Connection, item: Item, revision: int, now: datetime) -> int:
    known = connection.execute(
        "SELECT seen_first FROM items WHERE source = ? AND id = ?", (item.source, item.id)
    ).fetchone()
    seen_first = datetime.fromtimestamp(known[0], tz=now.tzinfo) if known else now
    kept = replace(item, seen_first=seen_first, fetched=now)
    body = item_to_json(kept)
    row = connection.execute(
        _UPSERT,
        {
            **dict(zip(_DERIVED, _derived(kept), strict=True)),
            "revision": revision,
            "fingerprint": fingerprint(item),
            "digest": digest(item.source, item.id, body),
            "body": body,
        },
    ).fetchone()[0]
    _write_times(connection, row, item)
    return int(row)


def move_on(connection: sqlite3.Connection, event: Event) -> None:
    """Give a stored series the times that it has within today's horizon; all else stays, its revision too."""
    found = connection.execute(
        "SELECT row, source, id, digest, body FROM items WHERE source = ? AND id = ?", (event.source, event.id)
    ).fetchone()
    try:  # one that is damaged is not shown, and not to be given a digest that says it is sound
        stored = sound_item(*found[1:]) if found else None
    except ValueError:
        return
    if not isinstance(stored, Event) or (stored.occurrences, stored.starts) == (event.occurrences, event.starts):
        return
    moved = replace(stored, occurrences=event.occurrences, starts=event.starts, ends=event.ends, all_day=event.all_day)
    body = item_to_json(moved)
    mark = digest(event.source, event.id, body)
    connection.execute("UPDATE items SET body = ?, digest = ? WHERE row = ?", (body, mark, found[0]))
    _write_times(connection, found[0], moved)


def _write_times(connection: sqlite3.Connection, row: int, item: Item) -> None:
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
            item = sound_item(source, key, mark, body)
        except ValueError as error:  # written by a program that knew more kinds
            log.warning("store: item %r of %s cannot be read: %s", key, source, error)
            continue
        if item is not None:
            items[row] = item
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
