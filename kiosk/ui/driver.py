"""The graphics driver, loaded beside the program: Mesa's libraries are large, and SDL would load them when all else waits.

Knows no Kivy. On one core it costs nothing; on two the first frame comes earlier.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping

_RTLD_NOW = 2


def library_for(environment: Mapping[str, str]) -> str:
    """The library through which SDL will draw: GLX on X11, EGL on Wayland and on a bare screen."""
    named = environment.get("SDL_VIDEODRIVER")
    on_x11 = named == "x11" if named else bool(environment.get("DISPLAY"))
    return "libGLX_mesa.so.0" if on_x11 else "libEGL_mesa.so.0"


def load_ahead(environment: Mapping[str, str] = os.environ) -> threading.Thread:
    """Load the driver in a thread. A machine without this library draws by another, which SDL finds by itself."""
    thread = threading.Thread(
        target=_load, args=(library_for(environment).encode(),), name="graphics driver", daemon=True
    )
    thread.start()
    return thread


def _load(library: bytes) -> None:
    import ctypes

    # the C function, not ctypes' own: that one would stop all other threads while it loads
    ctypes.CDLL(None).dlopen(library, _RTLD_NOW)
