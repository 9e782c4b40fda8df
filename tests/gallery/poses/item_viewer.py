"""States in which the picture viewer is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.pages.item.viewer.view import WHOLE
from tests.gallery.poses.item import ItemPoses

_PIECE = 3  # steps to the piece of a poster that is pictured


class ViewerPoses(ItemPoses):
    """A poster as a whole, a piece of it, a page of a document."""

    page = "viewer"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "whole", "speaking", "timeout", "page")}
    )

    def turn(self, posed: StillKiosk) -> None:
        """Open the item, then its picture."""
        if self.shot.state == "page":
            self.open_document(posed)
        elif self.shot.item is None:
            self.open_poster(posed)
        else:
            self.open_item(posed)
        viewer = posed.controller.page(self.page)
        viewer.open()
        if self.shot.state == "whole":
            viewer.note_piece(WHOLE, 0.0)
            return
        for _ in range(_PIECE):
            posed.controller.next()
