"""What another user of the folder plants in content.sqlite neither keeps a warning out nor holds the writer."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.model.changes import compare
from content_cache.model.errors import StoreDamagedError
from content_cache.model.items import Alert, Item, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category
from content_cache.store.file import StoreFile
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store
from content_cache.tables.connect import GOOD_COPY, STORE

pytestmark = pytest.mark.attack(
    "root and keys",
    "a trigger, view, index or table planted in `content.sqlite`, one of ours lost, before the start or "
    "while the refresher runs",
    "the writer holds the schema against ours when it opens, and in each transaction when SQLite's count "
    "of its changes differs; what is not ours goes and is named in the log; each warning is read back "
    "before it is committed",
)


NOW = datetime(2026, 11, 27, 14, tzinfo=UTC)
IGNORED = "BEGIN SELECT RAISE(IGNORE); END"
COUNTED = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
ENDLESS = f"{COUNTED} SELECT count(*) FROM n"  # noqa: S608 - names of our own
TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'items'"

PLANTED = {
    "silent trigger": f"CREATE TRIGGER silent BEFORE INSERT ON items {IGNORED}",
    "silent trigger on warnings": f"CREATE TRIGGER silent BEFORE INSERT ON items WHEN new.category = 'alert' {IGNORED}",
    "endless trigger": f"CREATE TRIGGER endless BEFORE INSERT ON items BEGIN {ENDLESS}; END",
    "endless trigger on the index": f"CREATE TRIGGER endless BEFORE INSERT ON search_data BEGIN {ENDLESS}; END",
    "endless trigger on sources": f"CREATE TRIGGER endless BEFORE INSERT ON sources BEGIN {ENDLESS}; END",
    "deleting trigger": "CREATE TRIGGER gone AFTER INSERT ON items BEGIN DELETE FROM items WHERE row = new.row; END",
    "expiring trigger": "CREATE TRIGGER over AFTER INSERT ON items BEGIN UPDATE items SET expires = 1 WHERE row = new.row; END",
    "own trigger turned": f"DROP TRIGGER items_leave_search; CREATE TRIGGER items_leave_search AFTER DELETE ON items {IGNORED}",
    "own trigger lost": "DROP TRIGGER items_leave_search",
    "view": "CREATE VIEW strange AS SELECT load_extension('/tmp/x.so')",
    "endless view": f"CREATE VIEW strange AS {ENDLESS}",
    "lost index": "DROP INDEX items_in_order",
    "two lost indexes": "DROP INDEX items_listed; DROP INDEX occurrences_in_order",
    "unique index": "CREATE UNIQUE INDEX strange ON items (category)",
    "index turned": "DROP INDEX items_by_id; CREATE UNIQUE INDEX items_by_id ON items (category)",
    "table": "CREATE TABLE strange (x); INSERT INTO strange VALUES (1)",
    "table that holds our rows": "CREATE TABLE strange (item REFERENCES items ON DELETE RESTRICT); INSERT INTO strange VALUES (1)",
    "virtual table": "CREATE VIRTUAL TABLE strange USING fts5(x); INSERT INTO strange VALUES ('a')",
    "sixty tables": ";".join(f"CREATE TABLE strange{n} (x)" for n in range(60)),
    "name": f'CREATE TRIGGER "a""; DROP TABLE items; --" BEFORE INSERT ON items {IGNORED}',
    "further column": "ALTER TABLE items ADD COLUMN strange TEXT",
}
DAMAGING = {PLANTED["sixty tables"], PLANTED["further column"]}
"""Those for which the file is made anew; a source is asked again after that."""


def news() -> NewsItem:
    return NewsItem(id="1", source="a", title="Pasar")


def warning(key: str) -> Alert:
    return Alert(id=key, source="a", title="Awas tsunami", identifier=key, published=NOW)


def put(store: Store, *items: Item) -> None:
    store.apply("a", compare(store.fingerprints("a"), items), SourceRecord(name="a", url="https://x/"), NOW)


def ids(store: Store) -> set[str]:
    return {item.id for item in store.reader.items()}


def plant(folder: Path, statements: str) -> None:
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as other:
        other.executescript(statements)


def schema(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as look:
        return set(look.execute("SELECT type, name FROM sqlite_master"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "data") as store:
        put(store, news())
        store.keep_good_copy()
    return tmp_path / "data"


@pytest.fixture
def ours(tmp_path: Path) -> set[tuple[str, str]]:
    Store.open(tmp_path / "new").close()
    return schema(tmp_path / "new" / STORE)


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_planted_before_the_start_the_next_warning_is_shown_and_the_find_is_told(
    folder: Path, ours: set[tuple[str, str]], planted: str, caplog: pytest.LogCaptureFixture
) -> None:
    plant(folder, planted)
    with Store.open(folder, read_only=True) as window, Store.open(folder) as store:
        put(store, news(), warning("t1"))
        assert [item.id for item in store.reader.items(Category.ALERT)] == ["t1"]
        assert ids(window) == {"1", "t1"}
    assert schema(folder / STORE) == ours
    assert [record for record in caplog.records if record.levelno == logging.ERROR and "schema" in record.message]


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_planted_while_the_writer_runs_the_next_warning_is_shown(
    folder: Path, ours: set[tuple[str, str]], planted: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(folder) as store, Store.open(folder, read_only=True) as window:
        put(store, news(), warning("t1"))
        plant(folder, planted)
        if planted in DAMAGING:
            with pytest.raises(StoreDamagedError) as caught:
                put(store, news(), warning("t1"), warning("t2"))
            assert Maintenance(store, folder, budget=1 << 30, now=lambda: NOW).recover(caught.value)
        put(store, news(), warning("t1"), warning("t2"))
        assert {item.id for item in window.reader.items(Category.ALERT)} == {"t1", "t2"}
    assert schema(folder / STORE) == ours
    assert [record for record in caplog.records if record.levelno == logging.ERROR and "schema" in record.message]


@pytest.mark.parametrize("planted", [f"CREATE VIEW items AS {ENDLESS}", "SELECT 1"], ids=["endless", "gone"])
def test_items_that_are_a_view_or_gone_are_taken_from_the_good_copy(folder: Path, planted: str) -> None:
    plant(folder, f"DROP TABLE items; {planted}")
    with Store.open(folder, read_only=True) as window:
        assert [item.id for item in window.reader.items()] == ["1"]
    with Store.open(folder) as store:
        put(store, news(), warning("t1"))
        assert ids(store) == {"1", "t1"}


def test_a_table_that_lets_rows_fall_is_made_anew(folder: Path) -> None:
    with closing(sqlite3.connect(folder / STORE)) as look:
        own = str(look.execute(TABLE).fetchone()[0])
    turned = own.replace("UNIQUE (source, id)", "UNIQUE (source, id), CHECK (category <> 'alert') ON CONFLICT IGNORE")
    plant(folder, f"DROP TABLE items; {turned}")
    with Store.open(folder) as store:
        put(store, news(), warning("t1"))
        assert ids(store) == {"1", "t1"}


def test_what_is_planted_in_the_good_copy_too_does_not_come_back(folder: Path, ours: set[tuple[str, str]]) -> None:
    with closing(sqlite3.connect(folder / GOOD_COPY, isolation_level=None)) as copy:
        copy.execute(PLANTED["silent trigger"])
    (folder / STORE).write_bytes(b"nothing that SQLite knows" * 1000)
    with Store.open(folder) as store:
        put(store, news(), warning("t1"))
        assert ids(store) == {"1", "t1"}
    assert schema(folder / STORE) == ours


class Lossy(StoreFile):
    """A file that loses what is written in a way that no look at its schema finds."""

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with super().transaction() as connection:
            connection.execute(f"CREATE TEMP TRIGGER IF NOT EXISTS lossy BEFORE INSERT ON main.items {IGNORED}")
            yield connection


def test_a_warning_that_cannot_be_read_back_is_an_error(tmp_path: Path) -> None:
    with Store(Lossy(tmp_path / STORE, read_only=False)) as store:
        put(store, news())
        with pytest.raises(StoreDamagedError, match="a warning was written and is not there"):
            put(store, news(), warning("t1"))


def test_a_start_asks_no_lock_of_a_file_that_is_ours(folder: Path) -> None:
    with closing(sqlite3.connect(folder / STORE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(folder, read_only=True) as window:
            assert window.reader.count() == 1
