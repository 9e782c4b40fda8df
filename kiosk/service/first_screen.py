"""What stands on the screen at the start, before anybody has touched it."""

from __future__ import annotations

from kiosk.i18n.error_text import error_text
from kiosk.i18n.translation import Translation
from kiosk.settings import Settings
from kiosk.viewmodel.service_views import FaultsView

_LONGEST_CODE = 700  # bytes that a phone still reads off a screen


def first_screen(settings: Settings, *, set_up: bool) -> str:
    """Whoever wrote kiosk.toml and made a mistake in it sees where, also at the very first start; without any kiosk.toml the kiosk
    is set up on its screen, unless it `set_up` was."""
    faults = settings.faults
    if any(fault.line for fault in faults):
        return "faults"
    if not settings.sources and not set_up:
        return "first-run"
    return "faults" if faults else "idle"


def faults_view(settings: Settings, translation: Translation) -> FaultsView:
    """What is wrong with the settings, line by line in the language of the screen, and as a code for the phone of whoever has just
    written the card."""
    lines = tuple(error_text(fault.problem, translation) for fault in settings.faults)
    code = "\n".join(("KIM-KIOSK kiosk.toml", *lines))
    return FaultsView(lines, code.encode()[:_LONGEST_CODE].decode(errors="ignore"))
