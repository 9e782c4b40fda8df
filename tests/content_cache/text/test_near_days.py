"""Days that are named from today on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from content_cache.text.near_days import near_day
from content_cache.text.weekdays import DAYS, weekday

SATURDAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("hari ini", 0),
        ("Malam ini", 0),
        ("nanti malam", 0),
        ("nanti", 0),
        ("besok", 1),
        ("BESOK SORE", 1),
        ("esok pagi.", 1),
        ("lusa", 2),
        ("  lusa   malam ", 2),
        ("Minggu", 1),
        ("Ahad pagi", 1),
        ("hari Jum’at", 6),
        ("Jumat ini", 6),
        ("malam Jumat", 5),
        ("Malam Minggu", 0),
        ("malam Ahad", 0),
    ],
)
def test_the_day_that_is_meant(text: str, ahead: int) -> None:
    assert near_day(text, SATURDAY) == SATURDAY + timedelta(days=ahead)


@pytest.mark.parametrize(
    "text",
    ["", "Sabtu depan", "minggu depan", "besok lusa", "Sabtu, 28 November", "tiap Sabtu", "setiap malam", "besoknya",
     "Sabtu-Minggu", "Minggu malam Senin", "Desember", "besok besok", "x" * 100_000],
)  # fmt: skip
def test_no_other_text_is_a_day(text: str) -> None:
    assert near_day(text, SATURDAY) is None


@pytest.mark.parametrize("name", [*DAYS, "Ahad", "jum'at"])
def test_a_weekday_is_the_next_one_of_its_name(name: str) -> None:
    """Within a week; today's own unless it is over."""
    for over in (False, True):
        day = near_day(name, SATURDAY, today_over=over)
        assert day is not None
        assert day.weekday() == weekday(name)
        assert timedelta(days=1 if over else 0) <= day - SATURDAY <= timedelta(days=7 if over else 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/11", date(2026, 11, 28)),
        ("5/12", date(2026, 12, 5)),
        ("05 / 01", date(2027, 1, 5)),
        ("30/6", date(2026, 6, 30)),
        ("28-11", date(2026, 11, 28)),
        ("28.11", date(2026, 11, 28)),
        ("1-2", None),  # two days, or one in February
        ("28-30", None),
        ("31/11", None),
        ("29/2", None),
        ("0/5", None),
        ("5/13", None),
        ("12/12/26", None),
    ],
)
def test_a_day_and_a_month_are_of_the_year_in_which_they_are_nearest(text: str, day: date | None) -> None:
    assert near_day(text, SATURDAY) == day
