"""Day sheets as they hold now: the newest of each kind, without what is past, and the prayer times from the sun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from content_cache.model.items import Sheet
from content_cache.model.sheets import SheetKind, Sky, Water, WeatherStep
from kiosk.content.views.day import DayView, Forecast, Prayer, Prayers, Prices, Sea, SkyRow, SkyView, Staff
from kiosk.core.clock import Moment
from kiosk.core.prayer_times import IMSAK, PrayerTimes, hijri, prayer_times, sunrise
from kiosk.settings import Settings

STEP = timedelta(hours=3)
OLD = timedelta(hours=12)  # age from which a forecast is marked as old
TOO_OLD = timedelta(hours=24)  # and no more told
PRICES_OLD, PRICES_TOO_OLD = timedelta(days=2), timedelta(days=30)
RAMADAN = 9
AHEAD = timedelta(days=7)  # time before Ramadan from which its prayer times are shown
_MONTH = 30  # days
NIGHT = timedelta(hours=4)  # until four o'clock it is still the night of the day before
MOST_DAYS = 3
_SHORT = 26  # letters of a water that has room below a table of days: its card is no higher than two lines of them
_PARTS = (7, 4, 3)  # hours of morning, midday and afternoon from four on; what is left is night


class DaySheets:
    """Day sheets (weather, sea, prices, staff) of this place. *sheets* returns those in force, the newest first."""

    def __init__(self, sheets: Callable[[Moment], list[Sheet]], settings: Settings | None = None) -> None:
        self._sheets = sheets
        self._settings = settings or Settings()

    def day_view(self, moment: Moment) -> DayView:
        """Return what holds at *moment*: the newest of each kind.

        Empty while the clock is not trusted, since nothing can be called present or past.
        """
        if not moment.relative:
            return DayView()
        newest: dict[SheetKind, Sheet] = {}
        sheets = self._sheets(moment)
        for sheet in sheets:
            newest.setdefault(sheet.sheet, sheet)
        weather = newest.get(SheetKind.WEATHER)
        forecast = self._forecast(weather, moment) if weather else None
        return DayView(
            forecast=forecast,
            last_forecast=weather.published if weather and forecast is None else None,
            sea=self._sea([sheet for sheet in sheets if sheet.sheet is SheetKind.SEA], moment),
            prices=_prices(newest.get(SheetKind.PRICES), moment),
            staff=_staff(newest.get(SheetKind.STAFF), moment),
            prayers=self._prayers(moment),
        )

    def _forecast(self, sheet: Sheet, moment: Moment) -> Forecast | None:
        issued = sheet.published
        steps = tuple(step for step in sheet.steps if step.at + STEP > moment.now)
        if issued is None or moment.now - issued > TOO_OLD or not steps or steps[0].at > moment.now + STEP:
            return None  # made too long ago, or of days that are not these
        return Forecast(sheet.title, sheet.author, issued, steps, old=moment.now - issued > OLD)

    def _sea(self, sheets: list[Sheet], moment: Moment) -> Sea | None:
        """Return each water by the newest sheet that has it; `None` if there is none.

        The oldest of those sheets gives the age of all.
        """
        found: list[Water] = []
        issued: list[datetime] = []
        issuers: dict[str, None] = {}
        for name in self._settings.weather.sea:
            for sheet in sheets:
                water = _water(sheet, name, moment)
                if water is not None and sheet.published is not None and moment.now - sheet.published <= TOO_OLD:
                    found.append(water)
                    issued.append(sheet.published)
                    issuers[sheet.author] = None
                    break
        if not found:
            return None
        return Sea(", ".join(filter(None, issuers)), min(issued), tuple(found), old=moment.now - min(issued) > OLD)

    def ramadan(self, moment: Moment) -> tuple[PrayerTimes, ...]:
        """Return the prayer times of each day of Ramadan from today on; () outside it except in the week before.

        The month may begin or end a day beside the calendar's, so both days are included.
        """
        if not (moment.relative and self._settings.speech.prayer.show):
            return ()
        today, one = moment.now.date(), timedelta(days=1)
        days = (today + n * one for n in range(_MONTH + AHEAD.days + 3))
        fasting = [day for day in days if RAMADAN in (hijri(near)[1] for near in (day - one, day, day + one))]
        return tuple(map(self._prayer_times, fasting)) if fasting and fasting[0] - today <= AHEAD else ()

    def _prayer_times(self, day: date) -> PrayerTimes:
        place, own = self._settings.place, self._settings.speech.prayer
        zone = ZoneInfo(place.timezone)
        return prayer_times(day, place.latitude, place.longitude, zone, own.fajr_angle, own.isha_angle)

    def _prayers(self, moment: Moment) -> Prayers | None:
        speech, place = self._settings.speech, self._settings.place
        if not speech.prayer.show:
            return None
        day, zone = moment.now.date(), ZoneInfo(place.timezone)
        own = self._prayer_times(day)
        fasting = hijri(day)[1] == RAMADAN
        times = (
            *(((Prayer.IMSAK, own.fajr - IMSAK),) if fasting else ()),
            (Prayer.FAJR, own.fajr),
            (Prayer.SUNRISE, sunrise(day, place.latitude, place.longitude, zone)),
            (Prayer.DHUHR, own.dhuhr),
            (Prayer.ASR, own.asr),
            (Prayer.MAGHRIB, own.maghrib),
            (Prayer.ISHA, own.isha),
        )
        ahead = (n for n, (prayer, at) in enumerate(times) if at > moment.now and prayer is not Prayer.SUNRISE)
        return Prayers(times, next(ahead, -1), fasting)


def _water(sheet: Sheet, name: str, moment: Moment) -> Water | None:
    """Return the forecast of the water *name* that holds now, or else the next one; `None` if *sheet* has none."""
    spans = (each for each in sheet.waters if each.name.casefold() == name.casefold() and each.ends > moment.now)
    return min(spans, key=lambda each: each.starts, default=None)


def _prices(sheet: Sheet | None, moment: Moment) -> Prices | None:
    if sheet is None or sheet.published is None or not sheet.prices:
        return None
    age = moment.now - sheet.published
    if age > PRICES_TOO_OLD:
        return None
    market = sheet.title if sheet.title != sheet.author else ""
    return Prices(market, sheet.author, sheet.published, sheet.prices, sheet.provenance, old=age > PRICES_OLD)


def _staff(sheet: Sheet | None, moment: Moment) -> Staff | None:
    """Return the staff on duty if *sheet* holds today. It holds on its day of publication, unless its issuer gives an end."""
    if sheet is None or sheet.published is None or not sheet.people:
        return None
    if sheet.expires is None and sheet.published.astimezone(moment.now.tzinfo).date() != moment.now.date():
        return None
    stored = {one.url: one.path for one in sheet.attachments}
    return Staff(sheet.title, sheet.people, tuple(stored.get(person.photo, "") for person in sheet.people))


def sky(day: DayView, moment: Moment, *, page: int, parts: int, upright: bool = False, waters: int = 1) -> SkyView:
    """Return page *page* of weather and sea.

    Without *parts* it holds all days and one water. Otherwise each page holds *parts* parts of one day, with a water
    below if the screen is *upright*. The other waters have pages of their own with *waters* each; with 0 each one
    takes two.
    """
    zone = moment.now.tzinfo
    days: dict[date, list[WeatherStep]] = {}
    for step in day.forecast.steps if day.forecast else ():
        days.setdefault((step.at.astimezone(zone) - NIGHT).date(), []).append(step)
    named = day.sea.waters if day.sea else ()
    sea = tuple(SkyRow(water=water) for water in named)
    whole = tuple(SkyRow(each, tuple(steps), whole_day=True) for each, steps in list(days.items())[:MOST_DAYS])
    has_room = upright or not parts  # room below the days for one water with a short name
    beside = int(bool(whole) and has_room and all(len(water.name) <= _SHORT for water in named[:1]))
    pages: list[tuple[SkyRow, ...]] = [whole + sea[:beside]] if whole and not parts else []
    for each in (_in_parts(row, moment) for row in whole if parts):
        pages += [each[first : first + parts] + sea[:beside] for first in range(0, len(each), parts)]
    others = [replace(water, boat=half) for water in sea[beside:] for half in ((None,) if waters else (False, True))]
    pages += [tuple(others[first : first + max(waters, 1)]) for first in range(0, len(others), max(waters, 1))]
    page = min(max(page, 0), max(len(pages) - 1, 0))
    return SkyView(day, pages[page] if pages else (), page, max(len(pages), 1))


def _in_parts(row: SkyRow, moment: Moment) -> tuple[SkyRow, ...]:
    """Split a day's *row* into morning, midday, afternoon and night. Each part has the worst weather of its steps."""
    parts: dict[int, list[WeatherStep]] = {}
    for step in row.steps:
        hour = (step.at.astimezone(moment.now.tzinfo) - NIGHT).hour
        parts.setdefault(sum(hour >= sum(_PARTS[: n + 1]) for n in range(len(_PARTS))), []).append(step)
    order = list(Sky)
    return tuple(SkyRow(row.day, (max(steps, key=lambda step: order.index(step.sky)),)) for steps in parts.values())
