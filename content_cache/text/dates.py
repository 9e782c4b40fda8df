"""Dates as feeds and Indonesian offices write them, read into aware datetimes.

Read are RFC 3339 (Atom, JSON Feed), RFC 822/2822 (RSS), seconds since 1970, what `date` prints, and what offices type by hand:
"Kamis, 03 September 2026 pukul 09.00 WITA", "3 Agu 2026", "03/09/2026" (the day first), and spans ("28-30 November 2026"). The
zone names WIB, WITA and WIT, which no standard parser knows, are read as +7, +8 and +9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from content_cache.text.date_spans import Halves, halves
from content_cache.text.months import MONTH, full_year, month_of

LONGEST = 120  # characters: no date is longer, and what is longer is not read

# Hours ahead of UTC. RFC 822 section 5.1 for the American names; the rest as used here and by neighbours.
_ZONES: Mapping[str, int] = MappingProxyType(
    {
        "wib": 7, "wita": 8, "wit": 9, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "sgt": 8, "myt": 8,
        "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    }
)  # fmt: skip

_LOCAL = frozenset({"wib", "wita", "wit"})

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)[Tt]?")
# RFC 822 and 2822, as programs write them: nearly every item of a feed has one, and none is a span
_MESSAGE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt]?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
# RFC 822 section 5.1 and RFC 2822 section 4.3: what a military letter means nobody knows, so it stands for UTC
_MILITARY = re.compile(r".*\d [A-IK-Z]", re.DOTALL)
_EPOCH = re.compile(r"[1-9]\d{9}(?:\d{3})?")  # seconds since 1970, from 2001 on, or milliseconds
# as `date` writes it: "Thu Nov 19 09:00:00 WITA 2026"
_YEAR_LAST = re.compile(
    r"\b([A-Za-z]{3,10})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?(?:\s+[A-Za-z]{1,5}|\s+[+-]\d{4})?)\s+(\d{4})\b"
)
_YEAR = re.compile(r"\b20\d\d\b")
_COMMA = re.compile(r"(?<=\d),(?=\d\d)")  # what a phone in Indonesian has for a point
_PARTS = "am|pm|pagi|siang|sore|malam"
_DAY_FIRST = re.compile(  # "5 Desember 10 pagi" names an hour and no year
    rf"(?<!\d)(\d{{1,2}})[\s./-]*({MONTH})\b\.?,?(?:[\s/-]*(\d{{4}}|\d\d)(?![\d:.]|\s*(?:{_PARTS})\b))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?!\d)")
_CLOCK_ENDS = rf"(?!\d)(?:\s*({_PARTS})\b|(?=(?:{'|'.join(_ZONES)})\b)|\b)"  # "20:30Z" has no \b before its zone
_TIME = re.compile(rf"(?<![\d+-])(\d{{1,2}})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?{_CLOCK_ENDS}", re.IGNORECASE)
# programs that do not pad: "8:5:7". Directly behind its day alone, for further on "2:1" is a score
_UNPADDED = re.compile(rf"[T,\s]*(\d{{1,2}}):(\d{{1,2}})(?::(\d{{1,2}})(?:[.,]\d+)?)?{_CLOCK_ENDS}", re.IGNORECASE)
_HOUR = re.compile(  # "jam 9", "pukul 7 malam", "7 malam"
    rf"\b(?:pukul|pkl|pk|jam)\b\.?\s*:?\s*(\d{{1,2}})(?![\d.:])(?:\s*({_PARTS})\b)?|(?<![\d.:+-])(\d{{1,2}})\s*({_PARTS})\b",
    re.IGNORECASE,
)
# "28, 30 November": which of the two is meant, nobody can tell; spans are `date_spans`'
_OF_SPAN = re.compile(
    r"(?<![\d.:])\d{1,2}\s*(?:[-–—&,]|s\.?\s?d\b\.?|s/d|sampai(?: dengan)?|hingga|dan)\s*$", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:^|(?<=[\d\s])|(?<=gmt)|(?<=utc))([+-])(\d{1,2}):?(\d\d)?(?![\d.])", re.IGNORECASE)
_ZONE_NAME = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,4})(?![A-Za-z])")

_DAY = timedelta(days=1)
_Day = tuple[int, int, int]


def parse_date(text: str, zone: tzinfo | str, *, now: datetime | None = None) -> datetime | None:
    """Parse a date, with a time of day if one follows, as an aware datetime; of a span, its beginning.

    *zone* (a tzinfo or an IANA name) is for texts without one; without a time of day it is midnight there. For a date
    without a year ("3 September") the year nearest to *now* is taken. Never raises: None for an unreadable or impossible
    date, and for a span that runs backwards.
    """
    span = _halves(text, now)
    return span and _read_date(span.begins, zone, now)


def parse_end(text: str, zone: tzinfo | str, *, now: datetime | None = None) -> datetime | None:
    """Parse the end of a span as `parse_date` parses a date; a day alone lasts to its end. "20.00-02.00" ends the next day."""
    span = _halves(text, now)
    found = span and _read_date(span.ends, zone, now)
    if span is None or found is None:
        return found
    if _has_hour(span.ends):
        begun = _read_date(span.begins, zone, now) if span.begins != span.ends else None
        if begun is None or found > begun:
            return found
    try:
        end = found + timedelta(days=1)
        end.astimezone(UTC)
    except OverflowError:  # the last day of the calendar
        return None
    return end


def parse_hour(text: str) -> time | None:
    """Return a time of day that stands alone, such as "19.30", "19,30", "19", "jam 7 malam" or "19.30 WITA".

    Return None for any other text and for an hour of the next day (24.00).
    """
    text = _COMMA.sub(".", " ".join(text.split()))
    text = f"pukul {text}" if text.isdecimal() else text
    if len(text) > LONGEST or _time_in(text) is None:
        return None
    try:
        return time(*_find_time(text)[0])
    except ValueError:
        return None


def is_span(text: str) -> bool:
    """Return whether *text* names a beginning and an end."""
    span = _halves(text, datetime.now(UTC))
    return span is not None and span.begins != span.ends


def names_two_days(text: str) -> bool:
    """Return whether *text* has two years and is no span. "9 Desember 2026, 18.005 Desember 2026" is a typing error."""
    return len(_YEAR.findall(text)) > 1 and not is_span(text)


def names_hour(text: str, *, closing: bool = False) -> bool:
    """Return whether a text that `parse_date` can read has a time of day; *closing*: whether the end of its span has one."""
    span = _halves(text, datetime.now(UTC))
    return span is not None and _has_hour(span.ends if closing else span.begins)


def _halves(text: str, now: datetime | None) -> Halves | None:
    if len(text) > LONGEST:
        return None
    text = " ".join(text.split())
    if _EPOCH.fullmatch(text) or _COMPACT.match(text) or _MESSAGE.fullmatch(text):
        return Halves(text, text)
    try:
        return halves(text, lambda day, number: _year(None, day, number, now))
    except (ValueError, OverflowError):
        return None


def _has_hour(text: str) -> bool:
    if _EPOCH.fullmatch(text):
        return True
    compact = _COMPACT.match(text)
    if compact:
        return bool(compact[4]) or _time_in(text[compact.end() :]) is not None
    try:
        return _time_in(_find_day(text, datetime.now(UTC))[1]) is not None
    except (ValueError, OverflowError):  # a day that no month has, and no year beside it
        return False


def _read_date(text: str, zone: tzinfo | str, now: datetime | None) -> datetime | None:
    try:
        return _parse(text, zone, now)
    except (ValueError, OverflowError, OSError):
        # a 31 February, year 0, an offset over 24 h, an edge of the calendar; OSError and ValueError also of a zone's name
        return None


def _parse(text: str, zone: tzinfo | str, now: datetime | None) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    compact = _COMPACT.match(text)
    if compact:
        day: _Day | None = (int(compact[1]), int(compact[2]), int(compact[3]))
        rest = text[compact.end() :]
    else:
        day, rest = _find_day(text, now)
    if compact and compact[4]:
        clock = int(compact[4]), int(compact[5]), int(compact[6] or 0)
    else:
        clock, rest = _find_time(rest)
    if day is None:
        return None
    hour, minute, second = clock
    ahead = UTC if _MESSAGE.fullmatch(text) and _MILITARY.fullmatch(text) else _find_zone(rest)
    leap = second == 60  # RFC 3339 section 5.6
    read = datetime(*day, 0 if hour == 24 else hour, minute, second - leap, tzinfo=ahead or _default_zone(zone))
    read += timedelta(days=hour // 24, seconds=leap)  # 24.00 is the end of the day
    # raises here, not at whoever compares it or writes it in another zone, where the offset leads out of the calendar
    for edge in (-_DAY, _DAY):
        _ = read.astimezone(UTC) + edge
    return read


def _find_day(text: str, now: datetime | None) -> tuple[_Day | None, str]:
    if iso := _ISO.match(text):
        return (int(iso[1]), int(iso[3]), int(iso[4])), text[iso.end() :]
    if (unix := _YEAR_LAST.search(text)) and (month := month_of(unix[1])):
        return (int(unix[4]), month, int(unix[2])), f"{unix[3]} {text[unix.end() :]}"
    for found in _DAY_FIRST.finditer(text):
        if (month := month_of(found[2])) and (year := _year(found[3], int(found[1]), month, now)):
            spans = _OF_SPAN.search(text, 0, found.start())
            return None if spans else (year, month, int(found[1])), text[found.end() :]
    for found in _MONTH_FIRST.finditer(text):
        if month := month_of(found[1]):
            return (int(found[3]), month, int(found[2])), text[found.end() :]
    if numeric := _NUMERIC.search(text):
        return (full_year(numeric[4]), int(numeric[3]), int(numeric[1])), text[numeric.end() :]
    return None, text


def _year(digits: str | None, day: int, month: int, now: datetime | None) -> int:
    if digits is not None:
        return full_year(digits)
    if now is None:
        return 0
    years = (now.year - 1, now.year, now.year + 1)
    # 29 February is measured as the 28th: the calendar itself decides later whether it exists
    return min(years, key=lambda year: abs(datetime(year, month, min(day, 28), tzinfo=now.tzinfo) - now))


def _time_in(rest: str) -> re.Match[str] | None:
    return _UNPADDED.match(rest) or _TIME.search(rest) or _HOUR.search(rest)


def _find_time(rest: str) -> tuple[tuple[int, int, int], str]:
    found = _time_in(rest)
    if found is None:
        return (0, 0, 0), rest
    if found.re is _HOUR:
        hour, minute, second, part = int(found[1] or found[3]), 0, 0, found[2] or found[4]
    else:
        hour, minute, second, part = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    part = (part or "").lower()
    if (
        (part in ("pm", "sore") and hour < 12)
        or (part == "malam" and 6 <= hour <= 12)
        or (part == "siang" and hour < 6)
    ):
        hour += 12
    elif part == "am" and hour == 12:
        hour = 0
    return (hour, minute, second), rest[found.end() :]


def _find_zone(rest: str) -> tzinfo | None:
    names = [name for found in _ZONE_NAME.finditer(rest) if (name := found[1].lower()) in _ZONES]
    offset = _OFFSET.search(rest)
    local = next((name for name in names if name in _LOCAL), None)
    # "GMT+0800" is an offset, but "09.00 -11:00 WITA" is a span of hours
    if offset and local is None:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-ahead if offset[1] == "-" else ahead)
    name = local or next(iter(names), None)
    return timezone(timedelta(hours=_ZONES[name])) if name else None


def _default_zone(zone: tzinfo | str) -> tzinfo:
    # ZoneInfoNotFoundError is a KeyError: told as a ValueError, as its other complaints are
    try:
        return ZoneInfo(zone) if isinstance(zone, str) else zone
    except KeyError:
        raise ValueError(f"no such time zone: {zone!r}") from None
