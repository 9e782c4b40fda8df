"""A refresher that keeps going, whatever the power, the clock and the village's wishes do meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.records import SourceRecord
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from tests.content_cache.house import FEED, LIMITS, source
from tests.content_cache.misbehaving import MisbehavingServer, Silence, reply
from tests.content_cache.tiny import read_tiny

GENEROUS = 60.0  # seconds that anything here may take on a slow machine


@contextmanager
def going(
    folder: Path,
    make: Callable[[Store], Refresher],
    tell: Callable[[Any], None],
    rest: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """A refresher that keeps going in a thread of its own, with a store of its own."""
    stop = threading.Event()

    def run() -> None:
        with Store.open(folder) as store:
            make(store).keep_going(stop, tell, rest)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GENEROUS)
        assert not thread.is_alive()


def test_it_keeps_going_until_it_is_stopped(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"3|Tiga\n")), every=0.2)
    hang = source(server.on("/hang", (Silence(),)), name="b")
    third, rested = threading.Event(), threading.Event()

    def tell(outcome: Any) -> None:
        rested.clear()
        if outcome.name == "a" and outcome.status == "unchanged":
            third.set()

    def make(store: Store) -> Refresher:
        limits = replace(LIMITS, deadline=1.0)
        return Refresher(
            store,
            [a, hang],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=_real_now,
            limits=limits,
            means=Means(reader=read_tiny),
        )

    with going(tmp_path, make, tell, rested.set):
        assert third.wait(GENEROUS)
        assert rested.wait(GENEROUS)
    with Store.open(tmp_path, read_only=True) as reader:
        assert len(reader.reader.items()) == 3


@dataclass
class SetClock:
    """The real time, and what somebody adds to it."""

    added: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return _real_now() + self.added


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("years", [-56, -2, 3, 40])
def test_a_clock_that_is_set_stops_nothing_and_loses_nothing(
    tmp_path: Path, server: MisbehavingServer, years: int
) -> None:
    a = source(server.on("/feed", reply(FEED), reply(b"3|Tiga\n")), every=3600.0)
    clock, done, woken = SetClock(), threading.Semaphore(0), threading.Event()

    def poll() -> bool:
        woken.set()
        return False

    def make(store: Store) -> Refresher:
        return Refresher(
            store,
            [a],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=clock,
            limits=LIMITS,
            poll=poll,
            means=Means(reader=read_tiny),
        )

    with going(tmp_path, make, lambda outcome: done.release()):  # noqa: ARG005
        assert done.acquire(timeout=GENEROUS)
        clock.added = timedelta(days=365 * years)
        assert done.acquire(timeout=GENEROUS), "it noticed, and asked again"
    with Store.open(tmp_path, read_only=True) as reader:
        assert sorted(item.title for item in reader.reader.items()) == ["Dua", "Satu", "Tiga"]
    assert len(server.requests) == 2
    assert woken.is_set()


@pytest.mark.parametrize(("uptime", "asked"), [(60.0, False), (7 * 86_400.0, True)])
def test_what_was_missed_is_caught_up_at_once_unless_the_power_was_out(
    tmp_path: Path, uptime: float, asked: bool
) -> None:
    a = source("http://no-such-host.invalid/feed")
    late = SourceRecord(name="a", url=a.url, next_check=_real_now() - timedelta(days=1))
    heard, looks = threading.Event(), threading.Semaphore(0)

    def poll() -> bool:
        looks.release()
        return False

    def make(store: Store) -> Refresher:
        store.remember(late)
        return Refresher(
            store,
            [a],
            data_dir=tmp_path,
            kiosk_id="k1",
            clock=_real_now,
            limits=LIMITS,
            poll=poll,
            means=Means(reader=read_tiny, uptime=lambda: uptime),
        )

    with going(tmp_path, make, lambda outcome: heard.set()):  # noqa: ARG005
        if asked:
            assert heard.wait(GENEROUS)
        for _ in range(2):
            assert looks.acquire(timeout=GENEROUS)
    assert heard.is_set() is asked


def test_a_wish_is_granted_though_nothing_is_due(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", reply(FEED)), every=3600.0)
    wish, done = threading.Event(), threading.Semaphore(0)

    def poll() -> bool:
        wished = wish.is_set()
        wish.clear()
        return wished

    def make(store: Store) -> Refresher:
        return Refresher(
            store,
            [a],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=_real_now,
            limits=LIMITS,
            poll=poll,
            means=Means(reader=read_tiny),
        )

    with going(tmp_path, make, lambda outcome: done.release()):  # noqa: ARG005
        assert done.acquire(timeout=GENEROUS)
        wish.set()
        assert done.acquire(timeout=GENEROUS)
    assert len(server.requests) == 2


def test_a_wish_does_not_break_into_the_rest_that_a_host_asked_for(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/a", reply(b"", status=503, headers={"Retry-After": "7200"})))
    (tmp_path / "feed.txt").write_bytes(FEED)
    local = source(str(tmp_path / "feed.txt"), name="b")
    heard: list[str] = []
    wish, done = threading.Event(), threading.Semaphore(0)

    def poll() -> bool:
        wished = wish.is_set()
        wish.clear()
        return wished

    def tell(outcome: Any) -> None:
        heard.append(f"{outcome.name} {outcome.status}")
        done.release()

    def make(store: Store) -> Refresher:
        return Refresher(
            store,
            [a, local],
            data_dir=tmp_path,
            kiosk_id="k",
            clock=_real_now,
            limits=LIMITS,
            poll=poll,
            means=Means(reader=read_tiny),
        )

    with going(tmp_path, make, tell):
        for _ in range(2):
            assert done.acquire(timeout=GENEROUS)
        wish.set()
        assert done.acquire(timeout=GENEROUS)
    assert sorted(heard) == ["a failed", "b unchanged", "b updated"]
    assert len(server.requests) == 1


def test_a_stop_breaks_off_what_is_running(tmp_path: Path, server: MisbehavingServer) -> None:
    a = source(server.on("/feed", (Silence(),)))
    limits = replace(LIMITS, deadline=600.0)
    start = time.monotonic()

    def make(store: Store) -> Refresher:
        return Refresher(
            store, [a], data_dir=tmp_path, kiosk_id="k", clock=_real_now, limits=limits, means=Means(reader=read_tiny)
        )

    with going(tmp_path, make, print):
        while not server.requests and time.monotonic() < start + GENEROUS:
            threading.Event().wait(0.02)
    assert server.requests
    assert time.monotonic() - start < GENEROUS


def _real_now() -> datetime:
    return datetime.now().astimezone()
