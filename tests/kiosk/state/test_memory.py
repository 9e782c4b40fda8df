from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.state.memory import Memory, Sounded
from kiosk.state.request_kinds import RequestKind

NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)


def test_what_was_announced_is_known_after_a_restart(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.note_announced("a", "1", NOW)
        memory.note_read_out("07:00 bulletin", NOW.date())
    with Memory(tmp_path) as memory:
        assert memory.was_announced("a", "1")
        assert not memory.was_announced("a", "2")
        assert memory.was_read_out("07:00 bulletin", NOW.date())
        assert not memory.was_read_out("07:00 bulletin", date(2026, 11, 25))


def test_what_was_announced_is_on_the_disk_before_it_is_said(tmp_path: Path) -> None:
    """WAL with synchronous=NORMAL loses what was committed last when the power fails: the village would hear it twice."""
    with Memory(tmp_path) as memory:
        done: list[str] = []
        memory._db.set_trace_callback(done.append)
        memory.note_announced("a", "1", NOW)
        memory.count("read", NOW.date())
    statements = [statement.split("(")[0].strip() for statement in done]
    announced = next(number for number, text in enumerate(statements) if "INTO announced" in text)
    counted = next(number for number, text in enumerate(statements) if "INTO counts" in text)
    assert "PRAGMA synchronous=FULL" in statements[:announced]
    assert "PRAGMA synchronous=NORMAL" in statements[announced:counted]


def test_what_was_cut_off_is_still_to_be_read_out(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.note_announced("a", "1", NOW)
        memory.note_read_out("07:00 bulletin", NOW.date())
        memory.forget_announced("a", "1")
        memory.forget_read_out("07:00 bulletin", NOW.date())
    with Memory(tmp_path) as memory:
        assert not memory.was_announced("a", "1")
        assert not memory.was_read_out("07:00 bulletin", NOW.date())


def test_of_alarms_the_newest_are_kept_and_rows_that_make_no_sense_silence_nothing(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        for number in range(502):
            memory.keep_alarm(Sounded(f"a{number}", "awas", NOW, NOW))
    with Memory(tmp_path) as memory:
        assert set(memory.alarms()) == {f"a{number}" for number in range(2, 502)}
        memory._db.execute("UPDATE alarms SET last = 'yesterday'")
    with Memory(tmp_path) as memory:
        assert memory.alarms() == {}
        memory.keep_alarm(Sounded("b", "awas", NOW, NOW))
        assert set(memory.alarms()) == {"b"}


def test_counts_are_numbers_by_day(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.count("read", NOW.date())
        memory.count("read", NOW.date())
        memory.count("heard", date(2026, 11, 25))
        assert memory.counts(NOW.date()) == {"read": 2}


def test_another_process_sees_a_request_and_answers_it(tmp_path: Path) -> None:
    with Memory(tmp_path) as kiosk, Memory(tmp_path) as refresher:
        number = kiosk.ask(RequestKind.REFRESH, NOW)
        assert [request.id for request in refresher.pending(RequestKind.REFRESH)] == [number]
        assert refresher.pending(RequestKind.CLOCK) == []
        refresher.answer(number, "taken")
        assert kiosk.answer_to(number) == "taken"
        assert kiosk.pending(RequestKind.REFRESH) == []


def test_a_damaged_memory_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "kiosk.sqlite").write_bytes(b"not a database at all" * 100)
    with Memory(tmp_path) as memory:
        memory.count("read", NOW.date())
    assert (tmp_path / "kiosk.damaged").exists()


def test_a_memory_that_is_locked_is_no_damage(tmp_path: Path) -> None:
    Memory(tmp_path).close()
    holder = sqlite3.connect(tmp_path / "kiosk.sqlite", isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with Memory(tmp_path, patience_s=0.1) as memory:
        memory.count("read", NOW.date())
        assert memory.counts(NOW.date()) == {"read": 1}
    holder.execute("ROLLBACK")
    holder.close()
    assert not (tmp_path / "kiosk.damaged").exists()
