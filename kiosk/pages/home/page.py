"""The home page: what there is today, and where each card and tile leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Category, Event, Item, Service
from content_cache.model.problems import msgid
from kiosk.content.views.keys import BarKey, Keys
from kiosk.content.views.shown import Fits, HomeView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.pages.home.questions import QUESTIONS
from kiosk.pages.home.words import HomeWords
from kiosk.shell.day_doors import Doors
from kiosk.shell.page import SILENT, Kiosk, Page, Target
from kiosk.shell.route import Spot

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell


class HomePage(Page[HomeView]):
    """The day at a glance, and the way to all else."""

    name = "home"
    words = HomeWords
    questions = QUESTIONS

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._doors = Doors(kiosk, shell.pages, shell.navigation.phones)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> HomeView:
        """Return what there is, with as many services as their list has rows."""
        board, repository = self.kiosk.board, self.kiosk.repository
        found = repository.home_view(moment)
        counts = Counter(found.counts)
        counts[Category.SERVICE] += len(self._doors.door_rows(moment))
        day = repository.day_sheets.day_view(moment)
        return replace(found, counts=counts, day=day, place=board.place, warning=board.band, aloud=self._aloud)

    @property
    def _aloud(self) -> bool:
        return self.kiosk.recognise is not None

    @classmethod
    def keys(cls, view: HomeView) -> Keys:
        """Return the keys, of which the first leads to the search or to where the kiosk is asked: nothing lies behind it."""
        if view.aloud:
            return Keys(
                first=BarKey("microphone", msgid("Ask aloud"), "key:search", press="open_search", voiced=True),
                at_home=True,
            )
        search = BarKey("magnifying-glass", msgid("Search"), "key:search", press="open_search")
        return Keys(first=search, at_home=True)

    def answer(self, moment: Moment) -> Service | None:
        """Return the row that tells the time and the date; `None` while the clock is not trusted."""
        if not moment.relative:
            return None
        phrases = self._phrases
        told = self._("It is {time}").format(time=phrases.time(moment.now))
        return self.opened_by(told, phrases.long_date(moment.now.date()))

    def targets(self, view: HomeView) -> Sequence[Target]:
        """Return the cards that the layout has room for, the tiles, the events in a column behind them, and two keys."""
        fits, navigation = self.shell.navigation.layout_room, self.shell.navigation
        ahead = [Target(f"event:{n}", partial(self.open_event, n)) for n in range(len(view.ahead[: fits.ahead]))]
        cards = []
        if view.hero and fits.hero:
            cards.append(Target("hero", self.open_hero))
        if view.day.has_sky:
            cards.append(Target("sky", self.open_sky))  # where there is no card its line stands for it
        if view.event and fits.event and not ahead:
            cards.append(Target("event", self.open_event))
        tiles = [Target(f"tile:{each}", partial(navigation.open_category, str(each))) for each in Category]
        keys = [Target("key:search", self.open_search), Target("key:settings", navigation.show_settings)]
        return [*cards, *tiles, *ahead, *keys]

    def item_at(self, focus: str, view: HomeView) -> Item | None:
        """Return the main news or the event in focus."""
        if focus == "hero":
            return view.hero
        place = 0 if focus == "event" else index_of(focus, "event")
        events = self._events(view)
        return events[place] if place is not None and place < len(events) else None

    def opener(self, focus: str) -> Callable[[], object] | None:
        """Return what opens the target in focus, without a focus the main news."""
        return super().opener(focus) or (self.open_hero if self.shown.hero else None)

    def why_idle(self, key: str) -> str:
        """Return why *key* rests: without a focus Listen opens the main news, and there may be none."""
        idle = key == "listen" and not self.kiosk.board.focus and self.shown.hero is None
        return SILENT if idle else super().why_idle(key)

    def arrived(self) -> None:
        """Leave the focus to whoever has come: nothing is chosen for them here."""

    def open_hero(self) -> None:
        """Open the main news."""
        if (hero := self.shown.hero) is not None:
            self.shell.navigation.open_item(hero.id, hero.source)

    def open_event(self, index: int = 0) -> None:
        """Open the next event, or on a wide screen number *index* of the next ones."""
        if found := self._events(self.shown)[index : index + 1]:
            self.shell.navigation.open_among(found, 0)

    def open_search(self) -> None:
        """Turn to the search, or to where the kiosk is asked aloud."""
        main = self.shell.pages.main
        self.shell.navigation.open_day(main.aloud if self._aloud else main.search)

    def open_sky(self) -> None:
        """Turn to the forecast and the sea."""
        self.shell.navigation.open_day(self.shell.pages.main.sky)

    @staticmethod
    def _events(view: HomeView) -> tuple[Event, ...]:
        return view.ahead or ((view.event,) if view.event else ())
