"""Days that are named from today on: "besok", "lusa", "hari Sabtu", "malam Jumat", "28/11"."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from content_cache.text.weekdays import NAMES, weekday

_PART = r"(?:\s+(?:pagi|siang|sore|malam))?"
_EXPRESSION = (
    rf"(?:(?P<now>hari ini|(?:nanti|malam|siang|sore|pagi) ini|nanti{_PART})|(?P<next>besok|esok){_PART}|(?P<after>lusa){_PART}"
    rf"|(?:(?P<eve>malam)|hari)?\s*(?P<named>{NAMES})(?:\s+ini)?{_PART})"
)
_NEAR = re.compile(rf"{_EXPRESSION}[.,]?", re.IGNORECASE)
_NAMED = re.compile(rf"(?<!\w)(?!\s)({_EXPRESSION})(?!\w)", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})")
_HALF_A_YEAR = timedelta(days=183)


def near_day(text: str, today: date, *, today_over: bool = False) -> date | None:
    """The day, None for a text that is no such name alone, nor a day and a month ("28/11").

    A weekday is the next one, and today's own name means today unless what is meant would be over (`today_over`). "Malam Jumat" is
    the evening of Thursday. "Sabtu depan" is two days to two people, and none here.
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


def day_within(text: str, today: date) -> date | None:
    """Return the day that *text* names among other words; None where it names none."""
    # "nanti" alone and "minggu" without "hari" are mostly no day: "minggu depan", "dua minggu"
    for found in _NAMED.finditer(text):
        if found[1].casefold() not in ("nanti", "minggu"):
            return near_day(found[1], today)
    return None


def _without_year(text: str, today: date) -> date | None:
    """ "28/11": of the year in which it is nearest. With another sign the first may be no smaller: "1-2" may be two days."""
    found = _DAY_AND_MONTH.fullmatch(text)
    if found is None or (found["sign"] != "/" and int(found["day"]) <= int(found["month"])):
        return None
    for year in (today.year, today.year + 1, today.year - 1):
        with suppress(ValueError):
            day = date(year, int(found["month"]), int(found["day"]))
            if abs(day - today) <= _HALF_A_YEAR:
                return day
    return None
