"""States in which the page of the office is pictured, as the refresher would have written them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.service_views import Tool
from kiosk.pages.office.office_texts import FIND, LEAVE
from kiosk.pages.office.page import OfficePage
from kiosk.post.adoption import Introduction
from kiosk.post.envelope import key_text
from kiosk.post.faults import PostCode
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file
from tests.gallery.posing import PIN, Poses

_ZONE = ZoneInfo("Asia/Makassar")
_KEY = key_text(b"k" * 32, "office")
WAITING = Adoption(
    AdoptionState.WAITING,
    "KX7MWPRQ",
    "mangga perahu bukit tujuh",
    Introduction("25a0f9710781", b"q" * 32, "KX7MWPRQ").line,
    since=datetime(2026, 11, 24, 9, 38, tzinfo=_ZONE),
    office="Diskominfo Banggai",
    key=_KEY,
    url="https://kabar.banggaikab.go.id",
)
ALONE = replace(WAITING, state=AdoptionState.NONE, office="", key="", url="")
ADOPTED = replace(
    WAITING,
    state=AdoptionState.ADOPTED,
    at=datetime(2026, 11, 24, 9, 44, tzinfo=_ZONE),
    place="Kilongan",
    area="72.01.05.2003",
)
STATES: Mapping[str, Adoption] = MappingProxyType(
    {
        "normal": WAITING,
        "alone": ALONE,
        "no-answer": replace(ALONE, fault=problem(PostCode.NO_OFFICE_THERE, address="kabar.banggai.go.id")),
        "typing": ALONE,
        "offered": replace(ADOPTED, state=AdoptionState.OFFERED),
        "adopted": ADOPTED,
        "leaving": ADOPTED,
        "refused": replace(
            ADOPTED,
            state=AdoptionState.REFUSED,
            reason="Kios ini milik kabupaten lain. Hubungi Siti di Diskominfo, 0461 000 118.",
        ),
    }
)


class OfficePoses(Poses):
    """The page as each state of an adoption has it."""

    page = "offices"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: tuple(STATES)})

    def furnish(self, data: Path, now: datetime) -> bool:
        """Write the adoption."""
        adoption_file(data).write(STATES[self.shot.state])
        return True

    def turn(self, posed: StillKiosk) -> None:
        """Go behind the clock, type the PIN, and open the page."""
        page: OfficePage = posed.controller.page(self.page)
        posed.controller.home()
        posed.controller.navigation.knock()
        status = posed.controller.page("status")
        for digit in PIN:
            status.digit(digit)
        status.try_pin()
        status.use_card("storage")
        posed.controller.tools.choose(Tool.ADOPTION)
        if self.shot.state == "typing":
            page.choose_row(FIND)
            page.type_address("kabar.banggaikab.go.id")
        elif self.shot.state == "leaving":
            page.choose_row(LEAVE)
