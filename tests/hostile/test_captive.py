"""A reader that was taken over: what it may not do. The table, with what works where nothing holds it, is printed by

python -m tests.hostile.captive
"""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from content_cache.jobs.starter import Starter
from tests.hostile import captive

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "code that runs in a reader makes sockets, programs, processes, signals; opens store, settings, "
        "`/proc/self/mem`; raises its limits; fills disk or memory",
        "no new privileges, hard limits, Landlock, seccomp; not one process more, so that killing it kills all",
    ),
    pytest.mark.attack(
        "what comes in",
        "a reader that was taken over looks for other children of its round, or for the process that forked it",
    ),
]


def harmless(target: captive.Target) -> str:
    return f"written: {os.pwrite(target.draft, b'a picture', 0)}"


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("name", captive.ATTEMPTS)
def test_an_attempt_fails(name: str) -> None:
    with captive.surroundings() as target:
        succeeded, told = captive.in_child(name, target)
    assert not succeeded, told


@pytest.mark.slow(cases=0)
def test_attempts_fail_where_a_starter_forked_the_child() -> None:
    """And none of them harms the starter, or the child that is next."""
    starter = Starter(["content_cache.refresh.read_job"])
    with closing(starter), captive.surroundings() as target:
        succeeded = {name for name in captive.ATTEMPTS if captive.in_child(name, target, starter)[0]}
    assert not succeeded


def test_what_a_reader_is_there_for_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else all attempts would fail because nothing ran at all."""
    monkeypatch.setitem(captive.ATTEMPTS, "harmless", harmless)
    with captive.surroundings() as target:
        assert captive.in_child("harmless", target) == (True, "written: 9")


@pytest.mark.slow(cases=0)
def test_most_attempts_succeed_where_nothing_holds_them() -> None:
    """Show that at least 12 attempts succeed without the sandbox; an unprivileged user may do less than root."""
    works = [name for name in list(captive.ATTEMPTS)[::3] if captive.freely(name)[0]]
    assert len(works) >= 12
