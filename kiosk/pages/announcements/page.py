"""Page of announcements: the keys go from card to card, and Listen reads them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from content_cache.model.items import Item
from kiosk.content.views.shown import Fits, NoticesView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.pages.announcements.words import AnnouncementsWords
from kiosk.shell.page import SILENT, Page, Target, row_targets
from kiosk.shell.route import Spot


class AnnouncementsPage(Page[NoticesView]):
    """Page of all announcements in force, as many at once as there is room for."""

    name = "announcements"
    words = AnnouncementsWords

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> NoticesView:
        """Return the cards of page *spot.page*."""
        found = self.kiosk.repository.views.notices(moment, page=spot.page, cards=fits.cards)
        return replace(found, freshness=self.kiosk.board.freshness)

    def targets(self, view: NoticesView) -> Sequence[Target]:
        """Return the cards as focus targets; Listen reads them."""
        return row_targets(len(view.cards))

    def items(self, view: NoticesView) -> Sequence[Item]:
        """Return the announcements on the page."""
        return view.cards

    def why_idle(self, key: str) -> str:
        """Return that Listen has nothing to read if no announcement is in force; else what other pages return."""
        return SILENT if key == "listen" and not self.shown.cards else super().why_idle(key)

    def read(self) -> None:
        """Read the focused card aloud, or all cards of the page, each in the language it is written in."""
        kiosk, cards = self.kiosk, self.shown.cards
        if (only := index_of(kiosk.board.focus, "row")) is not None:
            cards = cards[only : only + 1]
        if cards:
            kiosk.reader.read(kiosk.readings(kiosk.board.language).notices(cards, kiosk.clock.read()))
