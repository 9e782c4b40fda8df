"""What the resting screen shows."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.items import Announcement, Event, Item
from kiosk.content.views.day import DayView
from kiosk.pages.idle.slides import Slide


class IdleView(Struct, frozen=True):
    """Parts that take turns: the *upcoming* events, soonest first, the newest *news* with a picture, the gravest *notice*, the
    prayer times of the *day*; and *posters* over the whole screen, each for so many *seconds*, or as long as a film is, where
    *films* play. *only*, for pictures: neither events nor prayer times have a turn."""

    upcoming: tuple[Event, ...] = ()
    day: DayView | None = None
    news: Item | None = None
    notice: Announcement | None = None
    only: bool = False
    posters: tuple[Slide, ...] = ()
    seconds: int = 20
    films: bool = True
