"""Quiet times, in which nothing may sound unasked: hours of the night, and prayers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.prayer_times import prayer_times
from kiosk.settings import PlaceSettings, SpeechSettings
from kiosk.settings.parsers import Hours

Span = tuple[datetime, datetime]
"""Start and end, aware; the end is exclusive."""


def is_quiet(now: time, quiet_hours: Iterable[Hours]) -> bool:
    """Return whether *now* falls into one of the spans. A span may run over midnight; its end is exclusive."""
    return any(start <= now < end if start <= end else now >= start or now < end for start, end in quiet_hours)


class Quiet:
    """Quiet times: *hours* of each day, and the spans that *prayers* returns for a day.

    Spans that touch or overlap count as one.
    """

    def __init__(self, hours: Sequence[Hours], prayers: Callable[[date], Iterable[Span]] = lambda _: ()) -> None:
        self._hours = hours
        self._prayers = prayers
        self._cached: tuple[date, list[Span]] | None = None  # read once a second, computed once a day

    def end_of_quiet(self, at: datetime) -> datetime | None:
        """Return when the quiet time that holds at *at* ends; `None` if none does."""
        return next((end for start, end in self._spans(at) if start <= at < end), None)

    def loud_time(self, since: datetime, until: datetime) -> timedelta:
        """Return how much time from *since* to *until*, at most a day, was not quiet."""
        quiet = (min(end, until) - max(start, since) for start, end in self._spans(until))
        return until - since - sum((span for span in quiet if span > timedelta()), timedelta())

    def _spans(self, at: datetime) -> list[Span]:
        """Return the spans from the day before *at* to the day after it, in order."""
        if self._cached is None or self._cached[0] != at.date():
            days = [at.date() + timedelta(days=number) for number in (-1, 0, 1)]
            of_days = (span for day in days for span in (*self._hour_spans(day, at), *self._prayers(day)))
            self._cached = at.date(), _joined_spans(of_days)
        return self._cached[1]

    def _hour_spans(self, day: date, at: datetime) -> Iterable[Span]:
        for first, last in self._hours:
            start = datetime.combine(day, first, at.tzinfo)
            yield start, datetime.combine(day + timedelta(days=first > last), last, at.tzinfo)


def quiet_of(speech: SpeechSettings, place: PlaceSettings) -> Quiet:
    """Return the quiet times of the settings. The silence around a prayer is the same on Fridays: a village may raise `after`."""
    if not speech.quiet_at_prayer:
        return Quiet(speech.quiet_hours)
    prayer, zone = speech.prayer, ZoneInfo(place.timezone)

    def silences(day: date) -> Iterable[Span]:
        times = prayer_times(day, place.latitude, place.longitude, zone, prayer.fajr_angle, prayer.isha_angle)
        return (
            (begins - timedelta(minutes=prayer.before), begins + timedelta(minutes=prayer.after))
            for begins in times.each()
        )

    return Quiet(speech.quiet_hours, silences)


def _joined_spans(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined
