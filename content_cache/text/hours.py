"""Hours as people type them: "8", "19,30", "1930", "jam 7 malam", "7-9" of an evening. Pure."""

from __future__ import annotations

import re
from datetime import time

from content_cache.text.dates import parse_hour

_PART = re.compile(r"\b(?:am|pm|pagi|siang|sore|malam|dini)\b", re.IGNORECASE)
_LATE = re.compile(r"\b(?:siang|sore|malam)\b", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d.:,])\d{1,4}(?:[.:,]\d\d)?(?![\d.:,])")
_ENDS_AT_NIGHT = re.compile(rf"(?P<hours>{_HOUR.pattern}[^\d,]+{_HOUR.pattern})\s?(?P<part>malam)", re.IGNORECASE)
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_TOGETHER, _BARE = re.compile(r"(?<![\d.:])(\d\d)(\d\d)(?![\d.:])"), re.compile(r"(?<![\d.:])(\d{1,2})(?![\d.:])")
_OF_TWELVE = re.compile(r"(?:\D*\b)?(?:[1-9]|1[0-2])(?:[.:,]\d\d)?")
_MIDNIGHT = re.compile(r"(?:(?:jam|pukul|pkl)\b\.?\s?)?(?:24(?:[.:]00)?|(?:12|0?0)(?:[.:]00)? malam)", re.IGNORECASE)

_ALONE = re.compile(
    rf"(?:(?:jam|pukul|pkl)\b\.?\s?)?{_HOUR.pattern}(?:\s?(?:pagi|siang|sore|malam|wita|wit|wib)\b)*", re.IGNORECASE
)
_OF_HOURS = re.compile(
    r"(?:(?:jam|pukul|pkl|pk|mulai|sampai(?:\sdengan)?|hingga|s\s?/\s?d|selesai|pagi|siang|sore|malam|wita|wit|wib)(?![a-z])"
    r"|[\d.:,\s–-])+",
    re.IGNORECASE,
)
_BEHIND_A_DATE = re.compile(
    r"(?:(?<=\b20\d\d),?\s(?:(?:jam|pukul|pkl)\.?\s)?[\d.:,\s–-]*\d|(?<=[a-z]),\s(?:\d|\d{1,2},\d\d))"
    r"(?:\s?(?:pagi|siang|sore|malam|wita|wit|wib)\b)*$",
    re.IGNORECASE,
)


def read_hour(typed: str, *, closing: bool = False) -> time | None:
    """Return the hour in *typed*, or None. With *closing* (the end of a span) "24.00" and "12 malam" are midnight."""
    whole = in_full(typed)
    return time() if closing and _MIDNIGHT.fullmatch(whole) else parse_hour(whole)


def in_full(hours: str) -> str:
    """Return *hours* with minutes and a point: "8" as "8.00", "1930" and "19,30" as "19.30".

    The number keys of a phone have no more signs.
    """
    return _with_minutes(" ".join(hours.split()))


def _with_minutes(hours: str) -> str:
    return _BARE.sub(r"\1.00", _TOGETHER.sub(r"\1.\2", _COMMA.sub(".", hours)))


def is_of_twelve(typed: str) -> bool:
    """Return whether *typed* is an hour that may be morning or evening, such as "7". "08.00" can only be morning."""
    return _OF_TWELVE.fullmatch(typed) is not None


def hours_of_part(hours: str, day: str) -> str:
    """Add the part of the day ("malam") behind each hour of *hours*: the one named in *day*, or behind the span ("7-9 malam")."""
    span = _ENDS_AT_NIGHT.fullmatch(hours.strip())
    if span is not None and not _PART.search(span["hours"]):
        hours, part, earliest = span["hours"], span["part"], 6
    else:
        part, earliest = "" if _PART.search(hours) else "".join(_LATE.findall(day)[-1:]), 1
    clock = read_hour(hours)
    if not part or clock is None or not earliest <= clock.hour <= 12:
        return hours
    return _HOUR.sub(lambda found: f"{found[0]} {part.lower()}", hours)


def dated_in_full(text: str) -> str:
    """Return *text* with minutes for the hour after its date: "28 November 2026, 8" as "…, 8.00".

    The date parser would ignore a lone "8" and take the whole day.
    """
    return _BEHIND_A_DATE.sub(lambda found: _with_minutes(found[0]), text)


def is_hour_alone(text: str) -> bool:
    return bool(_ALONE.fullmatch(text.strip())) and read_hour(text, closing=True) is not None


def is_of_hours(text: str) -> bool:
    """Return whether *text* consists of hours and words about them: "pukul 08.00-11.00", "jam 9 pagi sampai selesai"."""
    return _OF_HOURS.fullmatch(text) is not None
