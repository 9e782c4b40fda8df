"""The refresher: which source is due, and the order of asking, reading, comparing and storing. It decides nothing else."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from content_cache.central.revocation import withdraw_revoked
from content_cache.central.taken_back import with_ends
from content_cache.formats import modules_of
from content_cache.http.messages import Fetched, NotModified, Request
from content_cache.jobs.admission import admit
from content_cache.jobs.limits import Limits
from content_cache.jobs.messages import JobAnswer
from content_cache.jobs.pool import TEXT, Job, run_jobs
from content_cache.jobs.sandbox import Bounds
from content_cache.jobs.starter import Starter
from content_cache.jobs.wire import MOST_LINES
from content_cache.media.collector import Collector
from content_cache.model.changes import Changes, compare, read_back
from content_cache.model.errors import CacheError, Code, StoppedError, StoreError
from content_cache.model.items import Alert, Item
from content_cache.model.list_age import ListAge
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.trust import AHEAD, believed, is_official, may_alert
from content_cache.model.urls import host_of
from content_cache.model.vocabulary import Category
from content_cache.ocr.background import PictureReading
from content_cache.refresh import outcomes
from content_cache.refresh.clock_watch import ClockWatch, if_trusted
from content_cache.refresh.due import Timetable
from content_cache.refresh.feed_job import poll_feed
from content_cache.refresh.means import USUAL, Means
from content_cache.refresh.old_list import held_back
from content_cache.refresh.on_demand import OnDemand, Poll
from content_cache.refresh.outcomes import Outcome
from content_cache.refresh.requests import question_for, without_validators
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store

log = logging.getLogger(__name__)

_LOOK = 60.0  # seconds at most between two looks at the clock: it may be set meanwhile
_POLL = 1.0
_LOWEST = 15  # niceness of what reads pictures
_READ_BACK = timedelta(days=30)  # of a calendar: older events are ignored
_READING = "content_cache.refresh.read_job"
_NOTES = 3  # most in one line of the log


class Refresher:
    """Refresher that asks sources when they are due and stores their content. One thread owns it and its store.

    *clock* returns an aware time. `keep_going` calls *poll* about once a second; it returns the sources to be asked at
    once.
    """

    def __init__(
        self,
        store: Store,
        sources: Iterable[Source],
        *,
        data_dir: Path,
        kiosk_id: str,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        poll: Poll | None = None,
        means: Means = USUAL,
    ) -> None:
        self._store = store
        self._sources = {source.name: source for source in sources}
        self._kiosk_id = kiosk_id
        self._clock = clock
        self._limits = limits or Limits()
        self._user_agent = means.user_agent or f"kim-kiosk ({kiosk_id})"
        self._reader = means.reader
        self._wait = _POLL if poll else _LOOK
        self._jitter = means.jitter
        self._uptime = means.uptime
        self._stop = threading.Event()
        self._pause = means.pause or (lambda seconds: self._stop.wait(seconds))
        self._bounded = Bounds(self._limits.memory_bytes, lambda: self._stop)
        self._starter = Starter((*modules_of({"rss", *(source.format for source in sources)}), _READING))
        self._reading = Bounds(self._limits.memory_bytes, lambda: self._stop, starter=self._starter)
        self._outcomes: dict[str, Outcome] = {}
        self._on_demand = OnDemand(poll, self._sources)
        self._resting: set[str] = set()  # hosts that asked for rest in this refresh
        self._unwritten = False
        self._since: datetime | None = None  # when keep_going began after a boot, or the clock was set
        self._trusted_now = partial(if_trusted, clock, means.trusted)
        self._maintenance = Maintenance(store, data_dir, budget=self._limits.store_bytes, now=self._trusted_now)
        bounds = Bounds(self._limits.memory_bytes, lambda: self._stop, niceness=_LOWEST)
        self._pictures = (
            PictureReading(store, self._sources.values(), data_dir, means.tesseract, bounds)
            if means.tesseract
            else None
        )
        self._collector = Collector(
            store,
            data_dir=data_dir,
            clock=clock,
            trusted_now=self._trusted_now,
            limits=self._limits,
            user_agent=self._user_agent,
            fetch=self._fetch,
            bounded=self._bounded,
        )

    def refresh(
        self,
        names: Sequence[str] | None = None,
        force: bool = False,
        tell: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> list[Outcome]:
        """Ask the due sources once, in the settings' order; *names* limits them, *force* asks all (still conditionally).

        *tell* is called with each outcome when it is known, before the files that the source names are fetched. A source's
        failure is in its outcome. Raise CacheError for an unknown name, StoreError if the store cannot be read.
        """
        chosen = [self._source_named(name) for name in (self._sources if names is None else names)]
        self._reset_run()
        turns = self._timetable()
        for source in chosen:
            self._outcomes[source.name] = self._outcome(source, "not_due", next_check=turns.when(source))
        due = [source for source in chosen if force or turns.is_due(source)]
        for source in chosen:
            if source not in due:
                tell(self._outcomes[source.name])
        self._run_jobs([self._telling(self._text(source, turns), source, tell) for source in due], lambda: ())
        while self._maintenance.index() and not self._stop.is_set():
            pass
        return [self._outcomes[source.name] for source in chosen]

    def read_pictures(self) -> None:
        """Read the pictures that OCR has not read yet, after a `refresh`. Raises StoreError."""
        while self._pictures and self._pictures.read_next():
            self._pictures.wait_until_read()

    def keep_going(
        self,
        stop: threading.Event,
        tell: Callable[[Outcome], None] | None = None,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        """Refresh for ever, until *stop* is set, which breaks off running requests.

        *tell* is called with each outcome, *rest* at the end of each round. No error of a source or the store ends it.
        """
        self._stop = stop
        watch = ClockWatch(self._clock, self._uptime)
        wake = time.monotonic()
        while not stop.is_set():
            wished = self._on_demand.poll()
            if wished or watch.was_set() or time.monotonic() >= wake:
                self._since = watch.since
                wake = time.monotonic() + self._round(tell)
                rest()
            busy = self._maintenance.index() or self._step_with_pictures()
            left = max(wake - time.monotonic(), 0.02)
            self._pause(min(left, _POLL if busy else self._wait))

    def _step_with_pictures(self) -> bool:
        try:
            return self._pictures is not None and self._pictures.read_next()
        except StoreError as error:
            log.error("pictures: %s", error)  # noqa: TRY400 - one line, no traceback
            return False

    def _round(self, tell: Callable[[Outcome], None] | None) -> float:
        """Do one round of `keep_going`; return the seconds until the next, at most _LOOK."""
        try:
            self._reset_run()
            turns = self._timetable()
            wished = self._on_demand.take_wishes()
            due = [
                source
                for source in self._sources.values()
                if turns.is_due(source) or (source.name in wished and turns.may_be_asked(source))
            ]
            if due:
                self._run_jobs([self._text(source, turns) for source in due], self._meanwhile)
            if tell:
                for outcome in self._outcomes.values():
                    tell(outcome)
            if self._unwritten:
                return _LOOK  # sources that were asked still seem to be due: they are not to be hammered
            return self._timetable().seconds_to_next(self._sources.values(), at_most=_LOOK)
        except CacheError as error:  # a full disk, a locked store: what is stored is still shown, and it is tried again
            log.error("refresh: %s", error)  # noqa: TRY400 - one line, no traceback
            if isinstance(error, StoreError):
                self._maintenance.recover(error)
            return _LOOK

    def _reset_run(self) -> None:
        self._outcomes = {}
        self._resting = set()
        self._unwritten = False
        self._maintenance.correct_times()
        self._collector.begin_refresh()

    def _run_jobs(self, jobs: list[Job], more: Callable[[], Iterable[Job]]) -> None:
        with closing(self._starter):
            run_jobs(jobs, places=self._limits.places, stop=self._stop, more=more)
        for source in self._sources.values():
            self._maintenance.write(partial(withdraw_revoked, self._store, source))
        self._maintenance.run_after_refresh(
            updated=any(outcome.status == "updated" for outcome in self._outcomes.values())
        )

    def _meanwhile(self) -> Iterable[Job]:
        """Yield jobs for alert sources that became due while others are asked, and for the hall's own news.

        A slow host must delay neither.
        """
        self._on_demand.poll()
        self._maintenance.index()
        urgent = [s for s in self._sources.values() if s.alerts or s.own]
        if urgent and not self._stop.is_set():
            turns = self._timetable()
            for source in urgent:
                due = source.name not in self._outcomes and turns.is_due(source)
                if due or (source.own and self._on_demand.take_one(source.name)):
                    yield self._text(source, turns)

    # --- text

    def _text(self, source: Source, turns: Timetable) -> Job:
        record = turns.standing_record(source)
        self._outcomes[source.name] = self._outcome(source, "not_due", next_check=record.next_check)
        question = question_for(source, record, self._store, self._limits, self._user_agent, self._clock())
        question = replace(question, certain=self._trusted_now())
        host = host_of(source.url)
        generation = self._store.generation
        work = partial(
            poll_feed,
            question,
            self._reader,
            fetch=self._fetch,
            bounded=self._reading,
            reading=self._limits.reading,
        )
        return Job(
            work=work if source.alerts else lambda: self._unless_resting(host, work),
            done=lambda future: self._asked(source, record, future, generation),
            host=host or source.url,  # one job at a time for each file: the last read is stored last
            urgent=source.alerts or source.own,
            rank=TEXT,
        )

    def _telling(self, job: Job, source: Source, tell: Callable[[Outcome], None]) -> Job:
        """Return the job, extended to call *tell* with its source's outcome when it is done."""

        def done(future: Future[Any]) -> Iterable[Job]:
            more = job.done(future)
            tell(self._outcomes[source.name])
            return more

        return dataclasses.replace(job, done=done)

    def _unless_resting(self, host: str, work: Callable[[], JobAnswer]) -> JobAnswer:
        if host in self._resting:
            raise StoppedError(Code.RESTING, host=host)
        return work()

    def _asked(self, source: Source, record: SourceRecord, future: Future[JobAnswer], generation: int) -> Iterable[Job]:
        if generation != self._store.generation:
            return ()  # the store was mended since: what was asked for is not what it lacks now
        try:
            answer = future.result()
            self._collector.count(source, answer.bytes_down)
            if answer.error is not None:
                self._outcomes[source.name] = self._failed(source, record, answer.error, answer)
                return ()
            self._outcomes[source.name] = self._stored(source, record, answer)
            return self._collector.jobs(source)
        except StoppedError:
            return ()
        except StoreError as error:  # no fault of the source: it is asked again in a minute
            log.error("refresh: %s", error)  # noqa: TRY400 - one line, no traceback
            self._unwritten = True
            self._outcomes[source.name] = self._outcome(source, "failed", error=error.problem)
            self._maintenance.recover(error)
            return ()
        except CacheError as error:
            self._outcomes[source.name] = self._failed(source, record, error)
            return ()

    def _stored(self, source: Source, record: SourceRecord, answer: JobAnswer) -> Outcome:
        now = self._clock()
        changes, seen, age, old = Changes(), now, None, False
        if not answer.known:
            seen = now if answer.edition is None or self._trusted_now() else answer.edition.not_before(now)
            items, written = read_back(answer.lines[:MOST_LINES], partial(self._admitted, source, answer, seen))
            stored = self._store.fingerprints(source.name)
            missing = self._store.to_come(source.name, self._time_there(answer, now)) if answer.whole else ()
            changes = compare(stored, items, stored if answer.replaces else (*answer.withdrawn, *missing), written)
            if source.alerts and answer.edition is None:
                alerts = [
                    each
                    for each in self._store.reader.items(Category.ALERT, source=source.name)
                    if isinstance(each, Alert)
                ]
                known = self._store.list_age(source.name) if record.last_asked is not None else ListAge()
                changes, age, old = held_back(changes, items, alerts, answer.list_age, known, self._trusted_now())
            if not answer.replaces and not old:  # items of a revoked key are deleted without an end
                changes = with_ends(self._store, source.name, changes, stored, seen)
        kept = outcomes.succeeded(source, record, answer, now, kiosk_id=self._kiosk_id, old=old)
        if (
            old and changes
        ):  # the newest, asked for again, has to be read again, or what is old would stand until the file changes
            kept = without_validators(kept)
        status = "partial" if not answer.complete else "updated" if changes else "unchanged"
        if (notes := (*answer.notes, *changes.dropped)) and not kept.last_error:
            more = f"; {len(notes) - _NOTES} more" if len(notes) > _NOTES else ""
            log.warning("%s: %s%s", source.name, "; ".join(map(str, notes[:_NOTES])), more)
        kept = replace(kept, status=status)
        self._maintenance.write(
            lambda: self._store.apply(
                source.name,
                changes,
                kept,
                seen,
                answer.edition,
                index=False,
                list_age=age,
                heard=_vouched_time(answer, now),
            )
        )
        self._maintenance.index()
        return self._outcome(
            source,
            status,
            http_status=answer.http_status,
            added=len(changes.added),
            changed=len(changes.altered),
            withdrawn=len(changes.withdrawn),
            bytes_down=answer.bytes_down,
            seconds=answer.seconds,
            error=kept.last_error,
            next_check=kept.next_check,
        )

    def _time_there(self, answer: JobAnswer, now: datetime) -> datetime:
        """Return the time by which a calendar's events have begun: our clock's, or its host's if ours is not trusted.

        A clock that is days behind would withdraw a fair on its second day. A clock ahead would keep a cancelled event.
        """
        made = answer.list_age.generated
        if not made or self._trusted_now() is not None:
            return now
        return max(datetime.fromtimestamp(made, now.tzinfo), now - _READ_BACK)

    def _admitted(self, source: Source, answer: JobAnswer, seen: datetime, item: Item) -> Item:
        """Return the item with trust applied. Raise ValueError if no reader of ours could make it of this source."""
        admit(item, source, may_warn=may_alert(source) if answer.edition is None else answer.may_warn)
        if source.official and not is_official(source, answer.url):
            source = replace(source, official=False)  # another host has answered, or this one without https
        return believed(item, source, seen, self._store.reader.item, vouched=self._trusted_now() is not None)

    def _failed(
        self, source: Source, record: SourceRecord, error: CacheError, answer: JobAnswer | None = None
    ) -> Outcome:
        kept = outcomes.failed(source, record, error, self._clock(), jitter=self._jitter())
        status = outcomes.status_of(error)
        if kept.retry_at is not None:
            self._resting.add(host_of(source.url))
        try:
            self._maintenance.write(lambda: self._store.remember(replace(kept, status=status)))
        except StoreError as unwritten:  # the disk is full: the source's own error is told all the same
            log.error("refresh: %s", unwritten)  # noqa: TRY400
            self._unwritten = True
        return self._outcome(
            source,
            status,
            http_status=answer.http_status if answer else outcomes.http_status_of(error),
            bytes_down=answer.bytes_down if answer else 0,
            seconds=answer.seconds if answer else 0.0,
            error=kept.last_error,
            next_check=None if kept.gone else kept.next_check,
        )

    def _timetable(self) -> Timetable:
        return Timetable(self._store.sources(), self._clock(), kiosk_id=self._kiosk_id, since=self._since)

    def _fetch(self, request: Request) -> Fetched | NotModified:
        """Fetch in a thread of the pool; a stop of the refresher breaks it off. Raises FetchError, StoppedError."""
        from content_cache.http.client import fetch

        return fetch(request, self._stop)

    def _source_named(self, name: str) -> Source:
        try:
            return self._sources[name]
        except KeyError:
            raise CacheError(Code.SOURCE_UNKNOWN, name=name, known=", ".join(self._sources)) from None

    @staticmethod
    def _outcome(source: Source, status: str, **values: Any) -> Outcome:
        return Outcome(name=source.name, format=source.format, status=status, **values)


def _vouched_time(answer: JobAnswer, now: datetime) -> datetime | None:
    """Return a time that our clock and the host's both have passed: hardly both run ahead.

    None if the host's is missing or more than a day behind, since a server without a battery may be wrong too.
    """
    made = answer.list_age.generated
    if not made or made < (now - AHEAD).timestamp():
        return None
    return datetime.fromtimestamp(min(made, now.timestamp()), UTC)
