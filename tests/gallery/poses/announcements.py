"""States in which the announcements are pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.still_kiosk import StillKiosk
from tests.gallery.posing import Poses


class AnnouncementsPoses(Poses):
    """States in which the announcements are pictured."""

    page = "announcements"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "stale", "timeout", "speaking", "band")}
    )

    def turn(self, posed: StillKiosk) -> None:
        """Open the list of announcements."""
        posed.controller.home()
        posed.controller.navigation.open_category(str(Category.ANNOUNCEMENT))
