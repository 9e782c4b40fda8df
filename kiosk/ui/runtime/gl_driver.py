"""The graphics driver, loaded beside the program: Mesa's libraries are large, and SDL would load them when all else waits.

Knows no Kivy. On one core it costs nothing; on two the first frame comes earlier.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Mapping

_RTLD_NOW, _RTLD_NOLOAD = 2, 4


def library_for(environment: Mapping[str, str]) -> str:
    """Return the library through which SDL will draw: GLX on X11, EGL on Wayland and without a display server."""
    named = environment.get("SDL_VIDEODRIVER")
    on_x11 = named == "x11" if named else bool(environment.get("DISPLAY"))
    return "libGLX_mesa.so.0" if on_x11 else "libEGL_mesa.so.0"


def load_ahead(environment: Mapping[str, str] = os.environ) -> threading.Thread:
    """Load the driver in a thread and return it.

    A machine without this library draws by another one, which SDL finds by itself.
    """
    thread = threading.Thread(
        target=_load, args=(library_for(environment).encode(),), name="graphics driver", daemon=True
    )
    thread.start()
    return thread


def forget_compiler() -> None:
    """Free the memory that the driver keeps to compile shaders (8 MB in Mesa); a later compilation takes it again.

    Call it on the drawing thread (glReleaseShaderCompiler, OpenGL ES 2.0, section 2.10.2, which Kivy lacks).
    """
    try:
        library = ctypes.CDLL("libGL.so.1", mode=_RTLD_NOW | _RTLD_NOLOAD)
    except OSError:  # the window is drawn by another library: it keeps what it keeps
        return
    library.glReleaseShaderCompiler()


def _load(library: bytes) -> None:
    # the C function, not ctypes' own: that one would stop all other threads while it loads
    ctypes.CDLL(None).dlopen(library, _RTLD_NOW)
