"""What is said of weather, sea, prices and people: read as it sounds, in both languages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.sheets import Sky, StaffMember, Water, WeatherStep
from kiosk.content.day import DaySheets, sky
from kiosk.content.views.day import DayView, Forecast, Sea, SkyRow, Staff
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.day_words import DayWords
from kiosk.settings import Settings
from kiosk.settings.sections import PlaceSettings, PrayerSettings, SpeechSettings
from kiosk.speech.script.normaliser import say_words

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)
MOMENT = Moment(NOW, Trust.TRUSTED)
EIGHT = NOW.replace(hour=8, minute=0)
SIX = NOW.replace(hour=6, minute=0)


def steps(*skies: tuple[Sky, int]) -> tuple[WeatherStep, ...]:
    return tuple(WeatherStep(EIGHT + n * timedelta(hours=3), sky, degrees) for n, (sky, degrees) in enumerate(skies))


TODAY = steps((Sky.PARTLY, 28), (Sky.PARTLY, 31), (Sky.LIGHT_RAIN, 29), (Sky.RAIN, 27), (Sky.CLOUDY, 24))


def water(high: float = 1.25, wind: float = 7.0) -> Water:
    return Water("Selat Peleng", SIX, SIX + timedelta(days=1), 0.5, high, 3.0 if wind >= 0 else -1.0, wind, "SE")


def day(high: float = 1.25, *, old: bool = False, **given: object) -> DayView:
    forecast = Forecast("Kilongan", "BMKG", SIX, TODAY, old=old)
    return DayView(forecast=forecast, sea=Sea("BMKG", SIX, (water(high),)), **given)  # type: ignore[arg-type]


@pytest.fixture
def words() -> DayWords:
    return DayWords(Phrases(Translation("id")))


@pytest.fixture
def english() -> DayWords:
    return DayWords(Phrases(Translation("en")))


def said(lines: object) -> str:
    return " ".join(say_words(line) for line in lines)  # type: ignore[attr-defined]


def test_the_weather_of_the_bulletin(words: DayWords) -> None:
    assert said(words.bulletin(day(), MOMENT)) == (
        "Kilongan hari ini: pagi cerah berawan, hujan ringan mulai pukul dua siang, berawan mulai pukul delapan malam; "
        "suhu dua puluh empat sampai tiga puluh satu derajat "
        "Selat Peleng: ombak nol koma lima sampai satu koma dua lima meter, rendah. "
        "Masih di bawah batas bahaya."
    )


def test_rain_is_told_however_often_the_sky_changes_before(words: DayWords) -> None:
    found = steps((Sky.CLEAR, 28), (Sky.PARTLY, 31), (Sky.CLEAR, 31), (Sky.LIGHT_RAIN, 27))
    assert words.skies(found, MOMENT) == (
        "pagi cerah, cerah berawan mulai pukul 11 siang, hujan ringan mulai pukul 5 sore; suhu 27 sampai 31 derajat"
    )


def test_a_part_of_another_day_is_told_with_its_day(words: DayWords) -> None:
    later = tuple(
        WeatherStep(step.at + timedelta(days=ahead), step.sky, step.degrees) for ahead in range(3) for step in TODAY[:1]
    )
    assert [words.sky_row(SkyRow(steps=(step,)), MOMENT) for step in later] == [
        ["Pagi: cerah berawan, 28 derajat."],
        ["Besok pagi: cerah berawan, 28 derajat."],
        ["Kamis pagi: cerah berawan, 28 derajat."],
    ]


def test_after_midnight_what_is_left_of_the_night_is_no_day_of_yesterdays_date(words: DayWords) -> None:
    """A day of the forecast goes from four to four: at 02.36 its first row began the day before."""
    two = NOW.replace(hour=2, minute=0)
    skies = (Sky.CLEAR, 24), (Sky.PARTLY, 25), (Sky.PARTLY, 28), (Sky.RAIN, 27)
    found = tuple(WeatherStep(two + n * timedelta(hours=3), each, degrees) for n, (each, degrees) in enumerate(skies))
    told = DayView(forecast=Forecast("Kilongan", "BMKG", SIX - timedelta(hours=12), found))
    moment = Moment(two.replace(minute=36), Trust.TRUSTED)
    assert list(words.bulletin(told, moment)) == [
        "Kilongan malam ini: dini hari cerah; suhu 24 derajat",
        "Kilongan hari ini: pagi cerah berawan, hujan sedang mulai pukul 11 siang; suhu 25 sampai 28 derajat",
    ]
    assert words.coming(told.forecast, moment) == "Siang: hujan sedang"  # type: ignore[arg-type]  # it has one
    rows = sky(told, moment, page=0, parts=0).rows
    assert [words.day_name(row, moment) for row in rows] == ["Malam ini", "Hari ini"]
    four = Moment(two.replace(hour=4), Trust.TRUSTED)
    assert [line.partition(":")[0] for line in words.bulletin(told, four)] == ["Kilongan hari ini"]


def test_an_old_forecast_says_so(words: DayWords) -> None:
    assert "Prakiraan ini sudah lama." in words.bulletin(day(old=True), MOMENT)
    empty = DayView(last_forecast=SIX - timedelta(days=1))
    assert list(words.sky_gaps(empty, MOMENT)) == ["Cuaca belum ada. Terakhir Senin 06.00."]
    assert list(words.bulletin(empty, MOMENT)) == []


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "06.00"), (6, "Rabu 06.00"), (7, "17 Nov 06.00"), (21, "3 Nov 06.00"), (330, "29 Des 2025 06.00")],
)
def test_a_forecast_of_another_week_is_told_by_its_date(words: DayWords, days: int, told: str) -> None:
    """A weekday would make it this week's."""
    assert words.no_weather(SIX - timedelta(days=days), MOMENT) == ("Cuaca belum ada", f"Terakhir {told}")


