"""Words about faults in the settings, spoken."""

from __future__ import annotations

from kiosk.core.clock import Moment
from kiosk.narration.page_words import PageWords
from kiosk.pages.faults.view import FaultsView


class FaultsWords(PageWords[FaultsView]):
    """Words for a visitor who comes to a kiosk whose settings are wrong."""

    def entry(self, view: FaultsView, moment: Moment) -> list[str]:
        """Return that the settings must be corrected, and that all else works."""
        return [self._("The settings on the card have to be mended."), self._("All else works: press Home.")]
