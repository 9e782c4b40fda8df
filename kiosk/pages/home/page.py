"""Home page: the day's content, and where each card and tile leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Event, Item, Service
from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
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
    """Page with the day at a glance, from which all other pages are reached."""

    name = "home"
    words = HomeWords
    questions = QUESTIONS

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._doors = Doors(kiosk, shell.pages, shell.navigation.phones)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> HomeView:
        """Return the day's content. The count of services includes the rows of their list that lead to pages."""
        board, repository = self.kiosk.board, self.kiosk.repository
        found = repository.views.home_view(moment)
        counts = Counter(found.counts)
        counts[Category.SERVICE] += len(self._doors.door_rows(moment))
        day = repository.day_sheets.day_view(moment)
        return replace(found, counts=counts, day=day, place=board.place, warning=board.band, aloud=self._aloud)

    @property
    def _aloud(self) -> bool:
        return self.kiosk.recognise is not None

    @classmethod
    def keys(cls, view: HomeView) -> Keys:
        """Return the keys.

        The first one opens the search, or the page where the kiosk is asked aloud; there is no way back from home.
        """
        if view.aloud:
            return Keys(
                first=BarKey("microphone", msgid("Ask aloud"), "key:search", press="open_search", voiced=True),
                at_home=True,
            )
        search = BarKey("magnifying-glass", msgid("Search"), "key:search", press="open_search")
        return Keys(first=search, at_home=True)

    def answer(self, moment: Moment) -> Service | None:
        """Return the row that answers the search for the time and the date; `None` while the clock is not trusted."""
        if not moment.relative:
            return None
        phrases = self._phrases
        told = self._("It is {time}").format(time=phrases.time(moment.now))
        return self.opened_by(told, phrases.long_date(moment.now.date()))

    def targets(self, view: HomeView) -> Sequence[Target]:
        """Return as focus targets the cards that have room, the tiles, the next events in their column, and two keys."""
        fits, navigation = self.shell.navigation.layout_room, self.shell.navigation
        ahead = [Target(f"event:{n}", partial(self.open_event, n)) for n in range(len(view.ahead[: fits.ahead]))]
        cards = []
        if view.hero and fits.hero:
            cards.append(Target("hero", self.open_hero))
        if view.day.has_sky:
            cards.append(Target("sky", self.open_sky))  # without a card, its line is the target
        if view.event and fits.event and not ahead:
            cards.append(Target("event", self.open_event))
        tiles = [Target(f"tile:{each}", partial(navigation.open_category, str(each))) for each in Category]
        keys = [Target("key:search", self.open_search), Target("key:settings", navigation.show_settings)]
        return [*cards, *tiles, *ahead, *keys]

    def item_at(self, focus: str, view: HomeView) -> Item | None:
        """Return the main news or event whose card is *focus*; `None` for other targets."""
        if focus == "hero":
            return view.hero
        place = 0 if focus == "event" else index_of(focus, "event")
        events = self._events(view)
        return events[place] if place is not None and place < len(events) else None

    def opener(self, focus: str) -> Callable[[], object] | None:
        """Return what opens the target *focus*; without a focus the main news is opened."""
        return super().opener(focus) or (self.open_hero if self.shown.hero else None)

    def why_idle(self, key: str) -> str:
        """Return that Listen opens nothing if there is neither a focus nor main news; else what other pages return."""
        idle = key == "listen" and not self.kiosk.board.focus and self.shown.hero is None
        return SILENT if idle else super().why_idle(key)

    def arrived(self) -> None:
        """Focus nothing: on the home page visitors choose for themselves."""

    def open_hero(self) -> None:
        """Open the main news."""
        if (hero := self.shown.hero) is not None:
            self.shell.navigation.open_item(hero.id, hero.source)

    def open_event(self, index: int = 0) -> None:
        """Open the next event; on a wide screen the event *index* of the next ones."""
        if found := self._events(self.shown)[index : index + 1]:
            self.shell.navigation.open_among(found, 0)

    def open_search(self) -> None:
        """Open the search, or the page where the kiosk is asked aloud if it can be."""
        main = self.shell.pages.main
        self.shell.navigation.open_day(main.aloud if self._aloud else main.search)

    def open_sky(self) -> None:
        """Open the page of weather and sea."""
        self.shell.navigation.open_day(self.shell.pages.main.sky)

    @staticmethod
    def _events(view: HomeView) -> tuple[Event, ...]:
        return view.ahead or ((view.event,) if view.event else ())
