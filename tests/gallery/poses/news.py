"""States in which the lists of items are pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.still_kiosk import StillKiosk
from tests.gallery.posing import Poses

_SERVED = ("normal", "empty", "offline", "stale", "timeout")
_CATEGORIES = {
    "news": Category.NEWS,
    "services": Category.SERVICE,
    "clarifications": Category.CLARIFICATION,
}


class NewsPoses(Poses):
    """Each list that the page has is pictured by a name of its own."""

    page = "news"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {
            page: ("normal", "empty", "offline", "stale", "old", "timeout", "band"),
            "services": _SERVED,
            "clarifications": _SERVED,
            "alerts": ("normal", "empty"),
        }
    )

    def turn(self, posed: StillKiosk) -> None:
        """Open the list."""
        posed.controller.home()
        category = _CATEGORIES.get(self.shot.screen)
        if category is None:
            posed.controller.navigation.open_alerts()
        else:
            posed.controller.navigation.open_category(str(category))
