from datetime import date

import pytest

from content_cache.text.weekdays import wrong_weekday

SATURDAY = date(2026, 12, 5)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Sabtu, 5 Desember", ""),
        ("5 Desember", ""),
        ("Jumat, 5 Desember", "Jumat"),
        ("JUM'AT 5 Desember", "JUM'AT"),
        ("malam Minggu, 5 Desember", ""),
        ("malam Sabtu, 5 Desember", ""),
        ("malam Jumat, 5 Desember", "Jumat"),
        ("Minggu malam, 5 Desember", "Minggu"),
        ("5 Desember, dua mingguan", ""),
    ],
)
def test_the_weekday_that_a_date_names(text: str, wrong: str) -> None:
    """Malam Minggu is the night of Saturday."""
    assert wrong_weekday(text, SATURDAY) == wrong


def test_the_last_day_of_the_calendar() -> None:
    assert wrong_weekday("malam Jumat", date.max) == ""
    assert wrong_weekday("malam Sabtu", date.max) == "Sabtu"
