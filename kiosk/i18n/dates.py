"""Dates in the words of a language, by CLDR's calendar (babel)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import cast

from babel import Locale
from babel.core import get_global
from babel.dates import format_date


def written_date(day: date, pattern: str, language: str) -> str:
    """A day by a pattern of CLDR ("EEEE, d MMMM y": Selasa, 24 November 2026). `language` is one that babel has ("id", "en_GB").
    Raises babel.UnknownLocaleError."""
    return str(format_date(day, pattern, locale=_calendar(language)))


@cache
def _calendar(language: str) -> Locale:
    found = Locale.parse(language)
    # babel keeps 2 MB about the world's territories, for languages that it does not find by their name
    for table in (
        get_global("likely_subtags"),
        get_global("territory_languages"),
        get_global("territory_currencies"),
        get_global("territory_aliases"),
        get_global("language_aliases"),
    ):
        cast("dict[str, object]", table).clear()
    return found


_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}  # hours east of Greenwich


def zone_name(when: datetime) -> str:
    """WITA, by the offset of an aware time; empty outside Indonesia."""
    return _NAMES.get(round((when.utcoffset() or timedelta()).total_seconds() / 3600), "")
