"""Rows of the sheets of the day: steps of a forecast, waters, prices, staff. Frozen and pure."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

MOST_STEPS = 48  # of a forecast: three days of three hours are 24
MOST_ROWS = 60  # waters, prices, people


class SheetKind(StrEnum):
    """Kind of sheet, with the values of the office's files (formats.md, "Sheets of the day")."""

    WEATHER = "weather"
    SEA = "sea"
    PRICES = "prices"
    STAFF = "staff"
    EMERGENCY = "emergency"
    LEXICON = "lexicon"
    PROMPTS = "prompts"


class Sky(StrEnum):
    """Weather by BMKG's codes, under names of our own."""

    CLEAR = "clear"
    PARTLY = "partly"
    CLOUDY = "cloudy"
    OVERCAST = "overcast"
    HAZE = "haze"
    SMOKE = "smoke"
    FOG = "fog"
    LIGHT_RAIN = "light_rain"
    RAIN = "rain"
    HEAVY_RAIN = "heavy_rain"
    LOCAL_RAIN = "local_rain"
    THUNDER = "thunder"


class WeatherStep(Struct, frozen=True):
    """Weather for three hours from *at*. *wind* is in km/h, -1 if unknown; *wind_from* is a direction ("SE")."""

    at: datetime
    sky: Sky
    degrees: int
    wind: int = -1
    wind_from: str = ""


class Water(Struct, frozen=True):
    """Forecast of one water from *starts* to *ends*.

    Waves are in metres, wind in knots, each as a lowest and a highest value; -1 if unknown.
    """

    name: str
    starts: datetime
    ends: datetime
    low: float
    high: float
    wind_low: float = -1.0
    wind_high: float = -1.0
    wind_from: str = ""


class Price(Struct, frozen=True):
    """Price in rupiah. *before* is the last price of another day, 0 if unknown."""

    name: str
    unit: str
    price: int
    before: int = 0


class StaffMember(Struct, frozen=True):
    """Member of an office's staff who is in.

    Hours are like "08.00", "" if unknown; *photo* is the address of one of the sheet's attachments.
    """

    name: str
    role: str = ""
    begins: str = ""
    ends: str = ""
    photo: str = ""


PHONE_NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){3,15}[^0-9]*$)\+?[0-9](?:[0-9 -]{0,18}[0-9])")
"""Pattern of three to fifteen digits (ITU-T E.164), an optional leading "+", blanks and hyphens between: "112", "0461 21-000"."""


def phone_number(written: str) -> str:
    """Return a telephone number for display: digits, an optional leading "+", single blanks and hyphens.

    Raise ValueError if *written* is no telephone number.
    """
    number = " ".join(written.split(" ")) if len(written) <= 40 else ""
    number = " ".join(part for part in number.split(" ") if part)
    if not PHONE_NUMBER.fullmatch(number):
        raise ValueError("no telephone number")
    return number


MOST_NUMBERS, MOST_POINTS = 12, 4
LONGEST_NAME, LONGEST_WAY = 40, 120  # characters


class Contact(Struct, frozen=True):
    """Person or service to call.

    *number* is a PHONE_NUMBER; *icon* is one of CONTACT_ICONS, or "" for the icon that the name suggests.
    """

    name: str
    number: str
    icon: str = ""


class Point(Struct, frozen=True):
    """Assembly point, with the way there in words; *picture* is a file of this machine that draws it, "" for none."""

    name: str
    direction: str = ""
    picture: str = ""


MOST_SOUNDS = 300  # of one table
LONGEST_SOUND = 80  # characters


class WordSound(Struct, frozen=True):
    """Pronunciation of a word or a phrase."""

    written: str
    said: str


CONTACT_ICONS = (
    "phone-call",
    "first-aid-kit",
    "shield-warning",
    "fire-truck",
    "police-car",
    "user",
    "boat",
    "hospital",
)
