"""States in which the search is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.settings import Settings
from tests.gallery.posing import Poses
from tests.gallery.samples.questions import SAMPLE_QUESTIONS

_TYPED: Mapping[str, str] = MappingProxyType(
    {
        "nothing": "zzz",
        "checked": "pemerintah membagikan 5 juta kepada kepala keluarga daftar lewat tautan",
        "unchecked": "katanya galon isi ulang beracun",
        "likely": "katanya jus jambu tidak bisa menyembuhkan demam berdarah",
    }
)


class SearchPoses(Poses):
    """States in which the search is pictured."""

    page = "search"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "results", "nothing", "checked", "unchecked", "likely", "timeout")}
    )

    def settings(self, own: Settings) -> Settings:
        """Let a rumour be sent."""
        return replace(own, questions=SAMPLE_QUESTIONS) if self.shot.state == "unchecked" else own

    def turn(self, posed: StillKiosk) -> None:
        """Type the shot's query, letters that nothing has, or a rumour."""
        posed.controller.home()
        search = posed.controller.page(self.page)
        search.turn_to()
        search.type_letters(_TYPED.get(self.shot.state, self.shot.query))
        search.search_typed()
        if self.shot.state in ("results", *_TYPED):
            search.show_results()
