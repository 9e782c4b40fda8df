"""Rows of pictures and recordings: those wanted, those stored and their worth, and the bytes downloaded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from content_cache.model.attachments import DOCUMENT, FILMS, SEALED, SUBTITLES
from content_cache.model.items import Item
from content_cache.model.records import MediaRecord
from content_cache.model.vocabulary import Category
from content_cache.model.voices import VOICED
from content_cache.tables.document_rows import NAMED, document_of
from content_cache.tables.source_rows import MEDIA_COLUMNS, media_record

MOST_OF_AN_ITEM = 20

_WHOLE = ", ".join(f"'{name}'" for name in (DOCUMENT, SEALED, *FILMS, *SUBTITLES))

# A warning or service stands until it is withdrawn; what has a date of beginning or end is in force until that is past.
_IN_FORCE = """(i.pinned OR i.publish_from > :now OR i.expires > :now
    OR (i.category IN (:alert, :service) AND i.expires IS NULL)
    OR EXISTS (SELECT 1 FROM occurrences o WHERE o.item = i.row AND o.ends > :now))"""


class Worth(Struct, frozen=True, order=True):
    """Worth of an item's files; a higher one is kept longer."""

    current: bool = False  # not expired
    in_force: bool = False  # pinned, still to come or until a time that is not past: never put out
    priority: int = 0
    newest: float = 0.0  # published, UTC epoch seconds


class WantedFile(Struct, frozen=True, kw_only=True):
    """File that an item names and that is missing, or may have changed with its item; *record* is its stored record, if any."""

    url: str
    type: str
    size: int
    worth: Worth
    record: MediaRecord | None

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")

    @property
    def is_document(self) -> bool:
        return self.type == DOCUMENT

    @property
    def is_film(self) -> bool:
        return self.type in FILMS

    @property
    def is_subtitles(self) -> bool:
        return self.type in SUBTITLES

    @property
    def is_sealed(self) -> bool:
        return self.type == SEALED

    @property
    def is_voiced(self) -> bool:
        return self.type == VOICED


class StoredFile(Struct, frozen=True, kw_only=True):
    """Stored file under one address, with the worth of the best item that names it."""

    record: MediaRecord
    worth: Worth


def wanted_files(connection: sqlite3.Connection, source: str, now: datetime | None) -> list[WantedFile]:
    """Return the files that a source's items lack, the most valuable first. Expired items need none."""
    query = f"""
        SELECT a.url, a.type, a.size, {_worth()}, {_columns()}
        FROM items i JOIN attachments a ON a.item = i.row LEFT JOIN media m ON m.url = a.url
        WHERE i.source = :source
          AND (a.type = '{VOICED}' OR (a.position < {MOST_OF_AN_ITEM}
            AND (a.type LIKE 'image/%' OR a.type LIKE 'audio/%' OR a.type IN ({_WHOLE}))))
          AND (m.url IS NULL OR m.path = '' OR (a.type != '{VOICED}' AND m.revision < i.revision))
          AND (i.expires IS NULL OR i.expires > :now)"""  # noqa: S608 - names of our own
    files: dict[str, WantedFile] = {}
    for url, type_, size, *values in connection.execute(query, _values(now) | {"source": source}):
        worth = Worth(bool(values[0]), bool(values[1]), values[2], values[3])
        known = media_record(values[4:]) if values[4] is not None else None
        if url not in files or files[url].worth < worth:
            files[url] = WantedFile(url=url, type=type_, size=size, worth=worth, record=known)
    return sorted(files.values(), key=lambda file: file.worth, reverse=True)


