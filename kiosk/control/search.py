"""Looking for something: the keyboard, what is typed, suggestions, results, and the way back to the keyboard."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.control.navigation import Navigation
from kiosk.control.route import Spot
from kiosk.core.clock import Clock
from kiosk.i18n.text_entry import typed
from kiosk.state.memory import Memory
from kiosk.viewmodel.ports import BoardPort

LONGEST_QUERY = 60  # characters
_LEAST = 2  # letters: one alone is a finger that slipped


class SearchSession:
    """What is being typed is the route's; what was found for it stands on the board.

    A search that found nothing is counted when it is left, or its results are opened; the same words once in a row. Numbers by
    day only: the words themselves are kept nowhere.
    """

    def __init__(self, board: BoardPort, memory: Memory, clock: Clock, navigation: Navigation) -> None:
        self._board = board
        self._memory = memory
        self._clock = clock
        self._navigation = navigation
        self._counted = ""  # the words that were counted last

    def open(self) -> None:
        """The keyboard, with nothing typed yet."""
        self._navigation.go(Spot("search", typing=True))
        self._counted = ""

    def type_letters(self, letters: str) -> None:
        """What a key of the keyboard says. What it finds is looked up by `find`, when the fingers rest."""
        self._retype(typed(self._navigation.here.query, letters, LONGEST_QUERY))

    def erase(self) -> None:
        self._retype(self._navigation.here.query[:-1])

    def erase_all(self) -> None:
        self._retype("")

    def _retype(self, query: str) -> None:
        found = self._board.search
        if found is None or not self._navigation.here.typing:
            return
        self._board.focus = ""
        self._navigation.amend(query=query)
        self._board.search = replace(found, query=query)

    def find(self) -> None:
        """Look up what has been typed so far."""
        if self._navigation.here.typing:
            self._navigation.refresh()

    def show_results(self) -> None:
        """ "Cari": the results instead of the keyboard."""
        self.find()  # what was typed last may not have been looked up yet
        here = self._navigation.here
        if here.typing and here.query.strip():
            self._navigation.go(Spot("search", query=here.query))

    def choose_suggestion(self, index: int) -> None:
        found = self._board.search
        if found is not None and index < len(found.suggestions):
            self._navigation.amend(query=found.suggestions[index].words)
            self.show_results()

    def edit(self) -> None:
        """From the results back to the keyboard."""
        here = self._navigation.here
        if here.screen == "search" and not here.typing:
            self._navigation.back()

    def open_hit(self, index: int) -> None:
        """Hit `index` of the page: among all hits, so that next and previous go on there."""
        found = self._board.search
        if found is not None and index < len(found.shown):
            self._navigation.open_among(found.hits, found.first + index)

    def count_failed(self) -> None:
        """The search is being left: count it if nothing was found."""
        found, here = self._board.search, self._navigation.here
        if not here.typing or found is None or found.hits:
            return
        words = " ".join(here.query.casefold().split())
        if len(words) < _LEAST or here.query != found.looked_for or words == self._counted:
            return
        self._counted = words
        self._memory.counts.add("sought", self._clock.read().now.date())
