"""A function in a process of its own, and what becomes of it when it oversteps."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec import Struct

from content_cache.jobs.sandbox import StoppedError, load_uncounted, run_bounded
from content_cache.model.errors import CacheError, DeadlineError, HttpStatusError
from content_cache.model.items import Alert, NewsItem, Occurrence


def identity(value: object) -> object:
    return value


def make_noise(value: str) -> str:
    print("not the answer")
    os.write(1, b"nor this")
    return value


def hoard(count: int) -> int:
    return len(bytearray(count))


def hoard_beside_a_reserve(count: int) -> int:
    load_uncounted("tests.content_cache.reserving")
    return hoard(count)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def refuse() -> None:
    raise HttpStatusError(503, retry_after=7.0, source="a")


def stumble() -> None:
    raise RecursionError("too\ndeep")


def hang(pids: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(pids).write_text(f"{os.getpid()} {child.pid}")
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
    os.kill(os.getpid(), signal.SIGKILL)


def answer_on_a_class() -> None:
    """Every warning would be an exercise from now on."""
    os.write(answer_file(), b"\x80\x04ccontent_cache.model.items\nAlert\n(N}X\x05\x00\x00\x00drill\x88stbN\x86.")
    os.kill(os.getpid(), signal.SIGKILL)


def answer_with_an_imported_class() -> None:
    os.write(answer_file(), b"ccontent_cache.model.items\nStrEnum\n.")
    os.kill(os.getpid(), signal.SIGKILL)


def answer_file() -> int:
    """The descriptor that the process's answer goes to."""
    return next(
        int(link.name)
        for link in Path("/proc/self/fd").iterdir()
        if link.exists() and "memfd:answer" in str(link.readlink())
    )


def die_in_mid_answer() -> None:
    os.write(answer_file(), b"\x80\x05\x95\xff\x00\x00")
    os.kill(os.getpid(), signal.SIGKILL)


def never_stop_answering() -> None:
    while True:
        os.write(answer_file(), bytes(1_000_000))


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_values_and_items_come_back() -> None:
    item = NewsItem(id="1", source="a", title="Judul", published=datetime(2026, 9, 3, tzinfo=UTC))
    occurrence = Occurrence(datetime(2026, 9, 3, tzinfo=UTC), datetime(2026, 9, 4, tzinfo=UTC), all_day=True)
    values = (item, occurrence, {"a": [1, 2.5, None]}, b"bytes")
    assert run_bounded(identity, values, deadline=30) == values


def test_what_a_library_prints_is_not_the_answer() -> None:
    assert run_bounded(make_noise, "answer", deadline=30) == "answer"


def test_its_own_errors_come_back_whole() -> None:
    with pytest.raises(HttpStatusError) as raised:
        run_bounded(refuse, deadline=30)
    assert (raised.value.status, raised.value.retry_after, raised.value.source) == (503, 7.0, "a")


def test_any_other_error_becomes_one_line() -> None:
    with pytest.raises(CacheError, match=r"^unexpected \(reason=RecursionError: too deep\)$"):
        run_bounded(stumble, deadline=30)


def test_memory_is_bounded() -> None:
    assert run_bounded(hoard, 1_000_000, deadline=30) == 1_000_000
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=200\)"):
        run_bounded(hoard, 300_000_000, deadline=30, memory_bytes=200_000_000)


def test_what_a_library_reserves_and_never_touches_is_no_memory() -> None:
    """numpy's OpenBLAS reserves nearly all that a child's data may take: with its limit no recording was ever taken in."""
    limited = partial(run_bounded, deadline=30.0, memory_bytes=300_000_000)
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=300\)"):
        limited(hoard, 250_000_000)
    assert limited(hoard_beside_a_reserve, 50_000_000) == 50_000_000
    with pytest.raises(CacheError, match=r"too_much_memory \(megabytes=300\)"):
        limited(hoard_beside_a_reserve, 250_000_000)


def test_where_nothing_is_limited_nothing_will_be() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_DATA)
    load_uncounted("tests.content_cache.reserving")
    assert (resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_DATA)) == before


def test_a_death_is_told() -> None:
    with pytest.raises(CacheError, match="SIGSEGV"):
        run_bounded(die, deadline=30)


def test_half_an_answer_is_a_death() -> None:
    with pytest.raises(CacheError, match=r"child_died \(function=die_in_mid_answer, ending=SIGKILL\)"):
        run_bounded(die_in_mid_answer, deadline=30)


def test_an_answer_without_end_is_cut_off() -> None:
    with pytest.raises(CacheError, match=r"child_died \(function=never_stop_answering"):
        run_bounded(never_stop_answering, deadline=30)


def test_past_the_deadline_it_and_what_it_started_are_killed(tmp_path: Path) -> None:
    with pytest.raises(DeadlineError):
        run_bounded(hang, str(tmp_path / "pids"), deadline=1.0)
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
    end = time.monotonic() + 20
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        threading.Event().wait(0.02)  # the kernel takes its time over the grandchild
    assert [alive(pid) for pid in pids] == [False, False]


def test_a_stop_breaks_it_off(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        run_bounded(hang, str(tmp_path / "pids"), deadline=600, stop=stop)


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
    run_bounded(answer_on_a_class, deadline=30)
    assert not Alert(id="1", source="a", title="Tsunami").drill


ABANDONED = """
import sys
from content_cache.jobs.sandbox import run_bounded
from tests.content_cache.jobs.test_sandbox import say_and_sleep
run_bounded(say_and_sleep, sys.argv[1], deadline=60)
"""


def say_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def test_it_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen([sys.executable, "-c", ABANDONED, str(told)], env=environment) as parent:
        wait_until(lambda: told.exists() and told.read_text() != "")
        parent.kill()
    child = int(told.read_text())
    wait_until(lambda: not is_alive(child))


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
