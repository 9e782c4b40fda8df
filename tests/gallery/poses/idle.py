"""States in which the resting screen is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.content.views.shown import Shown
from kiosk.pages.idle.view import IdleView
from tests.gallery.posing import Poses


class IdlePoses(Poses):
    """States in which the resting screen is pictured."""

    page = "idle"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType(
        {page: ("normal", "empty", "offline", "news", "notice", "poster", "band")}
    )

    def turn(self, posed: StillKiosk) -> None:
        """Stay: a kiosk rests before anybody has touched it."""

    def settle(self, posed: StillKiosk) -> None:
        """Show the slide with the news, with the announcement, or with a poster."""
        if self.shot.state in ("news", "notice", "poster"):
            posed.board.bind(shown=lambda _board, shown: self._choose(posed, shown))
            self._choose(posed, posed.board.shown)

    def _choose(self, posed: StillKiosk, shown: Shown | None) -> None:
        view = shown.view if shown is not None else None
        if shown is None or not isinstance(view, IdleView) or view.only:
            return
        news, notice = (view.news, None) if self.shot.state == "news" else (None, view.notice)
        posters = view.posters if self.shot.state == "poster" else ()
        chosen = replace(view, news=news, notice=None if posters else notice, posters=posters, only=True)
        posed.board.shown = Shown(shown.page, chosen)
