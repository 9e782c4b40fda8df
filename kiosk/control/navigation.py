"""Going from screen to screen: the way there and back, pages, days and items. The attendant's legs."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from content_cache.model.items import Category, Event, Item
from kiosk.alerts.screen import AlertDesk
from kiosk.content.calendar import next_month
from kiosk.content.local_alerts import name_of, understood_of, view_of
from kiosk.content.repository import Contents
from kiosk.content.take_home import of_contact, of_item
from kiosk.control.presenter import Stage
from kiosk.control.route import HOME, Route, Spot
from kiosk.core.clock import Clock
from kiosk.narration.read_aloud import Reader
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.views import Fits, ListView, NoticesView, Reach, SearchView

_log = logging.getLogger(__name__)


class Navigator:
    """Every step away from a screen stops the voice and takes the focus back: both belong to what was shown."""

    def __init__(self, board: BoardPort, contents: Contents, memory: Memory, reader: Reader, clock: Clock) -> None:
        self.board = board
        self._contents = contents
        self._memory = memory
        self._reader = reader
        self._clock = clock
        self._stage = Stage(board, contents, clock)
        self._route = Route()
        self.alerts = AlertDesk(board, enter=self._enter_alert, leave=self._leave_alert)

    def fits(self, fits: Fits) -> None:
        """The layout changed and holds more or less than before: the first row of a list stays in sight."""
        if fits == self._stage.fits:
            return
        page, before = self._route.here.page, self._stage.fits
        self._stage.fits = fits
        match self._route.here.screen:
            case "news":
                self._route.turn(page=page * before.rows // fits.rows)
            case "search":
                self._route.turn(page=page * before.hits // fits.hits)
        self._stage.show(self._route.here)

    def look_ahead(self, screen: str) -> None:
        """Put on the board what a visitor's first touches ask for, while nobody is there."""
        self._stage.look_ahead(Spot(screen))

    def _leave_screen(self) -> None:
        self.board.handout = None
        self._reader.leave()
        self.board.focus = ""

    def _go(self, spot: Spot) -> None:
        self._leave_screen()
        self._stage.show(self._route.go(spot))

    def home(self) -> None:
        if self.board.screen == "alert":
            self.acknowledge()
            return
        self._leave_screen()
        self.board.sheet = False
        self._stage.show(self._route.start(HOME))

    def back(self) -> None:
        if self.board.sheet or self.board.handout:
            self.close_sheet()
            return
        if self.board.screen == "alert":
            self.acknowledge()
            return
        self._leave_screen()
        self._stage.show(self._route.back())

    # warnings

    def acknowledge(self) -> None:
        """ "Mengerti" """
        self.alerts.acknowledge()

    def look_for_warnings(self) -> None:
        """What the store says now of warnings that concern this village. Those understood before a restart stay so."""
        heard = self._memory.alarms()
        known = {
            name_of(each.alert): view_of(each, self.board.language)
            for each in reversed(self._contents.warnings(self._clock.read()))
        }
        self.alerts.tell(list(known.values()), understood=understood_of(known, heard))

    def open_alert(self) -> None:
        """The band was touched."""
        self.alerts.open()

    def _enter_alert(self) -> None:
        self.board.sheet = False
        self.board.seconds_left = 0
        self._go(Spot("alert"))

    def _leave_alert(self) -> None:
        self._leave_screen()
        self._stage.show(self._route.back())

    def open_category(self, category: str) -> None:
        match Category(category):
            case Category.ALERT if self.alerts.open():
                pass
            case Category.EVENT:
                self._go(Spot("events"))
            case Category.ANNOUNCEMENT:
                self._go(Spot("announcements"))
            case kind:
                self._go(Spot("news", category=kind))

    def open_item(self, item_id: str) -> None:
        """An item by its id, standing among those of its category."""
        item = self._contents.item(item_id)
        if item is None:
            _log.warning("no item %s to open", item_id)
            return
        self._open(*self._neighbours(item))

    def _neighbours(self, item: Item) -> tuple[tuple[Item, ...], int]:
        """The items among which one stands, and its place there: those of its category, or itself alone."""
        if not isinstance(item, Event):
            items = tuple(self._contents.items(item.category, self._clock.read()))
            for index, other in enumerate(items):
                if (other.source, other.id) == (item.source, item.id):
                    return items, index
        return (item,), 0

    def _open(self, items: tuple[Item, ...], index: int) -> None:
        self._memory.count("read", self._clock.read().now.date())
        self._reader.get_ready()
        self._go(Spot("item", category=items[index].category, items=items, index=index))

    def open_hero(self) -> None:
        if self.board.home and self.board.home.hero:
            self.open_item(self.board.home.hero.id)

    def open_event_card(self, index: int = 0) -> None:
        """The next event, or another of those that a wide screen shows."""
        home = self.board.home
        if home and home.event and (events := home.ahead or (home.event,))[index:]:
            self._open(events[index : index + 1], 0)

    def open_row(self, index: int) -> None:
        """Row `index` of the page: among all that the filter shows, so that next and previous go on there."""
        listing = self.board.listing
        if listing is None or index >= len(listing.rows):
            return
        touched = listing.rows[index]
        rows = self._contents.listing(
            listing.category, self._clock.read(), page=0, rows=max(1, listing.total), reach=listing.reach
        ).rows
        # by what it is, not by its place: the list may have moved since it was drawn
        place = next((i for i, row in enumerate(rows) if (row.source, row.id) == (touched.source, touched.id)), None)
        if place is None:
            self._open((touched,), 0)
        else:
            self._open(rows, place)

    def open_event(self, index: int) -> None:
        """Event `index` of the chosen day: this occurrence, not its series."""
        calendar = self.board.calendar
        if calendar is not None and index < len(calendar.events):
            self._open((calendar.events[index],), 0)

    def page_up(self) -> None:
        self._turn_page(-1)

    def page_down(self) -> None:
        self._turn_page(+1)

    def _turn_page(self, step: int) -> bool:
        """False at the first and last page."""
        board = self.board
        views: dict[str, ListView | NoticesView | SearchView | None] = {
            "news": board.listing,
            "announcements": board.notices,
            "search": board.search,
        }
        view = views.get(self._route.here.screen)
        if view is None or not 0 <= view.page + step < view.pages:
            return False
        self._stage.show(self._route.turn(page=view.page + step))
        return True

    def filter(self, reach: str) -> None:
        self.board.focus = ""
        self._stage.show(self._route.turn(reach=Reach(reach), page=0))

    def choose_day(self, day: date) -> None:
        self._reader.leave()
        self._stage.show(self._route.turn(day=day, month=day.replace(day=1)))

    def month(self, step: int) -> None:
        calendar = self.board.calendar
        if calendar is None:
            return
        first = next_month(calendar.month) if step > 0 else (calendar.month - timedelta(days=1)).replace(day=1)
        today = self._clock.read().now.date()
        day = today if (today.year, today.month) == (first.year, first.month) else first
        self._reader.leave()
        self._stage.show(self._route.turn(month=first, day=day))

    def _turn_item(self, step: int) -> bool:
        """False before the first and after the last item."""
        spot = self._route.here
        if not 0 <= spot.index + step < len(spot.items):
            return False
        self._leave_screen()
        self._stage.show(self._route.turn(index=spot.index + step))
        return True

    def _turn_day(self, step: int) -> bool:
        """To the previous or next day with events that the diary finds. False if there is none."""
        calendar = self.board.calendar
        if calendar is None:
            return False
        day = self._contents.diary.day_with_events(calendar.day, step, self._clock.read())
        if day is None:
            return False
        self.choose_day(day)
        return True

    def take_home(self) -> None:
        """The QR code of the item that is shown."""
        if self.board.article is not None:
            self.board.handout = of_item(self.board.article.item)

    def ask(self) -> None:
        """ "Tanya KIM" """
        if self.board.contact:
            self.board.handout = of_contact(self.board.contact)

    def show_settings(self) -> None:
        self.board.handout = None
        self.board.sheet = True

    def close_sheet(self) -> None:
        self.board.sheet = False
        self.board.handout = None
