"""Items as rows of the store, and rows as items again."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from content_cache.model.changes import WrittenItem, write_down
from content_cache.model.codec import item_from_json, item_to_json, with_times
from content_cache.model.items import Alert, Event, Item
from content_cache.model.last_edition import has_tables, with_last_edition
from content_cache.model.trust import AHEAD, dated
from content_cache.model.vocabulary import Category
from content_cache.tables import document_rows, search_index
from content_cache.tables.sqlite_errors import damage

log = logging.getLogger(__name__)

COLUMNS = "row, source, id, digest, body"  # what `items_of` needs, in its order
_OF_FILES = ("path", "width", "height", "thumbnail", "pages")  # columns of media that an attachment has
_MANY = 500  # variables in one statement
_IS_AHEAD = "seen_first > ? OR newest > ? AND publish_from IS NULL AND category != ?"  # bound to times ahead
_COMPARED, _LOOKED_AT = (
    30,
    60,
)  # items with tables: those that are held against the last edition, and among which that is found

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
_COLUMNS = (*_DERIVED, "revision", "fingerprint", "digest", "body")
_INSERT = f"INSERT INTO items (row, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"  # noqa: S608 - names of our own
_UPDATE = f"UPDATE items SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE row = ?"  # noqa: S608


def digest(source: str, key: str, body: str) -> str:
    """Return the SHA-256 (hex) of a row's content, by which bits that flipped on a card are found."""
    return hashlib.sha256("\0".join((source, key, body)).encode()).hexdigest()


def _for_whom(item: Item) -> str:
    """Return the item's areas and then, marked by "@", its groups: ",72.01,72.02,@nelayan,"; "" for everybody everywhere."""
    whom = (*item.areas, *(f"@{name}" for name in item.groups))
    return f",{','.join(whom)}," if whom else ""


def _derived(item: Item, seen_first: datetime | None) -> tuple[object, ...]:
    """Return the values of the columns `_DERIVED`, which all follow from the item's digested body."""
    seen = (seen_first or datetime.fromtimestamp(0, UTC)).timestamp()
    return (
        item.source,
        item.id,
        item.category.value,
        item.published.timestamp() if item.published else seen,
        epoch(item.publish_from),
        epoch(item.expires),
        item.priority,
        item.pinned,
        _for_whom(item),
        seen,
    )


def item_if_intact(source: object, key: object, mark: object, body: object) -> Item | None:
    """Return the item of a row's values, or None if they do not match their digest *mark*.

    Raise ValueError for an item of a kind that only a newer program knows.
    """
    return item_from_json(str(body)) if isinstance(source, str) and _is_sound(source, key, mark, body) else None


def fingerprints(connection: sqlite3.Connection, source: str) -> dict[str, str]:
    """Return the fingerprints of a source's items by id.

    An item that does not match its digest is left out, so that it is stored as if it were new.
    """
    query = "SELECT id, fingerprint, digest, body FROM items WHERE source = ?"
    return {
        key: said
        for key, said, mark, body in connection.execute(query, (source,))
        if _is_sound(source, key, mark, body)
    }


def _is_sound(source: str, key: object, mark: object, body: object) -> bool:
    return isinstance(key, str) and isinstance(body, str) and digest(source, key, body) == mark


