"""What stands on the screen at the start, before anybody has touched it."""

from __future__ import annotations

from kiosk.control.route import IDLE
from kiosk.pages.table import PAGES
from kiosk.settings import Settings


def first_screen(settings: Settings, *, set_up: bool) -> str:
    """Return the name of the page that a kiosk begins with.

    Whoever made a mistake in kiosk.toml sees where, also at the very first start. Without any kiosk.toml the kiosk is set up on
    its screen, unless it was *set_up* before.
    """
    faults = settings.faults
    if any(fault.line for fault in faults):
        return PAGES.faults
    if not settings.sources and not set_up:
        return PAGES.set_up
    return PAGES.faults if faults else IDLE.screen
