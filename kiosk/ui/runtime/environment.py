"""Kivy's surroundings, set before its window module is loaded: no arguments, no log files, one pointer, no way out."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from importlib.util import find_spec
from math import hypot
from pathlib import Path
from typing import Any

from kiosk.core.heap import settle_heap
from kiosk.hardware.keypad import Keypad

# dpi / distance profiles of tokens.json, by the window's size; others follow from the display's own dpi.
_UNITS = {(800, 480): 1.0, (1280, 720): 1.10, (1920, 1080): 1.06, (720, 1280): 1.10}
_AT_HAND_MM = 500
_INTO_MEMORY = ("offscreen", "dummy")  # SDL's drivers that show nothing; it tries them last
_SDL_VIDEO = 0x20  # SDL_INIT_VIDEO
_SMALLEST_UNIT = 0.85
# sp that the smallest layouts take: height and width of the compact one, width of the upright one
_LEAST_HEIGHT, _LEAST_WIDTH, _LEAST_UPRIGHT = 460, 780, 650


def prepare(
    *, size: tuple[int, int] | None, offscreen: bool, home: Path, maxfps: int = 30, multisamples: int = 0
) -> None:
    """Set up environment and Kivy's Config, and apply the patches that save memory.

    *size* None is full screen; Kivy keeps its files in *home*, which must be writable. Must run before
    `kivy.core.window` is imported, else raises RuntimeError.
    """
    if "kivy.core.window" in sys.modules:
        raise RuntimeError("the window was opened before its settings were made: call prepare() first")
    settle_heap()
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_NO_ARGS="1",  # Kivy would read our command line
        KIVY_LOG_MODE="PYTHON",  # and take over logging
        KIVY_NO_FILELOG="1",
        KIVY_IMAGE="sdl2",  # the store holds JPEG and PNG alone; the other loaders only take memory
        KCFG_KIVY_LOG_LEVEL="warning",
        KIVY_HOME=str(home),
    )
    os.environ.setdefault("HOME", str(home))  # Kivy asks for it at import
    # no two keys make a letter here: the system's list of those that do need not lie in memory (Compose(5))
    os.environ.setdefault("XCOMPOSEFILE", os.devnull)
    # SDL would make a wish to close the window of a signal to stop, and nobody can close this window: a stop during the start
    # would be heard by nobody (SDL_HINT_NO_SIGNAL_HANDLERS)
    os.environ["SDL_NO_SIGNAL_HANDLERS"] = "1"
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        os.environ.setdefault("KIVY_GL_BACKEND", "sdl2")
        os.environ.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
    logging.getLogger("kivy").addFilter(_of_interest)
    # the clock reads its pace when it is imported, before Config can be set: without a display nothing is waited for
    os.environ.pop("KCFG_GRAPHICS_MAXFPS", None)
    if offscreen or not maxfps:
        os.environ["KCFG_GRAPHICS_MAXFPS"] = "0"
    from kivy.config import Config  # Kivy reads the environment when it is imported

    for name in list(Config["input"]):
        Config.remove_option("input", name)
    # SDL alone: evdev beside it doubles every touch, and multitouch emulation would draw red dots (kivy#3801).
    Config.set("input", "mouse", "mouse,disable_multitouch")
    graphics: dict[str, Any] = {
        "fullscreen": "auto" if size is None else "0",
        "show_cursor": 0,
        "maxfps": 0 if offscreen else maxfps,
        "multisamples": multisamples,  # edges are smoothed by the shapes themselves
        "borderless": int(size is None),
        "resizable": int(size is not None),
    }
    if drawn := size or _desktop_size():
        graphics |= {"width": drawn[0], "height": drawn[1]}
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))
    for key, value in {"exit_on_escape": 0, "log_enable": 0, "desktop": 0, "pause_on_minimize": 0}.items():
        Config.set("kivy", key, str(value))
    Config.set("kivy", "keyboard_mode", "dock")  # no system keyboard
    from kiosk.ui.runtime.kivy_style import use_own_style

    use_own_style()
    from kiosk.ui.runtime.label_patches import make_less_of_labels  # after its style

    make_less_of_labels()


def _desktop_size() -> tuple[int, int] | None:
    """Return width and height (px) of the X server's screen; `None` without one, or where another display is drawn on.

    Without a window manager a full-screen window keeps the size it is opened with, 800 x 600 px in Kivy.
    """
    chosen = os.environ.get("SDL_VIDEODRIVER", "x11")
    if chosen != "x11" or not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    found = find_spec("kivy")
    folder = Path(found.origin or "").parent if found else Path()
    library = next(folder.glob("core/window/_window_sdl2*.so"), None)
    if library is None:
        return None
    sdl = ctypes.CDLL(str(library))  # finds the names of the SDL that it is linked with, and opens no window
    mode = _DisplayMode()
    if sdl.SDL_InitSubSystem(_SDL_VIDEO):
        return None
    try:
        known = sdl.SDL_GetDesktopDisplayMode(0, ctypes.byref(mode)) == 0
    finally:
        sdl.SDL_QuitSubSystem(_SDL_VIDEO)
    return (mode.width, mode.height) if known and mode.width > 0 and mode.height > 0 else None


class _DisplayMode(ctypes.Structure):
    """SDL_DisplayMode of SDL 2."""

    _fields_ = (
        ("format", ctypes.c_uint32),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("refresh_rate", ctypes.c_int),
        ("driverdata", ctypes.c_void_p),
    )


def draws_unseen() -> bool:
    """Return whether SDL fell back to a driver that draws into memory, because the display did not answer.

    The window must be open. A kiosk would run then and show nothing.
    """
    from kivy.core.window import _window_sdl2  # it opens the window

    sdl = ctypes.CDLL(_window_sdl2.__file__)  # finds the names of the SDL that it is linked with
    sdl.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    driver = (sdl.SDL_GetCurrentVideoDriver() or b"").decode()
    return driver in _INTO_MEMORY and os.environ.get("SDL_VIDEODRIVER") != driver


def _of_interest(record: logging.LogRecord) -> bool:
    """Return whether Kivy's log *record* is worth keeping.

    At each start in a new home Kivy warns that its configuration is upgraded.
    """
    return not record.getMessage().startswith("Config: ")


def bar_keyboard(window: Any, keypad: Keypad | None = None) -> None:
    """Swallow all keys of *window*: F1 opens no settings, Escape and Alt-F4 end nothing, F11 and F12 do nothing.

    Only *keypad* hears of them, for the keys that stand for buttons.
    """

    def swallow(*_: object, **__: object) -> bool:
        return True

    def down(_window: object, code: int, *_: object) -> bool:
        if keypad is not None:
            keypad.key_down(code)
        return True

    def up(_window: object, code: int, *_: object) -> bool:
        if keypad is not None:
            keypad.key_up(code)
        return True

    window.bind(on_keyboard=swallow, on_key_down=down, on_key_up=up, on_textinput=swallow, on_request_close=swallow)


def unit_for(
    size: tuple[int, int],
    *,
    dpi: float = 0,
    distance_mm: float = 0,
    panel: tuple[int, int] | None = None,
    scale: float = 1.0,
) -> float:
    """Return the px of one sp in a window of *size* px (DESIGN.md, "Unit").

    If *dpi* is 0, it follows from *panel*, width and height in mm, else from the profile of a known size. If
    *distance_mm* is 0, it is the usual one for the panel. *scale* enlarges the result by the settings. The result
    always leaves the layouts the room that they need.
    """
    if not dpi and panel is not None:
        dpi = hypot(*size) / hypot(*panel) * 25.4
    if not dpi:
        unit = _UNITS.get(size, 1.10 if min(size) >= 600 else 1.0) * (distance_mm or _AT_HAND_MM) / 500
    else:
        unit = dpi / 133 * (distance_mm or _read_from(hypot(*size) / dpi)) / 500
    upright = size[1] > size[0]
    most = min(min(size) / (_LEAST_UPRIGHT if upright else _LEAST_HEIGHT), max(size) / _LEAST_WIDTH)
    return max(min(_SMALLEST_UNIT, most), min(unit * scale, most))


def _read_from(inches: float) -> float:
    """Return the distance in mm from which a panel of *inches* is read: touch screens at arm's length, wall panels
    from across a hall.
    """
    if inches <= 16:
        return _AT_HAND_MM
    return 700 if inches <= 27 else min(3000, 2.75 * inches * 25.4)


def kivy_home(data: Path) -> Path:
    """Return a folder for Kivy's own files: in /run under systemd, else beside *data*, or in the temporary folder
    if *data* cannot be written.
    """
    runtime = os.environ.get("RUNTIME_DIRECTORY")
    if runtime:
        return Path(runtime) / "kivy"
    if os.access(data, os.W_OK):
        return data / "kivy"
    import tempfile  # for a card that refuses to be written

    return Path(tempfile.gettempdir()) / "kivy"
