"""The marks that a technician touches to try the panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.app.pictures.offscreen import Canvas
from kiosk.ui.frame.touch_test import MARKS, TouchTest
from tests.told import WORDS

SIZE = (800, 480)


@pytest.fixture
def corners(canvas: Canvas) -> Iterator[TouchTest]:
    calls: list[str] = []
    made = TouchTest(lambda: calls.append("done"), WORDS)
    made.calls = calls
    canvas.show_widget(made, SIZE)
    yield made
    canvas.clear()


def touch(corners: TouchTest, x: float, y: float) -> None:
    from kivy.input.motionevent import MotionEvent

    class Finger(MotionEvent):  # type: ignore[misc]
        def depack(self, args: Any) -> None:
            self.profile = ["pos"]
            self.x, self.y = args["x"], args["y"]
            super().depack(args)

    corners.on_touch_down(Finger("finger", "1", {"x": x, "y": y}))


def test_every_mark_that_is_hit_is_well(corners: TouchTest, canvas: Canvas) -> None:
    pictures = set()
    for name in MARKS:
        assert corners.wanted_mark == name
        canvas.frames(2)
        pictures.add(bytes(canvas.pixels()))
        touch(corners, *corners.spot(name))
    assert corners.calls == ["done"]
    assert corners.missed == []
    assert len(pictures) == len(MARKS)  # the mark moves


def test_a_finger_that_is_felt_elsewhere_is_a_miss(corners: TouchTest) -> None:
    touch(corners, *corners.spot("bottom right"))
    touch(corners, *corners.spot("top right"))
    assert corners.missed == ["top left"]
    corners.give_up()
    assert corners.missed == ["top left", "middle", "bottom left", "bottom right"]
    assert corners.calls == ["done"]
