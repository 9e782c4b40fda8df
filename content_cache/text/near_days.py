"""Days that are named from today on: "besok", "lusa", "hari Sabtu", "malam Jumat"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from content_cache.text.weekdays import NAMES, weekday

_PART = r"(?:\s+(?:pagi|siang|sore|malam))?"
_NEAR = re.compile(
    rf"(?:(?P<now>hari ini|(?:nanti|malam|siang|sore|pagi) ini|nanti{_PART})|(?P<next>besok|esok){_PART}|(?P<after>lusa){_PART}"
    rf"|(?:(?P<eve>malam)|hari)?\s*(?P<named>{NAMES})(?:\s+ini)?{_PART})[.,]?",
    re.IGNORECASE,
)


def near_day(text: str, today: date, *, today_over: bool = False) -> date | None:
    """The day, None for a text that is no such name alone. A weekday is the next one, and today's own name means today unless what
    is meant would be over (`today_over`). "Malam Jumat" is the evening of Thursday. "Sabtu depan" is two days to two people, and
    none here."""
    found = _NEAR.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    if found["named"]:
        ahead = (weekday(found["named"]) - (1 if found["eve"] else 0) - today.weekday()) % 7
        ahead = 7 if not ahead and today_over else ahead
    else:
        ahead = 0 if found["now"] else 1 if found["next"] else 2
    return today + timedelta(days=ahead)
