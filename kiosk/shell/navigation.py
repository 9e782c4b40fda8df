"""Navigation from screen to screen: the way there and back, pages, days and items."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from content_cache.model.items import Answer, Event, Item
from content_cache.model.vocabulary import Category
from kiosk.content.phone_site import PhoneSite
from kiosk.content.take_home import of_contact
from kiosk.content.views.display_options import choices
from kiosk.content.views.shown import Fits, Handout, Shown, page_of_view, pages_of
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.handout_words import HandoutWords
from kiosk.shell.opened_items import OpenedItems
from kiosk.shell.page import Kiosk, Page, Pages
from kiosk.shell.route import Spot, SpotStack

_log = logging.getLogger(__name__)


class Navigation:
    """Navigation between screens.

    Each step away from a screen stops the voice and clears the focus, which belong to what was shown. *leaving* is
    called with the name of the screen before.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        pages: Pages,
        opened: OpenedItems,
        *,
        say: Callable[[str, list[str]], None],
        leaving: Callable[[str], object],
    ) -> None:
        self._board = kiosk.board
        self._repository = kiosk.repository
        self._memory = kiosk.memory
        self._reader = kiosk.reader
        self._clock = kiosk.clock
        self._pages = pages
        self._say = say
        self._leaving = leaving
        self._site = PhoneSite(kiosk.settings.public)
        self._opened = opened
        self._fits = Fits()
        self._home = Spot(pages.main.home)
        self._idle = Spot(pages.main.idle)
        self._route = SpotStack(self._idle, self._home)

    # position

    @property
    def here(self) -> Spot:
        return self._route.here

    @property
    def visited(self) -> bool:
        """Return whether somebody is at the kiosk."""
        return self.here != self._idle

    @property
    def page(self) -> Page[Any]:
        """Return the page of the present screen."""
        return self._pages[self.here.screen]

    @property
    def kept_below(self) -> bool:
        """Return whether a page on the way back keeps its visitor from being sent home."""
        return any(self._pages[name].keeps_visitor for name in self._route.below)

    @property
    def page_spots(self) -> list[str]:
        """Return the focus spots of the page in reading order."""
        return [target.spot for target in self.page.targets(self.page.shown)]

    @property
    def steps_back(self) -> int:
        """Return how many screens are on the way back."""
        return len(self._route) - 1

    @property
    def layout_room(self) -> Fits:
        """Return how much the present layout holds."""
        return self._fits

    def set_fits(self, fits: Fits) -> None:
        """Note how much the layout holds now. If that changed, turn the page so that the first row of a list stays in sight."""
        before = self.layout_room
        if fits == before:
            return
        page = self.here.page
        self._fits = fits
        self.amend(page=page * self.page.held(before) // self.page.held(fits))
        self.look_up_anew()

    # moves

    def look_up_anew(self) -> None:
        """Read the content of the present screen again and show it."""
        self._show_spot(self.here)

    def _show_spot(self, spot: Spot) -> None:
        """Show *spot*. The board gets the view before the screen changes, so that no screen shows the content of another."""
        board, moment = self._board, self._clock.read()
        board.moment = moment
        board.freshness = self._repository.freshness(moment)
        page = self._pages[spot.screen]
        view = page.view(spot, moment, self._fits)
        board.shown = Shown(spot.screen, view, page.keys(view))
        board.screen = spot.screen
        if spot == self._idle:  # items of a visitor who has left are forgotten
            self._pages.forget_visitor()
            self._opened.forget_items()

    def look_ahead(self, screen: str) -> object:
        """Return the view that the page *screen* would show now; `None` while the board has no time."""
        moment = self._board.moment
        return self._pages[screen].view(Spot(screen), moment, self._fits) if moment is not None else None

    def start(self, spot: Spot) -> None:
        """Show *spot* and drop the way back."""
        self._show_spot(self._route.start(spot))

    def wake(self, *, to_poster: bool = False) -> bool:
        """Begin the visit of somebody who has come; with *to_poster* show the poster that fills the screen.

        Return whether nobody was there before.
        """
        return self.page.wake(to_poster=to_poster)

    def go(self, spot: Spot) -> None:
        self.leave_screen()
        self._show_spot(self._route.go(spot))

    def return_to(self, spot: Spot) -> None:
        """Go back to *spot* if it is on the way back, else on to it."""
        self.leave_screen()
        self._show_spot(self._route.return_to(spot))

    @property
    def at_home(self) -> bool:
        """Return whether the home page is on the screen."""
        return self.here.screen == self._home.screen

    def start_home(self) -> None:
        """Show the home page to a visitor who has come. A broadcast under way goes on."""
        self.start(self._home)

    def rest(self) -> None:
        """Show the idle screen, because the visitor has gone."""
        self.start(self._idle)

    def go_home(self) -> None:
        self.leave_screen()
        self._board.sheet = False
        self.start(self._home)

    def go_back(self) -> None:
        self.leave_screen()
        self._show_spot(self._route.pop_spot())

    def forget_way(self) -> None:
        """Drop the visitor's way back and what pages keep for them. The screen stays as it is."""
        self._route.forget_way()
        self._pages.forget_visitor()

    def leave_screen(self) -> None:
        self._leaving(self.here.screen)
        self._board.handout = None
        self._reader.leave()
        self._board.focus = ""

    def change_spot(self, **changes: Any) -> None:
        """Apply *changes* to the present spot and show it: another page, day or item on the same screen."""
        self._show_spot(self._route.replace_spot(**changes))

    def amend(self, **changes: Any) -> None:
        """Apply *changes* to the present spot without showing it; the next look-up does."""
        self._route.replace_spot(**changes)

    # opening

    def open_category(self, category: str) -> None:
        """Open the page or list of *category*, as its tile does, even over a warning: its band leads back to it."""
        kind = Category(category)
        page = self._pages.tile(kind)
        if page is None:
            self.go(Spot(self._pages.lists(kind), category=kind))
        else:
            self.page.give_way(page)
            self.return_to(Spot(page))

    def open_day(self, screen: str) -> None:
        """Open the page *screen*, which is the list of no category."""
        self._pages[screen].turn_to()

    def knock(self) -> None:
        """Open the technician's page, because a finger was held on the clock."""
        if self.here.screen != (screen := self._pages.main.technician):
            self.go(Spot(screen))

    def open_alerts(self) -> None:
        """Open the list of past warnings, from the screen Darurat."""
        self.go(Spot(self._pages.lists(Category.ALERT), category=Category.ALERT))

    def open_item(self, item_id: str, source: str = "") -> None:
        """Open the item *item_id* of *source* among the items of its category.

        If *source* is "" and several sources use the id, the one on the page is meant.
        """
        item = self._repository.item(item_id, source or self._source_shown(item_id))
        if item is None:
            _log.warning("no item %s to open", item_id)
            return
        self.open_among(*self._neighbours(item))

    def _source_shown(self, item_id: str) -> str:
        """Return the source of the item *item_id* on the page; "" if it is not there."""
        shown = self.page.items(self.page.shown)
        return next((item.source for item in shown if item.id == item_id), "")

    def _neighbours(self, item: Item) -> tuple[tuple[Item, ...], int]:
        """Return the items of *item*'s category and its index there, or *item* alone and 0."""
        if not isinstance(item, Event):
            items = tuple(self._repository.items(item.category, self._clock.read()))
            for index, other in enumerate(items):
                if (other.source, other.id) == (item.source, item.id):
                    return items, index
        return (item,), 0

    def open_among(self, items: tuple[Item, ...], index: int) -> None:
        """Open item *index* of *items*, between which next and previous go."""
        self._memory.counts.add_item("read", items[index], self._clock.read().now.date())
        self._reader.start_voice()
        self.go(Spot(self._pages.main.item, category=items[index].category, items=items, index=index))

    # pages and items

    def page_up(self) -> None:
        self.turn_page(-1)

    def page_down(self) -> None:
        self.turn_page(+1)

    def turn_page(self, step: int) -> bool:
        """Turn the page of the list by *step*. Return `False` at the first and last page."""
        view = self._board.view
        if not 0 <= page_of_view(view) + step < pages_of(view):
            return False
        self.change_spot(page=page_of_view(view) + step)
        return True

    @property
    def pages(self) -> int:
        """Return the number of pages of the present list."""
        return pages_of(self._board.view)

    def has_item(self, step: int) -> bool:
        """Return whether there is an item *step* places beside the present one."""
        return self._item_beside(step) is not None

    def turn_item(self, step: int) -> bool:
        """Turn to the item *step* places beside the present one. Return `False` if there is none."""
        beside = self._item_beside(step)
        if beside is None:
            return False
        self.leave_screen()
        self.change_spot(index=beside)
        return True

    def _item_beside(self, step: int) -> int | None:
        """Return the index of the nearest item in direction *step* that was not withdrawn since the list was
        opened, or `None`.
        """
        items, place = self.here.items, self.here.index + step
        while 0 <= place < len(items):
            if not self.is_gone(items[place]):
                return place
            place += step
        return None

    def as_it_now_is(self, item: Item) -> Item | None:
        """Return *item* as the store has it now: `None` if it was withdrawn, *item* itself if the store cannot be read."""
        return None if self.is_gone(item) else self._repository.item(item.id, item.source) or item

    def is_gone(self, item: Item) -> bool:
        """Return whether *item* was withdrawn since it was opened.

        Items that were never in the store (the day's own tables) and private answers never are. Nothing is while the
        store cannot be read or is being built anew.
        """
        return item.seen_first is not None and not isinstance(item, Answer) and not self._repository.has_item(item)

    # overlays

    def phones(self) -> Handout | None:
        """Return the QR code of the pages for phones, or `None` if phones cannot reach them."""
        return self._site.front(HandoutWords(Phrases(Translation(self._board.language))).all_of_it())

    def ask(self, text: str = "") -> None:
        """Open the page that takes a question, with *text* filled in.

        If questions are not taken, show the number to telephone.
        """
        if self._board.asks:
            self.go(Spot(self._pages.main.ask, query=text))
        elif self._board.contact:
            self._board.handout = of_contact(self._board.contact)

    def show_settings(self) -> None:
        self._board.handout = None
        self._board.sheet = True
        self._board.focus = choices(self._board.languages, headset=False)[0].spot if self._board.by_buttons else ""

    def close_sheet(self) -> None:
        self._board.sheet = False
        self._board.handout = None
        self._board.focus = ""
