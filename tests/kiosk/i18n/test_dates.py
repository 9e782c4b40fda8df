"""Days in the words of a language, held against CLDR's calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date

from kiosk.i18n.dates import written_date

DAY = date(2026, 11, 24)
PATTERNS = ("EEEE, d MMMM y", "EEE, d MMM", "EEE", "MMMM y", "MMM", "y", "EEEE d MMM")


def test_a_day_in_each_language_one_after_the_other() -> None:
    written = [written_date(DAY, "EEEE, d MMMM y", language) for language in ("id", "en", "id")]

    assert written == ["Selasa, 24 November 2026", "Tuesday, 24 November 2026", "Selasa, 24 November 2026"]


@pytest.mark.parametrize(("language", "locale"), [("id", "id"), ("en", "en_GB")])
def test_all_names_are_as_cldr_has_them(language: str, locale: str) -> None:
    days = [date(2026, month, 1) for month in range(1, 13)] + [DAY + timedelta(days=n) for n in range(7)]
    for pattern in PATTERNS:
        written = [written_date(day, pattern, language) for day in days]
        assert written == [format_date(day, pattern, locale=Locale.parse(locale)) for day in days]


def test_a_language_without_names_of_its_own_has_indonesian_ones() -> None:
    assert written_date(DAY, "d MMM", "bgz") == "24 Nov"
    assert written_date(date(2026, 8, 3), "EEEE, d MMMM", "bgz") == "Senin, 3 Agustus"
