"""Pictures and recordings of what was stored: after the text, a few at a time, within what the line and the disk have left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from content_cache.jobs.limits import Limits
from content_cache.jobs.pool import Job
from content_cache.jobs.sandbox import StoppedError
from content_cache.media import plan
from content_cache.media.data_budget import DataBudget
from content_cache.media.media_job import Came, Got, store_media
from content_cache.media.plan import Batch
from content_cache.media.quota import MediaKeeper, Room
from content_cache.model.errors import CacheError
from content_cache.model.items import Source
from content_cache.model.records import MediaRecord
from content_cache.store.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """The bytes that were taken of the line's, and what came; `error` when nothing can be told of it."""

    taken: int
    done: tuple[Got, ...] = ()
    error: CacheError | None = None


class Collector:
    """Makes the jobs that get what a source's items lack, and notes in the store what came of them.

    `bounded` gives, for seconds, a function and its arguments, a call of it in the bounded child. `trusted_now` is None while
    the clock is not trusted.
    """

    def __init__(
        self,
        store: Store,
        *,
        data_dir: Path,
        clock: Callable[[], datetime],
        trusted_now: Callable[[], datetime | None],
        limits: Limits,
        user_agent: str,
        bounded: Callable[..., Callable[[], Any]],
    ) -> None:
        self._store = store
        self._data_dir = data_dir
        self._clock = clock
        self._trusted_now = trusted_now
        self._limits = limits
        self._user_agent = user_agent
        self._bounded = bounded
        self._maintenance = MediaKeeper(store, data_dir, limits=limits, now=trusted_now)
        self._line = DataBudget(store, a_day=limits.daily_bytes, clock=clock)
        self._room = Room(left=0)
        self._kept_at = -1  # the store's revision when the folder was last looked after

    def begin(self) -> None:
        """A new refresh begins, and no file is being got. Raises StoreError."""
        if self._kept_at != self._store.revision():
            self._room = self._maintenance.keep(self._clock())
            self._kept_at = self._store.revision()
        self._line.begin(min(self._limits.media_bytes_a_refresh, self._room.left))

    def count(self, source: Source, down: int) -> None:
        """Bytes of a source's text came, down the line where it has a host."""
        if urlsplit(source.url).hostname:
            self._line.count(down)

    def jobs(self, source: Source) -> Iterable[Job]:
        """A job for each few files of one host."""
        files = self._store.wanted_media(source.name, self._trusted_now())
        wanted = [file for file in files if file.worth.in_force or file.worth >= self._room.above]
        revision = self._store.revision()
        found = plan.batches(source, wanted, self._clock(), self._limits, self._user_agent)
        return [self._job(batch, revision) for batch in found]

    def _job(self, batch: Batch, revision: int) -> Job:
        return Job(
            work=partial(self._get, batch),
            done=lambda future: self._done(batch, revision, future),
            host=batch.host,
            rank=batch.rank,
        )

    def _get(self, batch: Batch) -> _Came:
        """In a thread of the pool."""
        taken = self._line.take(batch.most_bytes) if batch.host else batch.most_bytes
        if not taken:
            return _Came(taken=0)
        seconds = self._limits.deadline * len(batch.requests) + self._limits.reading
        get = self._bounded(seconds, store_media, batch.requests, str(self._data_dir), taken, self._limits.free_bytes)
        try:
            return _Came(taken=taken, done=get())
        except CacheError as error:
            return _Came(taken=taken, error=error)

    def _done(self, batch: Batch, revision: int, future: Future[_Came]) -> Iterable[Job]:
        came = future.result()
        if batch.host:
            # of a child that died nobody knows: the line is not to be asked too much of
            self._line.settle(came.taken, came.taken if came.error else sum(got.bytes_down for got in came.done))
        done = came.done
        if isinstance(came.error, StoppedError):
            return ()
        if came.error is not None:
            if len(batch.requests) > 1:  # one of them killed the child: alone it can only kill its own
                return [self._job(one, revision) for one in plan.alone(batch)]
            record = MediaRecord(url=batch.requests[0].request.url, error=came.error.problem)
            done = (Got(came=Came.FAILED, record=record),)
        large = list(plan.afterwards(batch, done, self._limits))
        again = {one.request.url for other in large for one in other.requests}
        self._note([got for got in done if got.record.url not in again], revision)
        return [self._job(other, revision) for other in large]

    def _note(self, done: Sequence[Got], revision: int) -> None:
        now = self._clock()
        for got in done:
            if got.record.error:
                log.info("%s: %s", got.record.url, got.record.error)
        try:
            known = self._store.media() if done else {}
            self._store.add_media([plan.remembered(got, known.get(got.record.url), now, revision) for got in done])
        except CacheError as error:
            log.error("media: %s", error)  # noqa: TRY400 - one line; they are got again with the next refresh
