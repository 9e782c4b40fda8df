"""A few jobs at a time: one a host, and the last place kept for what is urgent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

TEXT, SMALL_PICTURES, LARGE_PICTURES, RECORDINGS, SENTENCES = range(5)  # ranks
_LOOK = 0.25  # seconds between two looks at what else came up


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Job of the pool. *work* is called in a thread of the pool; *done* gets its future in the caller's thread and may
    return further jobs.

    *host* is the one asked, "" for none. Waiting jobs are ordered by *rank*, the lowest first, after the *urgent* ones.
    """

    work: Callable[[], Any]
    done: Callable[[Future[Any]], Iterable[Job]]
    host: str = ""
    urgent: bool = False
    rank: int = 0


def run_jobs(
    jobs: Iterable[Job],
    *,
    places: int,
    stop: threading.Event,
    more: Callable[[], Iterable[Job]] = lambda: (),
) -> None:
    """Run *jobs*, those that their `done` returns, and those that *more*, called four times a second, returns; end when
    none is left.

    Once *stop* is set, no job is started. An exception of a `done` is raised when the running jobs have ended.
    """
    waiting = list(jobs)
    running: dict[Future[Any], Job] = {}
    with ThreadPoolExecutor(places, "refresh") as pool:
        while True:
            waiting += more()
            while not stop.is_set() and (job := _next(waiting, running.values(), places)) is not None:
                waiting.remove(job)
                running[pool.submit(job.work)] = job
            if not running:
                return
            for future in wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED).done:
                waiting += running.pop(future).done(future)


def _next(waiting: Iterable[Job], running: Iterable[Job], places: int) -> Job | None:
    busy = list(running)
    hosts = {job.host for job in busy if job.host}
    room = places - len(busy)
    fit = [job for job in waiting if job.host not in hosts and room > (0 if job.urgent else 1 if places > 1 else 0)]
    return min(fit, key=lambda job: (not job.urgent, job.rank), default=None)
