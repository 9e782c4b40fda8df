"""The loop sleeps as long as nothing is due, and no longer: with Kivy's own clock and the real SDL, whose waits are noted."""

from __future__ import annotations

import ctypes
from collections import deque
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from kivy.clock import ClockBase

from kiosk.ui.rest import Rest

pytestmark = pytest.mark.usefixtures("canvas")  # the SDL of an open window


class Noted:
    """SDL, with a note of each wait (ms) and of each call from another thread; it does not wait itself."""

    def __init__(self) -> None:
        from kivy.core.window import _window_sdl2

        self._sdl = ctypes.CDLL(_window_sdl2.__file__)
        self.waits: list[int] = []
        self.calls = 0
        self.meanwhile: Any = lambda: None

    def SDL_WaitEventTimeout(self, event: Any, milliseconds: int) -> int:  # noqa: N802 - SDL's name
        self.waits.append(milliseconds)
        self.meanwhile()
        return int(self._sdl.SDL_WaitEventTimeout(event, 0))

    def SDL_PushEvent(self, event: Any) -> int:  # noqa: N802 - SDL's name
        self.calls += 1
        return int(self._sdl.SDL_PushEvent(event))


@pytest.fixture
def loop() -> Any:
    """A loop of its own, with one pointer and a canvas that is drawn."""
    clock = ClockBase()
    clock._max_fps = 1000.0
    pointer = SimpleNamespace(waiting_event=deque())
    window = SimpleNamespace(canvas=SimpleNamespace(needs_redraw=False))
    sdl = Noted()
    rest = Rest(clock, SimpleNamespace(input_providers=[pointer], window=window), sdl)  # type: ignore[arg-type]
    clock.idle, clock.on_schedule = rest.idle, rest.wake
    return SimpleNamespace(clock=clock, pointer=pointer, canvas=window.canvas, sdl=sdl)


def test_it_sleeps_while_nothing_is_due_and_looks_up_now_and_then(loop: Any) -> None:
    loop.clock.tick()

    assert loop.sdl.waits == [250]


def test_it_wakes_for_what_is_due(loop: Any) -> None:
    came: list[float] = []
    loop.clock.schedule_once(came.append, 0.05)
    loop.clock.tick()
    [wait] = loop.sdl.waits

    assert 0 < wait <= 50
    assert came == []


@pytest.mark.parametrize("seconds", [0, -1])
def test_it_does_not_sleep_while_something_moves(loop: Any, seconds: float) -> None:
    loop.clock.schedule_interval(lambda _: None, seconds)
    loop.clock.tick()

    assert loop.sdl.waits == []


def test_it_does_not_sleep_on_what_is_still_to_be_drawn(loop: Any) -> None:
    loop.canvas.needs_redraw = True
    loop.clock.tick()

    assert loop.sdl.waits == []


def test_a_finger_that_has_been_read_does_not_wait_for_the_next_frame(loop: Any) -> None:
    loop.clock._max_fps = 0.001  # a pause would be seen
    paused: list[float] = []
    loop.clock.usleep = paused.append
    loop.pointer.waiting_event.append("begin")
    loop.clock.tick()
    assert (loop.sdl.waits, paused) == ([], [])

    loop.clock.tick()  # still there: a drag is drawn at the pace of frames

    assert len(paused) == 1


def test_another_thread_wakes_it(loop: Any) -> None:
    trigger = loop.clock.create_trigger(lambda _: None)

    def tell() -> None:
        thread = Thread(target=trigger)
        thread.start()
        thread.join()

    loop.sdl.meanwhile = tell
    loop.clock.tick()

    assert loop.sdl.calls == 1
