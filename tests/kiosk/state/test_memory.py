from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.items import Answer, NewsItem
from content_cache.model.vocabulary import Verified
from kiosk.state.alert_history import Sounded
from kiosk.state.counts import DailyCounts
from kiosk.state.database import Database
from kiosk.state.memory import Memory
from kiosk.state.readout_history import ReadoutHistory
from kiosk.state.request_kinds import RequestKind
from tests.support.items import news_item

pytestmark = pytest.mark.attack(
    "what comes in",
    "a damaged name in `kiosk.sqlite`",
    "set aside and begun anew",
)


NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)


def test_what_was_announced_is_known_after_a_restart(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.readouts.note_announced("a", "1", NOW)
        memory.readouts.note_read_out("07:00 bulletin", NOW.date())
    with Memory(tmp_path) as memory:
        assert memory.readouts.was_announced("a", "1")
        assert not memory.readouts.was_announced("a", "2")
        assert memory.readouts.was_read_out("07:00 bulletin", NOW.date())
        assert not memory.readouts.was_read_out("07:00 bulletin", date(2026, 11, 25))


def test_what_was_announced_is_on_the_disk_before_it_is_said(tmp_path: Path) -> None:
    """WAL with synchronous=NORMAL loses what was committed last when the power fails: the village would hear it twice."""
    done: list[str] = []

    def traced(*place: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(*place, **options)
        connection.set_trace_callback(done.append)
        return connection

    with closing(Database(tmp_path, connect=traced)) as database:
        done.clear()
        ReadoutHistory(database).note_announced("a", "1", NOW)
        DailyCounts(database).add("read", NOW.date())
    statements = [statement.split("(")[0].strip() for statement in done]
    announced = next(number for number, text in enumerate(statements) if "INTO announced" in text)
    counted = next(number for number, text in enumerate(statements) if "INTO counts" in text)
    assert "PRAGMA synchronous=FULL" in statements[:announced]
    assert "PRAGMA synchronous=NORMAL" in statements[announced:counted]


def test_what_was_cut_off_is_still_to_be_read_out(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.readouts.note_announced("a", "1", NOW)
        memory.readouts.note_read_out("07:00 bulletin", NOW.date())
        memory.readouts.forget_announced("a", "1")
        memory.readouts.forget_read_out("07:00 bulletin", NOW.date())
    with Memory(tmp_path) as memory:
        assert not memory.readouts.was_announced("a", "1")
        assert not memory.readouts.was_read_out("07:00 bulletin", NOW.date())


def test_of_alarms_the_newest_are_kept_and_rows_that_make_no_sense_silence_nothing(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        for number in range(502):
            memory.alerts.record_sounding(Sounded(f"a{number}", "awas", NOW, NOW))
    with Memory(tmp_path) as memory:
        assert set(memory.alerts.by_alert()) == {f"a{number}" for number in range(2, 502)}
    with closing(Database(tmp_path)) as database:
        database.execute("UPDATE alarms SET last = 'yesterday'")
    with Memory(tmp_path) as memory:
        assert memory.alerts.by_alert() == {}
        memory.alerts.record_sounding(Sounded("b", "awas", NOW, NOW))
        assert set(memory.alerts.by_alert()) == {"b"}


def test_what_an_office_signed_is_counted_by_its_id_and_no_answer_and_nothing_else_is(tmp_path: Path) -> None:
    signed = NewsItem(source="kantor", id="k1", title="Posyandu", published=NOW, verified=Verified.SIGNATURE)
    answer = Answer(
        source="kantor", id="k2", title="Air?", published=NOW, verified=Verified.SIGNATURE, number=3, private=True
    )
    day = NOW.date()
    with Memory(tmp_path) as memory:
        for item in (signed, answer, replace(signed, verified=Verified.TLS), replace(signed, id="x" * 81)):
            memory.counts.add_item("read", item, day)
        memory.counts.add_item("heard", signed, day)
        memory.counts.add_item("read", replace(signed, id="k0"), day)

        assert memory.counts.items_of(day) == [("k1", 1, 1), ("k0", 1, 0)]
        assert memory.counts.counts_on(day)["read"] == 5
        memory.counts.add_item("read", signed, day + timedelta(days=32))
        assert memory.counts.items_of(day) == []


def test_counts_are_numbers_by_day(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.counts.add("read", NOW.date())
        memory.counts.add("read", NOW.date())
        memory.counts.add("heard", date(2026, 11, 25))
        assert memory.counts.counts_on(NOW.date()) == {"read": 2}


def test_another_process_sees_a_request_and_answers_it(tmp_path: Path) -> None:
    with Memory(tmp_path) as kiosk, Memory(tmp_path) as refresher:
        number = kiosk.requests.leave_request(RequestKind.REFRESH, NOW)
        assert [request.id for request in refresher.requests.pending(RequestKind.REFRESH)] == [number]
        assert refresher.requests.pending(RequestKind.CLOCK) == []
        refresher.requests.answer_request(number, "taken")
        assert kiosk.requests.answer_to(number) == "taken"
        assert kiosk.requests.pending(RequestKind.REFRESH) == []


def test_a_damaged_memory_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "kiosk.sqlite").write_bytes(b"not a database at all" * 100)
    with Memory(tmp_path) as memory:
        memory.counts.add("read", NOW.date())
    assert (tmp_path / "kiosk.damaged").exists()


def test_a_memory_whose_schema_names_nothing_readable_is_begun_anew(tmp_path: Path) -> None:
    Memory(tmp_path).close()
    sound = (tmp_path / "kiosk.sqlite").read_bytes()
    for at in (sound.index(word) for word in (b"announced", b"readouts", b"alarms", b"progress")):
        (tmp_path / "kiosk.sqlite").write_bytes(sound[:at] + b"\xf2" + sound[at + 1 :])
        with Memory(tmp_path) as memory:
            memory.counts.add("read", NOW.date())
            assert memory.counts.counts_on(NOW.date()) == {"read": 1}


def test_a_memory_that_is_locked_is_no_damage(tmp_path: Path) -> None:
    Memory(tmp_path).close()
    holder = sqlite3.connect(tmp_path / "kiosk.sqlite", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with Memory(tmp_path, patience_s=0.1) as memory:
        memory.counts.add("read", NOW.date())
        assert memory.counts.counts_on(NOW.date()) == {"read": 1}
    holder.execute("ROLLBACK")
    holder.close()
    assert not (tmp_path / "kiosk.damaged").exists()


def test_while_another_process_holds_the_file_counts_wait_and_nobody_waits_for_them(tmp_path: Path) -> None:
    day = NOW.date()
    with Memory(tmp_path, patience_s=2.0) as memory, closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as holder:
        memory.counts.add("read", day)
        holder.isolation_level = None
        holder.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        for _ in range(5):
            memory.counts.add("read", day)
            memory.counts.add_item("heard", replace(news_item(1), verified=Verified.SIGNATURE), day)
            memory.readouts.note_announced("an item", "a version", NOW)
        assert time.monotonic() - begun < 8, "one is waited for, once"
        assert memory.counts.counts_on(day) == {"read": 1}
        holder.execute("ROLLBACK")
        memory.counts.add("read", day)
        assert memory.counts.counts_on(day) == {"read": 7, "heard": 5, "heard_berita": 5}
        assert memory.counts.items_of(day) == [("berita-1", 0, 5)]
        assert memory.readouts.was_announced("an item", "a version")


def test_what_waits_is_written_at_the_end(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        memory.counts.add("read", NOW.date())
    memory.close()
    with Memory(tmp_path) as later:
        assert later.counts.counts_on(NOW.date()) == {"read": 1}


def test_a_file_that_is_removed_while_it_is_open_is_begun_anew(tmp_path: Path) -> None:
    """Else what the window asks the refresher for would stand where nobody reads it, until somebody starts it anew."""
    with Memory(tmp_path) as window, Memory(tmp_path) as refresher:
        for name in ("kiosk.sqlite", "kiosk.sqlite-wal", "kiosk.sqlite-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        number = window.requests.leave_request(RequestKind.REFRESH, NOW)
        assert [each.id for each in refresher.requests.pending(RequestKind.REFRESH)] == [number]
        window.counts.add("read", NOW.date())
    with Memory(tmp_path) as later:
        assert later.counts.counts_on(NOW.date()) == {"read": 1}


def test_a_door_that_was_opened_leaves_no_row(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        for number in range(1, 4):
            memory.pin_tries.keep(f"answer {number}", 2)
        memory.pin_tries.keep("answer 1", 0)
        memory.pin_tries.keep("answer 2", 0)
        assert [memory.pin_tries.of(f"answer {number}") for number in range(1, 4)] == [0, 0, 2]
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as kept:
        assert kept.execute("SELECT * FROM tries").fetchall() == [("answer 3", 2)]
