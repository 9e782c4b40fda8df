"""The loop sleeps until something is due, a finger comes or another thread calls.

Kivy 2.3.1 looks thirty times a second whether there is anything to do: that is 3.5 % of a core while nothing is. And a touch waits
twice, for the end of the pause in which it comes and through the whole pause after it: 50 ms before anything has been done.
"""

from __future__ import annotations

import ctypes
from math import ceil
from threading import get_ident
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import _window_sdl2

_DRIVERS = (
    b"x11",
    b"wayland",
)  # SDL sleeps on their sockets; with others, a Pi's own screen too, it looks every millisecond
_NAP = 1 / 30  # s between two looks where SDL cannot sleep: as long as a finger waits for the next frame anyway
_LONGEST = 0.25  # s: whatever has been overlooked waits no longer than that
_USER_EVENT = 0x8000  # SDL_USEREVENT: Kivy takes it from the queue and makes nothing of it
_ALL_EVENTS = (0, 0xFFFF)  # SDL_FIRSTEVENT, SDL_LASTEVENT
_EVENT_BYTES = 128  # more than any SDL_Event has


class EventLoopIdle:
    """Replacement for `idle` of Kivy's clock.

    While something moves, frames keep their pace. *sdl_sleeps*: SDL itself waits for events. Otherwise its queue is
    polled every 33 ms, which costs a fiftieth of a frame.
    """

    def __init__(self, clock: Any, loop: Any, sdl: ctypes.CDLL, *, sdl_sleeps: bool = True) -> None:
        self._clock, self._loop, self._sdl = clock, loop, sdl
        self._sdl_sleeps = sdl_sleeps
        self._frame = 1 / clock._max_fps
        self._main = get_ident()
        self._hurried = self._asleep = False
        self._undisturbed = False  # the last sleep went on until something was due
        self._call = (ctypes.c_uint8 * _EVENT_BYTES)()
        ctypes.cast(self._call, ctypes.POINTER(ctypes.c_uint32))[0] = _USER_EVENT

    def idle(self) -> float:
        """Wait until the next frame begins and return its time, in place of `ClockBase.idle`."""
        clock = self._clock
        # a finger that was read after the last frame; not twice running, or a drag would draw without a pause
        self._hurried = not self._hurried and self._touched()
        if not self._hurried:
            pause = self._frame - (clock.time() - clock._last_tick)
            # a machine at rest need not wake at the end of a pause only to find that nothing has come
            if pause > 0 and not (self._undisturbed and self._at_rest() and self._until_due() >= pause):
                clock.usleep(pause * 1e6)
            self._undisturbed = self._at_rest() and self._sleep()
        now: float = clock.time()
        clock._dt, clock._last_tick = now - clock._last_tick, now
        return now

    def wake(self, _event: object) -> None:
        """Wake the sleeping loop from another thread. The clock calls it when anything is scheduled."""
        if self._asleep and get_ident() != self._main:
            self._sdl.SDL_PushEvent(self._call)

    def _at_rest(self) -> bool:
        return not (self._touched() or self._loop.window.canvas.needs_redraw)

    def _touched(self) -> bool:
        """Return whether touches were read and wait to be handled, from SDL or from Kivy's own reading thread."""
        return any(
            getattr(provider, "waiting_event", ()) or getattr(provider, "queue", ())
            for provider in self._loop.input_providers
        )

    def _until_due(self) -> float:
        """Return the seconds until something is due, 0 if something is due in each frame."""
        due = self._clock.get_min_timeout()
        return min(due - self._clock.time(), _LONGEST) if due else 0.0

    def _sleep(self) -> bool:
        """Sleep until something is due or an event wakes the loop. Return whether the sleep ended undisturbed."""
        self._asleep = True  # set before asking what is due: whoever schedules later wakes the loop
        try:
            seconds = self._until_due()
            if seconds <= 0:
                return False
            if not self._sdl_sleeps:
                return self._nap(seconds)
            # looks at the queue, takes nothing from it
            woken: int = self._sdl.SDL_WaitEventTimeout(None, ceil(seconds * 1000))
            return not woken
        finally:
            self._asleep = False

    def _nap(self, seconds: float) -> bool:
        until = self._clock.time() + seconds
        while (left := until - self._clock.time()) > 0 and not self._touched():
            self._sdl.SDL_PumpEvents()
            if self._sdl.SDL_HasEvents(*_ALL_EVENTS):
                return False
            self._clock.usleep(min(left, _NAP) * 1e6)
        return bool(left <= 0)


def sleep_between_frames() -> None:
    """Replace the idle method of Kivy's clock by one that sleeps. The window must be open."""
    sdl = ctypes.CDLL(_window_sdl2.__file__)  # finds the names of the SDL that it is linked with
    sdl.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    if not Clock._max_fps:  # frames as fast as they can be drawn: somebody measures
        return
    idle = EventLoopIdle(Clock, EventLoop, sdl, sdl_sleeps=sdl.SDL_GetCurrentVideoDriver() in _DRIVERS)
    Clock.idle, Clock.on_schedule = idle.idle, idle.wake
