"""The page of the search: the keyboard with suggestions, the results, and the way back to the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Clarification, Item, Service
from content_cache.text.subjects import subject_of
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.i18n.text_entry import typed
from kiosk.pages.search.item_search import ItemSearch
from kiosk.pages.search.view import SearchVerdict, SearchView
from kiosk.pages.search.words import SearchWords
from kiosk.shell.day_doors import Doors, door, page_of
from kiosk.shell.page import SILENT, Kiosk, Page, Target
from kiosk.shell.route import Spot

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell

LONGEST_QUERY = 120  # characters
_LEAST = 2  # least letters of a query: a single one is a slip of the finger


class SearchPage(Page[SearchView]):
    """Page of the search.

    The query is part of the route, its hits are in the view. A search without hits is counted once when it is left or
    its results are opened. The count is by day and subject; the words themselves are stored nowhere.
    """

    name = "search"
    words = SearchWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._search = ItemSearch(kiosk.repository)
        self._doors = Doors(kiosk, shell.pages, shell.navigation.phones)
        self._counted = ""  # query that was counted last
        self._unchecked = ""  # rumour that was counted last
        self._denied = ""  # rumour for which all clarifications shown were rejected

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> SearchView:
        """Search for the query of *spot*.

        The first hit may be a page that answers a question about the day. For an unchecked rumour it is the row that
        sends it to the office.
        """
        first = self._doors.find_answer(spot.query, moment)
        found = self._search.search_view(
            spot.query,
            moment,
            typing=spot.typing,
            page=spot.page,
            rows=fits.hits,
            door=first,
            denied=bool(self._denied) and spot.query == self._denied,
        )
        return (
            replace(found, hits=(self._to_office(), *found.hits))
            if found.finding is SearchVerdict.UNKNOWN and self._asks
            else found
        )

    @property
    def _asks(self) -> bool:
        return bool(self.kiosk.board.asks or self.kiosk.board.contact)

    def _to_office(self) -> Service:
        """Return the row that sends a rumour to the office, or names whom to ask where questions are not taken."""
        board, _ = self.kiosk.board, self._
        way = _("Send it to the office to be checked") if board.asks else board.contact
        told = f"{way}. {_('Do not spread it for now.')}"
        return door(self.shell.pages.main.ask, _("Nobody has checked this yet"), told, board.language)

    @property
    def aloud(self) -> bool:
        """Return whether this kiosk recognises speech, so that a visitor may ask aloud instead."""
        return self.kiosk.recognise is not None

    def held(self, fits: Fits) -> int:
        """Return how many hits a page of results has in a layout that holds *fits*."""
        return fits.hits

    def targets(self, view: SearchView) -> Sequence[Target]:
        """Return as focus targets the suggestions while typing, else the hits and the key that rejects all of them."""
        if view.typing:
            offered = range(len(view.suggestions))
            return [Target(f"suggestion:{index}", partial(self._open_suggested, index)) for index in offered]
        rows = [Target(f"row:{index}", partial(self.open_hit, index)) for index in range(len(view.shown_hits))]
        return [*rows, Target("none", self.deny)] if view.finding is SearchVerdict.LIKELY else rows

    def items(self, view: SearchView) -> Sequence[Item]:
        """Return the hits on the page; none while typing, because each letter changes them."""
        return () if view.typing else view.shown_hits

    def opener(self, focus: str) -> Callable[[], object] | None:
        """Return what Listen opens with *focus*.

        Without a focus it opens the first hit, unless that one is no sure answer; `None` reads the page.
        """
        opener = super().opener(focus)
        return opener if opener or self._unsure else partial(self.open_hit, 0)

    @property
    def _unsure(self) -> bool:
        """Return whether the first hit must not be read as the answer at once: a possible clarification, or a row
        that leads to a page.
        """
        view = self.shown
        first = next(iter(view.shown_hits), None)
        if first is None or view.finding in (SearchVerdict.SURE, SearchVerdict.UNKNOWN):
            return view.finding is SearchVerdict.UNKNOWN
        return isinstance(first, Clarification) or bool(page_of(first))

    def why_idle(self, key: str) -> str:
        """Return why *key* does nothing now. Without hits or a verdict Listen has nothing to read."""
        silent = not (self.targets(self.shown) or self.shown.finding)
        return SILENT if key == "listen" and silent else super().why_idle(key)

    def left(self) -> None:
        """Count the search in the statistics if it found nothing."""
        here = self.shell.navigation.here
        if not here.typing or self.shown.hits:
            return
        words = " ".join(here.query.casefold().split())
        if len(words) < _LEAST or here.query != self.shown.looked_for or words == self._counted:
            return
        self._counted = words
        self._count_search("sought", words)

    # while words are typed

    def turn_to(self) -> None:
        """Open the keyboard with an empty query."""
        self.shell.navigation.go(Spot(self.name, typing=True))
        self._counted = ""

    def type_letters(self, letters: str) -> None:
        """Add *letters* to the query. `search_typed` searches once the visitor stops typing."""
        self._retype(typed(self.shell.navigation.here.query, letters, LONGEST_QUERY))

    def erase_letter(self) -> None:
        """Remove the last letter of the query."""
        self._retype(self.shell.navigation.here.query[:-1])

    def erase_all(self) -> None:
        """Empty the query."""
        self._retype("")

    def search_typed(self) -> None:
        """Search for what has been typed so far."""
        if self.shell.navigation.here.typing:
            self.shell.navigation.look_up_anew()

    def choose_suggestion(self, index: int) -> None:
        """Show the results of suggestion *index*."""
        if index < len(self.shown.suggestions):
            self.shell.navigation.amend(query=self.shown.suggestions[index].words)
            self.show_results()

    def show_results(self) -> None:
        """Show the results instead of the keyboard."""
        self.search_typed()  # the last letters may not have been searched yet
        here = self.shell.navigation.here
        if here.typing and here.query.strip():
            self.shell.navigation.go(Spot(self.name, query=here.query))
            self._count_unchecked()

    # the results

    def edit(self) -> None:
        """Return from the results to the keyboard."""
        here = self.shell.navigation.here
        if here.screen == self.name and not here.typing:
            self.back()

    def open_hit(self, index: int) -> None:
        """Open hit *index* of the page among all hits, so that next and previous continue there."""
        view, navigation = self.shown, self.shell.navigation
        if index >= len(view.shown_hits):
            return
        match page_of(view.shown_hits[index]):
            case "":
                items = tuple(item for item in view.hits if not page_of(item))
                navigation.open_among(items, items.index(view.shown_hits[index]))
            case self.shell.pages.main.home:
                navigation.go_home()
            case self.shell.pages.main.ask:
                navigation.ask(view.query)
            case page:
                navigation.open_day(page)

    def deny(self) -> None:
        """Treat the query as a rumour that nobody has checked, because it is none of the clarifications shown."""
        if self.shown.finding is SearchVerdict.LIKELY:
            self._denied = self.shown.query
            self.kiosk.board.focus = ""
            self.shell.navigation.go(Spot(self.name, query=self._denied))
            self._count_unchecked()

    def _count_unchecked(self) -> None:
        """Count an unchecked rumour in the statistics; the same words once in a row."""
        words = " ".join(self.shown.query.casefold().split())
        if self.shown.finding is SearchVerdict.UNKNOWN and words != self._unchecked:
            self._unchecked = words
            self._count_search("unchecked", words)

    def _count_search(self, what: str, words: str) -> None:
        """Count *what* for today, once in all and once for the subject of *words*."""
        counts, day = self.kiosk.memory.counts, self.kiosk.clock.read().now.date()
        counts.add(what, day)
        counts.add(f"{what}_{subject_of(words)}", day)

    def _open_suggested(self, index: int) -> None:
        """Open the first item that suggestion *index* finds."""
        self.choose_suggestion(index)
        self.open_hit(0)

    def _retype(self, query: str) -> None:
        if self.shell.navigation.here.typing:
            self.kiosk.board.focus = ""
            self.shell.navigation.amend(query=query)
            self.show(replace(self.shown, query=query))
