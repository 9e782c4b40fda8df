from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.model.items import Event
from kiosk.core.clock import Freshness, Moment, Trust
from kiosk.i18n.phrases import Phrases, village
from kiosk.i18n.translation import Translation

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
TRUSTED = Moment(NOW, Trust.TRUSTED)
FLOOR = Moment(NOW, Trust.FLOOR, NOW)
INDONESIAN = Phrases(Translation("id"))
ENGLISH = Phrases(Translation("en"))


def test_dates_and_times_are_written_as_indonesian_offices_write_them() -> None:
    assert INDONESIAN.long_date(NOW.date()) == "Selasa, 24 November 2026"
    assert INDONESIAN.time(NOW) == "09.41"
    assert INDONESIAN.zone(NOW) == "WITA"
    assert INDONESIAN.weekdays() == ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"]
    assert ENGLISH.long_date(NOW.date()) == "Tuesday, 24 November 2026"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=10, seconds=59), "10 menit lalu"),
        (timedelta(minutes=59, seconds=59), "59 menit lalu"),
        (timedelta(hours=5), "5 jam lalu"),
        (timedelta(hours=23, minutes=59), "23 jam lalu"),
        (timedelta(days=3, hours=2), "3 hari lalu"),
        (timedelta(seconds=-30), "baru saja"),
    ],
)
def test_ages_are_whole_units(age: timedelta, words: str) -> None:
    assert INDONESIAN.ago(NOW - age, NOW) == words


def test_freshness_says_when_and_whether_there_is_a_line() -> None:
    stale = Freshness(NOW - timedelta(days=3), stale=True)
    assert INDONESIAN.freshness(stale, TRUSTED) == "Diperbarui 3 hari lalu · tanpa internet"
    assert INDONESIAN.freshness(stale, TRUSTED, compact=True) == "3 hari lalu"
    assert INDONESIAN.freshness(Freshness(None, stale=True), TRUSTED) == "belum pernah diperbarui"


def test_a_clock_that_nobody_vouches_for_says_no_ages() -> None:
    """It may have slept, or run ahead: what was heard today would be told as of three weeks ago."""
    lately, long_ago = Freshness(NOW - timedelta(minutes=5), stale=True), Freshness(NOW - timedelta(days=3), stale=True)
    assert INDONESIAN.freshness(lately, FLOOR) == "Diperbarui 24 Nov · tanggal belum pasti"
    assert INDONESIAN.freshness(lately, FLOOR, compact=True) == "24 Nov"
    assert INDONESIAN.freshness(long_ago, FLOOR) == "Diperbarui 21 Nov · tanggal belum pasti"


def test_nothing_is_today_or_tomorrow_while_the_clock_is_not_trusted() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert INDONESIAN.when(NOW, TRUSTED) == "hari ini 09.41"
    assert INDONESIAN.day_name(tomorrow.date(), TRUSTED) == "besok"
    assert INDONESIAN.when(NOW, FLOOR) == "24 Nov"
    assert INDONESIAN.when(tomorrow, FLOOR) == "25 Nov"
    assert INDONESIAN.days_off(tomorrow.date(), FLOOR) == ""
    assert INDONESIAN.greeting(FLOOR) == "Selamat datang"
    assert INDONESIAN.clock_note(FLOOR) == "tanggal belum pasti"


def test_nothing_was_published_tomorrow() -> None:
    """Show that a time in the future, as of a blog that means UTC, is shown as today."""
    assert INDONESIAN.when(NOW + timedelta(hours=8), TRUSTED) == "hari ini 09.41"
    assert INDONESIAN.when(NOW + timedelta(hours=20), TRUSTED) == "hari ini 09.41"
    assert INDONESIAN.when(NOW - timedelta(hours=20), TRUSTED) == "kemarin"


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "words"),
    [
        (NOW.replace(hour=10, minute=0), NOW.replace(hour=12, minute=0), False, "hari ini 10.00–12.00 WITA"),
        (NOW.replace(hour=10, minute=0), NOW.replace(hour=10, minute=0), False, "hari ini 10.00 WITA"),
        (NOW.replace(day=28, hour=0, minute=0), NOW.replace(day=29, hour=0, minute=0), True, "28 Nov, sehari penuh"),
        (NOW.replace(day=28, hour=0, minute=0), datetime(2026, 12, 1, tzinfo=WITA), True, "28 Nov – 30 Nov"),
        (
            NOW.replace(day=28, hour=8, minute=0),
            NOW.replace(day=30, hour=17, minute=0),
            False,
            "28 Nov – 30 Nov, 08.00 WITA",
        ),
        (NOW.replace(day=28, hour=21), NOW.replace(day=29, hour=2, minute=0), False, "28 Nov 21.41–02.00 WITA"),
        (NOW.replace(day=28, hour=19), NOW.replace(day=29, hour=0, minute=0), False, "28 Nov 19.41–24.00 WITA"),
        (NOW.replace(day=28, hour=8), datetime(2026, 12, 1, tzinfo=WITA), False, "28 Nov – 30 Nov, 08.41 WITA"),
        (NOW.replace(hour=23), NOW.replace(hour=21), False, "hari ini 23.41 WITA"),
    ],
)
def test_an_event_says_when_it_is_in_one_line(starts: datetime, ends: datetime, all_day: bool, words: str) -> None:
    event = Event(id="x", source="s", title="t", starts=starts, ends=ends, all_day=all_day)
    assert INDONESIAN.event_span(event, TRUSTED) == words


