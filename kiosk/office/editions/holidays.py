"""Public holidays of Indonesia, on which a repeated event can be left out.

Those of 2026 are the joint decree of three ministers. Of 2027 the days by the moon are computed, and may be a day off until
the decree is out: `holidays` of feed.toml corrects them ("2027-03-09 -2027-03-10" adds a day and takes one away)."""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType

from content_cache.text.repeat_words import HOLIDAYS

_DAYS = MappingProxyType(
    {
        2026: "0101 0116 0217 0319 0321 0322 0403 0405 0501 0514 0527 0531 0601 0616 0817 0825 1225",
        2027: "0101 0105 0206 0308 0310 0311 0326 0328 0501 0506 0517 0520 0601 0606 0815 0817 1225 1226",
    }
)
_CORRECTION = re.compile(r"(?P<sign>[-+]?)(?P<day>\d{4}-\d\d-\d\d)")
_NAMED = re.compile(HOLIDAYS, re.IGNORECASE)


def are_holidays(text: str) -> bool:
    """Return whether *text* names the public holidays, such as "hari libur nasional"."""
    return bool(_NAMED.fullmatch(" ".join(text.split())))


def holidays_by(corrections: str) -> frozenset[date] | None:
    """Return the public holidays, with the *corrections* of an office; None for corrections that are no days."""
    days = {date(year, int(day[:2]), int(day[2:])) for year, listed in _DAYS.items() for day in listed.split()}
    for word in corrections.replace(",", " ").split():
        found = _CORRECTION.fullmatch(word)
        try:
            day = date.fromisoformat(found["day"]) if found else None
        except ValueError:
            day = None
        if found is None or day is None:
            return None
        (days.discard if found["sign"] == "-" else days.add)(day)
    return frozenset(days)
