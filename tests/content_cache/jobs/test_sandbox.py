"""A function in a process of its own, and what becomes of it when it oversteps."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import Struct

from content_cache.files import in_memory
from content_cache.jobs.captivity import landlocked
from content_cache.jobs.sandbox import run_bounded, run_program
from content_cache.model.errors import (
    CacheError,
    Code,
    DeadlineError,
    FormatError,
    GoneError,
    SignatureError,
    StoppedError,
    StoreError,
)
from content_cache.model.items import Alert, NewsItem, Occurrence
from content_cache.model.problems import problem


def identity(value: object) -> object:
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


class Acts:
    """What a feed that took the child over would send back."""

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("true",))


def take_over() -> Acts:
    return Acts()


class Foreign(Struct, kw_only=True):
    """No kind of content_cache's."""

    command: str


REBUILD = Foreign(command="true").__reduce__()[0]


class Rebuilds:
    """What msgspec's own way of pickling would call, with whatever arguments."""

    def __init__(self, made: object, arguments: dict[str, object]) -> None:
        self._made = made, arguments

    def __reduce__(self) -> tuple[object, ...]:
        return REBUILD, self._made


def answer_with_a_foreign_struct() -> Foreign:
    return Foreign(command="true")


def answer_with_a_call() -> Rebuilds:
    return Rebuilds(os.system, {"command": "true"})


def answer_with_a_call_of_our_own() -> Rebuilds:
    return Rebuilds(CacheError, {"code": "no struct", "source": "a"})


def answer_with_a_maker_of_classes() -> None:
    os.write(answer_file(), b"ccontent_cache.model.items\nStruct\n.")
    die()


def answer_on_a_class() -> None:
    """Every warning would be an exercise from now on."""
    os.write(answer_file(), b"\x80\x04ccontent_cache.model.items\nAlert\n(N}X\x05\x00\x00\x00drill\x88stbN\x86.")
    die()


def answer_with_an_imported_class() -> None:
    os.write(answer_file(), b"ccontent_cache.model.items\nStrEnum\n.")
    die()


def answer_file() -> int:
    """The descriptor that the process's answer goes to."""
    for number in range(3, 64):
        with suppress(OSError):
            if "memfd:answer" in str(Path(f"/proc/self/fd/{number}").readlink()):
                return number
    raise AssertionError


def die_in_mid_answer() -> None:
    os.write(answer_file(), b"\x80\x05\x95\xff\x00\x00")
    die()


def never_stop_answering() -> None:
    while True:
        os.write(answer_file(), bytes(1_000_000))


def test_values_and_items_come_back() -> None:
    item = NewsItem(id="1", source="a", title="Judul", published=datetime(2026, 9, 3, tzinfo=UTC))
    occurrence = Occurrence(datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 9, 4, tzinfo=UTC), all_day=True)
    values = (item, occurrence, {"a": [1, 2.5, None]}, b"bytes")
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


def test_half_an_answer_is_a_death() -> None:
    with pytest.raises(CacheError, match=r"child_died \(function=die_in_mid_answer, ending=SIGSEGV\)"):
        run_bounded(die_in_mid_answer, deadline=30)


def test_an_answer_without_end_is_cut_off() -> None:
    with pytest.raises(CacheError, match="result_too_large"):
        run_bounded(never_stop_answering, deadline=30)


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


def test_an_answer_that_acts_is_refused() -> None:
    with pytest.raises(CacheError, match="child_answer"):
        run_bounded(take_over, deadline=30)


@pytest.mark.parametrize(
    "answer",
    [
        answer_with_a_foreign_struct,
        answer_with_a_call,
        answer_with_a_call_of_our_own,
        answer_with_a_maker_of_classes,
        answer_with_an_imported_class,
    ],
)
def test_of_structs_only_those_of_content_cache_are_data(answer: Callable[[], object]) -> None:
    with pytest.raises(CacheError, match="child_answer"):
        run_bounded(answer, deadline=30)