def test_the_village_is_named_without_its_hall() -> None:
    assert village("Balai Desa Kilongan") == "Kilongan"
    assert village("Desa Bunga") == "Bunga"
    assert village("Kelurahan Bungin") == "Kelurahan Bungin"
    assert village("Desa") == "Desa"


def test_what_ends_at_midnight_ends_with_the_day_before() -> None:
    midnight = datetime(2026, 11, 26, tzinfo=WITA)
    assert INDONESIAN.until(midnight, TRUSTED) == "besok"
    assert INDONESIAN.until(midnight, FLOOR) == "25 Nov"
    assert INDONESIAN.until(midnight + timedelta(hours=16), FLOOR) == "26 Nov 16.00"


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (24, "Berlangsung sampai hari ini"),
        (25, "Berlangsung sampai besok"),
        (27, "Berlangsung sampai Jumat 27 Nov"),
        (23, "22 Nov – kemarin, sudah selesai"),
    ],
)
def test_what_goes_on_says_until_when(last: int, words: str) -> None:
    starts, ends = datetime(2026, 11, 22, tzinfo=WITA), datetime(2026, 11, last + 1, tzinfo=WITA)
    event = Event(id="x", source="s", title="t", starts=starts, ends=ends, all_day=True)
    assert INDONESIAN.event_span(event, TRUSTED) == words
    assert "Berlangsung" not in INDONESIAN.event_span(event, FLOOR)


@pytest.mark.parametrize(
    ("starts", "lasts", "over"),
    [
        (-3, 2, True),
        (-3, 3, True),
        (-3, 4, False),
        (-5, 0, False),  # six hours, where nobody has told its end
        (-6, 0, True),
        (2, 1, False),
    ],
)
def test_what_is_over_says_so_by_a_clock_that_somebody_vouches_for(starts: int, lasts: int, over: bool) -> None:
    begins = NOW + timedelta(hours=starts)
    event = Event(id="x", source="s", title="t", starts=begins, ends=begins + timedelta(hours=lasts))
    assert (INDONESIAN.over(event, TRUSTED), INDONESIAN.over(event, FLOOR)) == ("Sudah selesai" if over else "", "")
    assert INDONESIAN.event_span(event, TRUSTED).endswith(", sudah selesai") is over
    assert "selesai" not in INDONESIAN.event_span(event, FLOOR)


def test_a_day_without_hours_is_over_with_itself() -> None:
    today = Event(id="x", source="s", title="t", starts=NOW.replace(hour=0, minute=0), all_day=True)
    yesterday = replace(today, starts=today.starts - timedelta(days=1)) if today.starts else today
    assert (INDONESIAN.over(today, TRUSTED), INDONESIAN.over(yesterday, TRUSTED)) == ("", "Sudah selesai")


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ((28, 21), (29, 2), ["21.00", "sampai 02.00"]),
        ((28, 19), (29, 0), ["19.00"]),
        ((28, 8), (30, 17), ["08.00", "sampai 30 Nov", "sampai 17.00"]),
        ((28, 8), (30, 0), ["08.00", "sampai 24.00"]),
    ],
)
def test_a_later_day_of_an_event_says_until_when_and_not_an_hour_that_is_past(
    starts: tuple[int, int], ends: tuple[int, int], words: list[str]
) -> None:
    first, last = (datetime(2026, 11, day, hour, tzinfo=WITA) for day, hour in (starts, ends))
    event = Event(id="x", source="s", title="t", starts=first, ends=last)
    days = [first.date() + timedelta(days=n) for n in range(len(words))]
    assert [INDONESIAN.event_time(event, TRUSTED, day) for day in days] == words


def test_far_days_are_told_by_their_date() -> None:
    today = TRUSTED.now.date()
    assert INDONESIAN.days_off(today + timedelta(days=14), TRUSTED) == "14 hari lagi"
    assert INDONESIAN.days_off(today + timedelta(days=247), TRUSTED) == ""
    assert INDONESIAN.day_of(today + timedelta(days=247), TRUSTED) == "Kamis, 29 Juli 2027"
    assert INDONESIAN.day_of(today + timedelta(days=20), TRUSTED) == "Senin, 14 Desember"
