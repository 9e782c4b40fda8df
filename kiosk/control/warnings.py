"""The warnings that concern this village: what the store says of them now, and the way to their screen and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.alerts.screen import AlertDesk
from kiosk.content.emergency import EmergencyBook
from kiosk.content.local_alerts import name_of, understood_of, view_of
from kiosk.content.repository import ContentRepository
from kiosk.control.navigation import Navigation
from kiosk.control.route import Spot
from kiosk.core.clock import Clock
from kiosk.settings.sections import SignSettings
from kiosk.state.alert_history import AlertHistory
from kiosk.viewmodel.ports import BoardPort


class WarningDesk:
    """`heard` is what was understood before a restart; `signs` are this place's films in sign language. `nobody_there` ends a visit
    that was none. `cover` is told that a warning is about to lie over what is
    shown, which comes again."""

    def __init__(
        self,
        board: BoardPort,
        repository: ContentRepository,
        heard: AlertHistory,
        clock: Clock,
        *,
        alerts: AlertDesk,
        navigation: Navigation,
        book: EmergencyBook,
        signs: Iterable[SignSettings],
        nobody_there: Callable[[], None],
        cover: Callable[[], None],
    ) -> None:
        self._board = board
        self._repository = repository
        self._heard = heard
        self._clock = clock
        self._alerts = alerts
        self._navigation = navigation
        self._book = book
        self._signs = {sign.hazard: sign.film for sign in signs}
        self._nobody_there = nobody_there
        self._cover = cover
        self._untold = ""  # what became of what the warning has ended

    def look(self) -> None:
        """What the store says now. Those understood before a restart stay so."""
        heard, meet = self._heard.all(), self.meet()
        known = {
            name_of(each.alert): view_of(each, self._board.language, meet=meet, signs=self._signs)
            for each in reversed(self._repository.warnings(self._clock.read()))
        }
        self._alerts.tell(list(known.values()), understood=understood_of(known, heard))

    def meet(self) -> str:
        """Where people of this place gather, and the way there."""
        return self._book.meet(self._clock.read())

    def enter(self) -> None:
        """Whatever is shown, and whoever is there."""
        self._board.notice = ""
        if self._navigation.page is not None:
            self._navigation.page.covered()
        self._board.sheet = False
        self._board.seconds_left = 0
        self._cover()
        self._navigation.return_to(Spot("alert"))
        self._untold, self._board.notice = self._board.notice, ""  # nothing lies over it

    def understand(self) -> None:
        """The home key, or back: like everywhere it takes an open sheet away with it. A press that was meant for what stood there
        before is none."""
        self._board.sheet = False
        if self._alerts.seen:
            self._alerts.acknowledge()

    def leave(self) -> None:
        """Back to where the visitor was."""
        self._navigation.back()
        if not self._navigation.visited:
            self._nobody_there()  # it came while nobody was there: whoever understood it is no visitor
        elif self._untold and self._untold != getattr(self._board.view, "told", ""):  # unless the page tells it itself
            self._board.notice_icon, self._board.notice = "trash", self._untold
        self._untold = ""
