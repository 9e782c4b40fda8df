"""Steps in which the first run is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.pages.first_run.view import STEPS, SetUp
from tests.gallery.posing import Poses


class FirstRunPoses(Poses):
    """Each step, with answers to those before."""

    page = "first-run"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("language", "place", "internet", "clock", "sound")}
    )
    begins = True

    def turn(self, posed: StillKiosk) -> None:
        """Answer up to the step that the state names."""
        page = posed.controller.page(self.page)
        page.choose_language(posed.board.language)
        for step in STEPS[: STEPS.index(SetUp(self.shot.state))]:
            if step is SetUp.PLACE:
                page.type_letters("desa bunga")
            posed.controller.next()
        if self.shot.state == SetUp.PLACE:
            page.type_letters("desa bu")
