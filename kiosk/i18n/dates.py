"""Dates in the words of a language, by CLDR's calendar (babel)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date


def written_date(day: date, pattern: str, language: str) -> str:
    """A day by a pattern of CLDR ("EEEE, d MMMM y": Selasa, 24 November 2026). `language` is one that babel has ("id", "en_GB").
    Raises babel.UnknownLocaleError."""
    return str(format_date(day, pattern, locale=Locale.parse(language)))


_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}  # hours east of Greenwich


def zone_name(when: datetime) -> str:
    """WITA, by the offset of an aware time; empty outside Indonesia."""
    return _NAMES.get(round((when.utcoffset() or timedelta()).total_seconds() / 3600), "")
