"""When nothing may sound that nobody asked for: hours of the night, and the time of prayers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.core.prayer_times import prayer_times
from kiosk.settings import PlaceSettings, SpeechSettings
from kiosk.settings.parsers import Hours

Span = tuple[datetime, datetime]
"""From and until, aware; until is no longer in it."""


def is_quiet(now: time, quiet_hours: Iterable[Hours]) -> bool:
    """Does `now` fall into one of the spans? A span may run over midnight; its end is no longer quiet."""
    return any(start <= now < end if start <= end else now >= start or now < end for start, end in quiet_hours)


class Quiet:
    """When nothing may sound that nobody asked for: `hours` of each day, and spans that `prayers` gives for a day.

    Spans that touch or overlap are one.
    """

    def __init__(self, hours: Sequence[Hours], prayers: Callable[[date], Iterable[Span]] = lambda _: ()) -> None:
        self._hours = hours
        self._prayers = prayers
        self._around: tuple[date, list[Span]] | None = None  # asked for once a second, reckoned once a day

    def end(self, at: datetime) -> datetime | None:
        """When the quiet that reigns at `at` is over; None while it is not quiet."""
        return next((end for start, end in self._spans(at) if start <= at < end), None)

    def loud_time(self, since: datetime, until: datetime) -> timedelta:
        """How much of [since, until), at most a day, was not quiet."""
        quiet = (min(end, until) - max(start, since) for start, end in self._spans(until))
        return until - since - sum((span for span in quiet if span > timedelta()), timedelta())

    def _spans(self, at: datetime) -> list[Span]:
        """Those from the day before `at` to the day after it, in order."""
        if self._around is None or self._around[0] != at.date():
            days = [at.date() + timedelta(days=number) for number in (-1, 0, 1)]
            of_days = (span for day in days for span in (*self._of_hours(day, at), *self._prayers(day)))
            self._around = at.date(), _joined(of_days)
        return self._around[1]

    def _of_hours(self, day: date, at: datetime) -> Iterable[Span]:
        for first, last in self._hours:
            start = datetime.combine(day, first, at.tzinfo)
            yield start, datetime.combine(day + timedelta(days=first > last), last, at.tzinfo)


def quiet_of(speech: SpeechSettings, place: PlaceSettings) -> Quiet:
    """As the settings have it. The silence around a prayer is the same on Fridays: `after` is theirs to set."""
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


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined
