"""A function in a process of its own, and what becomes of it when it oversteps."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from content_cache.files import in_memory
from content_cache.jobs.captivity import landlocked, syscall_filter
from content_cache.jobs.sandbox import run_bounded, run_program
from content_cache.model.errors import (
    CacheError,
    Code,
    DeadlineError,
    SignatureError,
    StoppedError,
)
from content_cache.model.items import NewsItem, Occurrence
from content_cache.model.problems import problem
from tests.content_cache.loading import loads
from tests.content_cache.waiting import first_readers_of, is_alive, readers_of, wait_until

pytestmark = pytest.mark.attack(
    "what comes in",
    "a picture takes Tesseract over, or another program that a reader becomes: it reads files, writes, "
    "makes sockets, processes, runs programs",
    "the limits, Landlock and seccomp of a reader, entered before the program begins; it is given a plain "
    "page that a reader made, and no picture of a stranger's",
)


Values = tuple[NewsItem, Occurrence, dict[str, list[int | float | None]], bytes]


def identity(value: Values) -> Values:
    return value


def make_noise(value: str) -> str:
    print("not the answer")
    os.write(1, b"nor this")
    return value


def hoard(count: int) -> int:
    return len(bytearray(count))


def die() -> None:
    ctypes.string_at(0)


def refuse() -> None:
    raise SignatureError(Code.KEYS_OLDER, number=1, here=2)


def stumble() -> None:
    raise RecursionError("too\ndeep")


def hang() -> None:
    time.sleep(600)


def test_values_and_items_come_back() -> None:
    item = NewsItem(id="1", source="a", title="Judul", published=datetime(2026, 9, 3, tzinfo=UTC))
    occurrence = Occurrence(datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 9, 4, tzinfo=UTC), all_day=True)
    values: Values = (item, occurrence, {"a": [1, 2.5, None]}, b"bytes")
    assert run_bounded(identity, values, deadline=30) == values


def test_what_a_library_prints_is_not_the_answer() -> None:
    assert run_bounded(make_noise, "answer", deadline=30) == "answer"


def test_its_own_errors_come_back_whole() -> None:
    with pytest.raises(SignatureError) as raised:
        run_bounded(refuse, deadline=30)
    assert raised.value.problem == problem(Code.KEYS_OLDER, number=1, here=2)


def test_any_other_error_becomes_one_line() -> None:
    with pytest.raises(CacheError, match=r"^unexpected \(reason=RecursionError: too deep\)$"):
        run_bounded(stumble, deadline=30)


def test_memory_is_bounded() -> None:
    assert run_bounded(hoard, 1_000_000, deadline=30) == 1_000_000
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=200\)"):
        run_bounded(hoard, 300_000_000, deadline=30, memory_bytes=200_000_000)


def test_what_a_library_reserves_and_never_touches_is_no_memory() -> None:
    """numpy's OpenBLAS reserves nearly all that a child's data may take: with its limit no recording was ever taken in."""
    limited = partial(run_bounded, hoard, deadline=30.0, memory_bytes=300_000_000)
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=300\)"):
        limited(250_000_000)
    assert limited(50_000_000, reserving=("tests.content_cache.reserving",)) == 50_000_000
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=300\)"):
        limited(250_000_000, reserving=("tests.content_cache.reserving",))


def test_a_death_is_told() -> None:
    with pytest.raises(CacheError, match="SIGSEGV"):
        run_bounded(die, deadline=30)


def test_past_the_deadline_it_is_killed() -> None:
    with pytest.raises(DeadlineError):
        run_bounded(hang, deadline=1.0)
    assert readers_of(os.getpid()) == []


def test_a_stop_breaks_it_off() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        run_bounded(hang, deadline=600, stop=stop)
    assert readers_of(os.getpid()) == []


ABANDONED = """
from content_cache.files import in_memory
from content_cache.jobs.captivity import landlocked
from content_cache.jobs.sandbox import run_bounded, run_program
from tests.content_cache.jobs.test_sandbox import hang
run_bounded(hang, deadline=60)
"""


def test_it_dies_with_a_parent_that_is_killed() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen([sys.executable, "-c", ABANDONED], env=environment) as parent:
        (child,) = first_readers_of(parent.pid)
        parent.kill()
    wait_until(lambda: not is_alive(child))


def has_landlock() -> bool:
    with landlocked(()) as rules:
        return rules is not None


def given(body: bytes, *program: str, deadline: float = 20.0) -> bytes:
    """Return the output of *program* in captivity, with *body* as its standard input."""
    with in_memory(body) as coming:
        return run_program(program, coming.fileno(), deadline=deadline)


def test_a_program_of_the_system_reads_what_it_is_handed() -> None:
    assert given(b"Posyandu", "/usr/bin/cat") == b"Posyandu"


@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    "program",
    [
        ("/usr/bin/cat", "/etc/passwd"),
        ("/usr/bin/env", "/usr/bin/cat", "/dev/null"),
        ("/usr/bin/tee", "/var/posters-written"),
        ("/usr/bin/bash", "-c", "/usr/bin/cat </dev/null"),
        ("/usr/bin/bash", "-c", "echo > /dev/tcp/127.0.0.1/9"),
    ],
    ids=["files", "programs", "writing", "processes", "network"],
)
def test_a_program_has_nothing_else(program: tuple[str, ...]) -> None:
    with pytest.raises(CacheError) as error:
        given(b"", *program)
    assert error.value.problem.code == Code.CHILD_DIED


def test_a_program_that_does_not_end_is_ended() -> None:
    with pytest.raises(DeadlineError):
        given(b"", "/usr/bin/tail", "-f", "/dev/null", deadline=0.2)


@pytest.mark.parametrize("program", [False, True])
def test_filters_are_the_same_by_either_binding(program: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seccomp", "pyseccomp"):
        pytest.importorskip(name)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "seccomp", None)
        by_pyseccomp = syscall_filter.__wrapped__(program=program)
    assert syscall_filter.__wrapped__(program=program) == by_pyseccomp


def test_what_reads_an_edition_begins_without_what_makes_classes() -> None:
    """Each of thousands of children would load it."""
    assert not run_bounded(loads, "content_cache.central.edition_reader", "dataclasses", deadline=60)
