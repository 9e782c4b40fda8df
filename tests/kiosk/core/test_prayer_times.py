"""Prayer times against tables that Kemenag published, and against another program's sun over a year.

The published tables name a town, not a point: the points here are the towns' own from a map, and a minute's difference may
come from that or from rounding. Two minutes are allowed; the silence around a prayer is wider.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from astral import Observer, sun

from kiosk.core.prayer_times import IHTIYAT, prayer_times

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
LUWUK = (-0.95, 122.79)
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
TWO_MINUTES = timedelta(minutes=2)

# Kemenag's tables as newspapers printed them (fajr, dhuhr, asr, maghrib, isha; "" where it was not printed).
PUBLISHED = {
    # iNews Sulut, 13 April 2021
    "Manado": (date(2021, 4, 13), 1.475, 124.842, WITA, ("", "11.45", "14.56", "17.49", "18.58")),
    # Viva, 20 August 2023
    "Makassar": (date(2023, 8, 20), -5.148, 119.433, WITA, ("04.51", "12.09", "15.29", "18.08", "19.18")),
    # detikSumbagsel, 1 April 2024
    "Pangkalpinang": (date(2024, 4, 1), -2.129, 106.114, WIB, ("04.42", "12.03", "15.13", "18.05", "19.13")),
    # Okezone, 1 Ramadan 1445 H = 12 March 2024
    "Jayapura": (date(2024, 3, 12), -2.533, 140.717, WIT, ("04.29", "11.51", "14.53", "17.55", "19.03")),
    # detikKalimantan, 28 September 2025
    "Balikpapan": (date(2025, 9, 28), -1.239, 116.853, WITA, ("04.46", "12.07", "15.07", "18.10", "19.18")),
    "Samarinda": (date(2025, 9, 28), -0.502, 117.154, WITA, ("04.45", "12.06", "15.07", "18.09", "19.17")),
    "Bontang": (date(2025, 9, 28), 0.133, 117.5, WITA, ("04.43", "12.04", "15.07", "18.07", "19.15")),
}


@pytest.mark.parametrize("town", PUBLISHED)
def test_it_agrees_with_what_kemenag_published(town: str) -> None:
    day, latitude, longitude, zone, printed = PUBLISHED[town]
    for ours, theirs in zip(prayer_times(day, latitude, longitude, zone).each(), printed, strict=True):
        if theirs:
            hour, minute = map(int, theirs.split("."))
            assert abs(ours - datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)) <= TWO_MINUTES


def test_a_year_in_luwuk_agrees_with_astral_to_two_minutes() -> None:
    """astral reckons by NOAA's longer formulas; the ihtiyat is ours to add."""
    there = Observer(*LUWUK, 0)
    for day in YEAR:
        ours = prayer_times(day, *LUWUK, WITA)
        theirs = {
            "fajr": sun.dawn(there, day, depression=20, tzinfo=WITA),
            "dhuhr": sun.noon(there, day, tzinfo=WITA),
            "maghrib": sun.sunset(there, day, tzinfo=WITA),
            "isha": sun.dusk(there, day, depression=18, tzinfo=WITA),
        }
        for name, time in theirs.items():
            assert abs(getattr(ours, name) - IHTIYAT - time) <= TWO_MINUTES, (day, name)


def test_at_asr_a_shadow_has_grown_by_the_length_of_its_thing() -> None:
    """Show that the shadow at Asr is longer than at noon by one length of its object (Shafi'i), by astral's height of
    the sun.

    There a shadow grows by about a fiftieth of that length in two minutes.
    """
    there = Observer(*LUWUK, 0)

    def shadow(at: datetime) -> float:
        return 1 / math.tan(math.radians(sun.elevation(there, at, with_refraction=False)))

    for day in YEAR[::5]:
        ours = prayer_times(day, *LUWUK, WITA)
        grown = shadow(ours.asr - IHTIYAT) - abs(shadow(sun.noon(there, day, tzinfo=WITA)))
        assert grown == pytest.approx(1.0, abs=0.025), day


def test_the_prayers_of_a_day_are_in_order_whole_minutes_and_of_that_day() -> None:
    for day in YEAR:
        times = prayer_times(day, *LUWUK, WITA).each()
        assert list(times) == sorted(times)
        assert all(time.date() == day and time.second == time.microsecond == 0 for time in times)


def test_the_angles_of_the_settings_count() -> None:
    usual, later = prayer_times(YEAR[0], *LUWUK, WITA), prayer_times(YEAR[0], *LUWUK, WITA, 18.0, 20.0)
    assert timedelta(minutes=7) < later.fajr - usual.fajr < timedelta(minutes=10)
    assert timedelta(minutes=7) < later.isha - usual.isha < timedelta(minutes=10)
    assert (later.dhuhr, later.asr, later.maghrib) == (usual.dhuhr, usual.asr, usual.maghrib)


@pytest.mark.parametrize("latitude", [-90.0, -69.6, 69.6, 90.0])
def test_a_place_where_the_sun_does_not_set_still_has_times(latitude: float) -> None:
    """Nobody has a kiosk there, but a wrong latitude in the settings must not stop one."""
    for day in (date(2026, 6, 21), date(2026, 12, 21)):
        assert len(prayer_times(day, latitude, 18.9, UTC).each()) == 5


def test_a_zone_far_from_the_longitude_still_finds_that_day() -> None:
    times = prayer_times(YEAR[0], -0.95, -57.21, WITA)  # the other side of the earth: noon is at midnight there
    assert abs(times.dhuhr - datetime(2026, 1, 1, 12, tzinfo=WITA)) <= timedelta(hours=12)