def test_an_answer_cannot_write_on_a_class() -> None:
    with suppress(CacheError):
        run_bounded(answer_on_a_class, deadline=30)
    assert not Alert(id="1", source="a", title="Tsunami").drill


def tell_of_a_host() -> None:
    raise GoneError(410)


def tell_of_the_store() -> None:
    raise StoreError(Code.STORE_FULL, path="/")


def tell_of_something_else() -> None:
    error = FormatError(Code.NO_FEED)
    error.problem = ("not", "a", "problem")  # type: ignore[assignment]
    raise error


def answer_with_another_type() -> Occurrence:
    return Occurrence("not a date", 5)  # type: ignore[arg-type]


def answer_with_another_struct() -> Occurrence:
    return NewsItem(id="1", source="a", title="Judul")  # type: ignore[return-value]


@pytest.mark.parametrize(
    "answer",
    [
        tell_of_a_host,
        tell_of_the_store,
        tell_of_something_else,
        answer_with_another_type,
        answer_with_another_struct,
    ],
)
def test_an_answer_is_what_a_reader_may_say(answer: Callable[[], object]) -> None:
    """A source would be gone for good, the store mended, or the refresher stumble over a value of another type."""
    with pytest.raises(CacheError, match="child_answer"):
        run_bounded(answer, deadline=30)


def answer_that_unfolds() -> tuple[str, ...]:
    doubled: Any = ("x",)
    for _ in range(60):
        doubled = (doubled, doubled)
    return cast("tuple[str, ...]", doubled)


def answer_that_is_one_text_many_times() -> tuple[str, ...]:
    return ("x" * 1_000_000,) * 1_000


def answer_that_holds_itself() -> tuple[Any, ...]:
    endless: list[Any] = []
    endless.append(endless)
    return (endless,)


def answer_with_a_number_without_end() -> tuple[int, ...]:
    return (10**100_000,)


@pytest.mark.parametrize(
    "answer",
    [
        answer_that_unfolds,
        answer_that_is_one_text_many_times,
        answer_that_holds_itself,
        answer_with_a_number_without_end,
    ],
)
def test_an_answer_that_is_small_only_in_its_file_is_refused(answer: Callable[[], object]) -> None:
    with pytest.raises(CacheError, match="child_answer"):
        run_bounded(answer, deadline=30)


def tell_at_length() -> None:
    raise FormatError(Code.NO_FEED, reason="\x1b[2J\n" + "x" * 100_000)


def test_what_is_told_to_people_is_one_short_line() -> None:
    with pytest.raises(FormatError) as raised:
        run_bounded(tell_at_length, deadline=30)
    said = raised.value.problem.details["reason"]
    assert isinstance(said, str)
    assert said.startswith("?[2J xxx")
    assert len(said) <= 500


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


def first_readers_of(parent: int) -> list[int]:
    """Its bounded children, as soon as there are some."""
    end = time.monotonic() + 30
    while not (found := readers_of(parent)):
        assert time.monotonic() < end
        threading.Event().wait(0.01)
    return found


def readers_of(parent: int) -> list[int]:
    """The bounded children of a process, from the moment when each is the interpreter that it was started as.

    While it is started its command line is its parent's, then for a moment none.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            if state[1] == str(parent) and state[0] != "Z" and b"captive.serve()" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def has_landlock() -> bool:
    with landlocked(()) as rules:
        return rules is not None


def given(body: bytes, *program: str, deadline: float = 20.0) -> bytes:
    """What a program makes of its standard input in captivity."""
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


def test_what_reads_an_edition_begins_without_what_makes_classes() -> None:
    """Each of thousands of children would load it."""
    task = "__import__('content_cache.central.edition_reader') and 'dataclasses' in __import__('sys').modules"
    assert run_bounded(eval, task, deadline=60) is False
