"""What stands on the screen at the start, before anybody has touched it."""

from __future__ import annotations

from kiosk.settings import Settings


def first_screen(settings: Settings, *, set_up: bool) -> str:
    """Whoever wrote kiosk.toml and made a mistake in it sees where, also at the very first start; without any kiosk.toml the kiosk
    is set up on its screen, unless it `set_up` was."""
    faults = settings.faults
    if any(fault.line for fault in faults):
        return "faults"
    if not settings.sources and not set_up:
        return "first-run"
    return "faults" if faults else "idle"
