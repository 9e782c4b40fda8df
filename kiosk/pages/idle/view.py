"""View of the idle page."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.items import Announcement, Event, Item
from kiosk.content.views.day import DayView
from kiosk.pages.idle.slides import Slide


class IdleView(Struct, frozen=True):
    """Contents that take turns on the idle screen.

    *upcoming* events, the soonest first; the newest *news* with a picture; the gravest *notice*; the prayer times of
    the *day*. *posters* fill the screen, each for so many *seconds*, or as long as its film, if *films* play. *only*,
    for pictures: events and prayer times have no turn.
    """

    upcoming: tuple[Event, ...] = ()
    day: DayView | None = None
    news: Item | None = None
    notice: Announcement | None = None
    only: bool = False
    posters: tuple[Slide, ...] = ()
    seconds: int = 20
    films: bool = True
