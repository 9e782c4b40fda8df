"""States in which the search is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from kiosk.shell.posing import Posed, Poses


class SearchPoses(Poses):
    """States in which the search is pictured."""

    page = "search"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "results", "nothing", "timeout")}
    )

    def turn(self, posed: Posed) -> None:
        """Type the shot's query, or letters that nothing has."""
        posed.controller.home()
        search = posed.controller.page(self.page)
        search.turn_to()
        search.type_letters("zzz" if self.shot.state == "nothing" else self.shot.query)
        search.find()
        if self.shot.state in ("results", "nothing"):
            search.show_results()