def unsound(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Yield (row, source, id) of each damaged row: its digest, its columns and its times do not agree."""
    times: dict[int, set[tuple[object, ...]]] = {}
    for time in connection.execute("SELECT item, position, starts, ends FROM occurrences"):
        times.setdefault(time[0], set()).add(time)
    query = f"SELECT row, digest, body, {', '.join(_DERIVED)} FROM items"  # noqa: S608 - names of our own
    for row, mark, body, *derived in connection.execute(query):
        try:
            item = item_if_intact(derived[0], derived[1], mark, body)
        except ValueError:
            continue  # written by a newer program, which alone can judge it
        own = set(_times(row, item)) if isinstance(item, Event) else set()
        if item is None or tuple(derived) != _derived(item, item.seen_first) or times.get(row, set()) != own:
            yield row, str(derived[0]), str(derived[1])


def write_items(
    connection: sqlite3.Connection,
    items: Iterable[Item],
    revision: int,
    now: datetime,
    written: Mapping[str, WrittenItem] = MappingProxyType({}),
) -> None:
    """Insert the items, or replace their older forms, which keep the time they were first seen.

    The search index must catch up afterwards. *written* is that of `Changes`; then all items must be of one source.
    """
    new: dict[int, Item] = {}
    known: dict[int, tuple[Item, datetime]] = {}
    free = int(connection.execute("SELECT coalesce(max(row), 0) + 1 FROM items").fetchone()[0])
    look = "SELECT row, seen_first FROM items WHERE source = ? AND id = ?"
    for item in items:
        found = connection.execute(look, (item.source, item.id)).fetchone()
        if found is None:
            new[free + len(new)] = item
        else:
            known[found[0]] = (item, datetime.fromtimestamp(found[1], tz=now.tzinfo))
    tabled = [
        row for row, item in [*new.items(), *((row, item) for row, (item, _) in known.items())] if has_tables(item)
    ]
    last = {row: found for row in tabled if row in known and (found := _item_at(connection, row))}
    seen_now = ((row, item, now) for row, item in new.items())
    seen_before = ((row, item, seen) for row, (item, seen) in known.items())
    connection.executemany(
        _INSERT, ((row, *_values(item, seen, revision, now, written)) for row, item, seen in seen_now)
    )
    connection.executemany(
        _UPDATE, ((*_values(item, seen, revision, now, written), row) for row, item, seen in seen_before)
    )
    stored = new | {row: item for row, (item, _) in known.items()}
    if tabled:
        _compare(connection, tabled, last, now)
    connection.executemany("DELETE FROM occurrences WHERE item = ?", ((row,) for row in known))
    for row, item in stored.items():
        if isinstance(item, Event):
            _write_times(connection, row, item)
    search_index.write_attachments(connection, stored, known)
    search_index.leave_for_later(connection, stored)
    for row, item in stored.items():
        if isinstance(item, Alert):
            _read_back(connection, row, revision, written.get(item.id) or write_down(item))


def _read_back(connection: sqlite3.Connection, row: int, revision: int, own: WrittenItem) -> None:
    """Raise sqlite3.DatabaseError unless the warning in *row* can be read back as it was written."""
    query = f"SELECT {', '.join(_DERIVED)}, revision, fingerprint, digest, body FROM items WHERE row = ?"  # noqa: S608 - names of our own
    for *derived, number, said, mark, body in connection.execute(query, (row,)):
        found = _item_or_none(derived[0], derived[1], mark, body)
        whole = found is not None and tuple(derived) == _derived(found, found.seen_first)
        if whole and (number, said) == (revision, own.fingerprint):
            return
    raise damage("a warning was written and is not there")


def _item_at(connection: sqlite3.Connection, row: int) -> Item | None:
    return _item_or_none(
        *connection.execute("SELECT source, id, digest, body FROM items WHERE row = ?", (row,)).fetchone()
    )


def _compare(connection: sqlite3.Connection, rows: Iterable[int], last: Mapping[int, Item], now: datetime) -> None:
    """Store, in the newest of these items with tables, the rows of the last edition; *last* are their older forms."""
    written = [(row, item) for row in rows if (item := _item_at(connection, row))]
    newest = sorted(written, key=lambda each: (each[1].published or now).timestamp(), reverse=True)[:_COMPARED]
    of_source: dict[str, list[Item]] = {}
    for row, item in newest:
        if item.source not in of_source:
            query = """SELECT source, id, digest, body FROM items WHERE source = ? AND body LIKE '%"rows":%'
                ORDER BY newest DESC LIMIT ?"""
            found = connection.execute(query, (item.source, _LOOKED_AT)).fetchall()
            of_source[item.source] = [each for values in found if (each := _item_or_none(*values))]
        others = (each for each in of_source[item.source] if each.id != item.id)
        told = with_last_edition(item, last.get(row), others, now)
        if told != item:
            body = item_to_json(told)
            mark = digest(item.source, item.id, body)
            connection.execute("UPDATE items SET body = ?, digest = ? WHERE row = ?", (body, mark, row))


def _item_or_none(source: object, key: object, mark: object, body: object) -> Item | None:
    try:
        return item_if_intact(source, key, mark, body)
    except ValueError:  # of a newer program
        return None


def _values(
    item: Item, seen_first: datetime, revision: int, now: datetime, written: Mapping[str, WrittenItem]
) -> tuple[object, ...]:
    """Return the values of a row after its number, in the order of _COLUMNS."""
    own = written.get(item.id) or write_down(item)
    body = with_times(own.line, seen_first=seen_first, fetched=now)
    return (*_derived(item, seen_first), revision, own.fingerprint, digest(item.source, item.id, body), body)


def move_on(connection: sqlite3.Connection, event: Event) -> None:
    """Update a stored series to its times within today's horizon. Everything else stays, even its revision."""
    found = connection.execute(
        "SELECT row, source, id, digest, body FROM items WHERE source = ? AND id = ?", (event.source, event.id)
    ).fetchone()
    try:  # one that is damaged is not shown, and not to be given a digest that says it is sound
        stored = item_if_intact(*found[1:]) if found else None
    except ValueError:
        return
    if not isinstance(stored, Event) or (stored.occurrences, stored.starts) == (event.occurrences, event.starts):
        return
    moved = replace(stored, occurrences=event.occurrences, starts=event.starts, ends=event.ends, all_day=event.all_day)
    body = item_to_json(moved)
    mark = digest(event.source, event.id, body)
    connection.execute("UPDATE items SET body = ?, digest = ? WHERE row = ?", (body, mark, found[0]))
    connection.execute("DELETE FROM occurrences WHERE item = ?", found[:1])
    _write_times(connection, found[0], moved)


def any_ahead(connection: sqlite3.Connection, now: datetime) -> bool:
    """Return whether `correct_first_seen` has anything to do, so that the writer need not start a transaction for nothing."""
    query = f"SELECT EXISTS (SELECT 1 FROM items WHERE {_IS_AHEAD})"  # noqa: S608 - a condition of our own
    return bool(connection.execute(query, _times_ahead(now)).fetchone()[0])


def _times_ahead(now: datetime) -> tuple[float, float, str]:
    return now.timestamp(), (now + AHEAD).timestamp(), Category.ALERT


def correct_first_seen(connection: sqlite3.Connection, now: datetime) -> int:
    """Correct items that were first seen after *now*, by a clock that ran ahead; return how many.

    They count as first seen now. Items published after *now* count as published when they were first seen; warnings keep
    their times. Nothing else changes: the publisher said nothing new.
    """
    query = f"SELECT {COLUMNS} FROM items WHERE {_IS_AHEAD}"  # noqa: S608 - names of our own
    count = 0
    for row, *values in connection.execute(query, _times_ahead(now)).fetchall():
        try:
            item = item_if_intact(*values)
        except ValueError:  # of a newer program
            continue
        if item is None:
            continue  # damaged: it is fetched again
        seen = min(item.seen_first or now, now)
        righted = replace(item, seen_first=seen)
        if not isinstance(item, Alert):
            righted = dated(righted, now, seen)
        body = item_to_json(righted)
        newest = (righted.published or seen).timestamp()
        connection.execute(
            "UPDATE items SET seen_first = ?, newest = ?, digest = ?, body = ? WHERE row = ?",
            (seen.timestamp(), newest, digest(item.source, item.id, body), body, row),
        )
        count += 1
    return count


def _write_times(connection: sqlite3.Connection, row: int, event: Event) -> None:
    connection.executemany("INSERT INTO occurrences VALUES (?, ?, ?, ?)", _times(row, event))


def _times(row: int, event: Event) -> list[tuple[int, int, float, float]]:
    times = [(row, n, o.starts.timestamp(), o.ends.timestamp()) for n, o in enumerate(event.occurrences)]
    if not times and event.starts is not None:
        times = [(row, -1, event.starts.timestamp(), (event.ends or event.starts).timestamp())]
    return times


def at(event: Event, position: int) -> Event:
    """Return *event* with the times of its occurrence number *position*; -1 means its own times."""
    if position < 0:
        return replace(event, ends=event.ends or event.starts)
    if position >= len(event.occurrences):
        return event
    occurrence = event.occurrences[position]
    return replace(event, starts=occurrence.starts, ends=occurrence.ends, all_day=occurrence.all_day)


def items_of(connection: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str, str]]) -> dict[int, Item]:
    """Return the items of *rows* by row number, in order. Rows that do not match their digest are logged and left out."""
    items: dict[int, Item] = {}
    for row, source, key, mark, body in rows:
        try:
            item = item_if_intact(source, key, mark, body)
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
    files: dict[str, dict[str, Any]] = {}
    for start in range(0, len(urls), _MANY):
        some = urls[start : start + _MANY]
        query = f"""SELECT url, {", ".join(_OF_FILES)} FROM media
            WHERE (path != '' OR pages) AND url IN ({",".join("?" * len(some))})"""  # noqa: S608 - names of our own
        files |= {url: dict(zip(_OF_FILES, file, strict=True)) for url, *file in connection.execute(query, some)}
    if not files:
        return items
    bare: dict[str, Any] = {"path": ""}
    return {
        row: _with_pages(
            connection,
            replace(item, attachments=tuple(replace(a, **files.get(a.url, bare)) for a in item.attachments)),
        )
        for row, item in items.items()
    }


def _with_pages(connection: sqlite3.Connection, item: Item) -> Item:
    """Return the item with the pages of its documents after its own attachments, and with the sound of its films."""
    if item.document is None and not any(one.is_film and one.path for one in item.attachments):
        return item
    bare: dict[str, Any] = {"path": "", "width": 0, "height": 0, "thumbnail": ""}
    own, pages = [], []
    for one in item.attachments:
        if one.is_document and one.path:
            some = document_rows.pages_of(connection, one.url)
            pages += [
                replace(one, type="image/jpeg", text="", page=n, **dict(zip(bare, file, strict=True)))
                for n, *file in some
            ]
        if one.is_film and one.path:
            sound = next((path for _, path, *_ in document_rows.pages_of(connection, one.url)), "")
            own.append(replace(one, sound=sound))
            continue
        own.append(replace(one, **bare) if one.is_document else one)
    return replace(item, attachments=(*own, *pages))


def epoch(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()
