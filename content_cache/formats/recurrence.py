"""Times at which a series of calendar events takes place within a span.

recurring-ical-events does the work; before it, each rule is checked, since a rule such as FREQ=SECONDLY, or one that can never
match (30 February), keeps it busy for minutes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from content_cache.model.errors import Code
from content_cache.model.items import Occurrence
from content_cache.model.problems import Detail

MOST_OCCURRENCES = 500  # of one series
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_MOST_DATES = 1_000  # RDATE and EXDATE of one series
_MOST_RULES = 3
_OLDEST = 1900  # year in which a series may have begun
_LONGEST = timedelta(days=366)  # for each time of a series
_MOST_A_DAY = 24
_NTH = re.compile(r"[+-]?\d+")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class RuleError(ValueError):
    """Error for a series whose rule is not followed; its code and details say why."""

    def __init__(self, code: Code, /, **details: Detail) -> None:
        super().__init__(code.value)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class SeriesEvent:
    """Time of a series, with the component that describes it: its override, or the series' master."""

    component: Event
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Zones:
    """Time zones: *hours* for times without a zone, the calendar's own; *days* for whole days, the place's.

    A whole day such as a holiday is the place's day, wherever the calendar was written.
    """

    hours: tzinfo
    days: tzinfo


def expand(
    series: Sequence[Event], header: Calendar, zones: Zones, first: datetime, last: datetime
) -> list[SeriesEvent]:
    """Return the times of *series* that overlap [*first*, *last*), without cancelled ones.

    *series* has one UID: a master and its overrides. *header* is the calendar without its events (its zones). Raise
    RuleError for a rule that is malformed or would take too long.
    """
    series = [_until_its_end(_ending_well(component), zones) for component in series]
    for component in series:
        _check_rules(component)
    if len(series) == 1 and not any(key in series[0] for key in ("RRULE", "RDATE", "RECURRENCE-ID")):
        components: Iterable[Event] = series
    else:
        components = _between(series, header, first, last)
    return once(components, zones, first, last)


def once(components: Iterable[Event], zones: Zones, first: datetime, last: datetime) -> list[SeriesEvent]:
    """Return one time, by start, for each of *components* that overlaps [*first*, *last*), ignoring rules and leaving out
    cancelled ones."""
    taking = [
        SeriesEvent(component, occurrence_of(component, zones))
        for component in components
        if not is_cancelled(component)
    ]
    # an event without length still happens: it overlaps where it starts
    taking = [
        one
        for one in taking
        if one.occurrence.starts < last and max(one.occurrence.ends, one.occurrence.starts) >= first
    ]
    taking.sort(key=lambda one: one.occurrence.starts)
    return taking


def without_rules(component: Event) -> Event:
    """Return a copy of the event without its rules (RRULE, RDATE, EXDATE, EXRULE), so that it takes place only once."""
    alone: Event = component.copy()
    alone.subcomponents = component.subcomponents
    for rule in ("RRULE", "RDATE", "EXDATE", "EXRULE"):
        alone.pop(rule, None)
    return _ending_well(alone)


def is_cancelled(component: Event) -> bool:
    return str(component.get("STATUS", "")).strip().upper() == "CANCELLED"


def occurrence_of(component: Event, zones: Zones) -> Occurrence:
    """Return the time of one event.

    Without an end, a day lasts a day and an hour has no length (RFC 5545, 3.6.1). A span from midnight to midnight counts
    as whole days, as Outlook writes them.
    """
    starts, ends = component.decoded("DTSTART"), component.decoded("DTEND", None)
    zone = zones.hours if isinstance(starts, datetime) else zones.days
    begin = _aware(starts, zone)
    if ends is not None:
        end = _aware(ends, zone)
    elif isinstance(length := component.decoded("DURATION", None), timedelta):
        end = begin + length
    else:
        end = begin
    if not isinstance(starts, datetime):
        end = max(
            datetime.combine(end.date(), time.min, zone),
            datetime.combine(begin.date() + timedelta(days=1), time.min, zone),
        )
        return Occurrence(begin, end, all_day=True)
    midnights = end > begin and all(each.astimezone(zones.days).time() == time.min for each in (begin, end))
    return Occurrence(begin, max(begin, end), all_day=midnights)


def _ending_well(component: Event) -> Event:
    """Return the event without its DTEND if that lies before DTSTART or only one of them is a whole day, else unchanged.

    The library reads a series with such an end wrongly.
    """
    starts, ends = component.decoded("DTSTART", None), component.decoded("DTEND", None)
    if starts is None or ends is None:
        return component
    if isinstance(starts, datetime) == isinstance(ends, datetime) and _aware(ends, UTC) >= _aware(starts, UTC):
        return component
    mended: Event = component.copy()
    mended.subcomponents = component.subcomponents
    del mended["DTEND"]
    return mended


