from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.clock import Moment, Trust
from kiosk.shell.day_night import LIT_S, STILL_S, STILL_WATCHED_S, Darkness, within

WITA = ZoneInfo("Asia/Makassar")
NIGHT = Moment(datetime(2026, 11, 24, 23, 30, tzinfo=WITA), Trust.TRUSTED)
DAY = Moment(datetime(2026, 11, 24, 9, 30, tzinfo=WITA), Trust.TRUSTED)
OFF = ((time(22), time(5)),)


@pytest.mark.parametrize(
    ("now", "inside"), [("21:59", False), ("22:00", True), ("00:00", True), ("04:59", True), ("05:00", False), ("12:00", False)]
)  # fmt: skip
def test_off_hours_go_over_midnight(now: str, inside: bool) -> None:
    assert within(time.fromisoformat(now), OFF) is inside


def test_in_the_off_hours_it_is_dark_until_somebody_comes_and_again_soon_after() -> None:
    darkness = Darkness(OFF)
    darkness.note_presence(0.0)
    assert not darkness.dark(LIT_S - 1, NIGHT, needed=False)
    assert darkness.dark(LIT_S, NIGHT, needed=False)
    darkness.note_presence(1000.0)
    assert not darkness.dark(1001.0, NIGHT, needed=False)
    assert darkness.dark(1000.0 + LIT_S, NIGHT, needed=False)
    assert not darkness.dark(1000.0 + LIT_S, DAY, needed=False)  # five o'clock


def test_a_visitor_or_a_warning_keeps_it_on() -> None:
    darkness = Darkness(OFF)
    assert not darkness.dark(5000.0, NIGHT, needed=True)
    assert not darkness.dark(5001.0, NIGHT, needed=False)
    assert darkness.dark(5000.0 + LIT_S, NIGHT, needed=False)


def test_a_clock_that_nobody_vouches_for_turns_nothing_off() -> None:
    darkness = Darkness(OFF)
    assert not darkness.dark(LIT_S, Moment(NIGHT.now, Trust.FLOOR), needed=False)
    assert not darkness.dark(LIT_S, None, needed=False)


@pytest.mark.parametrize(("watched", "still"), [(True, STILL_WATCHED_S), (False, STILL_S)])
def test_by_day_it_is_dark_after_long_stillness(watched: bool, still: float) -> None:
    darkness = Darkness(OFF, watched=watched)
    assert not darkness.dark(still - 1, DAY, needed=False)
    assert darkness.dark(still, DAY, needed=False)
