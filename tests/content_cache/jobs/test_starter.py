"""Children that a starter forks: each alone, held like any other, and gone with whoever asked for them."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from content_cache.jobs.sandbox import run_bounded
from content_cache.jobs.starter import Starter
from content_cache.model.errors import CacheError, Code, DeadlineError, StoppedError
from tests.content_cache import loading
from tests.content_cache.loading import descriptors, hang, kill_itself, loads, remember
from tests.content_cache.waiting import first_readers_of, is_alive, readers_of, wait_until

pytestmark = pytest.mark.attack(
    "what comes in",
    "a reader that was taken over looks for other children of its round, or for the process that forked it",
    "each feed has a child alone, with the descriptors that it is handed and no others; all limits are "
    "entered after the fork",
)


MODULE = loading.__name__


@pytest.fixture
def starter() -> Iterator[Starter]:
    made = Starter([MODULE])
    for _ in range(2):
        assert made.pid() is None  # the first two of a round are no children of its
    yield made
    made.close()
    assert not readers_of(os.getpid(), "captive.start()")


def test_the_first_tasks_of_a_round_need_no_starter() -> None:
    starter = Starter([MODULE])
    for _ in range(2):
        assert run_bounded(remember, "a", deadline=60, starter=starter) == ("a",)
        assert not readers_of(os.getpid(), "captive.start()")
    assert run_bounded(remember, "a", deadline=60, starter=starter) == ("a",)
    assert readers_of(os.getpid(), "captive.start()")
    starter.close()


def test_no_child_knows_of_another(starter: Starter) -> None:
    for word in ("a", "b", "c"):
        assert run_bounded(remember, word, deadline=60, starter=starter) == (word,)


def test_modules_are_loaded_before(starter: Starter) -> None:
    assert run_bounded(loads, "math", MODULE, deadline=60, starter=starter)


def test_a_child_has_only_what_it_is_handed(starter: Starter) -> None:
    """Neither what other children are handed, nor the way to its starter."""
    reading, writing = os.pipe()
    other, end = os.pipe()
    with ThreadPoolExecutor(2) as threads:
        hanging = threads.submit(run_bounded, hang, deadline=3.0, handed=(other,), starter=starter)
        (parent,) = first_readers_of(os.getpid(), "captive.start()")
        first_readers_of(parent, "captive.start()")
        found = run_bounded(descriptors, deadline=60, handed=(reading,), starter=starter)
        with suppress(DeadlineError):
            hanging.result()
    for descriptor in (reading, writing, other, end):
        os.close(descriptor)
    named = [name for number, name in found if number > 2]
    assert sorted(name.partition(":")[0] for name in named) in (["/memfd", "pipe"], ["/memfd", "anon_inode", "pipe"])
    assert reading in [number for number, _name in found]


def test_a_death_is_told_and_the_next_one_lives(starter: Starter) -> None:
    with pytest.raises(CacheError, match="SIGSEGV"):
        run_bounded(kill_itself, deadline=60, starter=starter)
    assert run_bounded(remember, "a", deadline=60, starter=starter) == ("a",)


def test_past_the_deadline_it_is_killed(starter: Starter) -> None:
    with pytest.raises(DeadlineError):
        run_bounded(hang, deadline=0.5, starter=starter)
    (parent,) = readers_of(os.getpid(), "captive.start()")
    wait_until(lambda: not readers_of(parent, "captive.start()"))
    assert run_bounded(remember, "a", deadline=60, starter=starter) == ("a",)


def test_a_stop_breaks_it_off(starter: Starter) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        run_bounded(hang, deadline=600, stop=stop, starter=starter)
    (parent,) = readers_of(os.getpid(), "captive.start()")
    wait_until(lambda: not readers_of(parent, "captive.start()"))


def test_a_starter_that_is_killed_takes_its_children_along_and_another_begins(starter: Starter) -> None:
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(run_bounded, hang, deadline=600, starter=starter)
        (parent,) = first_readers_of(os.getpid(), "captive.start()")
        (child,) = first_readers_of(parent, "captive.start()")
        os.kill(parent, signal.SIGKILL)
        with pytest.raises(CacheError) as raised:
            hanging.result()
    assert raised.value.problem.code == Code.CHILD_DIED
    wait_until(lambda: not is_alive(child))
    assert run_bounded(remember, "a", deadline=60, starter=starter) == ("a",)


def test_many_at_once_are_each_given_their_own_answer(starter: Starter) -> None:
    words = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(partial(_remembered, starter), words))
    assert found == [(word,) for word in words]
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) < 200


def _remembered(starter: Starter, word: str) -> tuple[str, ...]:
    return run_bounded(remember, word, deadline=60, starter=starter)


ABANDONED = """
from content_cache.jobs.sandbox import run_bounded
from content_cache.jobs.starter import Starter
from tests.content_cache.loading import hang
starter = Starter(["tests.content_cache.loading"])
starter.pid(), starter.pid()
run_bounded(hang, deadline=60, starter=starter)
"""


def test_all_end_with_a_refresher_that_is_killed() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen([sys.executable, "-c", ABANDONED], env=environment) as parent:
        (starter,) = first_readers_of(parent.pid, "captive.start()")
        (child,) = first_readers_of(starter, "captive.start()")
        parent.kill()
    wait_until(lambda: not is_alive(child) and not is_alive(starter))
