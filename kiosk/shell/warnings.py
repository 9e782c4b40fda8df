"""Warnings that concern this village: updated from the store, with the way to their page and back."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.alerts.screen import AlertDesk
from kiosk.content.emergency import EmergencyBook
from kiosk.content.local_alerts import name_of, understood_of, view_of
from kiosk.content.views.shown import AlertView
from kiosk.shell.navigation import Navigation
from kiosk.shell.page import Kiosk
from kiosk.shell.route import Spot


class WarningDesk:
    """Warnings on the screen, which the page *name* shows.

    *end_visit* resets the kiosk after a warning came while nobody was there. *understood* is called when somebody has
    pressed "Mengerti".
    """

    def __init__(
        self,
        kiosk: Kiosk,
        navigation: Navigation,
        name: str,
        end_visit: Callable[[], None],
        understood: Callable[[AlertView], None],
    ) -> None:
        self._board = kiosk.board
        self._repository = kiosk.repository
        self._heard = kiosk.memory.alerts
        self._clock = kiosk.clock
        self._navigation = navigation
        self._spot = Spot(name)
        self._end_visit = end_visit
        self._book = EmergencyBook(kiosk.settings.emergency, kiosk.data, kiosk.repository)
        self._signs = {sign.hazard: sign.film for sign in kiosk.settings.emergency.signs}
        self._untold = ""  # notice about what the warning has ended, such as a recording
        self.alerts = AlertDesk(
            kiosk.board,
            enter=self._enter,
            leave=self._leave,
            refresh=navigation.look_up_anew,
            understood=understood,
            monotonic=kiosk.monotonic,
            spoken_to=self._is_spoken_to,
        )

    def refresh_warnings(self) -> None:
        """Update the warnings from the store. Those acknowledged before a restart stay acknowledged."""
        heard, meet = self._heard.by_alert(), self.meet()
        known = {
            name_of(each.alert): view_of(each, self._board.language, meet=meet, signs=self._signs)
            for each in reversed(self._repository.warnings(self._clock.read()))
        }
        self.alerts.tell(list(known.values()), understood=understood_of(known, heard))

    def meet(self) -> str:
        """Return the assembly point of this place and the way there."""
        return self._book.meet(self._clock.read())

    def understand(self) -> None:
        """Acknowledge the warning and close an open sheet.

        If the warning has only just come, the press was meant for the page before and is ignored.
        """
        self._board.sheet = False
        if self.alerts.was_looked_at:
            self.alerts.acknowledge()

    def _is_spoken_to(self) -> bool:
        """Return whether the microphone records, or a recorded question is not sent yet."""
        page = self._navigation.page
        return page.recording or page.unsent

    def _enter(self) -> None:
        """Show the warning, whatever is on the screen."""
        self._board.notice = ""
        self._navigation.page.covered()
        self._board.sheet = False
        self._board.seconds_left = 0
        self._navigation.return_to(self._spot)
        self._untold, self._board.notice = self._board.notice, ""  # nothing lies over it

    def _leave(self) -> None:
        """Go back from the warning to where the visitor was."""
        self._navigation.go_back()
        if not self._navigation.visited:
            self._end_visit()  # it came while nobody was there: who acknowledged it is no visitor
        elif self._untold and self._untold != getattr(self._board.view, "told", ""):  # unless the page tells it itself
            self._board.notice_icon, self._board.notice = "trash", self._untold
        self._untold = ""
