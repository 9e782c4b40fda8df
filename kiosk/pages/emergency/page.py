"""The page Darurat: a number is read slowly and twice, a way and a step as often as they are asked for."""

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
    """Numbers, ways and steps as cards, the list of warnings that came, and the warning whose band stands above."""

    name = "emergency"
    words = EmergencyWords
    questions = QUESTIONS

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._book = EmergencyBook(kiosk.settings.emergency, kiosk.data, kiosk.repository)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> EmergencyView:
        """Return what is told, with the warning in force."""
        return replace(self._book.emergency_view(moment), warning=self.kiosk.board.band)

    def answer(self, moment: Moment) -> Service:
        """Return the row that leads to the numbers."""
        return self.opened_by(self._("Emergency numbers"), "")

    def targets(self, view: EmergencyView) -> Sequence[Target]:
        """Return the cards, of which the list opens; last the band."""
        opened = {"alerts": self.shell.navigation.open_alerts}
        cards = [Target(spot, opened.get(spot)) for spot in view.card_spots]
        return [*cards, Target("band", self.shell.warnings.alerts.open)] if view.warning is not None else cards

    def choose_card(self, spot: str) -> None:
        """Give the card that was touched the focus, and do what Listen does there."""
        self.kiosk.board.focus = spot
        self.listen()

    def listen(self) -> None:
        """Open the target in focus, which says itself what it is; else read it aloud, or the whole page."""
        if (opener := self.opener(self.kiosk.board.focus)) is not None:
            opener()
        else:
            self.read()

    def read(self) -> None:
        """Read the card in focus aloud, else the whole page, from its beginning each time."""
        focus, moment = self.kiosk.board.focus, self.kiosk.clock.read()
        told = self.words(self._phrases).reading(self.shown, focus, moment)
        self.shell.say(f"{self.name} {focus}", [line for _row, line in told])
