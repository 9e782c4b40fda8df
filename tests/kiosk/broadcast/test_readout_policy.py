from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.model.items import Announcement
from kiosk.broadcast.quiet_hours import Quiet, is_quiet, quiet_of
from kiosk.broadcast.readout_policy import due_announcement, due_readout
from kiosk.core.clock import Moment, Trust
from kiosk.core.prayer_times import prayer_times
from kiosk.settings import PlaceSettings, PrayerSettings, ReadoutSettings, SpeechSettings

WITA = ZoneInfo("Asia/Makassar")
SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=WITA)  # a Tuesday
NIGHT = ((time(21), time(5, 30)),)
QUIET = Quiet(NIGHT)
LUWUK = PlaceSettings(latitude=-0.95, longitude=122.79)
BULLETIN = ReadoutSettings(at=time(7))


def due(
    moment: datetime, *readouts: ReadoutSettings, trust: Trust = Trust.TRUSTED, done: bool = False
) -> ReadoutSettings | None:
    return due_readout(readouts, Moment(moment, trust), QUIET, lambda _: done)


def test_quiet_hours_may_run_over_midnight_and_end_sharply() -> None:
    assert is_quiet(time(21), NIGHT)
    assert is_quiet(time(3), NIGHT)
    assert not is_quiet(time(5, 30), NIGHT)
    assert not is_quiet(time(12), NIGHT)
    assert is_quiet(time(12, 30), ((time(12), time(13)),))
    assert not is_quiet(time(13), ((time(12), time(13)),))


def test_quiet_says_when_it_ends_and_how_much_time_was_not() -> None:
    ten = SEVEN.replace(hour=22)
    assert QUIET.end_of_quiet(SEVEN) is None
    assert QUIET.end_of_quiet(ten) == SEVEN.replace(day=25, hour=5, minute=30)
    assert QUIET.end_of_quiet(SEVEN.replace(hour=3)) == SEVEN.replace(hour=5, minute=30)
    assert QUIET.loud_time(SEVEN.replace(hour=5), SEVEN) == timedelta(minutes=90)
    assert QUIET.loud_time(SEVEN.replace(hour=20, minute=50), SEVEN.replace(hour=21, minute=30)) == timedelta(
        minutes=10
    )


def test_spans_that_touch_or_overlap_are_one_silence() -> None:
    hours = ((time(12), time(13)), (time(13), time(14)), (time(13, 30), time(15)), (time(16), time(16)))
    assert Quiet(hours).end_of_quiet(SEVEN.replace(hour=12, minute=30)) == SEVEN.replace(hour=15)
    assert Quiet(hours).end_of_quiet(SEVEN.replace(hour=16)) is None


def test_a_read_out_is_due_at_its_time_and_half_an_hour_after_a_power_cut() -> None:
    assert due(SEVEN - timedelta(seconds=1), BULLETIN) is None
    assert due(SEVEN, BULLETIN) is BULLETIN
    assert due(SEVEN + timedelta(minutes=29), BULLETIN) is BULLETIN
    assert due(SEVEN + timedelta(minutes=30), BULLETIN) is None
    assert due(SEVEN, BULLETIN, done=True) is None


def test_a_read_out_keeps_to_its_days_and_to_quiet_hours() -> None:
    assert due(SEVEN, ReadoutSettings(at=time(7), days=(0, 2))) is None
    assert due(SEVEN, ReadoutSettings(at=time(7), days=(1,))) is not None
    assert due(SEVEN.replace(hour=22), ReadoutSettings(at=time(22))) is None


def test_nothing_is_read_out_by_itself_while_the_clock_is_not_trusted() -> None:
    assert due(SEVEN, BULLETIN, trust=Trust.FLOOR) is None
    assert due(SEVEN, BULLETIN, trust=Trust.UNKNOWN) is None


def announcement(priority: int, age: timedelta = timedelta()) -> Announcement:
    return Announcement(id=f"p{priority}", source="s", title="t", priority=priority, seen_first=SEVEN - age)


def test_an_important_announcement_is_read_out_once_when_it_comes() -> None:
    moment = Moment(SEVEN, Trust.TRUSTED)
    important, ordinary = announcement(2), announcement(1)
    assert due_announcement([ordinary, important], moment, QUIET, lambda _: False) is important
    assert due_announcement([ordinary, important], moment, QUIET, lambda item: item is important) is None
    assert due_announcement([announcement(2, timedelta(hours=25))], moment, QUIET, lambda _: False) is None


@pytest.mark.parametrize(("begun", "told"), [(0, True), (23, True), (25, False)])
def test_what_came_days_before_its_time_is_new_when_that_comes(begun: int, told: bool) -> None:
    """An office that wrote for Friday on Monday was never heard: on Friday it was no longer new."""
    early = replace(announcement(2, timedelta(days=4)), publish_from=SEVEN - timedelta(hours=begun))
    due = due_announcement([early], Moment(SEVEN, Trust.TRUSTED), QUIET, lambda _: False)
    assert (due is early) is told


