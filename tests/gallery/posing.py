"""Poses: the states in which a page is pictured, and the way there as a visitor would go it.

A page has them in `tests/gallery/poses`: a subclass of `Poses`, which the gallery and the drawn tests find by the page's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from kiosk.app.pictures.still_kiosk import Look
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.app.pictures.still_kiosk import StillKiosk
    from kiosk.content.repository import ContentRepository

AGES: Mapping[str, timedelta] = MappingProxyType(
    {"offline": timedelta(hours=26), "stale": timedelta(days=3, hours=2), "old": timedelta(days=8)}
)
"""How old the content is in the states that are looked at later."""
USUAL = "normal"
PIN = "246810"
"""Of each kiosk that is pictured."""


class Shot(Struct, frozen=True):
    """A picture that is asked for: a screen by the name of its poses, and one of its states; *query* is typed on search.

    `None` is as the settings have it.
    """

    screen: str
    size: tuple[int, int]
    theme: str | None = None
    text_scale: float | None = None
    language: str | None = None
    item: str | None = None
    state: str = USUAL
    now: datetime | None = None
    query: str = "posyan"

    @property
    def age(self) -> timedelta:
        """Return how old the content in the picture is."""
        return AGES.get(self.state, timedelta(minutes=10))

    @property
    def drawn(self) -> Look:
        """Return how the picture is drawn."""
        return Look(self.size, self.theme, self.text_scale, self.language)


class Poses:
    """Poses of one page. What a subclass does not override is as on other pages."""

    page: ClassVar[str]
    """The name of the page."""
    states: ClassVar[Mapping[str, tuple[str, ...]]]
    """States by the name that a picture is asked for by, the usual one first. Most pages have one name, their own."""
    begins: ClassVar[bool] = False
    """Nobody goes to this page: a kiosk begins with it."""

    def __init__(self, shot: Shot) -> None:
        self.shot = shot

    @property
    def aloud(self) -> bool:
        """Whether the kiosk that is pictured may be asked aloud."""
        return False

    def settings(self, own: Settings) -> Settings:
        """Return the settings of the kiosk that is pictured, made of its *own*."""
        return own

    def furnish(self, data: Path, now: datetime) -> bool:
        """Fill *data*, an empty folder; return whether the pictured kiosk has it in place of its own.

        Raises OSError.
        """
        return False

    def stock(self, repository: ContentRepository, data: Path, now: datetime) -> None:
        """Lay into *repository* what only this picture shows."""

    def turn(self, posed: StillKiosk) -> None:
        """Go to the page from the resting screen. Where a kiosk begins it stands already."""
        if not self.begins:
            posed.controller.home()
            posed.controller.navigation.open_day(self.page)

    def settle(self, posed: StillKiosk) -> None:
        """Bring the page into the state of the shot, once it is shown."""