def _until_its_end(component: Event, zones: Zones) -> Event:
    """Return the event with each UNTIL that is a day set to the end of that day, if the event starts at an hour.

    RFC 5545, 3.3.10 wants an hour there; the library takes the day's beginning.
    """
    starts, rules = component.decoded("DTSTART", None), _as_list(component.get("RRULE"))
    if not isinstance(starts, datetime) or not any(map(_until_day, rules)):
        return component
    zone = (
        zones.hours if starts.tzname() == "UTC" else starts.tzinfo
    )  # a server that writes all in UTC means its own days
    mended: Event = component.copy()
    mended.subcomponents = component.subcomponents
    mended["RRULE"] = [
        vRecur({**rule, "UNTIL": [_end_of(day, zone)]}) if (day := _until_day(rule)) else rule for rule in rules
    ]
    return mended


def _until_day(rule: object) -> date | None:
    until = _as_list(rule.get("UNTIL")) if isinstance(rule, vRecur) else []
    return until[0] if until and isinstance(until[0], date) and not isinstance(until[0], datetime) else None


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    last = datetime.combine(day, time(23, 59, 59), zone)
    return last.astimezone(UTC) if zone else last


def _aware(when: date, zone: tzinfo) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time.min, zone)
    return when if when.tzinfo is not None else when.replace(tzinfo=zone)


def _between(series: Sequence[Event], header: Calendar, first: datetime, last: datetime) -> list[Event]:
    calendar = header.copy()
    calendar.subcomponents = [*header.subcomponents, *series]
    try:
        found: list[Event] = recurring_ical_events.of(calendar).between(first, last)
    except Exception as error:  # it raises anything on rules that contradict themselves: one series goes, not all
        raise RuleError(Code.RULE_UNREADABLE) from error
    return found


def _check_rules(component: Event) -> None:
    """Raise RuleError unless the event's rules can be expanded in good time."""
    if "DTSTART" not in component:
        raise RuleError(Code.RULE_NO_START)
    rules = _as_list(component.get("RRULE"))
    dates = sum(len(getattr(one, "dts", ())) for key in ("RDATE", "EXDATE") for one in _as_list(component.get(key)))
    if "EXRULE" in component or len(rules) > _MOST_RULES or dates > _MOST_DATES:
        raise RuleError(Code.RULE_TOO_MANY)
    if not rules and not dates:
        return
    starts = component.decoded("DTSTART")
    length = occurrence_of(component, Zones(UTC, UTC))
    if starts.year < _OLDEST or length.ends - length.starts > _LONGEST:
        raise RuleError(Code.RULE_TOO_LONG)
    for rule in rules:
        if not isinstance(rule, vRecur):  # icalendar's placeholder for an unreadable rule
            raise RuleError(Code.RULE_UNREADABLE)
        _check_rule({str(key).upper(): _as_list(value) for key, value in rule.items()})


def _check_rule(rule: Mapping[str, list[Any]]) -> None:
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        raise RuleError(Code.RULE_FREQUENCY, frequency=frequency[:20] or "?")
    if any(interval < 1 for interval in rule.get("INTERVAL", ())) or "BYEASTER" in rule:
        raise RuleError(Code.RULE_UNREADABLE)
    clock = [len(rule.get(part, ())) for part in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    if math.prod(max(1, count) for count in clock) > _MOST_A_DAY:
        raise RuleError(Code.RULE_TOO_OFTEN)
    yearly = frequency == "YEARLY"
    if not yearly and ("BYYEARDAY" in rule or "BYWEEKNO" in rule or ("BYSETPOS" in rule and frequency != "MONTHLY")):
        raise RuleError(Code.RULE_UNUSUAL)
    if not _can_match(rule, yearly=yearly):
        raise RuleError(Code.RULE_NEVER)


def _can_match(rule: Mapping[str, list[Any]], *, yearly: bool) -> bool:
    """Return whether any day can match *rule*: 30 February cannot.

    The library would search for such a day up to the year 9999.
    """
    months = [int(month) for month in rule.get("BYMONTH", ())] or list(range(1, 13))
    days = [abs(int(day)) for day in rule.get("BYMONTHDAY", ())]
    nth = [int(found[0]) for weekday in rule.get("BYDAY", ()) if (found := _NTH.match(str(weekday)))]
    if any(not 1 <= month <= 12 for month in months):
        return False
    if days and not any(1 <= day <= _MONTH_DAYS[month - 1] for month in months for day in days):
        return False
    if nth and (days or any(not 1 <= abs(n) <= (53 if yearly and "BYMONTH" not in rule else 5) for n in nth)):
        return False
    positions = [abs(int(position)) for position in rule.get("BYSETPOS", ())]
    return not positions or min(positions) <= (366 if yearly else 5 * max(1, len(rule.get("BYDAY", ())), len(days)))


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
