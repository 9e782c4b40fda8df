"""Page Darurat: numbers are read slowly and twice, ways and steps as often as they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from content_cache.model.items import Service
from kiosk.content.emergency import EmergencyBook
from kiosk.content.views.emergency import EmergencyView
from kiosk.content.views.shown import Fits
from kiosk.core.clock import Moment
from kiosk.pages.emergency.questions import QUESTIONS
from kiosk.pages.emergency.words import EmergencyWords
from kiosk.shell.page import Kiosk, Page, Target
from kiosk.shell.route import Spot
from kiosk.shell.shell import Shell


class EmergencyPage(Page[EmergencyView]):
    """Page with cards of numbers, assembly points and steps, the list of past warnings, and the warning whose band
    stands above.
    """

    name = "emergency"
    words = EmergencyWords
    questions = QUESTIONS

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._book = EmergencyBook(kiosk.settings.emergency, kiosk.data, kiosk.repository)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> EmergencyView:
        """Return the emergency view with the warning in force."""
        return replace(self._book.emergency_view(moment), warning=self.kiosk.board.band)

    def answer(self, moment: Moment) -> Service:
        """Return the row by which the search leads to the emergency numbers."""
        return self.opened_by(self._("Emergency numbers"), "")

    def targets(self, view: EmergencyView) -> Sequence[Target]:
        """Return the cards as focus targets, last the band. Only the card of past warnings and the band open something."""
        opened = {"alerts": self.shell.navigation.open_alerts}
        cards = [Target(spot, opened.get(spot)) for spot in view.card_spots]
        return [*cards, Target("band", self.shell.warnings.alerts.open)] if view.warning is not None else cards

    def choose_card(self, spot: str) -> None:
        """Focus the touched card *spot* and do what Listen does there."""
        self.kiosk.board.focus = spot
        self.listen()

    def listen(self) -> None:
        """Open the focused target; if it opens nothing, read it aloud, or the whole page without a focus."""
        if (opener := self.opener(self.kiosk.board.focus)) is not None:
            opener()
        else:
            self.read()

    def read(self) -> None:
        """Read the focused card aloud, else the whole page, always from the beginning."""
        focus, moment = self.kiosk.board.focus, self.kiosk.clock.read()
        told = self.words(self._phrases).reading(self.shown, focus, moment)
        self.shell.say(f"{self.name} {focus}", [line for _row, line in told])
