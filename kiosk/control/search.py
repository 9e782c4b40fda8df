"""Looking for something: the keyboard, what is typed, suggestions, results, and the way back to the keyboard."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.control.navigation import Navigator
from kiosk.control.route import Spot
from kiosk.i18n.text_entry import typed

LONGEST_QUERY = 60  # characters


class Searching(Navigator):
    """What is being typed is the route's; what was found for it stands on the board."""

    def search(self) -> None:
        """The keyboard, with nothing typed yet."""
        self._go(Spot("search", typing=True))

    def type_letters(self, letters: str) -> None:
        """What a key of the keyboard says. What it finds is looked up by `find`, when the fingers rest."""
        self._retype(typed(self._route.here.query, letters, LONGEST_QUERY))

    def erase(self) -> None:
        self._retype(self._route.here.query[:-1])

    def erase_all(self) -> None:
        self._retype("")

    def _retype(self, query: str) -> None:
        found = self.board.search
        if found is None or not self._route.here.typing:
            return
        self.board.focus = ""
        self._route.turn(query=query)
        self.board.search = replace(found, query=query)

    def find(self) -> None:
        """Look up what has been typed so far."""
        if self._route.here.typing:
            self._stage.show(self._route.here)

    def show_results(self) -> None:
        """ "Cari": the results instead of the keyboard."""
        query = self._route.here.query
        if self._route.here.typing and query.strip():
            self._go(Spot("search", query=query))

    def choose_suggestion(self, index: int) -> None:
        found = self.board.search
        if found is not None and index < len(found.suggestions):
            self._route.turn(query=found.suggestions[index].words)
            self.show_results()

    def edit_search(self) -> None:
        """From the results back to the keyboard."""
        if self._route.here.screen == "search" and not self._route.here.typing:
            self.back()

    def open_row(self, index: int) -> None:
        """Among all hits, so that next and previous go on there."""
        if self._route.here.screen == "search":
            self._open_hit(index)
        else:
            super().open_row(index)

    def _open_hit(self, index: int) -> None:
        found = self.board.search
        if found is not None and index < len(found.shown):
            self._open(found.hits, found.first + index)
