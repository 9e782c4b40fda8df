"""SQLite files whose schema acts: another user of the kiosk's group wrote them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from content_cache.store.store import Store
from content_cache.tables.hardening import harden
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.content_cache.central.office import NOW

pytestmark = pytest.mark.attack(
    "root and keys",
    "views and triggers in SQLite files that others write",
    "trusted_schema off, defensive mode; root opens none",
)


PLANTED = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON requests BEGIN UPDATE requests SET answer = 'done'; END",
    "view": "CREATE VIEW v AS SELECT * FROM requests",
}


def plant(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(statement)


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_memory_that_acts_is_damaged_and_begun_anew(tmp_path: Path, planted: str) -> None:
    with Memory(tmp_path) as memory:
        memory.requests.leave_request(RequestKind.REFRESH, NOW)
    plant(tmp_path / "kiosk.sqlite", planted)
    with Memory(tmp_path) as memory:
        number = memory.requests.leave_request(RequestKind.REFRESH, NOW)
        assert memory.requests.answer_to(number) is None
    assert (tmp_path / "kiosk.damaged").exists()


def test_without_that_the_trigger_would_have_answered(tmp_path: Path) -> None:
    Memory(tmp_path).close()
    path = tmp_path / "kiosk.sqlite"
    plant(path, PLANTED["trigger"])
    plant(path, "INSERT INTO requests (kind, asked) VALUES ('refresh', '')")
    with closing(sqlite3.connect(path)) as look:
        assert look.execute("SELECT answer FROM requests").fetchone() == ("done",)


@pytest.mark.parametrize("hardened", [False, True])
def test_a_schema_calls_no_function_of_the_process(tmp_path: Path, hardened: bool) -> None:
    called: list[str] = []
    path = tmp_path / "a.sqlite"
    plant(path, "CREATE TABLE items (x, y DEFAULT (act('planted')))")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.create_function("act", 1, called.append)
        if hardened:
            harden(connection)
            with pytest.raises(sqlite3.OperationalError, match="unsafe use of act"):
                connection.execute("INSERT INTO items (x) VALUES (1)")
        else:
            connection.execute("INSERT INTO items (x) VALUES (1)")
    assert bool(called) is not hardened


def test_the_store_keeps_its_own_trigger_and_is_read_with_a_strangers_view(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    plant(tmp_path / "content.sqlite", "CREATE VIEW strange AS SELECT load_extension('/tmp/x.so')")
    with Store.open(tmp_path) as store:
        assert store.reader.count() == 0


@pytest.mark.skipif(not hasattr(sqlite3.Connection, "setconfig"), reason="Python before 3.12 has no defensive mode")
def test_the_schema_cannot_be_written_by_hand(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)) as connection:
        harden(connection)
        connection.execute("PRAGMA writable_schema = ON")
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("INSERT INTO sqlite_master VALUES ('view', 'v', 'v', 0, 'CREATE VIEW v AS SELECT 1')")
