"""What stands on the screen at the start, before anybody has touched it."""

from __future__ import annotations

from kiosk.settings import Settings


def first_screen(settings: Settings, *, set_up: bool) -> str:
    """Return the name of the screen that the kiosk starts with.

    A mistake in a line of kiosk.toml is shown first, also at the very first start. Without any sources the kiosk is set up
    on its screen, unless it is *set_up* already.
    """
    faults = settings.faults
    if any(fault.line for fault in faults):
        return "faults"
    if not settings.sources and not set_up:
        return "first-run"
    return "faults" if faults else "idle"
