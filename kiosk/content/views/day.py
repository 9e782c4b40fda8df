"""The day at a glance: weather, sea, prices, prayer times, who is in. Frozen; only what has a source and is not past."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from content_cache.model.items import Provenance
from content_cache.model.sheets import Price, StaffMember, Water, WeatherStep


class Forecast(Struct, frozen=True):
    """`steps` from the one that holds now on; `old` once it was made too long ago to be told without saying so."""

    place: str
    source: str
    issued: datetime
    steps: tuple[WeatherStep, ...]
    old: bool = False


class Sea(Struct, frozen=True):
    """The waters that the settings name, each as it is now, or next."""

    source: str
    issued: datetime
    waters: tuple[Water, ...]
    old: bool = False


class Prices(Struct, frozen=True):
    """`market` may be ""; `prices` are all, `page` and `rows` say which of them are shown."""

    market: str
    source: str
    issued: datetime
    prices: tuple[Price, ...]
    provenance: Provenance = Provenance.UNCHECKED
    old: bool = False
    page: int = 0
    rows: int = 6

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.prices) // self.rows))

    @property
    def first_row(self) -> int:
        return self.page * self.rows

    @property
    def total(self) -> int:
        return len(self.prices)

    @property
    def shown_prices(self) -> tuple[Price, ...]:
        return self.prices[self.first_row : self.first_row + self.rows]


class Staff(Struct, frozen=True):
    """Who is in today. `photos` are the stored files in the data folder, "" where there is none, in the order of `people`."""

    hall: str
    people: tuple[StaffMember, ...]
    photos: tuple[str, ...] = ()


class Prayer(StrEnum):
    """In the order of the day; `SUNRISE` ends the first and is no prayer."""

    IMSAK = "imsak"
    FAJR = "subuh"
    SUNRISE = "terbit"
    DHUHR = "zuhur"
    ASR = "asar"
    MAGHRIB = "magrib"
    ISHA = "isya"


class Prayers(Struct, frozen=True):
    """Today's times, `next` among them, which is never sunrise (-1 after the last). With `fasting` it is Ramadan as this kiosk
    reckons."""

    times: tuple[tuple[Prayer, datetime], ...]
    next: int = -1
    fasting: bool = False


class DayView(Struct, frozen=True):
    """None for what has no source. `last_forecast` is when the forecast was made that is too old to be shown."""

    forecast: Forecast | None = None
    last_forecast: datetime | None = None
    sea: Sea | None = None
    prices: Prices | None = None
    staff: Staff | None = None
    prayers: Prayers | None = None

    @property
    def has_sky(self) -> bool:
        """Whether there is anything to say about weather or sea, even only that the last forecast is too old."""
        return bool(self.forecast or self.last_forecast or self.sea)


class SkyRow(Struct, frozen=True):
    """What a visitor's keys move over on the page of weather and sea: a day with its `steps`, one part of it, or a water, of which
    `boat` tells what it means for small boats alone, and False the water without that."""

    day: date | None = None
    steps: tuple[WeatherStep, ...] = ()
    whole_day: bool = False
    water: Water | None = None
    boat: bool | None = None


class SkyView(Struct, frozen=True):
    """A page of weather and sea: all days at once and the waters, or one after the other where there is less room."""

    day: DayView
    rows: tuple[SkyRow, ...] = ()
    page: int = 0
    pages: int = 1
