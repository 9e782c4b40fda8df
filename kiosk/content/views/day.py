"""The day at a glance: weather, sea, prices, prayer times, who is in. Frozen; only what has a source and is not past."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from content_cache.model.sheets import Price, StaffMember, Water, WeatherStep
from content_cache.model.vocabulary import Provenance


class Forecast(Struct, frozen=True):
    """Forecast with *steps* from the one that holds now. *old*: it was made so long ago that its age must be told."""

    place: str
    source: str
    issued: datetime
    steps: tuple[WeatherStep, ...]
    old: bool = False


class Sea(Struct, frozen=True):
    """Waters that the settings name, each with the forecast that holds now, or the next."""

    source: str
    issued: datetime
    waters: tuple[Water, ...]
    old: bool = False


class Prices(Struct, frozen=True):
    """Prices of a *market*, which may be "". *prices* are all of them, *page* and *rows* say which are shown."""

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
    """Staff on duty today. *photos* are files in the data folder in the order of *people*, "" where there is none."""

    hall: str
    people: tuple[StaffMember, ...]
    photos: tuple[str, ...] = ()


class Prayer(StrEnum):
    """Times in the order of the day. SUNRISE ends the first prayer and is none itself."""

    IMSAK = "imsak"
    FAJR = "subuh"
    SUNRISE = "terbit"
    DHUHR = "zuhur"
    ASR = "asar"
    MAGHRIB = "magrib"
    ISHA = "isya"


class Prayers(Struct, frozen=True):
    """Prayer times of today.

    *next* is the index of the next one, never sunrise, -1 after the last. *fasting*: it is Ramadan as this kiosk
    reckons.
    """

    times: tuple[tuple[Prayer, datetime], ...]
    next: int = -1
    fasting: bool = False


class DayView(Struct, frozen=True):
    """Day at a glance; a part without a source is None. *last_forecast* is the time of a forecast that is too old to be shown."""

    forecast: Forecast | None = None
    last_forecast: datetime | None = None
    sea: Sea | None = None
    prices: Prices | None = None
    staff: Staff | None = None
    prayers: Prayers | None = None

    @property
    def has_sky(self) -> bool:
        """Return whether there is anything to say about weather or sea, even only that the last forecast is too old."""
        return bool(self.forecast or self.last_forecast or self.sea)


class SkyRow(Struct, frozen=True):
    """Row that can be focused on the page of weather and sea: a day with its *steps*, a part of it, or a water.

    *boat* True is only what the water means for small boats, False only the water itself, None both.
    """

    day: date | None = None
    steps: tuple[WeatherStep, ...] = ()
    whole_day: bool = False
    water: Water | None = None
    boat: bool | None = None


class SkyView(Struct, frozen=True):
    """Page of weather and sea: all days and waters at once, or one after the other where there is less room."""

    day: DayView
    rows: tuple[SkyRow, ...] = ()
    page: int = 0
    pages: int = 1