@pytest.mark.parametrize(
    ("high", "name"),
    [(0.5, "tenang"), (0.51, "rendah"), (1.25, "rendah"), (2.5, "sedang"), (4, "tinggi"), (6, "sangat tinggi"), (9, "ekstrem"),
     (14, "sangat ekstrem")],
)  # fmt: skip
def test_waves_are_called_as_bmkg_calls_them(words: DayWords, high: float, name: str) -> None:
    assert words.wave_name(water(high)) == name


@pytest.mark.parametrize(
    ("high", "wind", "tone", "heading"),
    [
        (1.25, 15.0, "ok", "Masih di bawah batas bahaya"),
        (1.3, 7.0, "waspada", "Melewati batas bahaya perahu kecil"),
        (0.5, 15.1, "waspada", "Melewati batas bahaya perahu kecil"),
        (2.5, 20.0, "siaga", "Melewati batas bahaya perahu kecil"),
        (0.5, -1.0, "info", "Ombak masih di bawah batas bahaya"),
    ],
)
def test_small_boats_are_told_of_bmkgs_limits_and_never_that_it_is_safe(
    words: DayWords, english: DayWords, high: float, wind: float, tone: str, heading: str
) -> None:
    found = words.boat(water(high, wind))
    assert found[:2] == (tone, heading)
    assert "ombak 1,25 m, angin 28 km/jam" in found[2]
    assert "aman" not in " ".join((*found, *words.water(water(high, wind)))).lower()
    assert "safe" not in " ".join(english.boat(water(high, wind))).lower()


def test_rain_is_told_before_other_changes(words: DayWords) -> None:
    def coming(*skies: tuple[Sky, int]) -> str:
        return words.coming(Forecast("K", "BMKG", SIX, steps(*skies)), MOMENT)

    assert coming((Sky.PARTLY, 28), (Sky.CLEAR, 31), (Sky.CLEAR, 31), (Sky.LIGHT_RAIN, 27)) == "Sore: hujan ringan"
    assert coming((Sky.PARTLY, 28), (Sky.CLEAR, 31)) == "Siang: cerah"
    assert coming((Sky.PARTLY, 24), (Sky.CLOUDY, 31)) == "24–31°"


def test_who_is_in(words: DayWords) -> None:
    staff = Staff("Balai Desa", (StaffMember("Ibu Rahma", "Kasi Pelayanan", "08.00", "15.00"), StaffMember("Pak Adi")))
    assert said([words.staff(staff, MOMENT)]) == (
        "Petugas hari ini: Ibu Rahma, Kasi Pelayanan, pukul delapan sampai lima belas; Pak Adi."
    )


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        (7, "Petugas hari ini: Ibu Rahma, pukul 08.00 sampai 15.00; Pak Adi, pukul 12.00 sampai 20.00; Ibu Sitti."),
        (15, "Petugas hari ini: Pak Adi, pukul 12.00 sampai 20.00; Ibu Sitti."),
        (20, "Petugas hari ini: Ibu Sitti."),
    ],
)
def test_bulletin_names_nobody_who_has_gone(hour: int, told: str, words: DayWords) -> None:
    people = (
        StaffMember("Ibu Rahma", "", "08.00", "15.00"),
        StaffMember("Pak Adi", "", "12.00", "20.00"),
        StaffMember("Ibu Sitti"),
    )
    staff = Staff("Balai Desa", people)
    moment = Moment(NOW.replace(hour=hour, minute=0), Trust.TRUSTED)
    assert list(words.bulletin(DayView(staff=staff), moment)) == [told]
    gone = Staff("Balai Desa", people[:1])
    assert ("Petugas hari ini sudah pulang." in words.bulletin(DayView(staff=gone), moment)) is (hour >= 15)
    night = Staff("Balai Desa", (StaffMember("Pak Budi", "", "20.00", "06.00"),))
    assert "Pak Budi" in said(words.bulletin(DayView(staff=night), moment))


