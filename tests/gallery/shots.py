"""Pictures that can be asked for: the poses of pages, and that of the frame's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import ClassVar

from kiosk.app.pictures.still_kiosk import StillKiosk
from kiosk.pages.table import PAGES
from tests.gallery import poses as poses_folder
from tests.gallery.posing import USUAL, Poses


class SheetPoses(Poses):
    """The sheet of settings over home."""

    page = "settings"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal", "offline", "headset")})

    def turn(self, posed: StillKiosk) -> None:
        """Open the sheet; as if a headset were plugged in and chosen, in the state of that name."""
        posed.controller.home()
        if self.shot.state == "headset":
            posed.board.headset = posed.board.alone = True
        posed.controller.navigation.show_settings()


@cache
def poses() -> Mapping[str, type[Poses]]:
    """Return what is pictured, by the names that a picture is asked for."""
    found = {kind.page: kind for kind in _of_pages()}
    kinds: list[type[Poses]] = [*(found[page] for page in PAGES.names), SheetPoses]
    return MappingProxyType({name: kind for kind in kinds for name in kind.states})


def _of_pages() -> Iterator[type[Poses]]:
    for info in iter_modules(poses_folder.__path__):
        for kind in vars(import_module(f"{poses_folder.__name__}.{info.name}")).values():
            if isinstance(kind, type) and issubclass(kind, Poses) and hasattr(kind, "page"):
                yield kind


def states(screen: str) -> tuple[str, ...]:
    """Return the states of *screen*, the usual one first."""
    return poses()[screen].states[screen]


def fitting(screen: str, state: str) -> tuple[str, str] | None:
    """Return the (screen, state) that is meant; `None` if there is no such state."""
    has = states(screen)
    if state == USUAL and USUAL not in has:
        return screen, has[0]
    return (screen, state) if state in has else None


def every() -> Iterator[tuple[str, str]]:
    """Yield all (screen, state) pairs."""
    for screen in poses():
        for state in states(screen):
            yield screen, state
