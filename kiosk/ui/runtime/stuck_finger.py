"""A finger that never lifts. SDL makes a mouse of the first finger alone, and Kivy hears of no other on Linux: a drop of water, a
leaf on the frame of an infrared panel or a hand that leans would leave the screen deaf to everybody for as long as it lies there.

Once it has lain for as long as the shell waits for a finger to lift, the others are handed to Kivy here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import hypot
from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider

STUCK_S = 10.0
DOWN, UP, MOVED = 0x700, 0x701, 0x702  # SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION
_STILL = 0.03  # movement, as a share of the window, within which a finger counts as lying still
_MOST = 64  # fingers, of those whose end a panel has forgotten to tell

Place = tuple[float, float]
"""Fractions of the window from the left and from the top."""


class OtherFinger(MotionEvent):
    """Touch like one of SDL's mouse, for a finger that SDL made no mouse of."""

    def __init__(self, number: int, place: Place) -> None:
        super().__init__("fingers", f"finger{number}", place, is_touch=True, type_id="touch")
        self.profile = ["pos"]

    def depack(self, args: Any) -> None:
        self.sx, self.sy = args[0], 1 - args[1]
        super().depack(args)


class StuckFingers(MotionEventProvider):
    """Provider of touches that passes other fingers on to Kivy while the first one lies still for too long.

    *monotonic* gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__("fingers", "")
        self._monotonic = monotonic
        self._lain: dict[int, tuple[Place, float]] = {}  # place of each finger, and since when it lies there
        self._mouse: int | None = None  # the finger that SDL makes a mouse of
        self._others: dict[int, OtherFinger] = {}
        self._events: deque[tuple[str, OtherFinger]] = deque()
        self._count = 0

    def note_touch(self, kind: int, finger: int, place: Place) -> None:
        if not all(0 <= share <= 1 for share in place):
            return
        match kind:
            case _ if kind == DOWN:
                self._come(finger, place)
            case _ if kind == MOVED and finger in self._lain:
                self._move(finger, place)
            case _ if kind == UP:
                self._lift(finger, place)

    def is_stuck(self, finger: int) -> bool:
        return finger in self._lain and self._monotonic() - self._lain[finger][1] >= STUCK_S

    def update(self, dispatch_fn: Callable[[str, MotionEvent], None]) -> None:
        """Dispatch the queued events. Kivy calls this before each frame."""
        while self._events:
            dispatch_fn(*self._events.popleft())

    def _come(self, finger: int, place: Place) -> None:
        if len(self._lain) >= _MOST:
            oldest = next(each for each in self._lain if each != self._mouse)
            self._lift(oldest, self._lain[oldest][0])
        self._lain[finger] = place, self._monotonic()
        if self._mouse is None:
            self._mouse = finger
        elif finger != self._mouse and self.is_stuck(self._mouse):
            self._count += 1
            self._others[finger] = OtherFinger(self._count, place)
            self._events.append(("begin", self._others[finger]))

    def _move(self, finger: int, place: Place) -> None:
        lay, _ = self._lain[finger]
        if hypot(place[0] - lay[0], place[1] - lay[1]) > _STILL:
            self._lain[finger] = place, self._monotonic()
        if finger in self._others:
            self._others[finger].move(place)
            self._events.append(("update", self._others[finger]))

    def _lift(self, finger: int, place: Place) -> None:
        self._lain.pop(finger, None)
        if finger == self._mouse:
            self._mouse = None
        other = self._others.pop(finger, None)
        if other is not None:
            other.move(place)
            other.update_time_end()
            self._events.append(("end", other))
