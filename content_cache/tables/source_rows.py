"""Records of sources and media, as rows and back. A value that flipped on the card voids its own record."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from content_cache.model.list_age import ListAge
from content_cache.model.problems import from_text, to_text
from content_cache.model.records import EditionRecord, MediaRecord, SourceRecord
from content_cache.model.trust import AHEAD
from content_cache.tables.document_rows import forget_pages, without_whole
from content_cache.tables.item_rows import epoch

log = logging.getLogger(__name__)

_FIELDS = SourceRecord.__struct_fields__
_TIMES = frozenset(("validators_since", "last_asked", "last_success", "next_check", "retry_at"))
_FLAGS = frozenset(("gone",))
_PROBLEMS = frozenset(("last_error", "error"))
MEDIA_COLUMNS = MediaRecord.__struct_fields__
READING = 1
"""Version of how editions are read. It rises when items keep something that older programs left out (1: boxes of private
answers)."""
_EDITION = ("seq", "issued", "key", "publisher")
_NEARLY = timedelta(hours=1)
_LIST_AGE = "list {} {}"
_DIRECTIONS = "edition directions {}"
_SIGNER = "signer\x1f{}\x1f{}"
_MEDIA_PATH = re.compile(r"media/[0-9a-f]{64}\.[a-z0-9]{1,6}|")


def write_source(connection: sqlite3.Connection, record: SourceRecord) -> None:
    values = [_column_value(name, getattr(record, name)) for name in _FIELDS]
    _insert(connection, "sources", (*_FIELDS, "digest"), [(*values, _digest(values))])


def read_sources(connection: sqlite3.Connection) -> list[SourceRecord]:
    """Return the records of all sources by name. A damaged record is returned as if the source were new."""
    query = f"SELECT digest, {', '.join(_FIELDS)} FROM sources ORDER BY name"  # noqa: S608 - names of our own
    return [_source(mark, values) for mark, *values in connection.execute(query)]


def write_time(connection: sqlite3.Connection, name: str, when: datetime) -> None:
    """Store a time about the clock under *name*, in whole seconds."""
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, int(when.timestamp())))


def read_time(connection: sqlite3.Connection, name: str) -> datetime | None:
    """Return the stored time *name* in UTC, or None if it is missing or impossible."""
    found = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    known = found is not None and isinstance(found[0], int) and 0 < found[0] < 2**33  # a value may have flipped
    return datetime.fromtimestamp(found[0], UTC) if known else None


def correct_last_heard(connection: sqlite3.Connection, ahead: Iterable[SourceRecord], now: datetime) -> None:
    """Correct sources that were last heard after *now*, by a clock that ran ahead; each may be requested at once.

    A source counts as heard when its edition was signed or its newest item was published, whichever is later. An item's
    date counts less AHEAD, because a publisher may date it as of tomorrow.

    A source with neither counts as never heard. One that was only a few minutes ahead counts as heard now.
    """
    query = "SELECT max(newest) FROM items WHERE source = ? AND newest <= ? AND publish_from IS NULL"
    for record in ahead:
        (newest,) = connection.execute(query, (record.name, now.timestamp())).fetchone()
        published = datetime.fromtimestamp(newest, UTC) - AHEAD if newest is not None else None
        issued = read_edition(connection, record.name).issued
        heard = max((each for each in (published, issued) if each is not None and each <= now), default=None)
        if record.last_success is not None and record.last_success - now < _NEARLY:
            heard = now
        write_source(connection, replace(record, last_success=heard, next_check=None))


def write_edition(connection: sqlite3.Connection, source: str, edition: EditionRecord) -> None:
    issued = int(edition.issued.timestamp()) if edition.issued else 0
    # SQLite's integers are signed
    values = (edition.seq, issued, edition.key_id - 2**63, edition.publisher)
    names = (f"edition {name} {source}" for name in _EDITION)
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", zip(names, values, strict=True))
    expires = int(edition.expires.timestamp()) if edition.expires else 0
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (f"edition expires {source}", expires))
    if edition.directions is not None:
        written = f"{hashlib.sha256(edition.directions.encode()).hexdigest()} {edition.directions}"
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (_DIRECTIONS.format(source), written))


def write_list_age(connection: sqlite3.Connection, source: str, age: ListAge) -> None:
    rows = ((_LIST_AGE.format(name, source), getattr(age, name)) for name in ListAge.__struct_fields__)
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", rows)


def read_list_age(connection: sqlite3.Connection, source: str) -> ListAge:
    """Return the age of the newest list of a source; a damaged value counts as 0 (unknown)."""
    query = "SELECT value FROM state WHERE name = ?"
    rows = [
        connection.execute(query, (_LIST_AGE.format(name, source),)).fetchone() for name in ListAge.__struct_fields__
    ]
    return ListAge(*(row[0] if row and isinstance(row[0], int) and 0 < row[0] < 2**33 else 0 for row in rows))


def write_signers(connection: sqlite3.Connection, source: str, ids: Iterable[str], key_id: int) -> None:
    """Store which key signed these items last."""
    rows = ((_SIGNER.format(source, key), key_id - 2**63) for key in ids)
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", rows)


def forget_signers(connection: sqlite3.Connection, source: str, ids: Iterable[str]) -> None:
    connection.executemany("DELETE FROM state WHERE name = ?", ((_SIGNER.format(source, key),) for key in ids))


def signed_by(connection: sqlite3.Connection, source: str, keys: Collection[int]) -> list[str]:
    """Return the ids of the source's items that one of *keys* signed last.

    An item without a stored signer counts as signed by the edition's key.
    """
    first = _SIGNER.format(source, "")
    query = "SELECT name, value FROM state WHERE name >= ? AND name < ?"
    found = connection.execute(query, (first, first + "\U0010ffff"))
    signers = {name[len(first) :]: key + 2**63 for name, key in found}
    otherwise = read_edition(connection, source).key_id
    ids = connection.execute("SELECT id FROM items WHERE source = ?", (source,))
    return [key for (key,) in ids if signers.get(key, otherwise) in keys]


def read_edition(connection: sqlite3.Connection, source: str) -> EditionRecord:
    query = "SELECT value FROM state WHERE name = ?"
    found = [connection.execute(query, (f"edition {name} {source}",)).fetchone() for name in _EDITION]
    if None in found or any(not isinstance(row[0], int) for row in found):
        return EditionRecord()
    seq, issued, key_id, publisher = (row[0] for row in found)
    expires = (connection.execute(query, (f"edition expires {source}",)).fetchone() or (0,))[0]
    when, until = (
        datetime.fromtimestamp(time, tz=UTC) if isinstance(time, int) and 0 < time < 2**33 else None
        for time in (issued, expires)
    )
    return EditionRecord(seq=seq, issued=when, key_id=key_id + 2**63, publisher=publisher, expires=until)


def ask_again(connection: sqlite3.Connection) -> None:
    """Make the stored editions be read once more, after an update of the program that reads them otherwise.

    Older editions are still refused.
    """
    known = connection.execute("SELECT value FROM state WHERE name = 'reading'").fetchone()
    if known is not None and known[0] == READING:
        return
    connection.execute("UPDATE state SET value = value - 1 WHERE name GLOB 'edition seq *' AND value > 0")
    connection.execute(
        "UPDATE sources SET etag = '', last_modified = '', body_hash = '', validators_url = '', validators_since = NULL,"
        " same_bodies = 0, next_check = NULL, digest = NULL"
        " WHERE name IN (SELECT substr(name, 13) FROM state WHERE name GLOB 'edition seq *')"
    )
    connection.execute("INSERT OR REPLACE INTO state VALUES ('reading', ?)", (READING,))


def read_directions(connection: sqlite3.Connection, source: str) -> str:
    """Return the directions of the newest edition that had any, "" if they fail their digest."""
    query = "SELECT value FROM state WHERE name = ?"
    row = connection.execute(query, (_DIRECTIONS.format(source),)).fetchone()
    mark, _, written = str(row[0]).partition(" ") if row else ("", "", "")
    return written if mark == hashlib.sha256(written.encode("utf-8", "replace")).hexdigest() else ""


def write_media(connection: sqlite3.Connection, records: Sequence[MediaRecord]) -> bool:
    """Store *records*; return whether a path has changed. A document that lacks a page counts as gone with it."""
    records = [*records, *without_whole(records)]
    known = "SELECT path FROM media WHERE url = ?"
    before = [(connection.execute(known, (record.url,)).fetchone() or ("",))[0] for record in records]
    forget_pages(connection, records)
    _insert(
        connection,
        "media",
        MEDIA_COLUMNS,
        [tuple(_column_value(name, getattr(record, name)) for name in MEDIA_COLUMNS) for record in records],
    )
    return before != [record.path for record in records]


def read_media(connection: sqlite3.Connection) -> dict[str, MediaRecord]:
    """Return the records of all files by address. Damaged ones are left out, so that the files are fetched again."""
    found = connection.execute(f"SELECT {', '.join(MEDIA_COLUMNS)} FROM media")  # noqa: S608 - names of our own
    records = [media_record(values) for values in found]
    return {record.url: record for record in records if record is not None}


def media_record(values: Sequence[Any]) -> MediaRecord | None:
    """Return the record of a row's MEDIA_COLUMNS, or None if it is damaged, which is logged."""
    try:
        record = MediaRecord(**_record_values(dict(zip(MEDIA_COLUMNS, values, strict=True))))
        sides = record.width, record.height, record.thumbnail_bytes, record.pages + 1
        counts = record.bytes, record.failures, record.revision, *sides
        if _MEDIA_PATH.fullmatch(record.path) and _MEDIA_PATH.fullmatch(record.thumbnail) and min(counts) >= 0:
            return record
    except (TypeError, ValueError, OverflowError, OSError):
        pass  # told below
    log.warning("store: what is remembered of the file %r is damaged: it is asked for again", values[0])
    return None


def _insert(
    connection: sqlite3.Connection, table: str, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608


def _source(mark: str | None, values: list[Any]) -> SourceRecord:
    record = SourceRecord(name=str(values[0]))
    if mark is None or mark == _digest(values):  # None: written before schema 2
        try:
            named = _record_values(dict(zip(_FIELDS, values, strict=True)))
            return SourceRecord(**named | {name: bool(named[name]) for name in _FLAGS})
        except (TypeError, ValueError, OverflowError, OSError):
            pass  # told below, as a damaged one is
    log.warning("store: what is remembered of the source %s is damaged: it is asked as if it were new", record.name)
    return record


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256(json.dumps(list(values)).encode()).hexdigest()


def _column_value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return epoch(value)
    if name in _PROBLEMS:
        return to_text(value)
    return int(value) if isinstance(value, bool) else value


def _record_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row's values, by column, with times and problems parsed."""
    times = {name: _from_seconds(value) for name, value in values.items() if name in _TIMES}
    problems = {name: from_text(value or "") for name, value in values.items() if name in _PROBLEMS}
    return values | times | problems


def _from_seconds(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
