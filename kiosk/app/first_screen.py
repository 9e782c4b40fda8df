"""Choice of the screen at the start, before anybody has touched it."""

from __future__ import annotations

from kiosk.pages.table import PAGES
from kiosk.settings import Settings


def first_screen(settings: Settings, *, set_up: bool) -> str:
    """Return the name of the screen that the kiosk starts with.

    A mistake in kiosk.toml comes first, even at the very first start. A kiosk without sources is set up on its screen,
    unless it is *set_up* already.
    """
    faults, pages = settings.faults, PAGES.main
    if any(fault.line for fault in faults):
        return pages.faults
    if not settings.sources and not set_up:
        return pages.first_run
    return pages.faults if faults else pages.idle
