"""Rows and tables that another user of kiosk.sqlite wrote: they are left out, and end nothing."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind

pytestmark = pytest.mark.attack(
    "from afar",
    "rows and tables of others' making in `kiosk.sqlite`",
    "left out and told; begun anew where a table is not ours",
)


NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
BLOB, BAD_TEXT = "x'00ff'", "CAST(x'ff00ff' AS TEXT)"
TABLES = {
    "announced": 3, "readouts": 2, "alarms": 7, "counts": 3, "item_counts": 4, "requests": 4, "noted": 2, "orders": 2,
    "tries": 2, "questions": 4, "votes": 3, "votes_cast": 3, "vote_batches": 2, "progress": 3,
}  # fmt: skip
NUMBERED = {"requests", "questions", "progress"}  # their first column takes nothing but a number


def write(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "kiosk.sqlite", isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def use(memory: Memory) -> None:
    """Ask for all that window and refresher ask for."""
    day = NOW.date()
    memory.readouts.was_announced("a", "1")
    memory.readouts.was_read_out("a", day)
    memory.alerts.by_alert()
    memory.counts.counts_on(day)
    memory.counts.items_of(day)
    memory.counts.last_before(day)
    memory.loudspeaker(day)
    memory.pin_tries.of("pad")
    memory.notes.note_text("loudspeaker")
    memory.orders.begun("x")
    assert memory.orders.forgotten >= 0
    memory.questions.full_for(NOW)
    memory.questions.known()
    memory.questions.waiting([7], NOW)
    memory.questions.to_tell([7, 8], day)
    memory.votes.add("poll", 1, NOW)
    assert memory.votes.batch() is not None
    memory.requests.unanswered()
    memory.requests.since(0)
    memory.requests.newest()
    memory.requests.progress_of(7)
    memory.requests.last_answer(RequestKind.REFRESH)
    memory.requests.answer_to(7)


@pytest.mark.parametrize("value", [BLOB, BAD_TEXT, "'x'", "9223372036854775807", "-1", "1e308", "'2026-11-24'", "''"])
@pytest.mark.parametrize("first", ["7", "'pad'", "'before:99999999999999999999'", "'2026-11-24'", BLOB])
def test_no_row_of_another_ends_anything(tmp_path: Path, value: str, first: str) -> None:
    with Memory(tmp_path) as memory:
        for table, columns in TABLES.items():
            key = "7" if table in NUMBERED else first
            row = ", ".join([key, *[value] * (columns - 1)])
            write(tmp_path, f"INSERT OR REPLACE INTO {table} VALUES ({row})")  # noqa: S608 - of this test
        use(memory)
    with Memory(tmp_path) as memory:
        use(memory)


def test_a_row_that_is_none_of_ours_is_told_once_and_the_others_hold(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Memory(tmp_path) as memory:
        memory.requests.leave_request(RequestKind.REFRESH, NOW)
        write(
            tmp_path,
            "INSERT INTO requests (kind, asked) VALUES (x'00ff', 'x')",
            "INSERT INTO tries VALUES ('pad', 'x')",
        )
        memory.requests.leave_request(RequestKind.NOTICES, NOW)
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                assert [each.text for each in memory.requests.unanswered()] == ["refresh", "notices"]
        assert caplog.text.count("1 rows are none of ours") == 1
        assert memory.pin_tries.of("pad") == 0


@pytest.mark.parametrize(
    "table",
    [
        "CREATE TABLE requests (foo)",
        "CREATE TABLE tries (what TEXT PRIMARY KEY, number INTEGER NOT NULL, CHECK (0))",
        "CREATE VIRTUAL TABLE votes USING fts5 (poll, choice, number)",
    ],
)
def test_a_table_of_anothers_making_is_set_aside(tmp_path: Path, table: str) -> None:
    write(tmp_path, table)
    with Memory(tmp_path) as memory:
        use(memory)
        memory.pin_tries.keep("pad", 3)
        assert memory.pin_tries.of("pad") == 3
    assert (tmp_path / "kiosk.damaged").exists()


def test_what_a_newer_program_keeps_beside_is_left(tmp_path: Path) -> None:
    with Memory(tmp_path) as memory:
        memory.pin_tries.keep("pad", 3)
    write(tmp_path, "CREATE TABLE of_tomorrow (x)")
    with Memory(tmp_path) as memory:
        assert memory.pin_tries.of("pad") == 3


def test_an_index_of_anothers_on_a_table_of_ours_is_set_aside(tmp_path: Path) -> None:
    with Memory(tmp_path):
        pass
    write(tmp_path, "CREATE UNIQUE INDEX one ON requests (coalesce(answer, 'x'))")
    with Memory(tmp_path) as memory:
        assert memory.requests.leave_request(RequestKind.REFRESH, NOW) != memory.requests.leave_request(
            RequestKind.NOTICES, NOW
        )