def test_an_announcement_that_comes_at_night_waits_until_quiet_hours_end() -> None:
    came = announcement(2, timedelta(hours=4))
    assert due_announcement([came], Moment(SEVEN.replace(hour=3), Trust.TRUSTED), QUIET, lambda _: False) is None
    assert due_announcement([came], Moment(SEVEN, Trust.TRUSTED), QUIET, lambda _: False) is came


# prayers: in Luwuk on that Tuesday maghrib is at 17.43, so it is silent from 17.38 to 18.03

SPEECH = SpeechSettings(quiet_hours=NIGHT)
SIX = SEVEN.replace(hour=18)


def test_around_each_prayer_it_is_silent_as_many_minutes_as_the_settings_say() -> None:
    quiet = quiet_of(replace(SPEECH, quiet_hours=(), prayer=PrayerSettings(before=3, after=11)), LUWUK)
    for begins in prayer_times(SEVEN.date(), LUWUK.latitude, LUWUK.longitude, WITA).each():
        assert quiet.end_of_quiet(begins - timedelta(minutes=3, seconds=1)) is None
        assert quiet.end_of_quiet(begins - timedelta(minutes=3)) == begins + timedelta(minutes=11)
        assert quiet.end_of_quiet(begins + timedelta(minutes=11)) is None


def test_the_angles_of_the_settings_move_the_silence_of_fajr_and_isha() -> None:
    speech = replace(SPEECH, quiet_hours=())
    usual = quiet_of(speech, LUWUK)
    other = quiet_of(replace(speech, prayer=PrayerSettings(fajr_angle=15.0, isha_angle=15.0)), LUWUK)
    fajr, *_, isha = prayer_times(SEVEN.date(), LUWUK.latitude, LUWUK.longitude, WITA).each()
    assert usual.end_of_quiet(fajr) is not None
    assert other.end_of_quiet(fajr) is None
    assert usual.end_of_quiet(isha) == isha + timedelta(minutes=20)
    assert other.end_of_quiet(isha) == isha + timedelta(minutes=20) - (isha - isha_at_15())


def isha_at_15() -> datetime:
    return prayer_times(SEVEN.date(), LUWUK.latitude, LUWUK.longitude, WITA, isha_angle=15.0).isha


def test_without_quiet_at_prayer_there_is_no_such_silence() -> None:
    quiet = quiet_of(replace(SPEECH, quiet_at_prayer=False), LUWUK)
    assert quiet.end_of_quiet(SIX.replace(hour=17, minute=43)) is None
    assert quiet.end_of_quiet(SIX.replace(hour=22)) is not None


@pytest.mark.parametrize(
    ("at", "now", "is_due"),
    [
        ("18:00", "18:00", False),  # the silence of maghrib
        ("18:00", "18:02", False),
        ("18:00", "18:03", True),  # made right after it
        ("18:00", "18:32", True),
        ("18:00", "18:33", False),  # half an hour after the silence it is too late
        ("17:38", "18:03", True),
        ("17:30", "18:03", True),  # eight minutes of its half hour were before the silence
        ("17:30", "18:24", True),
        ("17:30", "18:25", False),
        ("20:50", "20:59", True),
        ("20:50", "21:00", False),
        ("05:00", "05:30", True),
        ("22:00", "23:00", False),  # and the next day it is yesterday's: see below
    ],
)
def test_catching_up_counts_only_time_that_is_not_quiet(at: str, now: str, is_due: bool) -> None:
    moment = Moment(datetime.combine(SEVEN.date(), time.fromisoformat(now), WITA), Trust.TRUSTED)
    readout = ReadoutSettings(at=time.fromisoformat(at))
    assert due_readout([readout], moment, quiet_of(SPEECH, LUWUK), lambda _: False) is (readout if is_due else None)


def test_what_the_night_swallowed_is_not_read_out_the_next_morning() -> None:
    morning = Moment(SEVEN.replace(day=25, hour=5, minute=30), Trust.TRUSTED)
    assert due_readout([ReadoutSettings(at=time(22))], morning, quiet_of(SPEECH, LUWUK), lambda _: False) is None


def test_an_evening_bulletin_is_lost_on_no_day_of_the_year() -> None:
    """Wherever maghrib or isha falls, some minute takes every read-out between 17.00 and 20.00."""
    quiet = quiet_of(SPEECH, LUWUK)
    for number in range(0, 365, 7):
        day = date(2026, 1, 1) + timedelta(days=number)
        midnight = datetime.combine(day, time(), WITA)
        for minute in range(17 * 60, 20 * 60, 10):
            readout = ReadoutSettings(at=time(minute // 60, minute % 60))
            later = (Moment(midnight + timedelta(minutes=n), Trust.TRUSTED) for n in range(minute, minute + 90))
            assert any(due_readout([readout], moment, quiet, lambda _: False) for moment in later), (day, readout)
