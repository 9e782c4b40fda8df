"""Something lies on the screen and never lifts: SDL makes a mouse of it, and of no other finger. Others reach the keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kivy.base import EventLoop

from kiosk.ui.runtime.fingers import TwoFingers
from kiosk.ui.runtime.stuck_finger import DOWN, MOVED, STUCK_S, UP, StuckFingers
from kiosk.ui.widgets.cards import Tile
from tests.kiosk.pages.item.viewer.test_screen import touch
from tests.support.stage import Finger, Stage

LEAF, HAND, OTHER = 1, 2, 3  # as SDL numbers fingers


class Panel:
    """The home screen with something on it, at `place` (px from the left and from below)."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage.open("home")
        self.pinched: list[tuple[float, float, float]] = []
        self.fingers = TwoFingers(lambda *told: self.pinched.append(told), StuckFingers(lambda: stage.seconds))
        self.fingers.open()
        self.place = (640.0, 12.0)
        self.mouse: Finger = stage.down(*self.place)
        self.tell(DOWN, LEAF, self.place)

    def tell(self, kind: int, finger: int, place: tuple[float, float]) -> None:
        window = self.stage.canvas.window
        touch(kind, finger, place[0] / (window.width - 1), 1 - place[1] / (window.height - 1))
        EventLoop.dispatch_input()
        self.stage.canvas.frames(1)

    def tap(self, category: str, finger: int = HAND) -> None:
        self.stage.seconds += 1.0
        target: Any = next(tile for tile in self.stage.widgets(Tile) if tile.category == category)
        place = target.to_window(*target.center)
        self.tell(DOWN, finger, place)
        self.tell(UP, finger, place)
        self.stage.settle()

    @property
    def opened(self) -> list[str]:
        return [call[1] for call in self.stage.controller.calls if call[0] == "navigation.open_category"]


@pytest.fixture
def panel(stage: Stage) -> Iterator[Panel]:
    made = Panel(stage)
    yield made
    made.fingers.close()


def test_beside_what_never_lifts_the_keys_work(panel: Panel) -> None:
    panel.tap("berita")
    assert panel.opened == [], "a palm beside a finger"
    panel.stage.seconds += STUCK_S
    panel.tap("berita")
    panel.tap("layanan")
    assert panel.opened == ["berita", "layanan"]


def test_when_it_has_gone_sdls_own_mouse_is_all_again(panel: Panel) -> None:
    panel.stage.seconds += STUCK_S
    panel.tap("berita")
    panel.tell(UP, LEAF, panel.place)
    panel.stage.up(panel.mouse)
    panel.tap("layanan", OTHER)  # SDL makes a mouse of this one
    assert panel.opened == ["berita"]


def test_who_drags_is_not_stuck(panel: Panel) -> None:
    for step in range(30):
        panel.stage.seconds += 1.0
        panel.tell(MOVED, LEAF, (640.0 + 200 * (step % 2), 12.0))
    panel.tap("berita")
    assert panel.opened == []


def test_it_is_no_finger_of_two(panel: Panel) -> None:
    panel.stage.seconds += STUCK_S
    panel.tell(DOWN, HAND, (400.0, 300.0))
    panel.tell(MOVED, HAND, (800.0, 300.0))
    panel.stage.canvas.frames(2)
    assert panel.pinched == []
    panel.tell(DOWN, OTHER, (900.0, 300.0))
    panel.tell(MOVED, OTHER, (1000.0, 300.0))
    panel.stage.canvas.frames(2)
    assert len(panel.pinched) == 1, "two beside it are"


def test_a_panel_that_never_tells_an_end_keeps_nothing(panel: Panel) -> None:
    panel.stage.seconds += STUCK_S
    for finger in range(100, 400):
        panel.tell(DOWN, finger, (float(finger), 300.0))
    panel.tell(MOVED, 399, (float("nan"), 300.0))
    begun = panel.stage.controller.touches
    for finger in range(400):
        panel.tell(UP, finger, (float(finger), 300.0))
    panel.tap("berita")
    assert panel.stage.controller.touches == begun, "the next that comes is SDL's mouse"
