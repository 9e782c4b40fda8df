"""Two fingers: how far they come apart. Kivy drops SDL's fingers on Linux, and the mouse that SDL makes of the first one knows of
no second."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from math import hypot

from kivy.clock import Clock
from kivy.core.window import _window_sdl2

Pinched = Callable[[float, float, float], None]
"""How much further apart than before, and where their middle is: shares of the window from the left and from the top."""

_DOWN, _UP, _MOVED = 0x700, 0x701, 0x702  # SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION
_CLOSEST = 0.02  # of the window: of fingers that lie closer a panel cannot tell how far apart they are
_WATCH = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class FingerEvent(ctypes.Structure):
    """SDL_TouchFingerEvent"""

    _fields_ = (
        ("type", ctypes.c_uint32),
        ("timestamp", ctypes.c_uint32),
        ("touch", ctypes.c_int64),
        ("finger", ctypes.c_int64),
        ("x", ctypes.c_float),
        ("y", ctypes.c_float),
        ("dx", ctypes.c_float),
        ("dy", ctypes.c_float),
        ("pressure", ctypes.c_float),
        ("window", ctypes.c_uint32),
    )


class TwoFingers:
    """Tells `pinched` once a frame at most, from `open` to `close`."""

    def __init__(self, pinched: Pinched) -> None:
        self._pinched = pinched
        self._fingers: dict[int, tuple[float, float]] = {}
        self._ratio = 1.0
        self._tell = Clock.create_trigger(self._told)
        self._watch = _WATCH(self._seen)  # SDL calls it for as long as it is there
        self._sdl = ctypes.CDLL(_window_sdl2.__file__)

    def open(self) -> None:
        self._sdl.SDL_AddEventWatch(self._watch, None)

    def close(self) -> None:
        self._sdl.SDL_DelEventWatch(self._watch, None)
        self._tell.cancel()

    def _seen(self, _data: object, event: int) -> int:
        kind = ctypes.cast(event, ctypes.POINTER(ctypes.c_uint32))[0]
        if kind in (_DOWN, _UP, _MOVED):
            finger = ctypes.cast(event, ctypes.POINTER(FingerEvent)).contents
            self._note(kind, finger.finger, (finger.x, finger.y))
        return 0

    def _note(self, kind: int, finger: int, place: tuple[float, float]) -> None:
        if kind == _UP:
            self._fingers.pop(finger, None)
            return
        before = self._apart()
        if kind == _DOWN and len(self._fingers) >= 2:
            return
        if kind == _MOVED and finger not in self._fingers:
            return
        self._fingers[finger] = place
        now = self._apart()
        if kind == _MOVED and before > _CLOSEST and now > _CLOSEST:
            self._ratio *= now / before
            self._tell()

    def _apart(self) -> float:
        if len(self._fingers) != 2:
            return 0.0
        (x, y), (other_x, other_y) = self._fingers.values()
        return hypot(x - other_x, y - other_y)

    def _told(self, _seconds: float) -> None:
        if len(self._fingers) == 2:
            (x, y), (other_x, other_y) = self._fingers.values()
            self._pinched(self._ratio, (x + other_x) / 2, (y + other_y) / 2)
        self._ratio = 1.0
