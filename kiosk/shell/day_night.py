"""Rules when the screen has night colours, and when it is off. Pure: seconds and times in.

By night the theme of `theme = "auto"` is dark and the idle screen dimmed (DESIGN.md, "Day and night"). The screen is off at night
by the settings, and when nobody was near for long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from kiosk.core.clock import Moment
from kiosk.settings.parsers import Hours

BEGINS, ENDS = 21, 5  # hours of the local day
LIT_S = 60.0
"""Seconds for which the screen stays on in the off hours after the last sign of somebody."""
STILL_WATCHED_S = 15 * 60.0
"""Seconds without a sign of somebody until the screen is off outside the off hours, with a motion sensor."""
STILL_S = 60 * 60.0
"""The same without a sensor. It is longer, because a dark screen does not look like one that may be touched."""


@dataclass(slots=True)
class Darkness:
    """Decision when the screen is off. *watched*: a motion sensor is wired. Times are seconds of a monotonic clock."""

    off_hours: Sequence[Hours] = ()
    watched: bool = False
    _seen: float = 0.0

    def note_presence(self, now: float) -> None:
        """Note a touch, a button, or somebody walking by."""
        self._seen = now

    def dark(self, now: float, moment: Moment | None, *, needed: bool) -> bool:
        """Return whether the screen is to be off.

        *needed*: a visitor is there, or a warning is in force. A clock that is not trusted turns nothing off.
        """
        if needed:
            self._seen = now
            return False
        still = now - self._seen
        if moment is not None and moment.relative and within(moment.now.time(), self.off_hours):
            return still >= LIT_S
        return still >= (STILL_WATCHED_S if self.watched else STILL_S)


def within(now: time, hours: Sequence[Hours]) -> bool:
    """Return whether the time of day *now* is in one of *hours*. The end of a span is outside it, and may be on the next day."""
    return any((first <= now < last) if first <= last else (now >= first or now < last) for first, last in hours)


def is_night(moment: Moment) -> bool:
    """Return whether it is night; `False` while the clock is not trusted.

    A dark screen at noon is worse than a light one at night.
    """
    return moment.relative and not ENDS <= moment.now.hour < BEGINS


def theme_at(wanted: str, moment: Moment) -> str:
    """Return the name of the theme: *wanted*, or for "auto" the dark one by night and the light one by day."""
    if wanted != "auto":
        return wanted
    return "dark" if is_night(moment) else "light"
