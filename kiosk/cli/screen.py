"""What is loaded with a window: only where there is something to draw on, and its settings are made before."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from kiosk.cli.run import screen_name
from kiosk.installation import Installation, Refusal

T = TypeVar("T")
_NOT_OPENED = "the screen cannot be opened; check DISPLAY, or stop the kiosk first"


def on_screen(installation: Installation, load: Callable[[], T], *, size: tuple[int, int] | None = None) -> T:
    """`load` imports what opens the window, of `size` px or full screen. Raises Refusal where there is no screen, or none can be
    had."""
    if not screen_name():
        raise Refusal("there is no screen; run this on the kiosk itself, or set DISPLAY")
    from kiosk.ui.runtime.environment import draws_unseen, kivy_home, prepare  # of an extra

    offscreen = os.environ.get("SDL_VIDEODRIVER") == "offscreen"
    prepare(size=size, offscreen=offscreen, home=kivy_home(installation.data))
    try:
        loaded = load()
    except SystemExit as error:  # what Kivy does when no window can be had
        raise Refusal(_NOT_OPENED) from error
    if draws_unseen():
        raise Refusal(_NOT_OPENED)
    return loaded
