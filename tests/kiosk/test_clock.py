from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.clock import Clock, Trust

WITA = ZoneInfo("Asia/Makassar")


def test_a_synchronised_clock_is_trusted_and_local() -> None:
    moment = Clock(WITA, believed=lambda: True).read()
    assert moment.trust is Trust.TRUSTED
    assert moment.now.utcoffset() == timedelta(hours=8)
    assert moment.expired_at == moment.now


def test_a_clock_that_nobody_keeps_has_the_newest_time_ever_seen_as_its_floor() -> None:
    seen = datetime.now(UTC) + timedelta(days=400)  # the machine woke up in the past
    moment = Clock(WITA, floor=lambda: seen, believed=lambda: False).read()
    assert moment.trust is Trust.FLOOR
    assert moment.now == seen
    assert moment.expired_at == seen
    assert not moment.relative


def test_above_its_floor_the_clock_runs_but_only_the_floor_hides_what_expired() -> None:
    seen = datetime.now(UTC) - timedelta(days=1)
    moment = Clock(WITA, floor=lambda: seen, believed=lambda: False).read()
    assert moment.now > seen
    assert moment.expired_at == seen


def test_without_any_time_ever_seen_nothing_expires() -> None:
    moment = Clock(WITA, believed=lambda: False).read()
    assert moment.trust is Trust.UNKNOWN
    assert moment.expired_at is None


def test_a_given_time_is_trusted_and_stands_still() -> None:
    given = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
    clock = Clock(WITA, fixed=given, believed=lambda: False)
    assert clock.read() == clock.read()
    assert clock.read().now == given
    assert clock.read().trust is Trust.TRUSTED
