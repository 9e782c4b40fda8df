"""Turns of sources, by their records, set again after each answer and failure. Pure.

The arithmetic (intervals, phases, back-off) is that of `jobs.schedule`; here it is told what a source is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from content_cache.jobs import schedule
from content_cache.model.errors import CacheError, HttpStatusError, UnreachableError
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.urls import is_near
from content_cache.refresh.requests import current


class Timetable:
    """Turns of all sources as of *now*.

    *since* is when the machine booted or its clock was set. A turn missed before that is made up for some time later, since
    all kiosks of a region get their power back at once. With None nothing is made up for.
    """

    def __init__(
        self, records: Iterable[SourceRecord], now: datetime, *, kiosk_id: str, since: datetime | None = None
    ) -> None:
        self._records = {record.name: record for record in records}
        self._resting = [record for record in self._records.values() if record.retry_at is not None]
        self._now = now
        self._kiosk_id = kiosk_id
        self._since = since

    def standing_record(self, source: Source) -> SourceRecord:
        """Return the parts of the source's record that are still valid."""
        return current(source, self._records.get(source.name), self._now)

    def when(self, source: Source) -> datetime | None:
        """Return when the source is to be asked next, or None for never."""
        record = self.standing_record(source)
        if record.gone:
            return None
        planned = record.next_check or self._now
        if schedule.missed(record.next_check, self._since, self._now, longest=_longest(source)):
            planned = self._caught_up(source, record)
        return max([planned, *self._holds(source)])

    def is_due(self, source: Source) -> bool:
        turn = self.when(source)
        return turn is not None and turn <= self._now

    def may_be_asked(self, source: Source) -> bool:
        """Return whether the source may be asked out of turn: not while its host wants to be left alone (Retry-After)."""
        return not self._holds(source)

    def seconds_to_next(self, sources: Iterable[Source], *, at_most: float) -> float:
        """Return the seconds until the first turn of any source, at most *at_most*."""
        waits = [(when - self._now).total_seconds() for source in sources if (when := self.when(source)) is not None]
        return max(min([*waits, at_most]), 0.0)

    def _caught_up(self, source: Source, record: SourceRecord) -> datetime:
        if self._since is None or is_near(source.url):
            return self._now
        seconds = schedule.interval(source.every, (record.hint,), alerts=source.alerts)
        longest = min(seconds, schedule.CATCH_UP) if source.alerts else schedule.CATCH_UP
        return schedule.caught_up(self._since, longest, kiosk_id=self._kiosk_id, source=source.name)

    def _holds(self, source: Source) -> list[datetime]:
        """Return the times until which the source's host is to be left alone.

        A host's wish towards one of its sources holds for all of them; a source of warnings heeds its own answers alone.
        """
        host = urlsplit(source.url).hostname
        of_host = [record for record in self._resting if host and urlsplit(record.url).hostname == host]
        if source.alerts:
            of_host = [record for record in of_host if record.name == source.name]
        longest = _longest_rest(source)
        return [
            record.retry_at
            for record in of_host
            if record.retry_at is not None and schedule.held(record, self._now, longest=longest)
        ]


def after_answer(source: Source, hint: float, now: datetime, *, kiosk_id: str) -> datetime:
    """Return the next turn of a source that has answered.

    *hint* is the interval in seconds that the publisher asks for, 0 for none. A publisher that wants fewer requests than
    the settings is heeded in full.
    """
    wants_less = hint > max(source.every, schedule.SHORTEST_OF_ALERTS)
    return schedule.next_check(
        now,
        schedule.interval(source.every, (hint,), alerts=source.alerts, local=is_near(source.url)),
        kiosk_id=kiosk_id,
        source=source.name,
        longest=_longest(source),
        early=schedule.EARLY_OF_ALERTS if source.alerts and not wants_less else schedule.EARLY,
    )


def after_failure(source: Source, failures: int, error: CacheError, now: datetime, *, jitter: float) -> datetime:
    """Return the next turn of a source after *failures* failures in a row: later each time."""
    return schedule.after_failure(
        now,
        failures,
        configured=schedule.interval(source.every, alerts=source.alerts, local=is_near(source.url)),
        jitter=jitter,
        retry_after=error.retry_after if isinstance(error, HttpStatusError) else None,
        reached=not isinstance(error, UnreachableError),
        longest=_longest(source),
        longest_rest=_longest_rest(source),
    )


def rest_until(source: Source, error: CacheError, now: datetime) -> datetime | None:
    """Return until when the host of *source* wants to be left alone, or None if it did not say."""
    wait = error.retry_after if isinstance(error, HttpStatusError) else None
    return now + timedelta(seconds=min(wait, _longest_rest(source))) if wait else None


def _longest(source: Source) -> float:
    return schedule.LONGEST_OF_ALERTS if source.alerts else schedule.LONGEST


def _longest_rest(source: Source) -> float:
    return schedule.LONGEST_REST_OF_ALERTS if source.alerts else schedule.LONGEST
