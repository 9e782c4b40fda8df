"""What of the sheets of the day is told: nothing without a source, nothing past, and what is old only as old."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.model.items import Item, Sheet
from content_cache.model.sheets import Price, SheetKind, Sky, StaffMember, Water, WeatherStep
from content_cache.store.store import Store
from kiosk.content.day import DaySheets, sky
from kiosk.content.repository import ContentRepository
from kiosk.content.views.day import DayView, Prayer, SkyView
from kiosk.core.clock import Moment, Trust
from kiosk.settings import Settings
from kiosk.settings.sections import PlaceSettings, PrayerSettings, SpeechSettings, WeatherSettings
from tests.support.items import Stock
from tests.support.present import present

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
FIVE, SIX = NOW.replace(hour=5, minute=0), NOW.replace(hour=6, minute=0)
SETTINGS = Settings(
    place=PlaceSettings(area="72.01.05"), weather=WeatherSettings(adm4="72.01.05.2003", sea=("Selat Peleng",))
)


def steps(start: datetime = FIVE, number: int = 24) -> tuple[WeatherStep, ...]:
    return tuple(WeatherStep(start + n * timedelta(hours=3), list(Sky)[n % 12], 20 + n % 12) for n in range(number))


def weather(**given: object) -> Sheet:
    made = Sheet(
        id="w", source="BMKG", title="Kilongan", author="BMKG", published=SIX, areas=("72.01.05.2003",), steps=steps()
    )
    return replace(made, **given)


def sea(*waters: Water, issued: datetime = SIX) -> Sheet:
    return Sheet(
        id="s", source="Dinas", title="Laut", author="BMKG", published=issued, sheet=SheetKind.SEA, waters=waters
    )


def water(name: str = "Selat Peleng", *, hours: int = 24, high: float = 1.25) -> Water:
    return Water(name, SIX, SIX + timedelta(hours=hours), 0.5, high)


class Shown:
    """What the kiosk tells of these sheets at a moment."""

    def __init__(self, stock: Stock, folder: Path) -> None:
        self._stock, self._folder = stock, folder

    def __call__(
        self, *sheets: Item, at: datetime = NOW, trust: Trust = Trust.TRUSTED, settings: Settings = SETTINGS
    ) -> DayView:
        for sheet in sheets:
            self._stock([sheet], source=sheet.source)
        opened = ContentRepository(
            lambda: Store.open(self._folder, read_only=True), area=settings.place.area, settings=settings
        )
        try:
            return opened.day_sheets.day_view(Moment(at, trust, at))
        finally:
            opened.close()


@pytest.fixture
def shown(stock: Stock, tmp_path: Path) -> Shown:
    return Shown(stock, tmp_path)


def test_nothing_appears_without_a_source(shown: Shown) -> None:
    assert shown() == DayView()
    assert not DayView().has_sky


def test_steps_that_have_passed_are_not_shown(shown: Shown) -> None:
    forecast = present(shown(weather()).forecast)
    assert forecast.steps[0].at == NOW.replace(hour=8, minute=0), "the one that holds now is the first"
    assert not forecast.old


@pytest.mark.parametrize(
    ("hours", "old", "told"), [(11.9, False, True), (12.1, True, True), (23.9, True, True), (24.1, False, False)]
)
def test_an_old_forecast_is_told_as_old_and_then_not_at_all(shown: Shown, hours: float, old: bool, told: bool) -> None:
    day = shown(weather(published=NOW - timedelta(hours=hours)))
    assert (day.forecast is not None) is told
    if day.forecast:
        assert day.forecast.old is old
    else:
        assert day.last_forecast == NOW - timedelta(hours=hours)
        assert day.has_sky


@pytest.mark.parametrize("start", [NOW - timedelta(days=4), NOW + timedelta(days=4), NOW.replace(year=2099)])
def test_a_forecast_of_other_days_is_none(shown: Shown, start: datetime) -> None:
    assert shown(weather(steps=steps(start))).forecast is None


def test_of_two_the_newest_counts_and_another_villages_does_not(shown: Shown) -> None:
    older = weather(id="o", source="Kantor", title="Lama", published=SIX - timedelta(hours=3))
    other = weather(id="x", source="Lain", title="Desa lain", published=NOW, areas=("72.01.05.2004",))
    assert present(shown(weather(), older, other).forecast).place == "Kilongan"


@pytest.mark.parametrize("trust", [Trust.FLOOR, Trust.UNKNOWN])
def test_with_a_clock_that_is_not_trusted_nothing_holds_now(shown: Shown, trust: Trust) -> None:
    assert shown(weather(), sea(water()), trust=trust) == DayView()


def test_only_the_waters_of_the_settings_are_told_of(shown: Shown) -> None:
    told = present(shown(sea(water("Laut Banda"), water("SELAT PELENG"), water("Selat Peleng", hours=2))).sea)
    assert [each.name for each in told.waters] == ["SELAT PELENG"], "and of those what holds now"
    assert shown(sea(water("Laut Banda"))).sea is None
    assert shown(sea(water(), issued=NOW - timedelta(hours=25))).sea is None


def test_each_water_is_told_by_the_newest_sheet_that_has_it(shown: Shown) -> None:
    """BMKG has a sheet for each water, an office one for all."""
    three = replace(SETTINGS, weather=WeatherSettings(sea=("Selat Peleng", "Teluk Tolo", "Laut Banda")))

    def of_bmkg(water: Water, issued: datetime) -> Sheet:
        return replace(sea(water, issued=issued), id=f"laut-{water.name}", source=water.name, title=water.name)

    office = replace(sea(water(high=2.0), water("Teluk Tolo", high=3.0), issued=FIVE), author="Dinas Perikanan")
    told = shown(office, of_bmkg(water(high=1.0), SIX), of_bmkg(water("Laut Banda"), SIX), settings=three).sea
    assert [(each.name, each.high) for each in present(told).waters] == [
        ("Selat Peleng", 1.0),
        ("Teluk Tolo", 3.0),
        ("Laut Banda", 1.25),
    ]
    assert (present(told).source, present(told).issued) == ("BMKG, Dinas Perikanan", FIVE), "as old as the oldest"


def test_prices_grow_old(shown: Shown) -> None:
    def prices(age: timedelta) -> Sheet:
        rows = (Price("Beras", "1 kg", 14_500, 14_000),)
        return Sheet(id="p", source="Dinas", title="Pasar", published=NOW - age, sheet=SheetKind.PRICES, prices=rows)

    assert not present(shown(prices(timedelta(days=1))).prices).old
    assert present(shown(prices(timedelta(days=3))).prices).old
    assert shown(prices(timedelta(days=31))).prices is None
    assert shown(replace(prices(timedelta(days=1)), expires=NOW - timedelta(hours=1))).prices is None


def test_who_was_in_yesterday_is_not_in_today(shown: Shown) -> None:
    def staff(issued: datetime) -> Sheet:
        people = (StaffMember("Ibu Rahma", "Kasi", "08.00", "15.00"),)
        return Sheet(id="p", source="KIM", title="Balai Desa", published=issued, sheet=SheetKind.STAFF, people=people)

    assert present(shown(staff(SIX)).staff).people[0].name == "Ibu Rahma"
    assert shown(staff(SIX - timedelta(days=1))).staff is None


def test_prayer_times_stand_where_the_settings_ask_for_them(shown: Shown) -> None:
    assert shown().prayers is None
    asked = replace(SETTINGS, speech=SpeechSettings(prayer=PrayerSettings(show=True)))
    prayers = present(shown(settings=asked).prayers)
    assert [prayer for prayer, _ in prayers.times] == [each for each in Prayer if each is not Prayer.IMSAK]
    assert prayers.times[prayers.next][0] is Prayer.DHUHR
    assert present(shown(settings=asked, at=NOW.replace(hour=23)).prayers).next == -1
    dawn = present(shown(settings=asked, at=NOW.replace(hour=5, minute=0)).prayers)
    assert dawn.times[dawn.next][0] is Prayer.DHUHR, "sunrise comes before it, and is no prayer"
    fasting = present(shown(settings=asked, at=NOW.replace(year=2027, month=2, day=20)).prayers)
    assert fasting.fasting
    (imsak, at), (fajr, begins) = fasting.times[:2]
    assert (imsak, fajr, begins - at) == (Prayer.IMSAK, Prayer.FAJR, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("2027-01-30", 0),  # 1 Ramadan 1448 is 8 February 2027 by the calendar: a day on each side may be one too
        ("2027-01-31", 32),
        ("2027-02-08", 31),
        ("2027-03-10", 1),
        ("2027-03-11", 0),
    ],
)
def test_the_times_of_ramadan_can_be_looked_up_from_a_week_before_to_its_end(day: str, days: int) -> None:
    asked = replace(SETTINGS, speech=SpeechSettings(prayer=PrayerSettings(show=True)))
    at = datetime.fromisoformat(day).replace(hour=9, tzinfo=WITA)
    moment = Moment(at, Trust.TRUSTED)
    sheets = DaySheets(lambda _: [], asked)
    ramadan = sheets.ramadan(moment)

    assert len(ramadan) == days
    if ramadan:
        assert ramadan[0].fajr.date() == max(at.date(), date(2027, 2, 7))
        today = present(sheets.day_view(replace(moment, now=ramadan[0].dhuhr)).prayers)
        assert dict(today.times)[Prayer.MAGHRIB] == ramadan[0].maghrib
    assert DaySheets(lambda _: [], SETTINGS).ramadan(moment) == ()
    assert sheets.ramadan(Moment(at, Trust.FLOOR)) == ()


FIVE_WATERS = tuple(f"Perairan {n}" for n in range(5))


@pytest.mark.slow(cases=36)
@pytest.mark.parametrize("parts", [0, 2, 4])
@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("waters", [0, 1, 2])
@pytest.mark.parametrize("names", [(), FIVE_WATERS[:1], FIVE_WATERS], ids=len)
@pytest.mark.parametrize("dry", [False, True])
def test_every_day_and_water_has_a_page(
    shown: Shown, parts: int, upright: bool, waters: int, names: tuple[str, ...], dry: bool
) -> None:
    sheets = [*([] if dry else [weather()]), *([sea(*map(water, names))] if names else [])]
    day = shown(*sheets, settings=replace(SETTINGS, weather=WeatherSettings(adm4="72.01.05.2003", sea=names)))
    moment = Moment(NOW, Trust.TRUSTED)

    def page(number: int) -> SkyView:
        return sky(day, moment, page=number, parts=parts, upright=upright, waters=waters)

    pages = [page(number).rows for number in range(page(0).pages)]
    rows = [row for each in pages for row in each]
    assert len({row.day for row in rows if row.day}) == (0 if dry else 3)
    assert {row.water.name for row in rows if row.water} == set(names)
    halves = {(row.water.name, row.boat) for row in rows if row.water}
    assert all((name, None) in halves or {(name, False), (name, True)} <= halves for name in names)
    assert page(99).page == len(pages) - 1
    for each in pages:
        days, water_rows = [row for row in each if row.day], [row for row in each if row.water]
        assert len(days) <= (parts or 3)
        assert len(water_rows) <= (1 if days else max(waters, 1))
    assert sky(DayView(), moment, page=3, parts=parts).rows == ()
