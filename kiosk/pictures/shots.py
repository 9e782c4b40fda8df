"""Pictures that can be asked for: the poses of pages, and that of the frame's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from kiosk.pages.table import PAGES
from kiosk.shell.posing import USUAL, Posed, Poses


class SheetPoses(Poses):
    """The sheet of settings over home."""

    page = "settings"
    states: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({page: ("normal", "offline")})

    def turn(self, posed: Posed) -> None:
        """Open the sheet."""
        posed.controller.home()
        posed.controller.navigation.show_settings()


@cache
def poses() -> Mapping[str, type[Poses]]:
    """Return what is pictured, by the names that a picture is asked for."""
    return MappingProxyType(PAGES.poses() | dict.fromkeys(SheetPoses.states, SheetPoses))


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
