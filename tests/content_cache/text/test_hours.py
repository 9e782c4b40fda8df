"""Hours as people type them."""

from __future__ import annotations

from datetime import time

import pytest

from content_cache.text.hours import dated_in_full, hours_of_part, is_hour_alone, read_hour


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("8", time(8)),
        ("08.00", time(8)),
        ("19,30", time(19, 30)),
        ("1930", time(19, 30)),
        ("jam 7 malam", time(19)),
        ("8-12", time(8)),
        ("25", None),
        ("2500", None),
        ("bakda isya", None),
        ("", None),
    ],
)
def test_what_the_keys_of_a_phone_give(typed: str, hour: time | None) -> None:
    assert read_hour(typed) == hour


@pytest.mark.parametrize("typed", ["24.00", "24", "12 malam", "jam 12 malam", "00.00"])
def test_an_end_at_midnight(typed: str) -> None:
    assert read_hour(typed, closing=True) == time()


@pytest.mark.parametrize(
    ("hours", "day", "told"),
    [
        ("7", "besok malam", "7 malam"),
        ("jam 7 WITA", "Sabtu malam", "jam 7 malam WITA"),
        ("7-9", "besok malam", "7 malam-9 malam"),
        ("7-9 malam", "besok", "7 malam-9 malam"),
        ("9 - 4 sore", "besok", "9 - 4 sore"),
        ("19.30", "besok malam", "19.30"),
        ("7 pagi", "besok malam", "7 pagi"),
        ("7", "besok", "7"),
    ],
)
def test_the_part_of_the_day_stands_behind_the_hour(hours: str, day: str, told: str) -> None:
    assert hours_of_part(hours, day) == told
    assert hours_of_part(told, day) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("28 November 2026, 8", "28 November 2026, 8.00"),
        ("28 November 2026 jam 8 WITA", "28 November 2026 jam 8.00 WITA"),
        ("28 November 2026, 19,30", "28 November 2026, 19.30"),
        ("28 November 2026, 2030", "28 November 2026, 20.30"),
        ("28 November, 8", "28 November, 8.00"),
        ("28 November, 26", "28 November, 26"),  # a year
        ("28 November 2026 - 30 November 2026", "28 November 2026 - 30 November 2026"),
        ("28 November 2026, 8 orang", "28 November 2026, 8 orang"),
        ("2026-11-28", "2026-11-28"),
        ("2026-11-28 08:00", "2026-11-28 08:00"),
        ("2026-11-28T08:00+08:00", "2026-11-28T08:00+08:00"),
    ],
)
def test_an_hour_alone_behind_a_date(text: str, told: str) -> None:
    assert dated_in_full(text) == told


def test_what_is_an_hour_and_nothing_else() -> None:
    assert [is_hour_alone(text) for text in ("8", "19,30", "jam 9 malam", "24.00", "12.00 WITA")] == [True] * 5
    assert [is_hour_alone(text) for text in ("28 November", "2599", "25", "", "8 orang", "2026-11-28")] == [False] * 6
