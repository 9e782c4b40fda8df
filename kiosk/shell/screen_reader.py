"""Reads aloud what is shown: the item, the day, the announcements, the warning, and the summary of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from content_cache.model.items import Item
from kiosk.shell.page import Kiosk, Page, Pages
from kiosk.speech.utterance import Priority, Utterance


class ScreenReader:
    """Reads screens to the visitor."""

    def __init__(self, kiosk: Kiosk, pages: Pages) -> None:
        self._board = kiosk.board
        self._repository = kiosk.repository
        self._reader = kiosk.reader
        self._clock = kiosk.clock
        self._readings = kiosk.readings
        self._pages = pages

    @property
    def _page(self) -> Page[Any]:
        """The page that is shown."""
        return self._pages[self._board.screen]

    @property
    def reading(self) -> bool:
        """Is something read to the visitor: what was asked for, or a warning?"""
        return self._reader.priority in (Priority.ASKED, Priority.URGENT)

    def read(self) -> None:
        """What the screen is about."""
        self._page.read()
        if self._board.speaking is not None:
            self._page.count_heard()

    def read_opened(self) -> None:
        """Read what a press has opened, where the page wants that: any other has things of its own to choose."""
        self._page.read_opened()

    def several(self, items: Sequence[Item]) -> Utterance:
        """Return what is said of *items*, one after the other."""
        return self._readings(self._board.language).notices(items, self._clock.read())

    def read_bulletin(self) -> None:
        """The summary of the day, from its beginning."""
        moment = self._clock.read()
        readings = self._readings(self._board.language)
        self._reader.read(readings.bulletin(self._repository.bulletin(moment), moment), resume=False)
        self._page.count_heard()
