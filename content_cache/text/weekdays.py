"""Weekdays as dates in Indonesian name them, and whether one is that of its date."""

from __future__ import annotations

import re
from datetime import date, timedelta

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
NAMES = rf"(?:{'|'.join(DAYS)}|Jum['’]at|Ahad)"
"""Pattern of the weekdays' names in all spellings."""

EVE = r"(?:malam\s+)"
"""Pattern of "malam" before a weekday: "malam Minggu" is Saturday night."""

_AS_NOW = {"jum'at": "jumat", "jum’at": "jumat", "ahad": "minggu"}
_NAMED = re.compile(rf"\b({EVE}?)({NAMES})\b", re.IGNORECASE)


def weekday(name: str) -> int:
    """Return the number of the Indonesian weekday *name*, from 0 for Senin (Monday).

    Case does not matter; "Ahad" and "Jum'at" count too. Raise ValueError for any other word.
    """
    lower = name.lower()
    return [each.lower() for each in DAYS].index(_AS_NOW.get(lower, lower))


def is_day(name: str, day: date, *, eve: bool = False) -> bool:
    """Return whether *name* is the weekday of *day*.

    With *eve* the next day's weekday is right too, because people name the night before a day by either.
    """
    days = (day, day + timedelta(days=1)) if eve and day < date.max else (day,)
    return weekday(name) in {each.weekday() for each in days}


def wrong_weekday(text: str, day: date) -> str:
    """Return the weekday written in *text* if it is not that of *day*, else ""."""
    named = _NAMED.search(text)
    return "" if named is None or is_day(named[2], day, eve=bool(named[1])) else named[2]
