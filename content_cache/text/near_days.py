"""Days that are named from today on: "besok", "lusa", "hari Sabtu", "malam Jumat", "28/11"."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

from content_cache.text.hours import hours_of_part, is_of_hours, read_hour
from content_cache.text.weekdays import DAYS, NAMES, weekday

_PART = r"(?:\s+(?:pagi|siang|sore|malam))?"
_EXPRESSION = (
    rf"(?:(?P<now>hari ini|(?:nanti|malam|siang|sore|pagi) ini|nanti{_PART})|(?P<next>besok|esok){_PART}|(?P<after>lusa){_PART}"
    rf"|(?:(?P<eve>malam)|hari)?\s*(?P<named>{NAMES})(?:\s+ini)?{_PART})"
)
_NEAR = re.compile(rf"{_EXPRESSION}[.,]?", re.IGNORECASE)
_NAMED = re.compile(rf"(?<!\w)(?!\s)({_EXPRESSION})(?!\w)", re.IGNORECASE)
_NEXT_WEEK = rf"(?:hari\s+)?(?P<of_next>{'|'.join(DAYS[:6])}|Jum['’]at)\s+depan{_PART}"
_LEADING = re.compile(rf"(?P<day>{_NEXT_WEEK}|{_EXPRESSION})(?P<hour>(?:,|\s).*)?", re.IGNORECASE)
_IN_DOUBT = re.compile(r"(?:hari\s+)?minggu\s+depan\b", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})")
_HALF_A_YEAR = timedelta(days=183)


def near_day(text: str, today: date, *, today_over: bool = False) -> date | None:
    """Return the day that *text* names ("besok", "hari Sabtu", "28/11"), or None if it is anything else.

    A weekday means the next one; today's own name means today, or in a week if *today_over*. "Malam Jumat" is Thursday's
    evening. "Sabtu depan" returns None, because people mean two different days by it.
    """
    found = _NEAR.fullmatch(" ".join(text.split()))
    if found is None:
        return _without_year(text.strip(), today)
    if found["named"]:
        ahead = (weekday(found["named"]) - (1 if found["eve"] else 0) - today.weekday()) % 7
        ahead = 7 if not ahead and today_over else ahead
    else:
        ahead = 0 if found["now"] else 1 if found["next"] else 2
    return today + timedelta(days=ahead)


def with_date(text: str, now: datetime) -> str:
    """Return *text* with a leading relative day ("besok, 18.00") replaced by its date, as 05-12-2026. Other texts are
    unchanged.

    "Jumat depan" is the Friday of next week, counted from Monday; the writer is shown the date.
    """
    text = " ".join(text.split())
    found = _LEADING.fullmatch(text)
    if found is None or (found["hour"] and not is_of_hours(found["hour"])):
        return text
    named = found["day"].rstrip(",")
    hour = hours_of_part((found["hour"] or "").strip(" ,"), named)
    clock = read_hour(hour) if hour else None
    if found["of_next"]:
        day: date | None = now.date() + timedelta(days=7 - now.weekday() + weekday(found["of_next"]))
    else:
        over = clock is not None and datetime.combine(now.date(), clock, now.tzinfo) <= now
        day = near_day(named, now.date(), today_over=over)
    return text if day is None else f"{day:%d-%m-%Y} {hour}".strip()


def is_sunday_or_week(text: str) -> bool:
    """Return whether *text* begins with "minggu depan", which means next week or next Sunday."""
    return _IN_DOUBT.match(text.strip()) is not None


def day_within(text: str, today: date) -> date | None:
    """Return the day that *text* names among other words, or None."""
    # "nanti" alone and "minggu" without "hari" are mostly no day: "minggu depan", "dua minggu"
    for found in _NAMED.finditer(text):
        if found[1].casefold() not in ("nanti", "minggu"):
            return near_day(found[1], today)
    return None


def _without_year(text: str, today: date) -> date | None:
    """Return the day of "28/11" in the year in which it is nearest to *today*, or None.

    With another sign than "/" the day must be larger than the month: "1-2" may be two days.
    """
    found = _DAY_AND_MONTH.fullmatch(text)
    if found is None or (found["sign"] != "/" and int(found["day"]) <= int(found["month"])):
        return None
    for year in (today.year, today.year + 1, today.year - 1):
        with suppress(ValueError):
            day = date(year, int(found["month"]), int(found["day"]))
            if abs(day - today) <= _HALF_A_YEAR:
                return day
    return None
