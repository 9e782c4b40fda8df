"""Reports of the refresher: once an hour a look at this kiosk, and what waits is sent by a thread of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from content_cache.http.messages import Request
from content_cache.jobs.schedule import share
from content_cache.model.errors import CacheError
from content_cache.store.store import Store
from content_cache.tables.connect import DAMAGED_COPY
from kiosk.appliance.update.system.state import told_state
from kiosk.core.build import USER_AGENT
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.notice import Notice
from kiosk.hall.notices.store import NoticeStore
from kiosk.i18n.phrases import village
from kiosk.installation import Installation
from kiosk.refresher.machine_state import machine_identity, machine_state
from kiosk.refresher.metrics import Budget, Health, MetricsOutbox, count_lines, lines_of, packed, request_of
from kiosk.settings.office_layer import read_layer
from kiosk.speech.errors import SpeechError
from kiosk.speech.synthesis.voices import VOICES_FOLDER, placed, resolve_voice
from kiosk.state.hall_sources import FOLDER as DESK
from kiosk.state.memory import Memory

_log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=10)
MOST_REFUSED = 5
_LEAST_FREE = 100_000_000
_HEADERS = {"Content-Encoding": "gzip", "Content-Type": "text/plain; charset=utf-8"}
Send = Callable[[Request, bytes, dict[str, str]], int]


def send_report(request: Request, body: bytes, headers: dict[str, str]) -> int:
    """Post *body* and return the bytes that it cost. Raises CacheError."""
    from content_cache.http.client import post  # where reports are sent alone

    return post(request, body, headers)


class MetricsSender:
    """Sender of reports, used by the refresher's thread alone.

    `send_if_due` costs nothing until a report is due; without a url none is.
    """

    def __init__(
        self,
        installation: Installation,
        store: Store,
        memory: Memory,
        identity: str,
        *,
        send: Send = send_report,
        look: Callable[[], Moment] | None = None,
        pool: Executor | None = None,
    ) -> None:
        self._installation = installation
        self._store = store
        self._memory = memory
        self._labels = {
            "kiosk": identity,
            "place": installation.settings.place.name,
            "area": installation.settings.place.area,
        }
        self._look = look or installation.clock().read
        self._send = send
        self._outbox = MetricsOutbox(installation.data)
        self._budget = Budget()
        self._pool = pool or ThreadPoolExecutor(1, thread_name_prefix="reports")
        self._sending: Future[int] | None = None
        self._next_look: datetime | None = None
        self._last_look: datetime | None = None
        self._told: set[tuple[str, datetime]] = (
            set()
        )  # notices that were reported since the start, each form of them once
        self._next_try: datetime | None = None

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def send_if_due(self) -> None:
        """Make a report, or send waiting ones, if either is due. Never raises: errors are logged."""
        reports = self._installation.settings.reports
        if not reports.url:
            return
        moment = self._look()
        if moment.trust is not Trust.TRUSTED:
            return  # a time that nobody vouches for would lie about all later ones
        if self._next_look is None or moment.now >= self._next_look:
            self._close_the_day(moment.now)
            self._outbox.add(lines_of(self._health(moment.now), self._labels, moment.now))
            if self._next_look is None:
                # another minute for each kiosk: when the power comes back, a province's must not send together
                self._next_try = moment.now + AGAIN * share(self._labels["kiosk"])
            self._next_look = moment.now + EVERY
        self._settle(moment.now)
        if self._sending is None and (self._next_try is None or moment.now >= self._next_try):
            self._start(moment.now)

    def _close_the_day(self, now: datetime) -> None:
        """Add the previous day's final counters, once *now* is on another day than the last report."""
        last, self._last_look = self._last_look, now
        if last is not None and last.date() != now.date():
            end = last.replace(hour=23, minute=59, second=59)
            self._outbox.add(count_lines(self._memory.counts.counts_on(last.date()), self._labels, end))

    def _new_notices(self, now: datetime) -> tuple[Notice, ...]:
        """Return the hall's own notices that were not yet reported to the office in their present form."""
        if not (self._installation.data / DESK).is_dir():
            return ()
        try:
            up = NoticeStore(self._installation.data, village(self._installation.settings.place.name)).up(now)
        except OSError as error:
            _log.info("reports: the hall's notices cannot be read: %s", error.strerror)
            return ()
        new = {(notice.id, notice.changed or notice.written): notice for notice in up}
        fresh = tuple(notice for key, notice in new.items() if key not in self._told)
        self._told = set(new)
        return fresh

    def _start(self, now: datetime) -> None:
        lines = self._outbox.oldest_lines()
        body = packed(lines)
        self._next_try = now + AGAIN
        if not lines or not self._budget.allows(len(body) + 1_000, now):
            return
        token = self._installation.settings.reports.token
        headers = _HEADERS | ({"Authorization": f"Bearer {token}"} if token else {})
        request = request_of(
            self._installation.settings.reports.url,
            f"{USER_AGENT} ({self._labels['kiosk']})",
            authorities=self._installation.settings.network.authorities,
        )
        self._sending = self._pool.submit(self._sent, request, body, headers, len(lines))

    def _sent(self, request: Request, body: bytes, headers: dict[str, str], count: int) -> int:
        """Send *count* lines from the sender's thread; return *count*, or 0 if they could not be sent."""
        try:
            self._budget.spend(self._send(request, body, headers))
        except CacheError as error:
            _log.info("reports: not sent, kept for later: %s", error)
            return 0
        return count

    def _settle(self, now: datetime) -> None:
        if self._sending is None or not self._sending.done():
            return
        count, self._sending = self._sending.result(), None
        if count:
            self._outbox.drop_lines(count)
            self._next_try = now if self._outbox.oldest_lines(1) else None

    def _health(self, now: datetime) -> Health:
        return health_of(self._installation, self._store, self._memory, now, self._new_notices(now))


def health_of(
    installation: Installation, store: Store, memory: Memory, now: datetime, notices: tuple[Notice, ...] = ()
) -> Health:
    """Return this kiosk's state at *now*. Raises OSError if not even its data folder can be examined."""
    state = os.statvfs(installation.data)
    free = state.f_bavail * state.f_frsize
    try:
        records = tuple(store.sources())
        editions = {record.name: store.edition(record.name).seq for record in records}
        items, store_ok = store.reader.count(), not (installation.data / DAMAGED_COPY).exists()
    except CacheError:
        records, editions, items, store_ok = (), {}, 0, False  # which is what is to be reported
    return Health(
        items=items,
        sources=records,
        editions=editions,
        free_bytes=free,
        disk_ok=free >= _LEAST_FREE and not state.f_flag & os.ST_RDONLY and os.access(installation.data, os.W_OK),
        store_ok=store_ok,
        speech_ok=_speaks(installation),
        counts=memory.counts.counts_on(now.date()),
        notices=notices,
        machine=machine_state(),
        identity=machine_identity(),
        disk_bytes=state.f_blocks * state.f_frsize,
        system=told_state(),
        loudspeaker=memory.loudspeaker(now.date()),
        refused=tuple(fault.key for fault in read_layer(installation.data).faults[:MOST_REFUSED]),
    )


def _speaks(installation: Installation) -> bool:
    try:
        resolve_voice(placed(installation.settings.speech.voice, installation.data / VOICES_FOLDER))
    except SpeechError:
        return False
    return True
