from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.memory import Memory

NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)


def test_what_was_announced_is_known_after_a_restart(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.note_announced("a", "1", NOW)
        memory.note_read_out("07:00 bulletin", NOW.date())
    with Memory(tmp_path) as memory:
        assert memory.announced("a", "1")
        assert not memory.announced("a", "2")
        assert memory.read_out("07:00 bulletin", NOW.date())
        assert not memory.read_out("07:00 bulletin", date(2026, 11, 25))


def test_counts_are_numbers_by_day(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.count("read", NOW.date())
        memory.count("read", NOW.date())
        memory.count("heard", date(2026, 11, 25))
        assert memory.counts(NOW.date()) == {"read": 2}


def test_another_process_sees_a_request_and_answers_it(tmp_path: Path) -> None:
    with Memory(tmp_path) as kiosk, Memory(tmp_path) as refresher:
        number = kiosk.ask("refresh", NOW)
        assert [request.id for request in refresher.pending("refresh")] == [number]
        assert refresher.pending("clock") == []
        refresher.answer(number, "taken")
        assert kiosk.answer_to(number) == "taken"
        assert kiosk.pending("refresh") == []


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
