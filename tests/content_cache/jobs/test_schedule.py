"""When a source is asked again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.jobs import schedule

NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
HOUR = 3600.0


@pytest.mark.parametrize(
    ("configured", "hints", "kind", "seconds"),
    [
        (HOUR, (), {}, HOUR),
        (HOUR, (7200.0, 1800.0), {}, 7200.0),
        (60.0, (), {}, 900.0),
        (HOUR, (30 * 86400.0,), {}, 86400.0),
        (60.0, (), {"alerts": True}, 58.0),
        (60.0, (120.0,), {"alerts": True}, 120.0),
        (3.0, (), {"alerts": True, "local": True}, 1.5),
        (60.0, (86400.0,), {"alerts": True}, HOUR),
        (5.0, (), {"local": True}, 5.0),
        (0.0, (), {"local": True}, 1.0),
    ],
)
def test_the_interval(configured: float, hints: tuple[float, ...], kind: dict[str, bool], seconds: float) -> None:
    assert schedule.interval(configured, hints, **kind) == seconds


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    seconds=st.floats(1.0, schedule.LONGEST),
    kiosk=st.text(max_size=8),
)
def test_a_turn_is_about_an_interval_away_and_stays_in_phase(now: datetime, seconds: float, kiosk: str) -> None:
    turn = schedule.next_check(now, seconds, kiosk_id=kiosk, source="a")
    wait = (turn - now).total_seconds()
    assert seconds * schedule.EARLY - 0.01 <= wait <= min(seconds * (1 + schedule.EARLY), schedule.LONGEST) + 0.01
    if wait < schedule.LONGEST - 1 and seconds > 10:
        later = schedule.next_check(turn + timedelta(seconds=seconds / 20), seconds, kiosk_id=kiosk, source="a")
        assert abs((later - turn).total_seconds() - seconds) < 0.01


@given(took=st.floats(0.0, 53.0), kiosk=st.text(max_size=8))
def test_an_alert_source_is_asked_each_minute_however_long_the_answer_takes(took: float, kiosk: str) -> None:
    def after(now: datetime) -> datetime:
        return schedule.next_check(now, 60.0, kiosk_id=kiosk, source="a", early=schedule.EARLY_OF_ALERTS)

    first = after(NOW)
    assert timedelta(seconds=5.9) <= first - NOW <= timedelta(seconds=66.1)
    second = after(first + timedelta(seconds=took))
    assert abs((second - first).total_seconds() - 60.0) < 0.01


def test_kiosks_that_ask_together_once_do_not_ask_together_again() -> None:
    turns = [schedule.next_check(NOW, HOUR, kiosk_id=f"kiosk-{n}", source="a") for n in range(1_000)]
    assert most_in_a_minute(turns) <= 50


@given(failures=st.integers(1, 10_000), jitter=st.floats(0, 1, exclude_max=True), reached=st.booleans())
def test_back_off_grows_to_a_day_and_no_further(failures: int, jitter: float, reached: bool) -> None:
    again = schedule.after_failure(NOW, failures, configured=HOUR, jitter=jitter, reached=reached)
    wait = (again - NOW).total_seconds()
    assert 1.0 <= wait <= (schedule.LONGEST if reached else HOUR)
    longest = schedule.after_failure(NOW, failures, configured=HOUR, jitter=0.0)
    assert (longest - NOW).total_seconds() == min(60.0 * 2.0 ** min(failures, 32), schedule.LONGEST)


def test_a_host_that_says_how_long_is_left_alone_for_so_long() -> None:
    assert schedule.after_failure(NOW, 1, configured=HOUR, jitter=0.9, retry_after=7200.0) == NOW + timedelta(hours=2)
    assert schedule.after_failure(NOW, 1, configured=HOUR, jitter=0.9, retry_after=1e9) == NOW + timedelta(hours=24)


def test_an_alert_source_is_never_left_alone_for_longer_than_an_hour() -> None:
    for n in range(200):
        longest = schedule.LONGEST_OF_ALERTS
        turn = schedule.next_check(NOW, HOUR, kiosk_id=f"kiosk-{n}", source="a", longest=longest)
        assert turn - NOW <= timedelta(hours=1)
    again = schedule.after_failure(NOW, 20, configured=60.0, jitter=0.0, longest=schedule.LONGEST_OF_ALERTS)
    assert again - NOW == timedelta(hours=1)
    held = schedule.after_failure(NOW, 1, configured=60.0, jitter=0.0, retry_after=7200.0, longest=HOUR)
    assert held - NOW == timedelta(hours=2), "but its host's wish comes first"


def most_in_a_minute(times: list[datetime]) -> int:
    return max(Counter(time.replace(second=0, microsecond=0) for time in times).values())
