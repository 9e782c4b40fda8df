"""States in which an item is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from content_cache.model.vocabulary import Category
from kiosk.app.pictures.still_kiosk import StillKiosk
from tests.gallery.poses.item import ItemPoses

_CATEGORIES = {"event": Category.EVENT, "service": Category.SERVICE, "claim": Category.CLARIFICATION}


class ArticlePoses(ItemPoses):
    """An item of each kind, read aloud, and with the sheet that takes it home."""

    page = "item"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {
            page: (
                "normal",
                "empty",
                "offline",
                "stale",
                "timeout",
                "speaking",
                "handout",
                "event",
                "service",
                "claim",
                "poster",
                "table",
                "document",
            )
        }
    )

    def turn(self, posed: StillKiosk) -> None:
        """Open an item that has what the state shows."""
        match self.shot.state:
            case "poster":
                self.open_poster(posed)
            case "table":
                self.open_tabled(posed)
            case "document":
                self.open_document(posed)
            case state:
                self.open_item(posed, _CATEGORIES.get(state, Category.NEWS))

    def settle(self, posed: StillKiosk) -> None:
        """Open the sheet that takes the item home."""
        if self.shot.state == "handout":
            posed.controller.page(self.page).take_home()
