"""Warnings on the screen: one that takes over, the band that stays until it ends, and which were acknowledged.

Sounding them is `kiosk.alerts.sound_policy`'s; both are told the same warnings.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from content_cache.model.vocabulary import Severity
from kiosk.alerts.ranking import acknowledgement_key, for_band, in_order, to_take_over
from kiosk.content.views.ports import BoardPort
from kiosk.content.views.shown import AlertView

LOOK_S = 1.0
"""Seconds until a warning counts as seen: an earlier touch was meant for what the screen showed before."""

WAITS_S = 60.0
"""Seconds that a warning which can wait leaves a resident who speaks to the kiosk: a recording takes so long."""


class AlertDesk:
    """Control of the warning that fills the screen.

    *enter* turns to its page, from idle too; *leave* goes back to where the visitor was. *refresh* redraws the present
    page when the warning or its band changes. *understood* is called when somebody has pressed "Mengerti"; *monotonic*
    gives seconds. *spoken_to* tells whether somebody records or is about to send a recording, which would be lost. A
    drill, an unchecked warning and the end of one wait for it. A real warning never does.
    """

    def __init__(
        self,
        board: BoardPort,
        *,
        enter: Callable[[], None],
        leave: Callable[[], None],
        refresh: Callable[[], None] = lambda: None,
        understood: Callable[[AlertView], None] = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
        spoken_to: Callable[[], bool] = lambda: False,
    ) -> None:
        self._board = board
        self._enter = enter
        self._leave = leave
        self._refresh = refresh
        self.understood = understood
        self.shown: AlertView | None = None  # the warning that the page shows once it is open
        self._alerts: Sequence[AlertView] = ()
        self._known: set[str] = set()
        self._monotonic = monotonic
        self._spoken_to = spoken_to
        self._waits_since: float | None = None
        self._shown_at = float("-inf")  # when a warning last filled the screen by itself
        self._aside: tuple[object, str] | None = None  # the key of a warning, and the page that was opened from it

    def tell(self, alerts: Sequence[AlertView], *, understood: Sequence[AlertView] = ()) -> None:
        """Take *alerts* as all warnings that concern this village now: those in force, and those that ended a short
        while ago.

        *understood* are those that were acknowledged before a restart.
        """
        self._known.update(map(acknowledgement_key, understood))
        self._alerts = tuple(alerts)
        before, self._board.band = self._board.band, for_band(alerts)
        self._take_over()
        if self._board.band != before:
            self._refresh()

    def _take_over(self) -> None:
        """Show the gravest warning that nobody has acknowledged full screen; update or replace the one shown."""
        shown, coming = self.shown, to_take_over(self._alerts, self._known)
        if coming is None:
            self._waits_since = None
        elif (acknowledgement_key(coming), self._board.screen) == self._aside:
            return
        if self._is_filled and shown is not None:
            now = next((alert for alert in self._alerts if alert.id == shown.id), None)
            if coming is None and now is not None:
                self._show_warning(now)
                return
            if coming is None:
                self._leave()  # it is neither in force nor newly ended any more
                return
        if coming is not None and not self._waits(coming):
            self._show_alert(coming)

    @property
    def _is_filled(self) -> bool:
        """Return whether a warning fills the screen."""
        return isinstance(self._board.view, AlertView)

    def _waits(self, coming: AlertView) -> bool:
        may = coming.drill or coming.unchecked or coming.ended
        if not (may and not self._is_filled and self._spoken_to()):
            self._waits_since = None
            return False
        if self._waits_since is None:
            self._waits_since = self._monotonic()
        return self._monotonic() - self._waits_since < WAITS_S

    def check_waiting(self) -> None:
        """Show a warning that has waited long enough, or that was set aside for a page since left.

        Call this about once a second.
        """
        returns = self._aside is not None and self._board.screen != self._aside[1]
        if returns:
            self._aside = None
        if returns or self._waits_since is not None:
            self._take_over()

    def set_aside(self, page: str) -> None:
        """Leave the full-screen warning for *page*, which has numbers and the way to safety.

        It stays unacknowledged if it was; a graver one takes the screen from that page, too.
        """
        if self._is_filled and self.shown is not None:
            self._aside = acknowledgement_key(self.shown), page

    def _show_alert(self, alert: AlertView) -> None:
        """Fill the screen with *alert*. A new one closes an open sheet, which would cover it."""
        before = self.shown if self._is_filled else None
        if before is None or before.id != alert.id:
            self._board.sheet = False
        if before is None or acknowledgement_key(before) != acknowledgement_key(alert):
            self._shown_at = self._monotonic()
        self._show_warning(alert)

    def _show_warning(self, alert: AlertView) -> None:
        self.shown = alert
        if self._is_filled:
            self._refresh()
        else:
            self._enter()

    @property
    def was_looked_at(self) -> bool:
        """Return whether the warning has filled the screen long enough to be looked at."""
        return self._monotonic() - self._shown_at >= LOOK_S

    @property
    def held(self) -> bool:
        """Return whether a warning fills the screen that nobody has acknowledged yet."""
        return self._is_filled and to_take_over(self._alerts, self._known) is not None

    @property
    def alarming(self) -> bool:
        """Return whether the siren repeats, because nobody has acknowledged a real awas in force."""
        first = to_take_over(self._alerts, self._known)
        return first is not None and first.severity is Severity.AWAS and not (first.ended or first.drill)

    def open(self) -> bool:
        """Open the gravest warning, because its band was touched. Return whether one is in force."""
        if not self._alerts:
            return False
        first = in_order(self._alerts)[0]
        if first.ended:
            return False
        self._show_warning(first)
        return True

    def acknowledge(self) -> None:
        """Mark the shown warning as acknowledged (key *Mengerti*).

        Then show the next one that is not, else go back to where the visitor was.
        """
        shown = self.shown
        if not self._is_filled:
            return
        if shown is not None and acknowledgement_key(shown) not in self._known:
            self._known.add(acknowledgement_key(shown))
            self.understood(shown)
        coming = to_take_over(self._alerts, self._known)
        if coming is None:
            self._leave()
        else:
            self._show_alert(coming)
