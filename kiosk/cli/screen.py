"""Loading of windows: only where there is a screen, and after the window's settings are made."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from kiosk.installation import Installation, Refusal

T = TypeVar("T")
_NOT_OPENED = "the screen cannot be opened; check DISPLAY, or stop the kiosk first"


def on_screen(installation: Installation, load: Callable[[], T], *, size: tuple[int, int] | None = None) -> T:
    """Call *load*, which imports what opens a window of *size* px or full screen, and return its result.

    Raises Refusal if there is no screen, or no window can be opened.
    """
    if not screen_name():
        raise Refusal("there is no screen; run this on the kiosk itself, or set DISPLAY")
    from kiosk.ui.runtime.environment import kivy_home, prepare  # from an extra

    offscreen = os.environ.get("SDL_VIDEODRIVER") == "offscreen"
    prepare(size=size, offscreen=offscreen, home=kivy_home(installation.data))
    return load_in_window(load, _NOT_OPENED)


def load_in_window(load: Callable[[], T], not_opened: str) -> T:
    """Call *load*, which opens the window, and return its result.

    Raises Refusal with the message *not_opened* if no window can be had, or only one that nobody sees.
    """
    from kiosk.ui.runtime.environment import draws_unseen  # from an extra

    try:
        loaded = load()
    except SystemExit as error:  # Kivy exits when no window can be opened
        raise Refusal(not_opened) from error
    if draws_unseen():
        raise Refusal(not_opened)
    return loaded


def screen_name(environment: Mapping[str, str] = os.environ, cards: Path = Path("/dev/dri")) -> str:
    """Return the name of the display to draw on, "" if there is none: SDL would draw where nobody sees it."""
    named = environment.get("SDL_VIDEODRIVER") or environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    return named or next((str(card) for card in cards.glob("card*") if os.access(card, os.W_OK)), "")
