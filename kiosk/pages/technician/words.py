"""Words of the technician's page, spoken."""

from __future__ import annotations

from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords
from kiosk.pages.technician.view import PinView, TechnicianView


class TechnicianWords(PageWords[TechnicianView]):
    """Words for a visitor who has come to the PIN pad by mistake."""

    def entry(self, view: TechnicianView, moment: Moment) -> list[str]:
        """Return that the page is for technicians; nothing once the PIN was right."""
        return [self._("For the technician only. Enter the PIN.")] if isinstance(view, PinView) else []
