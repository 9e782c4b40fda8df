"""Pictures and recordings of what was stored: after the text, a few at a time, within what the line and the disk have left."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.limits import Limits
from content_cache.jobs.pool import Job
from content_cache.jobs.sandbox import Bounded
from content_cache.media import plan
from content_cache.media.data_budget import DataBudget
from content_cache.media.media_job import Got, page_records, store_media, texts_of
from content_cache.media.plan import Batch
from content_cache.media.quota import MediaKeeper, Room
from content_cache.model.errors import CacheError, StoppedError
from content_cache.model.sources import Source
from content_cache.model.trust import may_bring_film
from content_cache.store.store import Store

log = logging.getLogger(__name__)

_ROOM_AGAIN = 600.0  # seconds until a disk that was full is looked at again, though nothing new came


class Collector:
    """Maker of the jobs that fetch a source's missing files; it stores their results.

    *trusted_now* returns None while the clock is not trusted.
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
        fetch: Callable[[Request], Fetched | NotModified],
        bounded: Bounded,
    ) -> None:
        self._store = store
        self._data_dir = data_dir
        self._clock = clock
        self._trusted_now = trusted_now
        self._limits = limits
        self._user_agent = user_agent
        self._fetch = fetch
        self._bounded = bounded
        self._maintenance = MediaKeeper(store, data_dir, limits=limits, now=trusted_now)
        self._line = DataBudget(store, a_day=limits.daily_bytes, clock=clock)
        self._room = Room(left=0)
        self._kept_at = -1  # the store's revision when the folder was last looked after
        self._kept_since = 0.0

    def begin_refresh(self) -> None:
        """Prepare a refresh: free room in the media folder if needed, and set the bytes that files may take.

        Call it while no file is being fetched. Raises StoreError.
        """
        waited = not self._room.plenty and time.monotonic() - self._kept_since > _ROOM_AGAIN
        if self._kept_at != self._store.revision() or waited:
            self._room = self._maintenance.free_room(self._clock())
            self._kept_at, self._kept_since = self._store.revision(), time.monotonic()
        self._line.begin_refresh(min(self._limits.media_bytes_a_refresh, self._room.left))

    def count(self, source: Source, down: int) -> None:
        """Count *down* bytes of a source's text against the day's budget, unless the source is local."""
        if urlsplit(source.url).hostname:
            self._line.count(down)

    def jobs(self, source: Source) -> Iterable[Job]:
        """Return one job for every few files of a host that the source's items lack."""
        files = self._store.media.wanted_files(source.name, self._trusted_now())
        files = [file for file in files if not (file.is_film or file.is_subtitles) or may_bring_film(source, file.url)]
        wanted = [file for file in files if file.worth.in_force or file.worth >= self._room.above]
        revision = self._store.revision()
        due = [file for file in wanted if plan.is_due(file.record, self._clock(), plenty=self._room.plenty)]
        found = plan.batches(source, due, self._limits, self._user_agent)
        return [self._job(batch, revision) for batch in found]

    def _job(self, batch: Batch, revision: int) -> Job:
        return Job(
            work=partial(self._get, batch),
            done=lambda future: self._done(batch, revision, future),
            host=batch.host,
            rank=batch.rank,
        )

    def _get(self, batch: Batch) -> tuple[int, tuple[Got, ...]]:
        """Fetch a batch, in a thread of the pool; return the bytes that were reserved of the budget, and the results."""
        taken = self._line.reserve_bytes(batch.most_bytes) if batch.host else batch.most_bytes
        if not taken:
            return 0, ()
        return taken, store_media(
            batch.requests,
            self._data_dir,
            taken,
            self._limits.free_bytes,
            fetch=self._fetch,
            bounded=self._bounded,
            seconds=self._limits.reading,
        )

    def _done(self, batch: Batch, revision: int, future: Future[tuple[int, tuple[Got, ...]]]) -> Iterable[Job]:
        try:
            taken, done = future.result()
        except StoppedError:
            return ()
        if batch.host:
            self._line.settle_reservation(taken, sum(got.bytes_down for got in done))
        large = list(plan.afterwards(batch, done, self._limits))
        again = {one.request.url for other in large for one in other.requests}
        self._record_done([got for got in done if got.record.url not in again], revision)
        return [self._job(other, revision) for other in large]

    def _record_done(self, done: Sequence[Got], revision: int) -> None:
        now = self._clock()
        for got in done:
            if got.record.error:
                log.info("%s: %s", got.record.url, got.record.error)
        try:
            known = self._store.media.records() if done else {}
            records = [plan.remembered(got, known.get(got.record.url), now, revision) for got in done]
            records += [
                replace(one, revision=revision) for got in done for one in page_records(got.record.url, got.pages)
            ]
            texts = texts_of(page for got in done for page in got.pages)
            self._store.media.add(records, texts)
        except CacheError as error:
            log.error("media: %s", error)  # noqa: TRY400 - one line; they are got again with the next refresh
