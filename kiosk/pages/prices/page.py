"""Page of staple food prices."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from content_cache.model.items import Service
from kiosk.content.views.day import Prices
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.pages.prices.questions import QUESTIONS
from kiosk.pages.prices.words import PricesWords
from kiosk.shell.page import SILENT, Page, Target, row_targets
from kiosk.shell.route import Spot


class PricesPage(Page[Prices | None]):
    """Page of staple food prices, some rows at a time; `None` if nobody has published prices."""

    name = "prices"
    words = PricesWords
    questions = QUESTIONS
    read_on_arrival = True

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> Prices | None:
        """Return the prices of page *spot.page*."""
        found = self.kiosk.repository.day_sheets.day_view(moment).prices
        if found is None:
            return None
        paged = replace(found, rows=fits.prices)
        return replace(paged, page=min(max(spot.page, 0), paged.pages - 1))

    def door(self, moment: Moment) -> Service | None:
        """Return the row of the list of services that leads here, with the market's name; `None` without prices."""
        found = self.kiosk.repository.day_sheets.day_view(moment).prices
        return self.opened_by(self._("Staple food prices"), found.market or found.source) if found else None

    def held(self, fits: Fits) -> int:
        """Return how many goods a page has in a layout that holds *fits*."""
        return fits.prices

    def targets(self, view: Prices | None) -> Sequence[Target]:
        """Return the goods on the page as focus targets."""
        return row_targets(len(view.shown_prices)) if view else ()

    def why_idle(self, key: str) -> str:
        """Return that Listen has nothing to read without prices; else what other pages return."""
        return SILENT if key == "listen" and self.shown is None else super().why_idle(key)
