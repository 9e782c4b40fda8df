"""Steps in which the first run is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.pages.first_run.view import STEPS, SetUp
from kiosk.settings.adoption import adoption_file
from tests.gallery.poses.office import WAITING
from tests.gallery.posing import Poses


class FirstRunPoses(Poses):
    """Each step, with answers to those before."""

    page = "first-run"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("language", "place", "internet", "clock", "sound", "office", "address")}
    )
    begins = True

    def furnish(self, data: Path, now: datetime) -> bool:
        """Write what the refresher would have written at the last step."""
        at_office = self.shot.state in (SetUp.OFFICE, "address")
        if at_office:
            adoption_file(data).write(WAITING)
        return at_office

    def turn(self, posed: StillKiosk) -> None:
        """Answer up to the step that the state names."""
        page = posed.controller.page(self.page)
        page.choose_language(posed.board.language)
        at = SetUp.OFFICE if self.shot.state == "address" else SetUp(self.shot.state)
        for step in STEPS[: STEPS.index(at)]:
            if step is SetUp.PLACE:
                page.type_letters("desa bunga")
            posed.controller.next()
        if at is SetUp.OFFICE:
            page.tick()
        if self.shot.state == "address":
            page.open_address()
            page.type_letters("kabar.banggaikab.go.id")
        if self.shot.state == SetUp.PLACE:
            page.type_letters("desa bu")
