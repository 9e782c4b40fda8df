"""Times of the five daily prayers by the sun, offline: for a village's silence, and for the screen. Pure.

The rule is the Ministry of Religious Affairs' (Kemenag RI, Direktorat Urusan Agama Islam, "Ephemeris Hisab Rukyat").
Fajr and isha are by the sun's depth below the horizon. Asr is when a shadow is its thing's length longer than at noon
(Shafi'i). Maghrib is at sunset with refraction, dhuhr after the transit. Each is rounded up to a minute, with two
minutes more to be safe (ihtiyat).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

IHTIYAT = timedelta(minutes=2)
FAJR_ANGLE = 20.0
ISHA_ANGLE = 18.0
_HORIZON = -(34 + 16) / 60
"""The sun's height when its upper edge sets, in degrees: refraction of 34', half the disc of 16'."""

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_DAY = timedelta(days=1)
_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, in the Gregorian calendar
IMSAK = timedelta(minutes=10)
"""How long before subuh a fast begins, as Kemenag's imsakiyah has it."""
_ROUNDS = 3
"""The sun's declination is taken anew at the time found: after three rounds a second is too fine to change."""


@dataclass(frozen=True, slots=True)
class PrayerTimes:
    """Beginnings of the prayers: aware local times of one day, to the minute."""

    fajr: datetime
    dhuhr: datetime
    asr: datetime
    maghrib: datetime
    isha: datetime

    def each(self) -> tuple[datetime, ...]:
        """Return the times in the order of the day."""
        return astuple(self)


def prayer_times(
    day: date,
    latitude: float,
    longitude: float,
    timezone: tzinfo,
    fajr_angle: float = FAJR_ANGLE,
    isha_angle: float = ISHA_ANGLE,
) -> PrayerTimes:
    """Return the prayer times of a local day. Degrees, north and east positive; the angles are depths below the horizon.

    Where the sun does not reach an angle on that day (far from the equator), the time at which it comes nearest is
    returned.
    """
    transit = _transit(datetime.combine(day, time(12), timezone).astimezone(UTC), longitude)

    def when(height: float, *, evening: bool) -> datetime:
        return _time_at_height(transit, latitude, lambda _: height, evening=evening)

    def by_shadow(declination: float) -> float:
        at_noon = min(abs(latitude - declination), 89.9)  # from the zenith; at 90 a shadow is infinite
        return math.degrees(math.atan(1 / (1 + math.tan(math.radians(at_noon)))))

    return PrayerTimes(
        fajr=_with_ihtiyat(when(-fajr_angle, evening=False), timezone),
        dhuhr=_with_ihtiyat(transit, timezone),
        asr=_with_ihtiyat(_time_at_height(transit, latitude, by_shadow, evening=True), timezone),
        maghrib=_with_ihtiyat(when(_HORIZON, evening=True), timezone),
        isha=_with_ihtiyat(when(-isha_angle, evening=True), timezone),
    )


def sunrise(day: date, latitude: float, longitude: float, timezone: tzinfo) -> datetime:
    """Return when subuh ends (terbit): rounded down to the minute, less the ihtiyat."""
    transit = _transit(datetime.combine(day, time(12), timezone).astimezone(UTC), longitude)
    rise = _time_at_height(transit, latitude, lambda _: _HORIZON, evening=False)
    return (rise.replace(second=0, microsecond=0) - IHTIYAT).astimezone(timezone)


def hijri(day: date) -> tuple[int, int, int]:
    """Return (year, month, day) by the tabular calendar: of 30 years of 354 days eleven have 355.

    Source: Reingold and Dershowitz, Calendrical Calculations, "The Islamic Calendar". The true beginning of a month,
    which the moon and the government decide, may be a day off.
    """
    days = day.toordinal() - _EPOCH
    year = (30 * days + 10646) // 10631
    of_year = days - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = max(month for month in range(1, 13) if math.ceil(29.5 * (month - 1)) <= of_year)
    return year, month, of_year - math.ceil(29.5 * (month - 1)) + 1


def _sun(at: datetime) -> tuple[float, float]:
    """Return (declination, Greenwich hour angle) in degrees: low-precision formulas of the Astronomical Almanac, good to 1'."""
    days = (at - _J2000) / _DAY
    anomaly = math.radians(357.529 + 0.98560028 * days)
    longitude = math.radians(280.459 + 0.98564736 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.00000036 * days)
    ascension = math.degrees(math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude)))
    declination = math.degrees(math.asin(math.sin(tilt) * math.sin(longitude)))
    sidereal = 280.46061837 + 360.98564737 * days
    return declination, sidereal - ascension


def _transit(noon: datetime, longitude: float) -> datetime:
    """Return when the sun crosses the meridian nearest to *noon*."""
    for _ in range(_ROUNDS):
        _, greenwich = _sun(noon)
        noon -= ((greenwich + longitude + 180) % 360 - 180) / 360 * _DAY
    return noon


def _time_at_height(transit: datetime, latitude: float, height: Callable[[float], float], *, evening: bool) -> datetime:
    """Return when the sun, seen from *latitude*, has the height that belongs to its declination."""
    here = math.radians(latitude)
    at = transit
    for _ in range(_ROUNDS):
        declination, _ = _sun(at)
        there = math.radians(declination)
        wanted = math.sin(math.radians(height(declination))) - math.sin(here) * math.sin(there)
        angle = math.degrees(math.acos(max(-1.0, min(1.0, wanted / (math.cos(here) * math.cos(there))))))
        at = transit + (angle if evening else -angle) / 360 * _DAY
    return at


def _with_ihtiyat(at: datetime, timezone: tzinfo) -> datetime:
    """Round *at* up to the minute and add the ihtiyat, as a timetable prints it."""
    whole = at.replace(second=0, microsecond=0)
    return ((whole if whole == at else whole + timedelta(minutes=1)) + IHTIYAT).astimezone(timezone)
