"""An event that an office writes with a rule: when it takes place, by dateutil, within a span of time. Pure.

Calendars of others go through `recurrence`, which takes whole components with their overrides. Here a rule has only the parts
that can be said in words, so that none is looked for in vain, and its first time counts only where the rule falls on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from heapq import merge
from itertools import islice
from types import MappingProxyType

from dateutil.rrule import rrulestr
from msgspec import Struct

from content_cache.formats.item_builder import stable_id
from content_cache.formats.recurrence import RuleError
from content_cache.model.errors import Code
from content_cache.model.items import Occurrence

MOST_TIMES = 300
"""Most times of one event in an edition: years of weeks, more than half a year of days."""

MOST_EXCEPTED = 1_000
"""Most days that an event leaves out, and most further days that it takes in."""

YEARS = range(2000, 2101)
_LONGEST = 300  # characters of a rule
_MONTHS_BEFORE, _MONTHS_AHEAD = 1, 13
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = rf"(?:[1-5]|-1){_DAY}"
_OF_MONTH = r"(?:[12]?[1-9]|[123]0|31|-1)"
_PLAIN = {
    "INTERVAL": r"[1-9][0-9]{0,2}",
    "COUNT": r"[1-9][0-9]{0,2}|1000",
    "UNTIL": r"20[0-9]{6}(?:T[0-9]{6}Z?)?",
    "WKST": _DAY,
}
_PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "DAILY": _PLAIN,
        "WEEKLY": _PLAIN | {"BYDAY": rf"{_DAY}(?:,{_DAY})*"},
        "MONTHLY": _PLAIN
        | {
            "BYDAY": rf"{_NTH}(?:,{_NTH})*|{_DAY}",
            "BYMONTHDAY": rf"{_OF_MONTH}(?:,{_OF_MONTH})*",
            "BYSETPOS": "[1-5]|-1",
        },
        "YEARLY": _PLAIN | {"BYMONTH": "[1-9]|1[0-2]", "BYMONTHDAY": "[12]?[1-9]|[123]0|31"},
    }
)
"""Parts that a rule of each frequency may have, and their form."""


class Series(Struct, frozen=True):
    """Series of events. *first* is its first time, if the rule falls on it; the other times have its hours and length.

    *rule* is an RRULE without its name, "" if only the further times *also* repeat it. *excepted* days are left out.
    """

    first: Occurrence
    rule: str = ""
    excepted: frozenset[date] = frozenset()
    also: tuple[Occurrence, ...] = ()

    @property
    def mark(self) -> str:
        """Return a hash of when the series takes place, the same on every day."""
        first, also = self.first, sorted(_written(each) for each in self.also)
        return stable_id(self.rule, _written(first), *map(str, sorted(self.excepted)), "also", *also)


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of an RRULE by name. Raise RuleError if it is malformed or has parts that are not supported here."""
    parts = dict(each for part in rule.split(";") if (each := part.partition("=")[::2])[0])
    forms = _PARTS.get(parts.get("FREQ", ""))
    if len(rule) > _LONGEST or forms is None:
        raise RuleError(Code.RULE_FREQUENCY, frequency=parts.get("FREQ", "")[:20] or "?")
    fit = all(name == "FREQ" or re.fullmatch(forms.get(name, "(?!)"), value) for name, value in parts.items())
    both = "BYDAY" in parts and "BYMONTHDAY" in parts
    bare = parts["FREQ"] == "MONTHLY" and parts.get("BYDAY", "1")[0].isalpha()
    if (
        not fit
        or both
        or len(parts) < rule.count("=")
        or bare != ("BYSETPOS" in parts)
        or {"UNTIL", "COUNT"} <= parts.keys()
    ):
        raise RuleError(Code.RULE_UNUSUAL)
    if "BYMONTH" in parts and int(parts.get("BYMONTHDAY", "1")) > _MONTH_DAYS[int(parts["BYMONTH"]) - 1]:
        raise RuleError(Code.RULE_NEVER)
    return parts


