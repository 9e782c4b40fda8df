"""View of the first run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from kiosk.content.views.office_card import OfficeCard


class SetUp(StrEnum):
    """Steps of the first run in their order."""

    LANGUAGE = "language"
    PLACE = "place"
    INTERNET = "internet"
    CLOCK = "clock"
    SOUND = "sound"
    OFFICE = "office"


STEPS = tuple(SetUp)


class FirstRunView(Struct, frozen=True):
    """Step of the first run and what was chosen so far.

    *card* introduces this kiosk to an office, *office* is that which has accepted it. *address* is the office's address
    being typed, `None` while it is not; *told* is what came of it.

    *when* is the time being set, `None` while nothing was set. *internet* is "wifi", "usb", "none", or "" while
    nothing was chosen.
    """

    step: SetUp = SetUp.LANGUAGE
    language: str = "id"
    place: str = ""
    internet: str = ""
    when: datetime | None = None
    heard: bool | None = None
    card: OfficeCard = OfficeCard()
    office: str = ""
    address: str | None = None
    told: str = ""

    @property
    def about(self) -> SetUp:
        """Return the step, which is the subject of the page."""
        return self.step

    @property
    def step_number(self) -> int:
        """Return the number of the step, from 1."""
        return STEPS.index(self.step) + 1
