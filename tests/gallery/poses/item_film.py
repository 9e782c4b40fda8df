"""States in which a film is pictured."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic, sleep
from types import MappingProxyType
from typing import ClassVar

from msgspec.structs import replace

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.demo.sample import FILM
from tests.gallery.poses.item import ItemPoses

_MIDDLE_S = 4.0  # of the sample village's film
_FILM_S = 10.0  # that its first picture is waited for


class FilmPoses(ItemPoses):
    """The shot's film, else the sample village's, in its middle."""

    page = "film"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal", "stopped")})

    def turn(self, posed: StillKiosk) -> None:
        """Play the film until its first picture is there. A kiosk without films shows what there is in its place."""
        posed.controller.home()
        posed.controller.navigation.open_item(self.shot.item or FILM)
        film = posed.controller.page(self.page)
        film.open()
        if posed.board.screen != self.page:
            return
        film.stop()
        film.show(replace(film.shown, at=_MIDDLE_S))
        film.play()
        end = monotonic() + _FILM_S
        while film.picture() is None and monotonic() < end:
            sleep(0.01)
        if self.shot.state == "stopped":
            film.stop()