def times_around(series: Series, now: datetime) -> tuple[Occurrence, ...]:
    """Return the times from the month before *now* (in the place's zone) to a year and a month ahead, in order.

    They are at most MOST_TIMES, and the same on all days of a month. If the span has none, only the first time after it or
    the last one before it is returned. Raise RuleError for a malformed or unsupported rule, or one without any time.
    """
    zone = now.tzinfo or UTC
    begin, end = _month(now.date(), -_MONTHS_BEFORE, zone), _month(now.date(), _MONTHS_AHEAD, zone)
    found: list[Occurrence] = []
    last: Occurrence | None = None
    for each in _times(series):
        if len(found) == MOST_TIMES or (found and each.starts >= end):
            break
        if max(each.ends, each.starts) >= begin:
            found.append(each)
        last = each
    if last is None:
        raise RuleError(Code.RULE_NEVER)
    return tuple(found) or (last,)


def next_times(series: Series, now: datetime, most: int) -> tuple[Occurrence, ...]:
    """Return the next *most* times that are not over at *now*. Raise RuleError for a malformed or unsupported rule."""
    return tuple(islice((each for each in _times(series) if max(each.ends, each.starts) > now), most))


def last_time(series: Series) -> Occurrence | None:
    """Return the last time of the series, or None if it has no end. Raise RuleError for a malformed or unsupported rule."""
    if series.rule and not {"UNTIL", "COUNT"} & rule_parts(series.rule).keys():
        return None
    return max(_times(series), key=lambda each: each.ends, default=None)


def days_without_effect(series: Series) -> list[date]:
    """Return the excepted days, in order, on which the rule has no time anyway. Raises RuleError."""
    left = set(series.excepted)
    last = max(left, default=date.min)
    for each in _of_rule(series) if series.rule else (series.first,):
        if not left or each.starts.date() > last:
            break
        left.discard(each.starts.date())
    return sorted(left)


def falls_on_rule(series: Series) -> bool:
    """Return whether the first time of *series* is one of its rule, or the series has no rule."""
    return not series.rule or next(_of_rule(series), None) == series.first


def _times(series: Series) -> Iterator[Occurrence]:
    """Yield all times up to the last of YEARS, in order, each once."""
    if len(series.excepted) > MOST_EXCEPTED or len(series.also) > MOST_EXCEPTED:
        raise RuleError(Code.RULE_TOO_MANY)
    usual = _of_rule(series) if series.rule else iter((series.first,))
    kept = (each for each in usual if each.starts.date() not in series.excepted)
    before: Occurrence | None = None
    for each in merge(kept, sorted(series.also, key=_begin), key=_begin):
        if before is None or each.starts != before.starts:
            yield each
        before = each


def _of_rule(series: Series) -> Iterator[Occurrence]:
    """Yield the times of the rule, each at the local hour of the first one, whatever daylight saving does. Raises RuleError."""
    zone = series.first.starts.tzinfo or UTC
    starts, ends = (each.replace(tzinfo=None) for each in (series.first.starts, series.first.ends))
    parts = rule_parts(series.rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_until(parts['UNTIL'], zone):%Y%m%dT%H%M%S}"
    try:
        days = iter(rrulestr(";".join("=".join(part) for part in parts.items()), dtstart=starts))
        for day in days:
            if day.year not in YEARS:
                return
            yield Occurrence(
                day.replace(tzinfo=zone), (day + (ends - starts)).replace(tzinfo=zone), series.first.all_day
            )
    except (ValueError, TypeError, OverflowError) as error:  # a February that has no 30th
        raise RuleError(Code.RULE_UNREADABLE) from error


def _until(text: str, zone: tzinfo) -> datetime:
    """Return the last moment of the UNTIL value *text*, local to *zone* and naive. Raise RuleError if it is no time."""
    try:
        if text.endswith("Z"):
            return datetime.strptime(text, "%Y%m%dT%H%M%S%z").astimezone(zone).replace(tzinfo=None)
        if "T" in text:
            return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - of the place's zone
        return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max)  # noqa: DTZ007
    except ValueError as error:
        raise RuleError(Code.RULE_UNREADABLE) from error


def _month(day: date, ahead: int, zone: tzinfo) -> datetime:
    """Return the first moment, in *zone*, of the month that lies *ahead* months after that of *day*."""
    months = day.year * 12 + day.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=zone)


def _begin(one: Occurrence) -> datetime:
    return one.starts


def _written(one: Occurrence) -> str:
    return f"{one.starts.isoformat()}/{one.ends.isoformat()}/{one.all_day}"
