"""States in which the announcements are pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from content_cache.model.items import Category
from kiosk.shell.posing import Posed, Poses


class AnnouncementsPoses(Poses):
    """States in which the announcements are pictured."""

    page = "announcements"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "stale", "timeout", "speaking", "band")}
    )

    def turn(self, posed: Posed) -> None:
        """Open the list of announcements."""
        posed.controller.home()
        posed.controller.navigation.open_category(str(Category.ANNOUNCEMENT))
