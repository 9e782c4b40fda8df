"""Words of a page in one language: for arriving on the page, moving over it, and Listen.

Pure. Each page has a subclass in `kiosk.pages.NAME.words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases

View = TypeVar("View")

Told = tuple[int, str]
"""Spoken line, and the row of the screen that it belongs to, counted over all pages; or `NOWHERE`."""


class PageWords(Generic[View]):
    """Words of a page in the language of *phrases*. *view* is what the page shows, *focus* is the spot in focus."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._ = phrases.translation.gettext

    def entry(self, view: View, moment: Moment) -> list[str]:
        """Return the lines that tell a visitor who cannot see the page which page it is and what it shows.

        Return none unless a subclass does. What to press is told by `invitation` and `hint`.
        """
        return []

    def turned(self, view: View, moment: Moment) -> list[str]:
        """Return the lines after a press that turned the page to something else, such as another day."""
        return self.entry(view, moment)

    def focused(self, view: View, focus: str, moment: Moment) -> list[str]:
        """Return the lines about the focused target."""
        return []

    def arrived(self, view: View, focus: str, moment: Moment) -> list[str]:
        """Return the lines about the focused target for a visitor who has just come to the page."""
        return self.focused(view, focus, moment)

    def invitation(self) -> list[str]:
        """Return the lines said after the entry to a visitor who has nothing in focus."""
        return []

    def reading(self, view: View, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the lines that Listen reads; none if the page is read in another way."""
        return ()

    def hint(self, view: View, focus: str) -> list[str]:
        """Return what can be done on the page, for a visitor who has pressed nothing for a while."""
        return [self._("Press home to go back to the start.")]

    def pressed(self, view: View, focus: str) -> list[str]:
        """Return the lines after a press that moved neither the page nor the focus."""
        return self.hint(view, focus)

    def pressed_home(self, view: View, focus: str) -> list[str]:
        """Return the lines after a press of home on the home page itself."""
        return self.pressed(view, focus)

    def standing(self) -> list[str]:
        """Return lines that do not depend on the view. A slow voice synthesises them before anybody comes."""
        return []

    def standing_at(self, place: str) -> list[str]:
        """Return lines that do not depend on the view but name *place*, for the same use as `standing`."""
        return []

    def end(self, view: View, focus: str, step: int) -> list[str]:
        """Return the lines for a press where nothing lies before (*step* -1) or after (+1)."""
        return self.hint(view, focus)


class WordsOf(Protocol):
    """Table of the words classes by page name."""

    @property
    def names(self) -> Sequence[str]:
        """Return the names of all pages."""

    def words(self, name: str) -> type[PageWords[Any]]:
        """Return the words class of the page *name*. Raises KeyError where there is none."""
