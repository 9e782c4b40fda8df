"""Repeated events of the folder: `repeats`, `except` and `also` of the front matter become times.

`repeats` is a rule in words ("setiap Rabu pertama", "setiap Jumat sampai 30 Desember 2026") or an RRULE (RFC 5545), as
far as `content_cache.formats.repeats` follows it. `except` lists days, or spans of days, that are left out; "hari libur" stands for
the public holidays. `also` lists further days, with the event's hours where they name none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from content_cache.formats.recurrence import RuleError
from content_cache.formats.repeats import (
    MOST_EXCEPTED,
    Series,
    days_without_effect,
    falls_on_rule,
    last_time,
    next_times,
    times_around,
)
from content_cache.model.event_days import MAY_LAST, time_at
from content_cache.model.items import Occurrence
from content_cache.text.dates import names_hour
from content_cache.text.hours import dated_in_full
from content_cache.text.repeat_words import rule_of
from content_cache.text.weekdays import DAYS
from kiosk.office.editions.faults import FaultCode
from kiosk.office.editions.fields import FieldReader
from kiosk.office.editions.holidays import are_holidays

NAMES = ("repeats", "except", "also")
_DAY = timedelta(days=1)
_NOT_BEHIND_ITS_NAME = "".join(rf"(?<!{name})" for name in (*DAYS, "Jum'at", "Jum’at", "Ahad"))
BETWEEN = re.compile(
    rf"\n|;|{_NOT_BEHIND_ITS_NAME},(?=\s*(?:[A-Za-z'’]+,?\s+)?\d{{1,4}}(?:[-/]|\s+[A-Za-z]))", re.IGNORECASE
)
"""Separator between two days of a list. It does not split a day from its name ("Jumat, 25 Desember") or its hour ("25
Desember 2026, 08.00")."""


class Repeated(Struct, frozen=True):
    """Times of a repeated event: `times` are those within the edition's span; `shown` is the next one, or else the last."""

    series: Series
    times: tuple[Occurrence, ...]
    shown: Occurrence


def end_of(first: Occurrence, repeated: Repeated | None, zone: ZoneInfo) -> datetime | None:
    """Return the end of the last day of an event, for a repeated one that of its last time.

    Return None for one that repeats without end."""
    last = last_time(repeated.series) if repeated else first
    if last is None:
        return None
    lasts = _DAY if last.all_day else MAY_LAST
    end = (last.ends if last.ends > last.starts else last.starts + lasts).astimezone(zone)
    midnight = datetime.combine(end.date(), time(), zone)
    return midnight if end == midnight else midnight + _DAY


class RepeatReader:
    """Reader of the three fields of one file. Each fault is added to the faults of *fields*."""

    def __init__(self, fields: FieldReader, timezone: str, now: datetime, holidays: frozenset[date]) -> None:
        self._fields = fields
        self._holidays = holidays
        self._zone = ZoneInfo(timezone)
        self._now = now.astimezone(self._zone)

    def repeated(self, starts: datetime, ends: datetime | None, *, all_day: bool) -> Repeated | None:
        """Return the times of the event that first begins at *starts*; None for one that takes place once, or whose
        fields have a fault."""
        written = self._fields.read_text("repeats")
        first = self._first(starts, ends, all_day=all_day)
        series, left_out = Series(first), list[str]()
        if written:
            found = rule_of(written, self._day)
            if found is None or found.doubt:
                code = FaultCode.REPEATS_DOUBT if found is not None else FaultCode.REPEATS
                self._fields.wrong("repeats", code, value=written[:100])
                return None
            begins = self._day(found.begins) if found.begins else None
            if begins is not None and begins > first.starts.date():
                first = _on(first, begins)
            series = Series(first, found.rule)
            left_out = list(found.excepted)
        spans = [*self._spans(left_out, "repeats"), *self._spans(self._list("except"), "except")]
        excepted = frozenset(day for span in spans for day in span)
        if any(are_holidays(text) for text in (*left_out, *self._list("except"))):
            excepted |= self._holidays
        series = replace(series, excepted=excepted, also=tuple(self._also(first)))
        if not series.rule and not series.also:
            return None
        return self._followed(series, spans, written)

    def _followed(self, series: Series, spans: list[tuple[date, ...]], written: str) -> Repeated | None:
        try:
            times = times_around(series, self._now)
            self._warn(series, spans)
        except RuleError as error:
            code = FaultCode.REPEATS_NEVER if error.code.value == "rule_never" else FaultCode.REPEATS
            self._fields.wrong("repeats", code, value=written[:100])
            return None
        return Repeated(series, times, time_at(times, self._now) or times[-1])

    def _warn(self, series: Series, spans: list[tuple[date, ...]]) -> None:
        """Warn of a first day that the rule leaves out, and of *spans* left out that contain none of its days. Raise
        RuleError."""
        if not falls_on_rule(series) and (first := next_times(replace(series, also=()), series.first.starts, 1)):
            day, there = f"{series.first.starts:%d-%m-%Y}", f"{first[0].starts:%d-%m-%Y}"
            self._fields.warn("repeats", FaultCode.REPEATS_FIRST, day=day, first=there)
        idle = set(days_without_effect(series))
        for span in spans:
            if idle.issuperset(span):
                self._fields.warn("except", FaultCode.EXCEPT_IDLE, day=f"{span[0]:%d-%m-%Y}")

    def _first(self, starts: datetime, ends: datetime | None, *, all_day: bool) -> Occurrence:
        begin = starts.astimezone(self._zone)
        end = max(begin, ends.astimezone(self._zone)) if ends else begin
        return Occurrence(begin, end if end > begin or not all_day else begin + _DAY, all_day)

    def _also(self, first: Occurrence) -> Iterator[Occurrence]:
        """Yield the further times, at the hours of *first* where none are written."""
        for text in self._list("also"):
            begin = self._fields.read_date(text, to_end=False)
            end = self._fields.read_date(text)
            if begin is None or end is None:
                self._fields.wrong("also", FaultCode.NO_DATE, value=text[:100])
                continue
            begin, end = begin.astimezone(self._zone), end.astimezone(self._zone)
            if first.all_day or not names_hour(dated_in_full(text)):
                yield _on(first, begin.date())
            else:
                length = first.ends.replace(tzinfo=None) - first.starts.replace(tzinfo=None)
                yield Occurrence(begin, end if end > begin else begin + length)

    def _spans(self, texts: Iterable[str], field: str) -> Iterator[tuple[date, ...]]:
        """Yield the days of each text: one day, or those of a span. Leave out texts that name the holidays."""
        for text in texts:
            if are_holidays(text):
                continue
            begin, end = self._fields.read_date(text, to_end=False), self._fields.read_date(text)
            if begin is None or end is None or end - begin > MOST_EXCEPTED * _DAY:
                self._fields.wrong(field, FaultCode.NO_DATE, value=text[:100])
                continue
            day, last = begin.astimezone(self._zone).date(), (end.astimezone(self._zone) - timedelta(seconds=1)).date()
            yield tuple(day + n * _DAY for n in range(max((last - day).days, 0) + 1))

    def _list(self, field: str) -> list[str]:
        texts = [each.strip() for line in self._fields.list(field) for each in BETWEEN.split(line)]
        return [text for text in texts if text][: MOST_EXCEPTED + 1]

    def _day(self, text: str) -> date | None:
        found = self._fields.read_date(text, to_end=False)
        return found.astimezone(self._zone).date() if found else None


def _on(first: Occurrence, day: date) -> Occurrence:
    """Return *first* on another day, at the same hours."""
    by = day - first.starts.date()
    starts, ends = (each.replace(tzinfo=None) + by for each in (first.starts, first.ends))
    zone = first.starts.tzinfo or UTC
    return Occurrence(starts.replace(tzinfo=zone), ends.replace(tzinfo=zone), first.all_day)
