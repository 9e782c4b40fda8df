"""Moments told relative to today, and the dates that notices make of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.demo.moments import day_words, fill_dates, moment

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)  # a Tuesday
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2037, 12, 31), timezones=st.just(WITA))  # noqa: DTZ001 - the zone is beside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2h", "2026-11-24 07:41"),
        ("+30m", "2026-11-24 10:11"),
        ("+3d", "2026-11-27 00:00"),
        ("-1d 16.20", "2026-11-23 16:20"),
        ("+0d 19.30", "2026-11-24 19:30"),
        ("sabtu 15.30", "2026-11-28 15:30"),
        ("selasa", "2026-12-01 00:00"),
        ("kamis -28d 08.30", "2026-10-29 08:30"),
    ],
)
def test_moment(text: str, expected: str) -> None:
    assert moment(text, NOW).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize("text", ["", "besok", "3d", "+3w", "sabtu 25.00", "+1d 7.15"])
def test_what_is_not_a_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"moment|hour"):
        moment(text, NOW)


@given(now=MOMENTS, index=st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_a_weekday_is_the_next_one_after_today(now: datetime, index: int) -> None:
    name = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")[index]
    found = moment(name, now)
    assert found.weekday() == index
    assert timedelta() < found - now.replace(hour=0, minute=0, second=0, microsecond=0) <= timedelta(days=7)


def test_dates_are_filled_in_as_a_village_writes_them() -> None:
    assert day_words(NOW) == "Selasa, 24 November"
    assert fill_dates("dari {+9d} sampai {sabtu}", NOW) == "dari Kamis, 3 Desember sampai Sabtu, 28 November"
