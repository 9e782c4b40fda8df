"""States in which the weather is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from tests.gallery.posing import Poses


class WeatherPoses(Poses):
    """States in which the weather is pictured."""

    page = "weather"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "sea", "empty", "stale", "speaking")}
    )

    def settle(self, posed: StillKiosk) -> None:
        """Turn to the waters, which are last, wherever that is."""
        if self.shot.state == "sea":
            posed.controller.navigation.amend(page=9)
