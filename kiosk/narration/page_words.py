"""What is said of a page, in one language: on coming to it, on moving over it, on Listen. Pure.

Each page has a subclass in `kiosk.pages.NAME.words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases

View = TypeVar("View")

Told = tuple[int, str]
"""A line, and the row of the screen that tells it, counted over all pages; or `NOWHERE`."""


class PageWords(Generic[View]):
    """The words of a page in the language of *phrases*; *view* is what the page shows, *focus* names the target in focus."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._ = phrases.translation.gettext

    def entry(self, view: View, moment: Moment) -> list[str]:
        """Return the lines for somebody who comes to the page and cannot see it."""
        return []

    def focused(self, view: View, focus: str, moment: Moment) -> list[str]:
        """Return the lines about the target in focus."""
        return []

    def reading(self, view: View, focus: str, moment: Moment) -> Sequence[Told]:
        """Return all that Listen reads; nothing where the page is read in another way."""
        return ()

    def hint(self, view: View, focus: str) -> list[str]:
        """Return what can be done here, for somebody who has not pressed a button for a while."""
        return [self._("Press home to go back to the start.")]


class WordsOf(Protocol):
    """Table of pages' words."""

    def words(self, name: str) -> type[PageWords[Any]] | None:
        """Return the words of the page *name*; `None` for a screen that is no page."""


class NoPages:
    """Table without pages, for programs that speak of none."""

    def words(self, name: str) -> type[PageWords[Any]] | None:
        """Return `None`."""
        return None
