"""States in which Darurat is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.settings import Settings
from kiosk.settings.sections import EmergencySettings
from tests.gallery.posing import Poses


class EmergencyPoses(Poses):
    """States in which Darurat is pictured."""

    page = "emergency"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "timeout", "band", "way", "steps")}
    )

    def settings(self, own: Settings) -> Settings:
        """Take numbers and points away where the page is empty."""
        return replace(own, emergency=EmergencySettings()) if self.shot.state == "empty" else own

    def turn(self, posed: StillKiosk) -> None:
        """Open the tile of warnings, which leads here."""
        posed.controller.home()
        posed.controller.navigation.open_category(str(Category.ALERT))

    def settle(self, posed: StillKiosk) -> None:
        """Move the keys to an assembly point, or to what is to be done in a danger."""
        kind = {"way": "point", "steps": "hazard"}.get(self.shot.state)
        if kind is not None:
            posed.board.focus = next((s for s in posed.controller.navigation.page_spots if s.startswith(kind)), "")
