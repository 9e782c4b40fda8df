"""A store of every older schema, as its program left it, opened by this one. `schemas/N.sql` is such a store of schema N."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.errors import StoreError
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store
from content_cache.tables.connect import GOOD_COPY, STORE
from content_cache.tables.migrations import MIGRATIONS, migrate, schema_version, transaction
from content_cache.tables.own_schema import check_to_write
from tests.told import told

SCHEMAS = Path(__file__).parent / "schemas"
OLDER = range(1, len(MIGRATIONS))
NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


def left_by(schema: int, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / f"{schema}.sql").read_text())


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    left_by(request.param, tmp_path / "data" / STORE)
    return tmp_path / "data"


def test_there_is_a_sample_of_every_older_schema() -> None:
    assert sorted(int(path.stem) for path in SCHEMAS.glob("*.sql")) == list(OLDER)


def test_nothing_of_an_older_store_is_lost(older: Path) -> None:
    with Store.open(older) as store:
        assert [item.id for item in store.reader.items()] == ["b1", "p1", "k1", "b1"]
        assert [item.source for item in store.reader.items()] == ["kecamatan", "desa", "desa", "desa"]
        assert [item.id for item in store.reader.items(search="posyandu")] == ["b1"]
        assert store.revision() == 3
        first = store.reader.item("b1", source="desa")
        assert first is not None
        assert first.picture is not None
        assert first.picture.path == f"media/{'ab' * 32}.jpg"
        assert len(store.reader.occurrences(NOW, NOW + timedelta(days=20))) == 3
        desa, kecamatan = store.sources()
        assert desa == SourceRecord(
            name="desa",
            url="https://desa.test/feed",
            etag='"7"',
            last_success=NOW,
            last_asked=NOW,
            next_check=NOW + timedelta(hours=1),
            hint=3600.0,
            moved_to="https://desa.test/umpan",
            moved_times=2,
        )
        assert (told(kecamatan.last_error), kecamatan.failures) == ("HTTP 503", 3)  # a sentence, as it was kept then
        assert store.media.records()["https://desa.test/foto/2.jpg"].failures == 2


def test_an_older_store_is_then_as_a_new_one(older: Path, tmp_path: Path) -> None:
    Store.open(older).close()
    Store.open(tmp_path / "new").close()
    with (
        closing(sqlite3.connect(older / STORE)) as migrated,
        closing(sqlite3.connect(tmp_path / "new" / STORE)) as fresh,
    ):
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        assert migrated.execute(query).fetchall() == fresh.execute(query).fetchall()
        assert schema_version(migrated) == schema_version(fresh) == len(MIGRATIONS)


def test_a_reader_may_be_the_first_to_come(older: Path) -> None:
    with Store.open(older, read_only=True) as store:
        assert store.reader.count() == 4


def test_a_good_copy_of_an_older_schema_is_taken(older: Path) -> None:
    (older / STORE).rename(older / GOOD_COPY)
    (older / STORE).write_bytes(b"nothing that SQLite knows" * 1000)
    with Store.open(older, read_only=True) as screen:
        assert screen.reader.count() == 4
    with Store.open(older) as store:
        assert [item.id for item in store.reader.items()] == ["b1", "p1", "k1", "b1"]


def test_a_migration_that_is_broken_off_leaves_the_older_store(older: Path) -> None:
    """Show that a migration that fails at any statement, as by a power cut or full disk, leaves the older store as it was."""
    with closing(sqlite3.connect(older / STORE, isolation_level=None)) as connection:
        before = list(connection.iterdump()), schema_version(connection)
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            migrate(connection)
        assert (list(connection.iterdump()), schema_version(connection)) == before
        connection.execute("PRAGMA max_page_count = 100000")
        migrate(connection)
        check_to_write(connection)


def test_a_number_that_flipped_is_not_taken_for_a_newer_program(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STORE)) as connection:
        connection.execute(f"PRAGMA user_version = {1 << 20}")
    with Store.open(tmp_path) as store:
        assert store.reader.count() == 0


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STORE, isolation_level=None)) as connection:
        with transaction(connection):
            connection.execute("UPDATE state SET value = 77 WHERE name = 'schema'")
            connection.execute("PRAGMA user_version = 77")
        before = list(connection.iterdump())
        for read_only in (False, True):
            with pytest.raises(StoreError, match="77"):
                Store.open(tmp_path, read_only=read_only)
        assert list(connection.iterdump()) == before
