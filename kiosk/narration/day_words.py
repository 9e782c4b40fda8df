"""Words for weather, sea, prices, prayer times and who is in, as the screen writes and the voice says them. Pure.

Heights and names of waves are BMKG's, and so are the limits for fishing boats (bmkg.go.id/cuaca/maritim). Nothing is
called safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from content_cache.model.sheets import Sky, StaffMember, Water, WeatherStep
from content_cache.model.tables import Change
from kiosk.content.views.day import DayView, Forecast, Prayer, Prayers, SkyRow, Staff
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, capital, sentence
from kiosk.speech.script.table_script import grouped

BOAT_WAVE, BOAT_WIND = 1.25, 15.0  # metres, knots: above either BMKG warns fishing boats
KMH = 1.852  # km/h in a knot
_WAVES = (0.5, 1.25, 2.5, 4.0, 6.0, 9.0)  # metres; the upper limit of each name
_RAINY = frozenset({Sky.LIGHT_RAIN, Sky.RAIN, Sky.HEAVY_RAIN, Sky.LOCAL_RAIN, Sky.THUNDER})
_WEEK = 7  # days for which a weekday's name is unambiguous
_MOST_CHANGES = 3  # changes of the sky in one sentence
_ICONS = {
    Sky.CLEAR: "sun", Sky.PARTLY: "cloud-sun", Sky.LIGHT_RAIN: "cloud-rain", Sky.RAIN: "cloud-rain",
    Sky.HEAVY_RAIN: "cloud-rain", Sky.LOCAL_RAIN: "cloud-rain", Sky.THUNDER: "cloud-lightning",
}  # fmt: skip


class DayWords:
    """Words about the day in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext
        self._english = phrases.translation.language == "en"

    # the sky

    def sky(self, sky: Sky) -> str:
        """Return the name of *sky*, such as "Cerah berawan"."""
        _ = self._
        return {
            Sky.CLEAR: _("Clear sky"),
            Sky.PARTLY: _("Partly cloudy"),
            Sky.CLOUDY: _("Cloudy"),
            Sky.OVERCAST: _("Overcast"),
            Sky.HAZE: _("Haze"),
            Sky.SMOKE: _("Smoke"),
            Sky.FOG: _("Fog"),
            Sky.LIGHT_RAIN: _("Light rain"),
            Sky.RAIN: _("Moderate rain"),
            Sky.HEAVY_RAIN: _("Heavy rain"),
            Sky.LOCAL_RAIN: _("Local rain"),
            Sky.THUNDER: _("Thunderstorm"),
        }[sky]

    def short_sky(self, sky: Sky) -> str:
        """Return *sky* in one word: Cerah, Berawan, Hujan, Petir, Kabut."""
        _ = self._
        match sky:
            case Sky.CLEAR | Sky.HAZE | Sky.SMOKE | Sky.FOG:
                return self.sky(sky)
            case Sky.PARTLY | Sky.CLOUDY | Sky.OVERCAST:
                return _("Cloudy")
            case Sky.THUNDER:
                return _("Thunder")
        return _("Rain")

    def icon(self, step: WeatherStep, moment: Moment) -> str:
        """Return the name of the weather icon for *step*, which has no sun by night."""
        hour = step.at.astimezone(moment.now.tzinfo).hour
        if not 5 <= hour < 18 and step.sky in (Sky.CLEAR, Sky.PARTLY):
            return "moon-stars" if step.sky is Sky.CLEAR else "cloud"
        return _ICONS.get(step.sky, "cloud")

    def made(self, issued: datetime, moment: Moment) -> str:
        """Return when a forecast was issued: "06.00" today, else "Senin 06.00".

        After a week or more it is "24 Nov 06.00", for a weekday would be taken for this week's.
        """
        local = self._phrases.past(issued, moment)
        time, days = self._phrases.time(local), (moment.now.date() - local.date()).days
        if not days:
            return time
        if not 0 < days < _WEEK:
            return f"{self._phrases.day_name(local.date(), moment)} {time}"
        return f"{self._phrases.weekday_date(local.date()).partition(',')[0]} {time}"

    def by(self, source: str, issued: datetime, moment: Moment) -> str:
        """Return the source of a forecast, such as "Sumber: BMKG, dibuat 06.00"."""
        return self._("Source: {source}, made {when}").format(source=source, when=self.made(issued, moment))

    def no_weather(self, last: datetime | None, moment: Moment) -> tuple[str, str]:
        """Return two lines where there is no forecast, such as ("Cuaca belum ada", "Terakhir Senin 06.00").

        *last* is when the last one was made.
        """
        when = self._("Last {when}").format(when=self.made(last, moment)) if last else ""
        return self._("No weather yet"), when

    def coming(self, forecast: Forecast, moment: Moment) -> str:
        """Return the next change of today's weather in the language of the phrases, rain before any other, such as
        "Sore: hujan ringan"; without a change the temperatures, such as "24–31°".
        """
        steps = tuple(step for ahead in _days_ahead(moment) for step in _steps_of_day(forecast.steps, moment, ahead))
        first = self.short_sky(forecast.steps[0].sky)
        others = [step for step in steps[1:] if self.short_sky(step.sky) != first]
        later = next((step for step in others if step.sky in _RAINY), others[0] if others else None)
        if later is not None:
            part = self._phrases.part(later.at.astimezone(moment.now.tzinfo))
            return f"{capital(part)}: {self.sky(later.sky).lower()}"
        low, high = _range(steps or forecast.steps[:1])
        return f"{low}–{high}°" if low != high else f"{low}°"

    def skies(self, steps: Sequence[WeatherStep], moment: Moment) -> str:
        """Return the spoken weather of *steps*, such as "pagi cerah berawan, hujan ringan mulai pukul 2 siang;
        suhu 24 sampai 31 derajat".

        Of more changes than a listener keeps in mind, rain and thunder are told before others.
        """
        changes = [next(group) for _, group in groupby(steps, key=lambda step: self.short_sky(step.sky))]
        by_weight = sorted(range(1, len(changes)), key=lambda place: (changes[place].sky not in _RAINY, place))
        told = sorted(by_weight[: _MOST_CHANGES - 1])
        at = changes[0].at.astimezone(moment.now.tzinfo)
        # a step lasts for hours: name the part of the day that it is now
        part = self._phrases.part(max(at, moment.now) if moment.relative else at)
        said = [f"{part} {self.sky(changes[0].sky).lower()}"]
        for step in (changes[place] for place in told):
            hour = self._phrases.hour(step.at.astimezone(moment.now.tzinfo))
            said.append(self._("{sky} from {hour}").format(sky=self.sky(step.sky).lower(), hour=hour))
        low, high = _range(steps)
        degrees = self._("temperature {low} to {high} degrees").format(low=low, high=high)
        degrees = degrees if low != high else self._("temperature {low} degrees").format(low=low)
        return f"{', '.join(said)}; {degrees}"

    # the sea

    def metres(self, low: float, high: float, *, spoken: bool = False) -> str:
        """Return a range such as "0,5–1,25 m", or *spoken* "0,5 sampai 1,25 meter"."""
        if spoken:
            return self._("{low} to {high} metres").format(low=self._decimal_text(low), high=self._decimal_text(high))
        return f"{self._decimal_text(low)}–{self._decimal_text(high)} m"

    def waves(self, water: Water) -> str:
        """Return the height of the waves, such as "Ombak 0,5–1,25 m"."""
        return self._("Waves {height}").format(height=self.metres(water.low, water.high))

    def wave_name(self, water: Water) -> str:
        """Return BMKG's name for the highest waves, such as "rendah"."""
        _ = self._
        names = (
            _("smooth"), _("low"), _("moderate"), _("high"), _("very high"), _("extreme"), _("very extreme"),
        )  # fmt: skip
        return names[sum(water.high > most for most in _WAVES)]

    def calm_name(self, water: Water) -> str:
        """Return the name of the waves, such as "Ombak rendah"."""
        return self._("Waves {name}.").format(name=self.wave_name(water)).rstrip(".")

    @property
    def in_today(self) -> str:
        return self._("In today")

    def wind(self, water: Water) -> str:
        """Return the highest wind in km/h, "" if it is not known."""
        return self._("{n} km/h").format(n=round(water.wind_high * KMH)) if water.wind_high >= 0 else ""

    def wind_from(self, direction: str) -> str:
        """Return the direction of the wind, such as "dari tenggara"."""
        _ = self._
        names = (
            _("north"), _("north-east"), _("east"), _("south-east"), _("south"), _("south-west"), _("west"), _("north-west"),
        )  # fmt: skip
        eighths = {"N": 0, "NE": 1, "E": 2, "SE": 3, "S": 4, "SW": 5, "W": 6, "NW": 7}
        place = eighths.get(direction if len(direction) < 3 else direction[1:])
        return _("from the {direction}").format(direction=names[place]) if place is not None else ""

    def boat(self, water: Water) -> tuple[str, str, str]:
        """Return (tone, heading, text) of the advice for small boats: green below both limits, amber above one,
        orange above both.
        """
        _ = self._
        over = [water.high > BOAT_WAVE, water.wind_high > BOAT_WIND]
        limits = _("Limits for small boats: waves {wave} m, wind {wind} km/h.").format(
            wave=self._decimal_text(BOAT_WAVE), wind=round(BOAT_WIND * KMH)
        )
        if any(over):
            risk = _("Waves and wind are a risk for fishing boats.") if all(over) else ""
            risk = risk or (
                _("Waves are a risk for fishing boats.") if over[0] else _("Wind is a risk for fishing boats.")
            )
            return "siaga" if all(over) else "waspada", _("Past the danger limit for small boats"), f"{risk} {limits}"
        if water.wind_high < 0:
            return "info", _("Waves still below the danger limit"), f"{limits} {_('The wind is not known.')}"
        return "ok", _("Still below the danger limit"), f"{limits} {_('Take a life vest along.')}"

    def water(self, water: Water) -> list[str]:
        """Return all spoken lines about one water."""
        _ = self._
        waves = self.metres(water.low, water.high, spoken=True)
        said = [
            _("{water}: waves {height}, {name}.").format(water=water.name, height=waves, name=self.wave_name(water))
        ]
        if wind := self.wind(water):
            whence = self.wind_from(water.wind_from)
            said.append(f"{_('Wind')} {wind}{', ' + whence if whence else ''}.")
        _tone, heading, text = self.boat(water)
        return [*said, sentence(heading), text]

    def _decimal_text(self, value: float) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text if self._english else text.replace(".", ",")

    # weather and sea together, as they are read

    def sky_row(self, row: SkyRow, moment: Moment) -> list[str]:
        """Return the spoken lines of a row: a day, a part of one, or a water."""
        if row.water is not None:
            said = self.water(row.water)
            return said if row.boat is None else said[-2:] if row.boat else said[:-2]
        local = row.steps[0].at.astimezone(moment.now.tzinfo)
        if row.whole_day and row.day is not None:
            return [f"{self.day_name(row, moment)}: {self.skies(row.steps, moment)}."]
        step = row.steps[0]
        degrees, part = self._("{n} degrees").format(n=step.degrees), self._phrases.part(local)
        if (local.date() - moment.now.date()).days > 0:
            part = f"{self._day(local.date(), moment)} {part}"
        return [f"{capital(part)}: {self.sky(step.sky).lower()}, {degrees}."]

    def day_name(self, row: SkyRow, moment: Moment) -> str:
        """Return the name of the row's day, such as "Hari ini", "Besok", "Kamis".

        After midnight the rest of the night is "Malam ini", because its date would be yesterday's.
        """
        if row.day is None:
            return ""
        return self._("Tonight") if row.day < moment.now.date() else capital(self._day(row.day, moment))

    def _day(self, day: date, moment: Moment) -> str:
        """Return "hari ini", "besok" or a weekday for *day*, which is not past."""
        if (day - moment.now.date()).days <= 1:
            return self._phrases.day_name(day, moment)
        return self._phrases.weekday_date(day).partition(",")[0]

    def day_sentences(self, day: DayView) -> Iterator[str]:
        """Yield the present weather and waves as sentences, such as "Cerah berawan." and "Ombak rendah." """
        if day.forecast is not None:
            yield f"{self.sky(day.forecast.steps[0].sky)}."
        for water in day.sea.waters[:1] if day.sea else ():
            yield self._("Waves {name}.").format(name=self.wave_name(water))

    def sky_gaps(self, day: DayView, moment: Moment) -> Iterator[str]:
        if day.forecast is None and day.last_forecast is not None:
            yield ". ".join(filter(None, self.no_weather(day.last_forecast, moment))) + "."
        elif day.forecast is not None and day.forecast.old:
            yield self._("This forecast is old.")

    def bulletin(self, day: DayView, moment: Moment) -> Iterator[str]:
        """Yield the day's lines in the bulletin: weather, sea, advice for small boats, prayer times, staff on duty."""
        if day.forecast is not None:
            place = day.forecast.place
            days = _days_ahead(moment)
            for ahead in days:
                steps = _steps_of_day(day.forecast.steps, moment, ahead)
                night = ahead != days[-1]
                told = (self._("{place} tonight") if night else self._("{place} today")).format(place=place)
                if steps:
                    yield f"{told}: {self.skies(steps, moment)}"
            yield from self.sky_gaps(day, moment)
        if day.sea is not None:
            for water in day.sea.waters:
                said = self.water(water)
                yield from (said[0], said[-2])
        if day.prayers is not None:
            yield from self.prayers(day.prayers, moment)
        if day.staff is not None:
            yield self.staff(day.staff, moment)

    # numbers that change

    def changed(self, change: Change, amount: Decimal) -> tuple[str, str]:
        """Return (icon, words) for a *change* by *amount*, such as "naik 7.000"."""
        _, told = self._, grouped(amount, english=self._english)
        return {
            Change.UP: ("arrow-fat-up", _("up {n}").format(n=told)),
            Change.DOWN: ("arrow-fat-down", _("down {n}").format(n=told)),
            Change.SAME: ("equals", _("same")),
            Change.NEW: ("plus", _("New").lower()),
        }[change]

    # prayer times, who is in

    def prayer(self, prayer: Prayer) -> str:
        _ = self._
        return {
            Prayer.IMSAK: _("Imsak"),
            Prayer.FAJR: _("Fajr"),
            Prayer.SUNRISE: _("Sunrise"),
            Prayer.DHUHR: _("Dhuhr"),
            Prayer.ASR: _("Asr"),
            Prayer.MAGHRIB: _("Maghrib"),
            Prayer.ISHA: _("Isha"),
        }[prayer]

    def prayers(self, prayers: Prayers, moment: Moment) -> Iterator[str]:
        """Yield today's prayer times, such as "Waktu salat hari ini: subuh pukul 4.19 pagi, …", with imsak in Ramadan.

        Sunrise and past times are left out.
        """
        named = [(prayer, at) for prayer, at in prayers.times if prayer is not Prayer.SUNRISE]
        left = [(prayer, at) for prayer, at in named if not moment.relative or at >= moment.now]
        if left:
            title = self._("Prayer times today") if left == named else self._("Prayer times still to come today")
            times = (
                f"{self.prayer(prayer).lower() if not self._english else self.prayer(prayer)} {self._phrases.hour(at)}"
                for prayer, at in left
            )
            yield f"{title}: {', '.join(times)}."
        if prayers.fasting:
            yield self.fasting_note()

    def fasting_note(self) -> str:
        return self._("The government decides when Ramadan begins.")

    def hours(self, person: StaffMember) -> str:
        """Return the hours of *person*, such as "08.00–15.00"."""
        return "–".join(filter(None, (person.begins, person.ends)))

    def still_in(self, staff: Staff, moment: Moment) -> Staff | None:
        """Return *staff* without those who have gone, with the photos of those who stay; `None` if all have gone."""
        photos = (*staff.photos, *("" for _ in staff.people[len(staff.photos) :]))
        here = [each for each in zip(staff.people, photos, strict=False) if not _has_gone(each[0], moment)]
        if not here:
            return None
        people, photos = zip(*here, strict=True)
        return replace(staff, people=people, photos=photos)

    def staff_names(self, staff: Staff) -> str:
        """Return names and roles, such as "Ibu Rahma, Kasi Pelayanan; Pak Adi"."""
        return "; ".join(", ".join(filter(None, (person.name, person.role))) for person in staff.people)

    def staff(self, staff: Staff, moment: Moment) -> str:
        """Return who is on duty, such as "Petugas hari ini: Ibu Rahma, Kasi Pelayanan, pukul 08.00 sampai 15.00.",
        or that all have gone home.
        """
        here = self.still_in(staff, moment)
        if here is None:
            return self._("Those who were in today have gone home.")
        said = []
        for person in here.people:
            hours = (
                self._("from {time} to {end}").format(time=person.begins, end=person.ends)
                if person.begins and person.ends
                else ""
            )
            said.append(", ".join(filter(None, (person.name, person.role, hours))))
        return f"{self._('In today')}: {'; '.join(said)}."


def _has_gone(person: StaffMember, moment: Moment) -> bool:
    """Return whether *person*'s hours are over today; False without an end, and for a shift that ends after midnight."""
    return moment.relative and person.begins < person.ends <= f"{moment.now:%H.%M}"


def _days_ahead(moment: Moment) -> tuple[int, ...]:
    """Return which days of the forecast to tell, as offsets from the one that goes on now.

    After midnight these are the rest of the night, and the day after it.
    """
    return (0, 1) if (moment.now - NIGHT).date() < moment.now.date() else (0,)


def _steps_of_day(steps: Sequence[WeatherStep], moment: Moment, ahead: int) -> tuple[WeatherStep, ...]:
    """Return the steps of the day *ahead* days from the present one. A day goes from four in the morning to four."""
    zone = moment.now.tzinfo
    day = (moment.now - NIGHT).date() + timedelta(days=ahead)
    return tuple(step for step in steps if (step.at.astimezone(zone) - NIGHT).date() == day)


NIGHT = timedelta(hours=4)


def _range(steps: Sequence[WeatherStep]) -> tuple[int, int]:
    degrees = [step.degrees for step in steps]
    return min(degrees), max(degrees)