def test_by_a_clock_that_nobody_vouches_for_nobody_has_gone(words: DayWords) -> None:
    staff = Staff("Balai Desa", (StaffMember("Ibu Rahma", "", "08.00", "15.00"),))
    (told,) = words.bulletin(DayView(staff=staff), Moment(NOW.replace(hour=22), Trust.FLOOR))
    assert "Ibu Rahma" in told


@pytest.mark.parametrize(("minutes", "part"), [(9 * 60 + 41, "pagi"), (11 * 60 + 30, "siang"), (15 * 60 + 20, "sore")])
def test_what_is_left_of_a_step_is_told_by_what_it_is_now(minutes: int, part: str, words: DayWords) -> None:
    """A step of three hours or more began in another part of the day."""
    at = NOW.replace(hour=minutes // 60, minute=minutes % 60)
    first = (WeatherStep(at.replace(hour=at.hour - 1), Sky.CLOUDY, 30),)
    told = DayView(forecast=Forecast("Kilongan", "BMKG", SIX, first))
    assert next(words.bulletin(told, Moment(at, Trust.TRUSTED))).startswith(f"Kilongan hari ini: {part} berawan")


def test_in_english(english: DayWords) -> None:
    first = next(english.bulletin(day(), MOMENT))
    assert first == (
        "Kilongan today: morning partly cloudy, light rain from 14:00, cloudy from 20:00; temperature 24 to 31 degrees"
    )
    assert english.metres(0.5, 1.25) == "0.5–1.25 m"


@pytest.mark.parametrize("fasting", [False, True])
def test_the_bulletin_tells_prayer_times(fasting: bool, words: DayWords) -> None:
    """Reckoned for Luwuk on a day in Ramadan and on one outside."""
    at = datetime(2027, 2, 20, 4, 0, tzinfo=WITA) if fasting else NOW.replace(hour=4, minute=0)
    place = PlaceSettings(latitude=-0.95, longitude=122.79, timezone="Asia/Makassar")
    settings = Settings(place=place, speech=SpeechSettings(prayer=PrayerSettings(show=True)))
    prayers = DaySheets(lambda _: [], settings).day_view(Moment(at, Trust.TRUSTED)).prayers
    assert prayers is not None
    assert prayers.fasting is fasting
    assert said(words.bulletin(DayView(prayers=prayers), Moment(at, Trust.TRUSTED))) == (
        "Waktu salat hari ini: imsak pukul empat lewat tiga puluh tiga menit pagi, "
        "subuh pukul empat lewat empat puluh tiga menit pagi, "
        "zuhur pukul dua belas lewat lima menit siang, asar pukul tiga lewat dua puluh satu menit sore, "
        "magrib pukul enam lewat sembilan menit malam, isya pukul tujuh lewat sembilan belas menit malam. "
        "Awal Ramadan ditetapkan pemerintah."
        if fasting
        else "Waktu salat hari ini: subuh pukul empat lewat sebelas menit pagi, "
        "zuhur pukul sebelas lewat tiga puluh delapan menit siang, "
        "asar pukul tiga lewat dua menit sore, magrib pukul lima lewat empat puluh tiga menit sore, "
        "isya pukul enam lewat lima puluh tujuh menit malam."
    )


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        (4, "Waktu salat hari ini: subuh, zuhur, asar, magrib, isya."),
        (9, "Waktu salat berikutnya hari ini: zuhur, asar, magrib, isya."),
        (18, "Waktu salat berikutnya hari ini: isya."),
        (21, ""),
    ],
)
def test_prayers_that_are_past_are_not_told_as_still_to_come(hour: int, told: str, words: DayWords) -> None:
    place = PlaceSettings(latitude=-0.95, longitude=122.79, timezone="Asia/Makassar")
    settings = Settings(place=place, speech=SpeechSettings(prayer=PrayerSettings(show=True)))
    moment = Moment(NOW.replace(hour=hour, minute=0), Trust.TRUSTED)
    prayers = DaySheets(lambda _: [], settings).day_view(moment).prayers
    lines = list(words.bulletin(DayView(prayers=prayers), moment))
    assert re.sub(r" pukul [\d.]+ \w+", "", " ".join(lines)) == told
