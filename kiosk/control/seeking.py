"""What visitors look for in vain, counted: by day, numbers only. The words themselves are kept nowhere."""

from __future__ import annotations

from kiosk.control.keys import Walker

_LEAST = 2  # letters: one alone is a finger that slipped


class Seeking(Walker):
    """A search counts when it is left, or its results are opened, and nothing was found; the same words once in a row."""

    _last = ""

    def search(self) -> None:
        super().search()
        self._last = ""

    def show_results(self) -> None:
        self.find()  # what was typed last may not have been looked up yet
        super().show_results()

    def _leave_screen(self) -> None:
        self._count_vain()
        super()._leave_screen()

    def _count_vain(self) -> None:
        found, here = self.board.search, self._route.here
        if here.screen != "search" or not here.typing or found is None or found.hits:
            return
        words = " ".join(here.query.casefold().split())
        if len(words) < _LEAST or here.query != found.looked_for or words == self._last:
            return
        self._last = words
        self._memory.count("sought", self._clock.read().now.date())
