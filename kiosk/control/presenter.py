"""Fills the board for the spot where a visitor is. No decisions: what is asked for is looked up and put on the board."""

from __future__ import annotations

from kiosk.control.opened_items import OpenedItems
from kiosk.control.page import Kiosk, Pages
from kiosk.control.route import IDLE, Spot
from kiosk.core.clock import Moment
from kiosk.viewmodel.views import Fits, Shown


class Presenter:
    """Fills the board for a spot. `fits` is what the layout holds at present."""

    def __init__(
        self,
        kiosk: Kiosk,
        pages: Pages,
        opened: OpenedItems,
    ) -> None:
        self._pages = pages
        self._opened = opened
        self._board = kiosk.board
        self._repository = kiosk.repository
        self._clock = kiosk.clock
        self.fits = Fits()

    def show(self, spot: Spot) -> None:
        """The board is filled before the screen is turned to, so that a screen never shows what the one before left there."""
        board, moment = self._board, self._clock.read()
        board.moment = moment
        board.freshness = self._repository.freshness(moment)
        board.shown = Shown(spot.screen, self._fill(spot, moment))
        board.screen = spot.screen
        if spot == IDLE:  # what was looked up for a visitor who has left goes with them
            self._pages.forget()
            self._opened.forget()

    def look_ahead(self, spot: Spot) -> object:
        """Return the view of a page that may be turned to soon, as of the moment that the board knows."""
        return self._fill(spot, self._board.moment) if self._board.moment is not None else None

    def _fill(self, spot: Spot, moment: Moment) -> object:
        """Return the view of a page; `None` for a screen that is no page yet."""
        page = self._pages.find(spot.screen)
        return page.view(spot, moment, self.fits) if page is not None else None
