"""Days of an event, as people count them, and the current one of a series' times. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.items import Event, Occurrence

MAY_LAST = timedelta(hours=6)
"""Assumed duration of a one-day event without an end: one of the late evening goes on over midnight."""

_NIGHT = timedelta(hours=12)  # a shorter event that crosses midnight counts as one evening
_DAY = timedelta(days=1)
_LEAST = timedelta(microseconds=1)


class EventTime(Struct, frozen=True):
    """Time of an event in the place's time zone, *last* being its last day.

    An event that ends at midnight ends with the day before. A night counts as the day of its evening alone.
    """

    starts: datetime
    ends: datetime
    last: date

    @property
    def days(self) -> bool:
        """Return whether the event has more than one day."""
        return self.last > self.starts.date()


def local_time(event: Event, zone: tzinfo) -> EventTime | None:
    """Return the event's time in *zone*, or None for an event without a time."""
    if event.starts is None:
        return None
    starts = event.starts.astimezone(zone)
    ends = max(starts, (event.ends or event.starts).astimezone(zone))
    last = max(starts, ends - (_DAY if event.all_day else _LEAST)).date()
    if not event.all_day and last == (starts + _DAY).date() and ends - starts <= _NIGHT:
        last = starts.date()
    return EventTime(starts, ends, last)


def is_over(event: Event, now: datetime) -> bool:
    """Return whether the event has ended at *now*, which must be in the zone of the place.

    An event without a known end is over `MAY_LAST` after its beginning. A whole-day event is over with its last day.
    """
    when = local_time(event, now.tzinfo or UTC)
    if when is None:
        return False
    if when.ends > when.starts:
        return when.ends <= now
    return when.last < now.date() if event.all_day else when.starts + MAY_LAST <= now


def time_at(times: Sequence[Occurrence], now: datetime) -> Occurrence | None:
    """Return the current or the next of *times*, which are in order; the last one if all are over, None if there are none."""
    return next((time for time in times if time.ends > now), times[-1] if times else None)


def as_of(event: Event, now: datetime) -> Event:
    """Return *event* with the time of its series that is current or next at *now*.

    The stored time was the next one when the calendar was read, perhaps weeks ago.
    """
    time = time_at(event.occurrences, now)
    if time is None or time.starts == event.starts:
        return event
    return replace(event, starts=time.starts, ends=time.ends, all_day=time.all_day)
