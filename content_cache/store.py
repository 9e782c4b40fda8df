"""The content store: what the village may know, in one SQLite file that one process writes and others read.

`schema`, `rows` and this module are the only ones here that speak to sqlite3.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from content_cache import queries, rows, schema
from content_cache.changes import Changes
from content_cache.errors import StoreError
from content_cache.items import Category, Event, Item
from content_cache.records import MediaRecord, SourceRecord
from content_cache.rows import epoch

_FIELDS = tuple(field.name for field in fields(SourceRecord))
_TIMES = frozenset(("validators_since", "last_asked", "last_success", "next_check", "retry_at"))
_FLAGS = frozenset(("gone",))
_ORDER = "pinned DESC, priority DESC, newest DESC, source, id"


class Store:
    """One connection to the store, to be used by the thread that opened it. All methods raise StoreError alone."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open the store of a data folder; both are made when absent.

        A reader gets StoreError for a damaged file and may try again: the writer, who opens it under the folder's lock,
        checks it and fills a damaged one from the last good copy.
        """
        path = folder / schema.STORE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            connection = schema.connect(path, read_only=True) if read_only else schema.connect_and_mend(path)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path} cannot be opened: {error}") from error
        return cls(connection, path)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading

    def revision(self) -> int:
        """The number of the last refresh that changed something, 0 for none."""
        return int(self._one("SELECT value FROM state WHERE name = 'revision'"))

    def data_version(self) -> int:
        """A number that changes when another connection has written anything (PRAGMA data_version): cheap to poll."""
        return int(self._one("PRAGMA data_version"))

    def items(
        self,
        category: Category | None = None,
        *,
        search: str = "",
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
        source: str = "",
        since: int = 0,
        limit: int | None = None,
    ) -> list[Item]:
        """Items as lists show them: pinned first, then by priority, then the newest (published, else first seen).

        `search`: each of its words begins a word of title, summary or text. `published_by` hides what is to be published
        later than that, `expired_at` what has expired by then; None hides nothing. `area` is the place's Kemendagri code:
        items for it, for what it lies in, and for everywhere. `since` leaves out what that revision had already.
        """
        which, values = queries.where(
            queries.of_category(category),
            queries.shown(published_by, expired_at),
            queries.in_area(area),
            queries.of_source(source),
            queries.later_than(since),
            queries.with_words(search),
        )
        query = f"SELECT {rows.COLUMNS} FROM items WHERE {which} ORDER BY {_ORDER} LIMIT ?"  # noqa: S608 - values are bound
        with self._told():
            found = self._connection.execute(query, (*values, -1 if limit is None else limit))
            return list(rows.items_of(self._connection, found).values())

    def item(self, id: str, *, source: str = "") -> Item | None:  # noqa: A002 - the field's name
        """The item of that id; of several sources that use it, the newest unless `source` says which."""
        query = f"SELECT {rows.COLUMNS} FROM items WHERE id = ? AND (? IN ('', source)) ORDER BY newest DESC"  # noqa: S608
        with self._told():
            found = rows.items_of(self._connection, self._connection.execute(query, (id, source)))
        return next(iter(found.values()), None)

    def occurrences(
        self,
        first: datetime,
        last: datetime,
        *,
        published_by: datetime | None = None,
        expired_at: datetime | None = None,
        area: str = "",
    ) -> list[Event]:
        """What takes place in [first, last), by start: each event once an occurrence, with that one's times as its own.

        The filters are those of `items`.
        """
        which, values = queries.where(queries.shown(published_by, expired_at), queries.in_area(area))
        query = f"""SELECT {rows.COLUMNS}, position FROM occurrences JOIN items ON item = row
                    WHERE starts < ? AND (ends > ? OR starts >= ?) AND {which}
                    ORDER BY starts, ends, source, id"""  # noqa: S608 - values are bound
        begin, end = epoch(first), epoch(last)
        with self._told():
            found = self._connection.execute(query, (end, begin, begin, *values)).fetchall()
            events = rows.items_of(self._connection, {row[0]: row[:5] for row in found}.values())
        pairs = [(events.get(row), position) for row, *_, position in found]
        return [_at(event, position) for event, position in pairs if isinstance(event, Event)]

    def refreshed(self) -> datetime | None:
        """When any source last answered well, be it to say that nothing is new."""
        return _time(self._one("SELECT max(last_success) FROM sources"))

    def sources(self) -> list[SourceRecord]:
        """What is remembered of each source that was ever asked, by name."""
        with self._told():
            found = self._connection.execute(f"SELECT {', '.join(_FIELDS)} FROM sources ORDER BY name").fetchall()  # noqa: S608
        return [_record(row) for row in found]

    def count(self) -> int:
        """How many items are stored."""
        return int(self._one("SELECT count(*) FROM items"))

    # --- writing

    def fingerprints(self, source: str) -> dict[str, str]:
        """Of each stored item of a source its fingerprint by id, as `changes.compare` wants them."""
        with self._told():
            return dict(self._connection.execute("SELECT id, fingerprint FROM items WHERE source = ?", (source,)))

    def apply(self, source: str, changes: Changes, record: SourceRecord, now: datetime) -> int:
        """Store a refresh in one transaction: items, validators and the next check. Returns the revision.

        The revision rises when there are changes, and then by one.
        """
        with self._told(), schema.transaction(self._connection):
            if changes:
                self._connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")
            revision = self.revision()
            for item in (*changes.added, *changes.altered):
                rows.write(self._connection, replace(item, source=source), revision, now)
            gone = [(source, key) for key in changes.withdrawn]
            self._connection.executemany("DELETE FROM items WHERE source = ? AND id = ?", gone)
            self._remember(record)
        return revision

    def remember(self, record: SourceRecord) -> None:
        """Store how a source fared when it brought nothing."""
        with self._told(), schema.transaction(self._connection):
            self._remember(record)

    def media(self) -> dict[str, MediaRecord]:
        """What is remembered of pictures and recordings, by address."""
        with self._told():
            found = self._connection.execute("SELECT url, path, bytes, failures, error, retry_at FROM media").fetchall()
        return {row[0]: MediaRecord(**dict(zip(_MEDIA, (*row[:5], _time(row[5])), strict=True))) for row in found}

    def add_media(self, records: Sequence[MediaRecord]) -> None:
        """Store what became of pictures and recordings that are already safe in the folder; a new one raises the revision."""
        values = [(m.url, m.path, m.bytes, m.failures, m.error, epoch(m.retry_at)) for m in records]
        with self._told(), schema.transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?, ?)", values)
            if any(record.path for record in records):
                self._connection.execute("UPDATE state SET value = value + 1 WHERE name = 'revision'")

    def keep_good_copy(self, *, older_than: timedelta = timedelta(0)) -> None:
        """Make what is stored now the copy that a damaged file is filled from, unless that copy is young enough."""
        with self._told():
            schema.keep_good_copy(self._connection, self.path.parent, older_than.total_seconds())

    def _remember(self, record: SourceRecord) -> None:
        values = [_value(name, getattr(record, name)) for name in _FIELDS]
        marks = ", ".join("?" * len(_FIELDS))
        self._connection.execute(f"INSERT OR REPLACE INTO sources ({', '.join(_FIELDS)}) VALUES ({marks})", values)  # noqa: S608

    def _one(self, query: str) -> Any:
        with self._told():
            row = self._connection.execute(query).fetchone()
        return row[0]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, OverflowError) as error:
            raise StoreError(f"{self.path}: {error}") from error


_MEDIA = ("url", "path", "bytes", "failures", "error", "retry_at")


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def _value(name: str, value: Any) -> Any:
    return epoch(value) if name in _TIMES else value


def _record(row: tuple[Any, ...]) -> SourceRecord:
    values = dict(zip(_FIELDS, row, strict=True))
    values |= {name: _time(values[name]) for name in _TIMES} | {name: bool(values[name]) for name in _FLAGS}
    return SourceRecord(**values)


def _at(event: Event, position: int) -> Event:
    if position < 0:
        return replace(event, ends=event.ends or event.starts)
    if position >= len(event.occurrences):
        return event
    occurrence = event.occurrences[position]
    return replace(event, starts=occurrence.starts, ends=occurrence.ends, all_day=occurrence.all_day)
