"""When it is night for the eyes: the dark theme of `theme = "auto"` and the dimmed idle screen (design, "Dark: 21:00-05:00")."""

from __future__ import annotations

from kiosk.core.clock import Moment

BEGINS, ENDS = 21, 5  # hours of the local day


def is_night(moment: Moment) -> bool:
    """False while the clock is not trusted: a dark screen at noon is worse than a light one at night."""
    return moment.relative and not ENDS <= moment.now.hour < BEGINS


def theme_at(wanted: str, moment: Moment) -> str:
    """The theme that the settings name; of "auto" the dark one by night."""
    if wanted != "auto":
        return wanted
    return "dark" if is_night(moment) else "light"
