"""Detection that the line is back.

A source that could not be reached has its next turn some minutes later, which a line of half a minute an hour hardly ever meets.
So its host is knocked at more often: a name is looked up and a connection opened and closed, nothing is sent, nothing written.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from content_cache.model.errors import CacheError, Code
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.store.store import Store

EVERY_S = 20.0
SELDOM_S = 900.0
"""Longest wait between two connection attempts, for a host that accepts connections and then does not answer: the line is up."""

_PATIENCE_S = 5.0
_ASKED_LATELY = timedelta(minutes=1)
_NO_LINE = frozenset(
    code.value
    for code in (Code.UNREACHABLE, Code.NAME_UNKNOWN, Code.NAME_NOT_RESOLVED, Code.CONNECTION_REFUSED, Code.NO_ANSWER)
)
_PORTS = {"http": 80, "https": 443}


def worth_asking(records: Iterable[SourceRecord], signed: Collection[str], now: datetime) -> set[str]:
    """Return the names of the sources to request now that the office has taken post: the line may be up only briefly.

    These are the sources with failures, however lately requested, and those of *signed* not requested in the last minute.
    Without that limit each answer would send post again (`PostSender.line_is_up`), for ever.
    """
    return {
        record.name
        for record in records
        if record.failures or (record.name in signed and not _lately(record.last_asked, now))
    }


def _lately(asked: datetime | None, now: datetime) -> bool:
    return asked is not None and abs(now - asked) < _ASKED_LATELY


def knock(host: str, port: int) -> bool:
    """Return whether a TCP connection to *host* and *port* can be made. Nothing is sent."""
    try:
        socket.create_connection((host, port), _PATIENCE_S).close()
    except (OSError, UnicodeError):  # UnicodeError: a name that is none
        return False
    return True


class LineWatch:
    """Watch for the return of the line, used by the refresher's thread alone.

    While every source answers it costs one look into the store every 20 seconds.
    """

    def __init__(
        self,
        store: Store,
        sources: Iterable[Source],
        *,
        knock: Callable[[str, int], bool] = knock,
        pool: Executor | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._doors = {source.name: door for source in sources if (door := _door(source.url))}
        self._knock = knock
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="line")
        self._monotonic = monotonic
        self._wait = EVERY_S
        self._next_look = float("-inf")
        self._knocking: Future[bool] | None = None
        self._turn = 0

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def wishes(self) -> set[str]:
        """Return the sources that could not be reached, once one of their hosts accepts a connection again; else an empty
        set.

        Call it often: it starts the next connection attempt when one is due.
        """
        if self._knocking is not None and self._knocking.done():
            answered, self._knocking = self._knocking.result(), None
            if answered:
                self._wait = min(self._wait * 2, SELDOM_S)
                return self._out_of_reach()
        now = self._monotonic()
        if now >= self._next_look and self._knocking is None:
            self._knock_next()
            self._next_look = now + self._wait
        return set()

    def _knock_next(self) -> None:
        names = sorted(self._out_of_reach())
        if not names:
            self._wait = EVERY_S
            return
        self._turn += 1
        self._knocking = self._pool.submit(self._knock, *self._doors[names[self._turn % len(names)]])

    def _out_of_reach(self) -> set[str]:
        try:
            records = self._store.sources()
        except CacheError:
            return set()
        return {
            record.name
            for record in records
            if record.name in self._doors and record.last_error is not None and record.last_error.code in _NO_LINE
        }


def _door(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None
