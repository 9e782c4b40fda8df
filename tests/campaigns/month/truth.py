"""What an office has said, and what of it a kiosk can know: what was there when a source was last heard. Pure.

Each form of each notice has a word of its own (`mark`) in its title: what a kiosk still shows, reads or offers of a form that is no
more is found by that word, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content_cache.model.items import Apart
from content_cache.model.vocabulary import Category

WITA = ZoneInfo("Asia/Makassar")
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu")
MARK = re.compile(rf"\bwo(?:{'|'.join(_SYLLABLES)}){{3}}\b")

Span = tuple[datetime, datetime]


def mark(number: int) -> str:
    """A word that no other text has, that the voice leaves as it is, and that no other is like: wobabade."""
    return "wo" + "".join(_SYLLABLES[int(digit)] for digit in f"{number:03d}")


@dataclass(frozen=True, slots=True)
class Thing:
    """One form of a notice. `spans` are the times of an event, of a series all of them."""

    id: str
    source: str
    category: Category | Apart
    mark: str
    published: datetime
    spans: tuple[Span, ...] = ()
    all_day: bool = False
    publish_from: datetime | None = None
    expires: datetime | None = None
    priority: int = 0
    pinned: bool = False
    cancelled: bool = False  # it says so in its title

    def in_force(self, now: datetime) -> bool:
        return (self.publish_from is None or self.publish_from <= now) and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        return self.expires is not None and self.expires <= now


@dataclass(slots=True)
class Heard:
    """A thing as the kiosk has it, and when it first came, by the true time."""

    thing: Thing
    first: datetime
    ahead: bool = False  # it came while the clock ran ahead

    @property
    def shown_first(self) -> datetime:
        return max(filter(None, (self.first, self.thing.publish_from)))


@dataclass(slots=True)
class Known:
    """What the kiosk must have: by source and id."""

    things: dict[tuple[str, str], Heard] = field(default_factory=dict)
    heard: dict[str, datetime] = field(default_factory=dict)  # when a source last answered well
    misled: bool = False  # the last who vouched for the clock was wrong: what is known to be past is not

    def take(
        self,
        source: str,
        told: Mapping[str, Thing],
        gone: Sequence[str],
        now: datetime,
        *,
        off: timedelta = timedelta(0),
    ) -> None:
        """An answer of a source: what it carried, and what it took back. `off`: by so
        much the clock by which it was written down was wrong."""
        self.heard[source] = now
        for key in gone:
            self.things.pop((source, key), None)
        for key, thing in told.items():
            before = self.things.get((source, key))
            first, ahead = (before.first, before.ahead) if before else (now, off > timedelta(minutes=5))
            self.things[source, key] = Heard(thing, first, ahead)

    def put_right(self, now: datetime) -> None:
        """Somebody vouches for the clock: what came while it ran ahead counts as seen now."""
        for each in self.things.values():
            if each.ahead:
                each.first, each.ahead = now, False

    def of(self, category: Category | Apart) -> list[Heard]:
        return [each for each in self.things.values() if each.thing.category is category]

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(each.thing.mark for each in self.things.values())


def is_new(each: Heard, now: datetime) -> bool:
    """CONTRACTS.md, "Content": 48 hours, where nobody has been here."""
    return each.shown_first > now - timedelta(hours=48)
