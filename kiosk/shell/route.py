"""Where a visitor is and came from: the way back through the screens. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.items import Category, Item
from kiosk.content.views.shown import Reach


class Spot(Struct, frozen=True):
    """One screen with what it shows: a list's category, page and filter; an article's items and index; a calendar's days; a
    search's words and whether they are being typed. *detail* is what one page alone needs, of a kind of its own."""

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
    """A stack of spots; the last is where the visitor is. It begins at *idle*; *home* is always below all but the idle screen."""

    def __init__(self, idle: Spot, home: Spot) -> None:
        self._idle = idle
        self._home = home
        self._spots = [idle]

    def __len__(self) -> int:
        return len(self._spots)

    @property
    def below(self) -> Iterator[str]:
        """The names of the screens to which the way back leads."""
        return (spot.screen for spot in self._spots[:-1])

    @property
    def here(self) -> Spot:
        return self._spots[-1]

    def start(self, spot: Spot) -> Spot:
        """Forget the way here and stand at the given spot."""
        self._spots = [spot]
        return spot

    def go(self, spot: Spot) -> Spot:
        self._spots.append(spot)
        return spot

    def return_to(self, spot: Spot) -> Spot:
        """Go back to *spot* where it lies on the way here, otherwise go on to it."""
        if spot not in self._spots:
            return self.go(spot)
        del self._spots[self._spots.index(spot) + 1 :]
        return self.here

    def forget_way(self) -> None:
        """Let the way back from here lead to the idle screen."""
        self._spots = [self._idle, self.here]

    def pop_spot(self) -> Spot:
        """Go to the spot before; from the first one, home."""
        if len(self._spots) == 1:
            return self.start(self._home)
        self._spots.pop()
        return self.here

    def replace_spot(self, **changes: Any) -> Spot:
        """Change what the same screen shows: a page, a day, the next item."""
        self._spots[-1] = replace(self.here, **changes)
        return self.here
