"""The loop sleeps as long as nothing is due, and no longer: with Kivy's own clock and the real SDL, whose waits are noted."""

from __future__ import annotations

import ctypes
from collections import deque
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from kivy.clock import ClockBase
from kivy.config import Config

from kiosk.ui.runtime.event_loop import EventLoopIdle

pytestmark = pytest.mark.usefixtures("canvas")  # the SDL of an open window


class Noted:
    """SDL, with a note of each wait (ms) and of each call from another thread; it does not wait itself."""

    def __init__(self) -> None:
        from kivy.core.window import _window_sdl2

        self._sdl = ctypes.CDLL(_window_sdl2.__file__)
        self._sdl.SDL_FlushEvents(0, 0xFFFF)  # of tests before
        self.waits: list[int] = []
        self.calls = 0
        self.looks = 0
        self.meanwhile: Any = lambda: None

    def SDL_WaitEventTimeout(self, event: Any, milliseconds: int) -> int:  # noqa: N802 - SDL's name
        self.waits.append(milliseconds)
        self.meanwhile()
        return int(self._sdl.SDL_WaitEventTimeout(event, 0))

    def SDL_PumpEvents(self) -> None:  # noqa: N802 - SDL's name
        self.looks += 1
        if self.looks == 3:
            self.meanwhile()

    def SDL_HasEvents(self, first: int, last: int) -> int:  # noqa: N802 - SDL's name
        return int(self._sdl.SDL_HasEvents(first, last))

    def SDL_PushEvent(self, event: Any) -> int:  # noqa: N802 - SDL's name
        self.calls += 1
        return int(self._sdl.SDL_PushEvent(event))


def make_loop(*, sdl_sleeps: bool = True, most_frames: int = 1000) -> Any:
    """A loop of its own, with one pointer and a canvas that is drawn; `most_frames` are those of a second."""
    usual = Config.get("graphics", "maxfps")
    Config.set("graphics", "maxfps", most_frames)
    clock = ClockBase()
    Config.set("graphics", "maxfps", usual)
    pointer = SimpleNamespace(waiting_event=deque())
    window = SimpleNamespace(canvas=SimpleNamespace(needs_redraw=False))
    sdl = Noted()
    events = SimpleNamespace(input_providers=[pointer], window=window)
    idle = EventLoopIdle(clock, events, sdl, sdl_sleeps=sdl_sleeps)  # type: ignore[arg-type]
    clock.idle, clock.on_schedule = idle.idle, idle.wake
    return SimpleNamespace(clock=clock, pointer=pointer, canvas=window.canvas, sdl=sdl)


@pytest.fixture
def loop() -> Any:
    return make_loop()


@pytest.fixture
def napping() -> Any:
    """Return an event loop where SDL does not sleep. Its naps advance the clock and take no time."""
    loop = make_loop(sdl_sleeps=False)
    loop.naps, began = [], loop.clock.time()
    loop.clock.time = lambda: began + sum(loop.naps)
    loop.clock.usleep = lambda microseconds: loop.naps.append(microseconds / 1e6)
    return loop


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


def test_a_finger_that_has_been_read_does_not_wait_for_the_next_frame() -> None:
    loop = make_loop(most_frames=1)  # a pause would be seen
    paused: list[float] = []
    loop.clock.usleep = paused.append
    loop.pointer.waiting_event.append("begin")
    loop.clock.tick()
    assert (loop.sdl.waits, paused) == ([], [])

    loop.clock.tick()  # still there: a drag is drawn at the pace of frames

    assert len(paused) == 1


def test_at_rest_it_wakes_once_for_what_is_due_and_after_an_event_it_keeps_the_pace_of_frames() -> None:
    loop = make_loop(most_frames=20)
    paused: list[float] = []
    loop.clock.usleep = paused.append
    loop.clock.schedule_interval(lambda _: None, 10)
    loop.clock.tick()
    assert (len(paused), loop.sdl.waits) == (1, [250])

    loop.clock.tick()
    assert (len(paused), loop.sdl.waits) == (1, [250, 250])

    trigger = loop.clock.create_trigger(lambda _: None)

    def call() -> None:
        thread = Thread(target=trigger)
        thread.start()
        thread.join()

    loop.sdl.meanwhile = call
    loop.clock.tick()
    loop.sdl.meanwhile = lambda: None
    loop.clock.tick()
    assert len(paused) == 2


def test_what_is_due_within_a_pause_does_not_make_frames_come_faster() -> None:
    loop = make_loop(most_frames=20)
    paused: list[float] = []
    loop.clock.usleep = paused.append
    loop.clock.tick()
    loop.clock.schedule_interval(lambda _: None, 0.01)
    loop.clock.tick()

    assert len(paused) == 2


@pytest.mark.parametrize(("kind", "looks"), [("loop", 0), ("napping", 3)])
def test_another_thread_wakes_it(request: pytest.FixtureRequest, kind: str, looks: int) -> None:
    loop = request.getfixturevalue(kind)
    trigger = loop.clock.create_trigger(lambda _: None)

    def tell() -> None:
        thread = Thread(target=trigger)
        thread.start()
        thread.join()

    loop.sdl.meanwhile = tell
    loop.clock.tick()

    assert (loop.sdl.looks, loop.sdl.calls) == (looks, 1)


def test_where_sdl_does_not_sleep_it_looks_up_as_often_as_frames_came(napping: Any) -> None:
    napping.clock.tick()

    assert sum(napping.naps) == pytest.approx(0.25, abs=0.002)
    assert max(napping.naps) <= 1 / 30
    assert napping.sdl.looks <= 9
    assert napping.sdl.waits == []


def test_a_finger_that_a_thread_has_read_ends_a_nap(napping: Any) -> None:
    napping.pointer.queue = deque()
    napping.sdl.meanwhile = lambda: napping.pointer.queue.append("begin")
    napping.clock.tick()

    assert napping.sdl.looks == 3
