"""Route of a visitor: the present screen and the way back through earlier ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.items import Item
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import Reach


class Spot(Struct, frozen=True):
    """Screen with what it shows: a list's category, page and filter; an article's items and index; a calendar's days;
    a search's words and whether they are being typed.

    *detail* is of a kind of its own, for what only one page needs.
    """

    screen: str
    category: Category = Category.NEWS
    page: int = 0
    reach: Reach = Reach.ALL
    items: tuple[Item, ...] = ()
    index: int = 0
    month: date | None = None
    day: date | None = None
    query: str = ""
    typing: bool = False
    detail: Any = None

    @property
    def item(self) -> Item | None:
        return self.items[self.index] if 0 <= self.index < len(self.items) else None


class SpotStack:
    """Stack of spots; the last one is on the screen. It begins at *idle*. *home* is always below all but the idle screen."""

    def __init__(self, idle: Spot, home: Spot) -> None:
        self._idle = idle
        self._home = home
        self._spots = [idle]

    def __len__(self) -> int:
        return len(self._spots)

    @property
    def below(self) -> Iterator[str]:
        """Return the screen names of the earlier spots, to which the way back leads."""
        return (spot.screen for spot in self._spots[:-1])

    @property
    def here(self) -> Spot:
        return self._spots[-1]

    def start(self, spot: Spot) -> Spot:
        """Drop all spots and go to *spot*."""
        self._spots = [spot]
        return spot

    def go(self, spot: Spot) -> Spot:
        self._spots.append(spot)
        return spot

    def return_to(self, spot: Spot) -> Spot:
        """Go back to *spot* if it is among the earlier spots, else on to it."""
        if spot not in self._spots:
            return self.go(spot)
        del self._spots[self._spots.index(spot) + 1 :]
        return self.here

    def forget_way(self) -> None:
        """Drop the earlier spots, so that the way back leads to the idle screen."""
        self._spots = [self._idle, self.here]

    def pop_spot(self) -> Spot:
        """Go back to the spot before; from the first one, home."""
        if len(self._spots) == 1:
            return self.start(self._home)
        self._spots.pop()
        return self.here

    def replace_spot(self, **changes: Any) -> Spot:
        """Apply *changes* to the present spot: another page, day or item on the same screen."""
        self._spots[-1] = replace(self.here, **changes)
        return self.here
