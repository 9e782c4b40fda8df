"""View of the page Darurat: whom to call, where to gather, what to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from content_cache.model.sheets import Contact, Point
from content_cache.model.vocabulary import Hazard
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment

CHECKED_FOR = timedelta(days=180)
"""Time after which numbers that nobody has rung are shown as unchecked."""

_KNOWN_FOR = timedelta(days=1)
UMBRELLA = Contact("", "112", "phone-call")
"""Contact where nobody has entered a number. The screen names it."""


class EmergencyView(Struct, frozen=True):
    """View of the page Darurat.

    *checked* is the day when the numbers were last rung, None for never. *connected*: the settings name a source of
    warnings; *alerts_checked* is when all of those had last answered. *alerts* is the number of alerts in the list,
    *warning* the gravest in force.
    """

    contacts: tuple[Contact, ...] = ()
    points: tuple[Point, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    checked: date | None = None
    connected: bool = False
    alerts_checked: datetime | None = None
    alerts: int = 0
    warning: AlertView | None = None

    @property
    def called(self) -> tuple[Contact, ...]:
        """Return the numbers to call; 112 if nobody has entered any."""
        return self.contacts or (UMBRELLA,)

    @property
    def card_spots(self) -> tuple[str, ...]:
        """Return the focus spots of the cards in reading order."""
        each = (("number", len(self.called)), ("point", len(self.points)), ("hazard", len(self.hazards)))
        found = tuple(f"{kind}:{index}" for kind, many in each for index in range(many))
        return (*found, "alerts") if self.alerts else found

    def unchecked(self, moment: Moment) -> bool:
        """Return whether nobody has tried the numbers for long, or ever. A date in the future is no check."""
        if not self.contacts:
            return False
        if self.checked is None:
            return True
        today = moment.now.date()
        return moment.relative and not today - CHECKED_FOR <= self.checked <= today + timedelta(days=1)

    def known(self, moment: Moment) -> bool:
        """Return whether it is known that no warning is in force: the sources have answered lately.

        Silence is never called safety.
        """
        asked = self.alerts_checked
        return self.connected and asked is not None and moment.relative and moment.now - asked <= _KNOWN_FOR
