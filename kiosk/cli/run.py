"""`kiosk run`: the touch app."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kiosk.app.watchdog import Watchdog
from kiosk.core.clock import Clock
from kiosk.installation import Call, Refusal
from kiosk.ui.runtime.environment import kivy_home


def run(call: Call, *, window: tuple[int, int] | None, refresh: bool, clock: Clock | None = None) -> int:
    """Open the window and stay until the process is asked to end. Raises Refusal where there is no screen."""
    if not screen_name():
        raise Refusal(
            "tidak ada layar; sambungkan layar atau isi DISPLAY, atau gambar ke berkas dengan: kiosk screenshot"
        )
    from kiosk.ui.runtime.environment import prepare

    prepare(size=window, offscreen=os.environ.get("SDL_VIDEODRIVER") == "offscreen", home=kivy_home(call.data))
    try:
        # loads the window: only now are its settings made
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp
    except SystemExit as error:  # what Kivy does when no window can be had
        raise Refusal(
            "layar tidak dapat dibuka; periksa DISPLAY, atau gambar ke berkas dengan: kiosk screenshot"
        ) from error
    context = AppContext(
        settings=call.settings,
        data=call.data,
        contents=call.contents(),
        clock=clock or call.clock(),
        config=call.config,
        refresh=refresh,
        watchdog=Watchdog(os.environ),
    )
    app = KioskApp(context)
    try:
        app.run()
    finally:
        app.on_stop()  # Kivy does not say it when it ends by an error, and the refresher must not be left behind
    return 0


def screen_name(environment: Mapping[str, str] = os.environ, cards: Path = Path("/dev/dri")) -> str:
    """What would be drawn on, "" for nothing: without this question SDL draws where nobody can see it."""
    named = environment.get("SDL_VIDEODRIVER") or environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    return named or next((str(card) for card in cards.glob("card*") if os.access(card, os.W_OK)), "")
