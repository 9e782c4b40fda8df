"""Pictures and recordings of what was stored: after the text, a few at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

from content_cache import collecting
from content_cache.bounded import StoppedError
from content_cache.errors import CacheError
from content_cache.exchange import Request
from content_cache.items import Source
from content_cache.limits import Limits
from content_cache.media import MediaRequest, store_media
from content_cache.pool import MEDIA, Job
from content_cache.records import MediaRecord
from content_cache.store import Store

log = logging.getLogger(__name__)


class Collector:
    """Makes the jobs that get what a source's items lack, and notes in the store what came of them.

    `bounded` gives, for seconds, a function and its arguments, a call of it in the bounded child.
    """

    def __init__(
        self,
        store: Store,
        *,
        data_dir: Path,
        clock: Callable[[], datetime],
        limits: Limits,
        user_agent: str,
        bounded: Callable[..., Callable[[], Any]],
    ) -> None:
        self._store = store
        self._data_dir = data_dir
        self._clock = clock
        self._limits = limits
        self._bounded = bounded
        self._bounds = Request(url="", deadline=limits.deadline, max_bytes=limits.media_bytes, user_agent=user_agent)
        self._left = limits.media_bytes_a_refresh

    def begin(self) -> None:
        """A new refresh begins: its share of bytes is whole again."""
        self._left = self._limits.media_bytes_a_refresh

    def jobs(self, source: Source) -> Iterable[Job]:
        """A job for each few files of one host."""
        items = self._store.items(source=source.name)
        return [
            self._job(host, requests)
            for host, requests in collecting.batches(source, items, self._store.media(), self._clock(), self._bounds)
        ]

    def _job(self, host: str, requests: tuple[MediaRequest, ...]) -> Job:
        seconds = self._limits.deadline * len(requests) + self._limits.reading
        work = self._bounded(seconds, store_media, requests, str(self._data_dir))
        return Job(
            work=lambda: work() if self._left > 0 else (),
            done=lambda future: self._done(host, requests, future),
            host=host,
            rank=MEDIA,
        )

    def _done(
        self, host: str, requests: tuple[MediaRequest, ...], future: Future[tuple[MediaRecord, ...]]
    ) -> Iterable[Job]:
        try:
            records = future.result()
        except StoppedError:
            return ()
        except CacheError as error:
            if len(requests) > 1:  # one of them killed the child: alone it can only kill its own
                return [self._job(host, (request,)) for request in requests]
            records = (MediaRecord(url=requests[0].request.url, error=str(error)),)
        known, now = self._store.media(), self._clock()
        try:
            self._store.add_media([collecting.remembered(record, known.get(record.url), now) for record in records])
        except CacheError as error:
            log.error("media: %s", error)  # noqa: TRY400 - one line; they are got again with the next refresh
        self._left -= sum(record.bytes for record in records)
        for record in records:
            if record.error:
                log.info("%s: %s", record.url, record.error)
        return ()
