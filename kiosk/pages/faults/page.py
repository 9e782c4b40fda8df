"""Page of faults in the settings. A kiosk begins with it if its kiosk.toml has a mistake."""

from __future__ import annotations

from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.i18n.error_text import error_text
from kiosk.i18n.translation import Translation
from kiosk.pages.faults.view import FaultsView
from kiosk.pages.faults.words import FaultsWords
from kiosk.shell.page import SILENT, Page
from kiosk.shell.route import Spot

_LONGEST_CODE = 700  # bytes of a QR code that a phone can read off a screen


class FaultsPage(Page[FaultsView]):
    """Page of the faults line by line, and as a QR code for the technician who has just written the card."""

    name = "faults"
    words = FaultsWords

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> FaultsView:
        """Return the faults in the language of the screen."""
        translation = Translation(self.kiosk.board.language)
        lines = tuple(error_text(fault.problem, translation) for fault in self.kiosk.settings.faults)
        code = "\n".join(("KIM-KIOSK kiosk.toml", *lines))
        return FaultsView(lines, code.encode()[:_LONGEST_CODE].decode(errors="ignore"))

    def why_idle(self, key: str) -> str:
        """Return that Listen reads nothing here: the faults are for the technician's eyes."""
        return SILENT if key == "listen" else super().why_idle(key)
