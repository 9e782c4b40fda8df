from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from content_cache.items import Announcement
from kiosk.announcer import due_announcement, due_readout, is_quiet
from kiosk.clock import Moment, Trust
from kiosk.settings import Readout

WITA = ZoneInfo("Asia/Makassar")
SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=WITA)  # a Tuesday
NIGHT = ((time(21), time(5, 30)),)
BULLETIN = Readout(at=time(7))


def due(moment: datetime, *readouts: Readout, trust: Trust = Trust.TRUSTED, done: bool = False) -> Readout | None:
    return due_readout(readouts, Moment(moment, trust), NIGHT, lambda _: done)


def test_quiet_hours_may_run_over_midnight_and_end_sharply() -> None:
    assert is_quiet(time(21), NIGHT)
    assert is_quiet(time(3), NIGHT)
    assert not is_quiet(time(5, 30), NIGHT)
    assert not is_quiet(time(12), NIGHT)
    assert is_quiet(time(12, 30), ((time(12), time(13)),))
    assert not is_quiet(time(13), ((time(12), time(13)),))


def test_a_read_out_is_due_at_its_time_and_half_an_hour_after_a_power_cut() -> None:
    assert due(SEVEN - timedelta(seconds=1), BULLETIN) is None
    assert due(SEVEN, BULLETIN) is BULLETIN
    assert due(SEVEN + timedelta(minutes=29), BULLETIN) is BULLETIN
    assert due(SEVEN + timedelta(minutes=30), BULLETIN) is None
    assert due(SEVEN, BULLETIN, done=True) is None


def test_a_read_out_keeps_to_its_days_and_to_quiet_hours() -> None:
    assert due(SEVEN, Readout(at=time(7), days=(0, 2))) is None
    assert due(SEVEN, Readout(at=time(7), days=(1,))) is not None
    assert due(SEVEN.replace(hour=22), Readout(at=time(22))) is None


def test_nothing_is_read_out_by_itself_while_the_clock_is_not_trusted() -> None:
    assert due(SEVEN, BULLETIN, trust=Trust.FLOOR) is None
    assert due(SEVEN, BULLETIN, trust=Trust.UNKNOWN) is None


def announcement(priority: int, age: timedelta = timedelta()) -> Announcement:
    return Announcement(id=f"p{priority}", source="s", title="t", priority=priority, seen_first=SEVEN - age)


def test_an_important_announcement_is_read_out_once_when_it_comes() -> None:
    moment = Moment(SEVEN, Trust.TRUSTED)
    important, ordinary = announcement(2), announcement(1)
    assert due_announcement([ordinary, important], moment, NIGHT, lambda _: False) is important
    assert due_announcement([ordinary, important], moment, NIGHT, lambda item: item is important) is None
    assert due_announcement([announcement(2, timedelta(hours=25))], moment, NIGHT, lambda _: False) is None


def test_an_announcement_that_comes_at_night_waits_until_quiet_hours_end() -> None:
    came = announcement(2, timedelta(hours=4))
    assert due_announcement([came], Moment(SEVEN.replace(hour=3), Trust.TRUSTED), NIGHT, lambda _: False) is None
    assert due_announcement([came], Moment(SEVEN, Trust.TRUSTED), NIGHT, lambda _: False) is came
