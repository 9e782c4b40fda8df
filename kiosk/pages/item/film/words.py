"""Words about a film, spoken while it does not play."""

from __future__ import annotations

from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords
from kiosk.pages.item.film.view import FilmView
from kiosk.shell.page import FIRST, LAST


class FilmWords(PageWords[FilmView | None]):
    """Words about a film that does not play."""

    def entry(self, view: FilmView | None, moment: Moment) -> list[str]:
        """Return that the film cannot be played; nothing for one that can."""
        return [self._("This film cannot be played.")] if view is not None and view.failed else []

    def hint(self, view: FilmView | None, focus: str) -> list[str]:
        """Return that Listen plays on and home leaves."""
        return [self._("Press listen to go on, home to go back to the start.")]

    def end(self, view: FilmView | None, focus: str, step: int) -> list[str]:
        """Return that no item lies before (*step* -1) or after (+1)."""
        return [self._(LAST) if step > 0 else self._(FIRST)]

    def standing(self) -> list[str]:
        """Return the lines of `hint` and `end`, which a slow voice synthesises ahead."""
        return [self._("Press listen to go on, home to go back to the start."), self._(FIRST), self._(LAST)]
