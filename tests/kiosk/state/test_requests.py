"""Requests between processes and the office's orders: left, told, answered once, and kept apart from what a backup brings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.state.memory import Memory
from kiosk.state.request_kinds import (
    AnswerCode,
    RequestAnswer,
    RequestKind,
    RequestResult,
    program_problem,
    read_wifi_argument,
    wifi_argument,
)
from kiosk.state.requests import StoredRequest
from kiosk.state.restored_memory import fit_memory, put_back

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path) as made:
        yield made


def test_request_is_pending_until_it_is_answered(memory: Memory, tmp_path: Path) -> None:
    number = memory.requests.leave_request(RequestKind.IMPORT, NOW, "/media/stick:1")
    with Memory(tmp_path) as refresher:
        (found,) = refresher.requests.pending(RequestKind.IMPORT)
        assert (found.id, found.kind, found.argument) == (number, RequestKind.IMPORT, "/media/stick:1")
        assert refresher.requests.pending(RequestKind.REFRESH) == []
        refresher.requests.note_progress(number, 3, 9)
        assert memory.requests.progress_of(number) == (3, 9)
        refresher.requests.answer_request(number, "taken")
    assert memory.requests.unanswered() == []
    assert (
        memory.requests.answer_to(number)
        == "taken"
        == memory.requests.last_answer(RequestKind.IMPORT, "/media/stick:1")
    )
    assert memory.requests.progress_of(number) is None
    assert [each.id for each in memory.requests.since(number - 1)] == [memory.requests.newest()] == [number]


def test_request_of_a_strange_kind_is_nobodys(memory: Memory) -> None:
    assert StoredRequest(1, "format:/").kind is None
    assert memory.requests.answer_to(7) is None
    assert memory.requests.last_answer(RequestKind.REFRESH) is None


def test_answer_waits_where_it_cannot_be_written_and_is_not_done_again(memory: Memory, tmp_path: Path) -> None:
    number = memory.requests.leave_request(RequestKind.REFRESH, NOW)
    with Memory(tmp_path, patience_s=0) as refresher:
        with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            refresher.requests.answer_request(number, "taken")
            assert refresher.requests.unanswered() == []
            assert memory.requests.answer_to(number) is None
        assert refresher.requests.unanswered() == []
        assert memory.requests.answer_to(number) == "taken"


def test_answer_of_root_is_read_back_and_a_strange_one_is_a_failure() -> None:
    answer = RequestAnswer(RequestResult.DONE, None, {"running": "a"})
    assert RequestAnswer.from_json(answer.to_json()) == answer
    older = RequestAnswer.from_json('{"result": "failed", "detail": "", "data": {}}')
    assert older.result is RequestResult.FAILED
    for strange in ("", "[]", '{"result": "done"}', '{"result": "won", "problem": null, "data": {}}', "null", "{" * 9):
        read = RequestAnswer.from_json(strange)
        assert read.result is RequestResult.FAILED
        assert read.problem == program_problem(strange)
    assert program_problem("no space").code == AnswerCode.PROGRAM_SAID  # type: ignore[union-attr]


def test_name_and_password_of_a_network_are_read_back() -> None:
    assert read_wifi_argument(wifi_argument('Balai "Desa"', "rahasia:1")) == ('Balai "Desa"', "rahasia:1")
    for strange in ("", "[]", "null", '{"name": "a"}', '{"name": 1, "password": "b"}', '"a"'):
        with pytest.raises(ValueError, match=r"name|Expecting"):
            read_wifi_argument(strange)


def test_order_is_begun_once_also_after_a_restart(memory: Memory, tmp_path: Path) -> None:
    assert not memory.orders.begun("72.01:foto")
    assert memory.orders.note_begun("72.01:foto", NOW)
    assert memory.orders.note_begun("72.01:log", NOW + timedelta(minutes=1))
    with Memory(tmp_path) as after:
        assert after.orders.begun("72.01:foto")
        assert after.orders.done(1) == ["72.01:log"]
        assert after.orders.forgotten == 0
        after.orders.lost_before(12, NOW)
        after.orders.lost_before(9, NOW)
        assert after.orders.forgotten == 12
        assert after.orders.done(5) == ["72.01:log", "72.01:foto"]


def test_order_that_cannot_be_looked_up_counts_as_begun(memory: Memory, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as other:
        other.execute("DROP TABLE orders")
    assert memory.orders.begun("72.01:foto")
    assert memory.orders.done(5) == []
    assert memory.orders.forgotten == 0


def test_restored_memory_does_nothing_twice_and_asks_for_nothing(memory: Memory, tmp_path: Path) -> None:
    memory.counts.add("read", NOW.date(), 4)
    memory.requests.leave_request(RequestKind.REFRESH, NOW)
    saved = tmp_path / "saved.sqlite"
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as read, closing(sqlite3.connect(saved)) as written:
        read.backup(written)
    memory.orders.note_begun("72.01:foto", NOW)
    memory.counts.add("read", NOW.date(), 1)
    fit_memory(saved, tmp_path / "kiosk.sqlite")
    put_back(saved, tmp_path)
    assert memory.orders.begun("72.01:foto")
    assert memory.requests.unanswered() == []
    assert memory.counts.counts_on(NOW.date()) == {"read": 4}


def test_restored_memory_of_an_older_program_gets_the_tables_it_lacks(memory: Memory, tmp_path: Path) -> None:
    saved = tmp_path / "saved.sqlite"
    with closing(sqlite3.connect(tmp_path / "kiosk.sqlite")) as read, closing(sqlite3.connect(saved)) as written:
        read.backup(written)
        written.execute("DROP TABLE orders")
    fit_memory(saved, tmp_path / "kiosk.sqlite")
    put_back(saved, tmp_path)
    assert memory.orders.note_begun("72.01:foto", NOW)
    assert memory.orders.begun("72.01:foto")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(200), b"kabar", bytes(5_000)])
def test_restored_memory_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "saved.sqlite").write_bytes(content)
    with pytest.raises(ValueError, match=r"^saved\.sqlite"):
        fit_memory(tmp_path / "saved.sqlite", tmp_path / "kiosk.sqlite")
