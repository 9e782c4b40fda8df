"""States in which a table is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.shown import ArticleView
from kiosk.content.views.tables import tables
from tests.gallery.poses.item import ItemPoses


class TablePoses(ItemPoses):
    """The first table of an item."""

    page = "table"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal", "speaking", "timeout")})

    def turn(self, posed: StillKiosk) -> None:
        """Open the item, then its first table."""
        self.open_tabled(posed)
        view = posed.board.view
        if isinstance(view, ArticleView):
            posed.controller.page(self.page).open(next(iter(tables(view.item)), 0))
