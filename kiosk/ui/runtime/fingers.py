"""Two fingers: how far they come apart. Kivy drops SDL's fingers on Linux, and the mouse that SDL makes of the first one knows of
no second."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from math import hypot

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import _window_sdl2

from kiosk.ui.runtime.stuck_finger import DOWN, MOVED, UP, StuckFingers

Pinched = Callable[[float, float, float], None]
"""Callback with the ratio of the fingers' distance to the last one, and their middle in fractions of the window from left
and top."""

_CLOSEST = 0.02  # least distance as a share of the window: a panel cannot measure closer fingers
_WATCH = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class FingerEvent(ctypes.Structure):
    """SDL_TouchFingerEvent of SDL 2."""

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
    """Detector of two fingers.

    It calls `pinched` once a frame at most, between `open` and `close`. *stuck* is told of all fingers; one that never
    lifts is none of the two.
    """

    def __init__(self, pinched: Pinched, stuck: StuckFingers) -> None:
        self._pinched = pinched
        self._stuck = stuck
        self._fingers: dict[int, tuple[float, float]] = {}
        self._ratio = 1.0
        self._tell = Clock.create_trigger(self._report_pinch)
        self._watch = _WATCH(self._seen)  # SDL calls it for as long as it is there
        self._sdl = ctypes.CDLL(_window_sdl2.__file__)

    def open(self) -> None:
        self._sdl.SDL_AddEventWatch(self._watch, None)
        EventLoop.add_input_provider(self._stuck)

    def close(self) -> None:
        self._sdl.SDL_DelEventWatch(self._watch, None)
        EventLoop.remove_input_provider(self._stuck)
        self._tell.cancel()

    def _seen(self, _data: object, event: int) -> int:
        kind = ctypes.cast(event, ctypes.POINTER(ctypes.c_uint32))[0]
        if kind in (DOWN, UP, MOVED):
            finger = ctypes.cast(event, ctypes.POINTER(FingerEvent)).contents
            self._stuck.note_touch(kind, finger.finger, (finger.x, finger.y))
            self._track_finger(kind, finger.finger, (finger.x, finger.y))
        return 0

    def _track_finger(self, kind: int, finger: int, place: tuple[float, float]) -> None:
        if kind == UP:
            self._fingers.pop(finger, None)
            return
        if kind == DOWN:
            self._fingers = {each: at for each, at in self._fingers.items() if not self._stuck.is_stuck(each)}
        before = self._apart()
        if kind == DOWN and len(self._fingers) >= 2:
            return
        if kind == MOVED and finger not in self._fingers:
            return
        self._fingers[finger] = place
        now = self._apart()
        if kind == MOVED and before > _CLOSEST and now > _CLOSEST:
            self._ratio *= now / before
            self._tell()

    def _apart(self) -> float:
        if len(self._fingers) != 2:
            return 0.0
        (x, y), (other_x, other_y) = self._fingers.values()
        return hypot(x - other_x, y - other_y)

    def _report_pinch(self, _seconds: float) -> None:
        if len(self._fingers) == 2:
            (x, y), (other_x, other_y) = self._fingers.values()
            self._pinched(self._ratio, (x + other_x) / 2, (y + other_y) / 2)
        self._ratio = 1.0
