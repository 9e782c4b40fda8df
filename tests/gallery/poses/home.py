"""States in which home is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from tests.gallery.posing import Poses


class HomePoses(Poses):
    """States in which home is pictured."""

    page = "home"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "stale", "timeout", "band", "aloud")}
    )

    @property
    def aloud(self) -> bool:
        """Whether the kiosk may be asked aloud: in one state, for most kiosks have no recogniser."""
        return self.shot.state == "aloud"

    def turn(self, posed: StillKiosk) -> None:
        """Go home."""
        posed.controller.home()
