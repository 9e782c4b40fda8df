"""Whose turn it is: the sources with what is remembered of each -> when each is to be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from content_cache.jobs import schedule
from content_cache.model.items import Source
from content_cache.model.records import SourceRecord
from content_cache.model.urls import is_near
from content_cache.refresh import outcomes

Records = Mapping[str, SourceRecord]


def when(
    source: Source, records: Records, now: datetime, *, kiosk_id: str, since: datetime | None = None
) -> datetime | None:
    """When a source is to be asked next; None for never.

    `since` is when the machine booted, or its clock was set: a turn that was missed before it is caught up with some time
    after it, since all kiosks of a region have their power back at the same moment. None catches up now.
    """
    record = outcomes.record_of(source, records.get(source.name), now)
    if record.gone:
        return None
    planned = record.next_check or now
    if schedule.missed(record.next_check, since, now):
        planned = now if since is None or is_near(source.url) else _catch_up(source, record, since, kiosk_id)
    return max([planned, *_holds(source, records, now)])


def _catch_up(source: Source, record: SourceRecord, since: datetime, kiosk_id: str) -> datetime:
    seconds = schedule.interval(source.every, (record.hint,), alerts=source.alerts)
    longest = min(seconds, schedule.CATCH_UP) if source.alerts else schedule.CATCH_UP
    return schedule.caught_up(since, longest, kiosk_id=kiosk_id, source=source.name)


def is_due(source: Source, records: Records, now: datetime, *, kiosk_id: str, since: datetime | None = None) -> bool:
    turn = when(source, records, now, kiosk_id=kiosk_id, since=since)
    return turn is not None and turn <= now


def may_be_asked(source: Source, records: Records, now: datetime) -> bool:
    """Whether a source may be asked out of turn, when somebody wishes it: not while its host wants rest (Retry-After)."""
    return not _holds(source, records, now)


def _holds(source: Source, records: Records, now: datetime) -> list[datetime]:
    """Until when its host is to be left alone: what it asked of one of its sources holds for all."""
    host = urlsplit(source.url).hostname
    of_host = [record for record in records.values() if host and urlsplit(record.url).hostname == host]
    return [record.retry_at for record in of_host if record.retry_at is not None and schedule.held(record, now)]
