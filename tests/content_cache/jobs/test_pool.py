"""A few jobs at a time: one a host, the last place for what is urgent."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import Future

import pytest

from content_cache.jobs.pool import Job, run_jobs

GENEROUS = 30.0


class Bench:
    """Jobs that note when they run, and may wait for one another."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.done: list[str] = []
        self._lock = threading.Lock()

    def job(
        self,
        name: str,
        *,
        host: str = "",
        urgent: bool = False,
        rank: int = 0,
        until: threading.Event | None = None,
        sets: threading.Event | None = None,
        then: Iterable[Job] = (),
    ) -> Job:
        def work() -> None:
            with self._lock:
                self.order.append(name)
            if sets is not None:
                sets.set()
            assert until is None or until.wait(GENEROUS)

        def done(future: Future[None]) -> Iterable[Job]:
            future.result()
            self.done.append(name)
            return then

        return Job(work=work, done=done, host=host, urgent=urgent, rank=rank)


def test_an_urgent_job_does_not_wait_for_ordinary_ones_that_hang() -> None:
    bench, warned = Bench(), threading.Event()
    slow = [bench.job(f"slow{n}", until=warned) for n in range(4)]
    alert = bench.job("alert", urgent=True, sets=warned)
    late = iter([[], [alert]])
    run_jobs(slow, places=3, stop=threading.Event(), more=lambda: next(late, []))
    assert "alert" in bench.order[:3]
    assert sorted(bench.done) == ["alert", "slow0", "slow1", "slow2", "slow3"]


def test_what_waits_goes_by_rank_and_a_job_may_name_others() -> None:
    bench = Bench()
    media = bench.job("media", rank=1)
    run_jobs([bench.job("a", then=[media]), bench.job("b"), bench.job("c")], places=1, stop=threading.Event())
    assert bench.order == ["a", "b", "c", "media"]


def test_no_host_is_asked_twice_at_once() -> None:
    bench, other = Bench(), threading.Event()
    jobs = [bench.job("a1", host="a", until=other), bench.job("a2", host="a"), bench.job("b", host="b", sets=other)]
    run_jobs(jobs, places=4, stop=threading.Event())
    assert bench.order.index("b") < bench.order.index("a2")


def test_after_a_stop_nothing_is_begun() -> None:
    bench, stop = Bench(), threading.Event()
    run_jobs([bench.job("a", sets=stop), bench.job("b")], places=1, stop=stop)
    assert bench.done == ["a"]


def test_an_error_of_a_done_is_let_out() -> None:
    def fail(future: Future[None]) -> Iterable[Job]:  # noqa: ARG001
        raise ValueError("not stored")

    with pytest.raises(ValueError, match="not stored"):
        run_jobs([Job(work=lambda: None, done=fail)], places=1, stop=threading.Event())
