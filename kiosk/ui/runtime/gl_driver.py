"""Display and graphics driver, opened beside the program: they are libraries of C, and Kivy would open them when all else waits.

Loads nothing of Kivy but the library that it is linked with. On one core it costs nothing; on two the first frame comes earlier.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Mapping
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path

_SDL_INIT_VIDEO = 0x20
_RTLD_NOW, _RTLD_NOLOAD = 2, 4


def library_for(environment: Mapping[str, str]) -> str:
    """The library through which SDL will draw: GLX on X11, EGL on Wayland and on a bare screen."""
    named = environment.get("SDL_VIDEODRIVER")
    on_x11 = named == "x11" if named else bool(environment.get("DISPLAY"))
    return "libGLX_mesa.so.0" if on_x11 else "libEGL_mesa.so.0"


def open_ahead(environment: Mapping[str, str] = os.environ) -> threading.Thread:
    """Open them in a thread, to be joined before anything of Kivy's opens a window. A machine without this library draws by
    another, which SDL finds by itself; what cannot be opened cannot be opened by Kivy either, which says so."""
    thread = threading.Thread(target=_open, args=(library_for(environment),), name="graphics driver", daemon=True)
    thread.start()
    return thread


def forget_compiler() -> None:
    """Give back what the driver keeps to compile shaders (8 MB in Mesa): by now each has been drawn with. One that is compiled
    later brings it back. On the thread that draws; glReleaseShaderCompiler of OpenGL ES 2.0, section 2.10.2, which Kivy leaves out.
    """
    try:
        library = ctypes.CDLL("libGL.so.1", mode=_RTLD_NOW | _RTLD_NOLOAD)
    except OSError:  # the window is drawn by another library: it keeps what it keeps
        return
    library.glReleaseShaderCompiler()


def _open(library: str) -> None:
    _load(library)
    found = find_spec("kivy")
    if found is None or found.origin is None:
        return
    kivys = Path(found.origin).parent / "core" / "window" / f"_window_sdl2{EXTENSION_SUFFIXES[0]}"
    if not kivys.exists():
        return  # another Kivy than ours
    _load(str(kivys))
    sdl = ctypes.CDLL(str(kivys))  # finds the names of the SDL that it is linked with
    sdl.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    # counted: Kivy's own call opens nothing anew. Only for X11 is there one driver, whichever kind of context is wanted
    if sdl.SDL_Init(_SDL_INIT_VIDEO) == 0 and sdl.SDL_GetCurrentVideoDriver() == b"x11":
        sdl.SDL_GL_LoadLibrary(None)


def _load(library: str) -> None:
    # the C function, not ctypes' own: that one would stop all other threads while it loads
    ctypes.CDLL(None).dlopen(library.encode(), _RTLD_NOW)
