"""Recurrence rules of iCalendar (RRULE, RFC 5545 section 3.3.10) in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from content_cache.model.problems import msgid
from kiosk.i18n.dates import written_date
from kiosk.i18n.words import Words

_MONDAY = date(2026, 11, 23)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = frozenset(_DAYS[:5])
_NTH = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")
_ORDINALS: Mapping[int, str] = {
    1: msgid("the first {day}"),
    2: msgid("the second {day}"),
    3: msgid("the third {day}"),
    4: msgid("the fourth {day}"),
    5: msgid("the fifth {day}"),
    -1: msgid("the last {day}"),
}
_PLAIN = frozenset({"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "DAILY": _PLAIN,
    "WEEKLY": _PLAIN | {"BYDAY"},
    "MONTHLY": _PLAIN | {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _PLAIN | {"BYMONTH", "BYMONTHDAY"},
}


class RuleWords:
    """Words of recurrence rules in the language of the pages."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, rule: str, starts: datetime) -> str:
        """Return *rule* in words, such as “setiap Sabtu” or “tiap bulan tanggal 5”; "" for no rule.

        *starts* is the first time, in the zone of the pages. A rule that has no exact words here is only said to recur
        by a rule of its own.
        """
        if not rule:
            return ""
        parts = {name: value for name, _, value in (part.partition("=") for part in rule.upper().split(";")) if value}
        said = self._rule_words(parts, starts)
        if not said:
            return self._words("again and again, by a rule of its own")
        until = _until_day(parts.get("UNTIL", ""), starts)
        if until is not None:
            return self._words("{rule}, until {day}", rule=said, day=self._day_words(until, "d MMMM y"))
        count = _whole_number(parts.get("COUNT", ""))
        return self._words("{rule}, {n} times in all", rule=said, n=count) if count else said

    def _rule_words(self, parts: Mapping[str, str], starts: datetime) -> str:
        frequency, n = parts.get("FREQ", ""), _whole_number(parts.get("INTERVAL", "1"))
        if n < 1 or frequency not in _KNOWN or not parts.keys() <= _KNOWN[frequency]:
            return ""
        match frequency:
            case "DAILY":
                return self._words("every day") if n == 1 else self._words("every {n} days", n=n)
            case "WEEKLY":
                return self._weekly(parts, starts, n)
            case "MONTHLY":
                days = self._in_month(parts, starts)
                if not days:
                    return ""
                if n == 1:
                    return self._words("every month: {days}", days=days)
                return self._words("every {n} months: {days}", n=n, days=days)
            case _:
                return self._yearly(parts, starts, n)

    def _weekly(self, parts: Mapping[str, str], starts: datetime, n: int) -> str:
        days = parts.get("BYDAY", _DAYS[starts.weekday()]).split(",")
        if not all(day in _DAYS for day in days):
            return ""
        if n == 1 and len(set(days)) == len(_DAYS):
            return self._words("every day")
        if n == 1 and set(days) == _WEEKDAYS:
            return self._words("every weekday, Monday to Friday")
        if n == 1 and set(days) == {"SU"}:  # "setiap Minggu" may be each week
            return self._words("every Sunday")
        names = self._joined_names([self._weekday(day) for day in sorted(set(days), key=_DAYS.index)])
        return (
            self._words("every {days}", days=names)
            if n == 1
            else self._words("every {n} weeks: {days}", n=n, days=names)
        )

    def _in_month(self, parts: Mapping[str, str], starts: datetime) -> str:
        """Return on which days of the month the rule recurs; "" if there are no words for that."""
        if "BYDAY" in parts:
            if "BYMONTHDAY" in parts:
                return ""
            position, found = (
                _whole_number(parts.get("BYSETPOS", "")),
                [_NTH.fullmatch(day) for day in parts["BYDAY"].split(",")],
            )
            named = []
            for day in found:
                nth = (int(day[1]) if day[1] else position) if day else 0
                if day is None or nth not in _ORDINALS or (position and (day[1] or len(found) > 1)):
                    return ""
                named.append(self._words(_ORDINALS[nth], day=self._weekday(day[2])))
            return self._joined_names(named)
        if "BYSETPOS" in parts:
            return ""
        days = [_whole_number(day) for day in parts.get("BYMONTHDAY", str(starts.day)).split(",")]
        if days == [-1]:
            return self._words("the last day")
        if not all(1 <= day <= 31 for day in days):
            return ""
        return self._words("date {days}", days=self._joined_names([str(day) for day in sorted(set(days))]))

    def _yearly(self, parts: Mapping[str, str], starts: datetime, n: int) -> str:
        month, day = (
            _whole_number(parts.get("BYMONTH", str(starts.month))),
            _whole_number(parts.get("BYMONTHDAY", str(starts.day))),
        )
        try:
            when = self._day_words(date(2024, month, day), "d MMMM")
        except ValueError:
            return ""
        return (
            self._words("every year: {day}", day=when)
            if n == 1
            else self._words("every {n} years: {day}", n=n, day=when)
        )

    def _weekday(self, day: str) -> str:
        return self._day_words(_MONDAY + timedelta(days=_DAYS.index(day)), "EEEE")

    def _joined_names(self, names: Sequence[str]) -> str:
        *most, last = names
        return self._words("{some} and {last}", some=", ".join(most), last=last) if most else last

    def _day_words(self, day: date, pattern: str) -> str:
        return written_date(day, pattern, self._words.translation.language)


def _whole_number(text: str) -> int:
    """Return *text* as a whole number, 0 if it is none."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,4}", text) else 0


def _until_day(text: str, starts: datetime) -> date | None:
    """Return the day of an UNTIL value in the event's time zone, or `None` if it is malformed."""
    found = re.fullmatch(r"(\d{8})(T\d{6}(Z?))?", text)
    if found is None:
        return None
    try:
        if found[3]:
            return datetime.strptime(text, "%Y%m%dT%H%M%S%z").astimezone(starts.tzinfo).date()
        return datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
