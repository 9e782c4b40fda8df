"""Dates in the words of a language: names of months and days stand in its catalogue, as all words do. A language that no calendar
library knows has them too, and no process keeps a library's tables of currencies and zones for 38 names."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from content_cache.model.problems import msgid as _
from kiosk.i18n.translation import Translation

_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
_SHORT_MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sept"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)
_DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_SHORT_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_PART = re.compile(r"EEEE?|MMMM?|d|y")


def written_date(day: date, pattern: str, language: str) -> str:
    """Return *day* by *pattern*, such as "EEEE, d MMMM y" for "Selasa, 24 November 2026".

    The parts of a pattern are EEEE and EEE, d, MMMM and MMM, y (Unicode TR 35, "Date Field Symbol Table").
    """
    word = Translation(language).gettext
    parts: dict[str, str] = {
        "EEEE": word(_DAYS[day.weekday()]),
        "EEE": word(_SHORT_DAYS[day.weekday()]),
        "MMMM": word(_MONTHS[day.month - 1]),
        "MMM": word(_SHORT_MONTHS[day.month - 1]),
        "d": str(day.day),
        "y": str(day.year),
    }
    return _PART.sub(lambda found: parts[found[0]], pattern)


_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}  # hours east of Greenwich


def zone_name(when: datetime) -> str:
    """Return the Indonesian zone of an aware time by its offset, such as "WITA"; "" outside Indonesia."""
    return _NAMES.get(round((when.utcoffset() or timedelta()).total_seconds() / 3600), "")