def stored(connection: sqlite3.Connection, now: datetime | None) -> list[StoredFile]:
    """Return all stored files, those of least worth first."""
    query = f"""
        SELECT {_worth()}, {_columns()}
        FROM media m LEFT JOIN attachments a ON a.url = {NAMED} LEFT JOIN items i ON i.row = a.item
        WHERE m.path != ''"""  # noqa: S608 - names of our own
    best: dict[str, StoredFile] = {}
    for row in connection.execute(query, _values(now)):
        record = media_record(row[4:])
        if record is None:
            continue
        worth = Worth(bool(row[0]), bool(row[1]), row[2] or 0, row[3] or 0.0)
        if record.url not in best or best[record.url].worth < worth:
            best[record.url] = StoredFile(record=record, worth=worth)
    return sorted(best.values(), key=lambda file: file.worth)


def forget_unnamed(connection: sqlite3.Connection) -> int:
    """Delete records that no item names or that are damaged, within a transaction; return how many."""
    gone = [(url,) for url in _unnamed(connection)]
    connection.executemany("DELETE FROM media WHERE url = ?", gone)
    return len(gone)


def has_unnamed(connection: sqlite3.Connection) -> bool:
    return next(_unnamed(connection), None) is not None


def _unnamed(connection: sqlite3.Connection) -> Iterator[str]:
    named = set(addresses(connection))
    every = connection.execute(f"SELECT {', '.join(MEDIA_COLUMNS)} FROM media").fetchall()  # noqa: S608 - names of our own
    return (row[0] for row in every if document_of(row[0]) not in named or media_record(row) is None)


def addresses(connection: sqlite3.Connection) -> list[str]:
    """Return the addresses of all files that items name."""
    return [url for (url,) in connection.execute("SELECT DISTINCT url FROM attachments")]


def spent(connection: sqlite3.Connection, day: int) -> int:
    """Return the bytes that were downloaded on *day* (an ordinal), as far as they were recorded."""
    known = dict(
        connection.execute("SELECT name, value FROM state WHERE name IN ('line_day', 'line_bytes')").fetchall()
    )
    return int(known.get("line_bytes", 0)) if known.get("line_day") == day else 0


def spend(connection: sqlite3.Connection, day: int, count: int) -> None:
    """Add *count* bytes to those downloaded on *day* (an ordinal), within a transaction."""
    whole: Sequence[tuple[str, int]] = (("line_bytes", spent(connection, day) + count), ("line_day", day))
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", whole)


def _worth() -> str:
    """Return the SQL terms of a file's worth.

    A spoken sentence is worth less than any picture of a current item: without it another voice says the same words.
    """
    voiced = f"a.type = '{VOICED}'"
    return f"""i.row IS NOT NULL AND (i.expires IS NULL OR i.expires > :now), a.type != '{VOICED}' AND {_IN_FORCE},
        iif({voiced}, -1, i.priority), i.newest"""


def voiced(connection: sqlite3.Connection, item: Item) -> dict[str, tuple[str, int]]:
    """Return (path, bytes) of the item's stored spoken sentences, by the hash of their words."""
    if item.voice is None:
        return {}
    query = f"""SELECT m.url, m.path, m.bytes FROM media m JOIN attachments a ON a.url = m.url JOIN items i ON i.row = a.item
        WHERE i.source = ? AND i.id = ? AND a.type = '{VOICED}' AND m.path != ''"""  # noqa: S608 - names of our own
    here = {url: (path, size) for url, path, size in connection.execute(query, (item.source, item.id))}
    return {one.words: here[one.url] for one in item.voice.sentences if one.url in here}


def _columns() -> str:
    return ", ".join(f"m.{name}" for name in MEDIA_COLUMNS)


def _values(now: datetime | None) -> dict[str, object]:
    # without a trusted clock nothing is past
    moment = now.timestamp() if now else float("-inf")
    return {"now": moment, "alert": Category.ALERT.value, "service": Category.SERVICE.value}


def paths(files: Iterable[StoredFile]) -> dict[str, Worth]:
    """Return by path the worth of the best address of each file on disk; two addresses may have one content."""
    best: dict[str, Worth] = {}
    for file in files:
        best[file.record.path] = max(file.worth, best.get(file.record.path, file.worth))
    return best
