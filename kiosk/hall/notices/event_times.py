"""Times of an event of the hall, parsed from what a person types: "Kamis, 3 September" or "besok", "19.30" or "8 pagi - 12
siang". Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from content_cache.model.event_days import MAY_LAST
from content_cache.model.problems import Problem, problem
from content_cache.text.dates import names_hour, parse_date, parse_end
from content_cache.text.hours import hours_of_part, in_full, is_of_twelve, read_hour
from content_cache.text.near_days import near_day
from content_cache.text.weekdays import DAYS, wrong_weekday
from kiosk.hall.notices.faults import NoticeCode
from kiosk.i18n.dates import written_date
from kiosk.i18n.translation import FALLBACK

LONGEST = timedelta(days=30)
"""Longest duration: a notice always ends, and longer ones belong into the office's feed."""

EVENING = time(23, 59)
_AHEAD = timedelta(days=150)  # a day without a year is one ahead, rather than one in the half year before
_HOURS_PAST = timedelta(hours=12)  # a beginning this long ago is a morning typed for an evening
_MOST_HOURS = timedelta(hours=16)  # an end that is later than this was mistyped, or lies before the beginning

_HALF_A_DAY = timedelta(hours=12)


class EventTimes(Struct, frozen=True):
    """Times of an event, aware. `closes` is its end if its hour was told, else None; `ends` is when the notice is taken down."""

    starts: datetime
    ends: datetime
    closes: datetime | None = None


def with_day(values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return the form's fields with a date in place of a relative day ("besok", "Sabtu"), for "besok" is another day
    tomorrow. A part of the day moves to the hour: "besok malam" with "7" becomes seven in the evening."""
    values = {**values, "jam": hours_of_part(values.get("jam", ""), values.get("tanggal", ""))}
    clock = read_hour(values["jam"])
    over = clock is not None and datetime.combine(now.date(), clock, now.tzinfo) <= now
    day = near_day(values.get("tanggal", ""), now.date(), today_over=over)
    return values if day is None else values | {"tanggal": written_date(day, "EEEE, d MMMM y", FALLBACK)}


def read_times(
    values: Mapping[str, str], now: datetime, faults: dict[str, Problem], before: datetime | None = None
) -> EventTimes | None:
    """Return the times from the fields "tanggal", "jam" and "selesai", or `None`. Faults are added to *faults* by the
    name of the field. *now* is aware, in the village's zone. *before* is the beginning in an earlier version of the
    notice, which may lie in the past."""
    values = with_day(values, now)
    written = values.get("tanggal", "")
    day = parse_date(written, now.tzinfo or "UTC", now=now + _AHEAD) if written else None
    clock = read_hour(values["jam"])
    if day is None:
        faults["tanggal"] = problem(NoticeCode.NO_DAY)
    elif wrong := wrong_weekday(written, day.date()):
        right, told = DAYS[day.weekday()], f"{day:%d-%m-%Y}"
        faults["tanggal"] = problem(NoticeCode.WEEKDAY, day=told, right=right, wrong=wrong)
    if clock is None:
        faults["jam"] = problem(NoticeCode.NO_TIME)
    if day is None or clock is None:
        return None
    starts = datetime.combine(day.date(), clock, now.tzinfo)
    if starts > now + timedelta(days=366):
        faults["tanggal"] = problem(NoticeCode.DAY_TOO_FAR)
        return None
    last = _last_day(written, now)
    several = last > starts.date()
    closes = _closes(values, datetime.combine(max(last, starts.date()), clock, now.tzinfo), faults)
    ends = datetime.combine(last, EVENING, starts.tzinfo) if several else end_of_day(starts)
    if closes is not None:
        ends = max(ends, closes)
    # an event of several days goes on until the last
    if ends <= now or (starts < now - _HOURS_PAST and starts != before and not several):
        faults["tanggal"] = day_past(max(last, starts.date()))
    elif last - starts.date() >= LONGEST:
        faults["tanggal"] = problem(NoticeCode.SPAN_TOO_LONG, days=LONGEST.days)
    elif closes is not None and closes <= now and starts != before:
        faults["selesai"] = problem(NoticeCode.HOUR_PAST, hour=f"{closes:%H.%M}")
    return EventTimes(starts, ends, closes)


def day_past(day: date) -> Problem:
    return problem(NoticeCode.DAY_PAST, day=f"{day:%d-%m-%Y}")


def end_of_day(starts: datetime) -> datetime:
    """Return when an event of one day with an unknown end is taken down: in the evening, or after its longest usual duration."""
    return max(datetime.combine(starts.date(), EVENING, starts.tzinfo), starts + MAY_LAST)


def last_day_of(starts: datetime, end: datetime) -> date:
    """Return the last day on which the event begins. An event from 22.00 to 02.00 ends on the day after that."""
    over_midnight = end.time() <= starts.time() and end.date() > starts.date()
    return end.date() - timedelta(days=1) if over_midnight else end.date()


def _last_day(written: str, now: datetime) -> date:
    """Return the last day of *written*: the 30th for "28-30 November", the day itself for a single day. For a span that cannot
    be, return `date.min`."""
    zone = now.tzinfo or "UTC"
    begins, ends = parse_date(written, zone, now=now + _AHEAD), parse_end(written, zone, now=now + _AHEAD)
    if begins is None or ends is None:
        return date.min
    return max(begins, ends - timedelta(microseconds=1)).date()


def _closes(values: Mapping[str, str], begins: datetime, faults: dict[str, Problem]) -> datetime | None:
    """Return the end on the day that begins at *begins*: from the field "selesai", or from a span in "jam"
    ("08.00-12.00"). Return None if neither tells it, or for "sampai selesai"."""
    typed = values.get("selesai", "").strip()
    own = typed and "selesai" not in typed.lower()
    closes = _own_end(typed, begins) if own else _end_of_span(values["jam"], begins)
    if own and closes is None:
        faults["selesai"] = problem(NoticeCode.NO_TIME)
    if closes is not None and closes - begins > _MOST_HOURS:
        faults["selesai"] = problem(NoticeCode.EVENT_ENDS_EARLY)
        return None
    return closes


def _own_end(typed: str, begins: datetime) -> datetime | None:
    """Return the end of an event that begins at *begins*, or `None`. "9" after "19.30" is nine in the evening, not the
    next morning."""
    clock = read_hour(typed, closing=True)
    if clock is None:
        return None
    closes = datetime.combine(begins.date(), clock, begins.tzinfo)
    if closes > begins:
        return closes
    later = closes + _HALF_A_DAY
    return later if later > begins and is_of_twelve(typed) else closes + timedelta(days=1)


def _end_of_span(hours: str, begins: datetime) -> datetime | None:
    text = f"{begins:%Y-%m-%d} {in_full(hours)}"
    if "selesai" in hours.lower() or not names_hour(text, closing=True):
        return None  # a day alone would end at midnight
    closes = parse_end(text, begins.tzinfo or "UTC")
    return closes if closes is not None and closes > begins else None
