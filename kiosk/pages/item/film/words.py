"""What is said of a film, which is heard itself."""

from __future__ import annotations

from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords
from kiosk.pages.item.film.view import FilmView
from kiosk.shell.page import FIRST, LAST


class FilmWords(PageWords[FilmView | None]):
    """The words about a film that does not play."""

    def entry(self, view: FilmView | None, moment: Moment) -> list[str]:
        """Return that the film cannot be played, where that is so."""
        return [self._("This film cannot be played.")] if view is not None and view.failed else []

    def hint(self, view: FilmView | None, focus: str) -> list[str]:
        """Return how the film is played."""
        return [self._("Press listen to go on, home to go back to the start.")]

    def end(self, view: FilmView | None, focus: str, step: int) -> list[str]:
        """Return that no item lies before or after."""
        return [self._(LAST) if step > 0 else self._(FIRST)]

    def standing(self) -> list[str]:
        """Return what can be done here, and that nothing lies before or after."""
        return [self._("Press listen to go on, home to go back to the start."), self._(FIRST), self._(LAST)]
