"""The picture turned by quarters, as the real window draws it, and fingers as the panel tells of them: each hits what it is on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kivy.base import EventLoop
from kivy.input.providers.mouse import MouseMotionEventProvider

from kiosk.app.pictures.offscreen import Canvas
from kiosk.core.panel_touch import QUARTERS, Place, on_panel
from kiosk.ui.runtime.environment import unit_for
from tests.support.walk import Hall

pytestmark = pytest.mark.attack(
    "root and keys",
    "a turned picture, or a panel that feels elsewhere, hides the way back",
)


class Panel:
    """A touch panel and the display below it, as they are built: places in px from the upper left."""

    def __init__(self, hall: Hall, canvas: Canvas) -> None:
        self.hall, self.canvas, self.window = hall, canvas, canvas.window
        hall.open(canvas.window.system_size)
        # as App.run makes it of the settings of kiosk.ui.runtime.environment
        self.mouse = MouseMotionEventProvider("mouse", "disable_multitouch")
        self.mouse.start()
        EventLoop.add_input_provider(self.mouse)

    def close(self) -> None:
        EventLoop.remove_input_provider(self.mouse)
        self.mouse.stop()
        self.hall.app.board.rotation, self.hall.app.board.touch = 0, ()
        self.hall.close()

    @property
    def shell(self) -> Any:
        return self.hall.app.shell

    def turn(self, rotation: int) -> None:
        self.hall.app.board.rotation = rotation
        self.canvas.draw_frames(8)

    def place_of(self, widget: Any) -> Place:
        """Return a widget's place on the panel, in shares of its width and height."""
        across, down = widget.center_x / self.window.width, 1 - widget.center_y / self.window.height
        return on_panel((across, down), int(self.hall.app.board.rotation))

    def colour_at(self, place: Place) -> tuple[int, ...]:
        width, height = self.canvas.size = self.window.system_size
        pixels, row = self.canvas.pixels(), height - 1 - int(place[1] * height)
        start = 4 * (row * width + int(place[0] * width))
        return tuple(pixels[start : start + 3])

    def tap(self, place: Place) -> None:
        """Tap a place of the panel with the mouse events that SDL makes from a finger."""
        width, height = self.window.system_size
        at = place[0] * width, place[1] * height
        self.window.dispatch("on_mouse_down", *at, "left", [])
        self.canvas.draw_frames(2)
        self.window.dispatch("on_mouse_up", *at, "left", [])
        self.canvas.draw_frames(3)
        self.shell._acted = float("-inf")  # the next finger comes when the first has rested


@pytest.fixture
def panel(tmp_path: Path, canvas: Canvas) -> Iterator[Panel]:
    hall = Hall(tmp_path, "http://127.0.0.1:9", canvas)
    made = Panel(hall, canvas)
    made.hall.app.controller.home()
    canvas.draw_frames(4)
    yield made
    made.close()


@pytest.mark.slow(cases=0)
def test_in_all_four_the_key_is_drawn_and_felt_where_it_is(panel: Panel) -> None:
    keys = panel.shell._bars[-1]
    for rotation in QUARTERS:
        panel.turn(rotation)
        width, height = panel.window.system_size
        assert tuple(panel.window.size) == ((width, height) if rotation in (0, 180) else (height, width))
        assert tuple(panel.shell.size) == tuple(panel.window.size)
        board = panel.hall.app.board
        board.by_buttons = False
        listen = next(key for key in keys.children if key.verb == "listen")
        face = tuple(round(255 * part) for part in listen.face[:3])
        # beside its word, a quarter of its height above the middle
        above = on_panel(
            (
                listen.center_x / panel.window.width,
                1 - (listen.center_y + listen.height * 0.36) / panel.window.height,
            ),
            rotation,
        )
        assert all(abs(one - other) <= 2 for one, other in zip(panel.colour_at(above), face, strict=True)), rotation
        panel.hall.app.controller.navigation.open_category("berita")
        assert board.screen == "news"
        home = next(key for key in keys.children if key.name == "Beranda")
        panel.tap(panel.place_of(home))
        assert board.screen == "home", rotation


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(480, 800), (1920, 1080), (800, 480)], ids=str)
def test_a_window_of_another_size_has_its_own_letters(panel: Panel, size: tuple[int, int]) -> None:
    """A television that is switched on after the kiosk: the letters stayed those of the window before, and lay over one another
    where it had been larger."""
    before = panel.window.size
    try:
        panel.window.size = size
        panel.canvas.draw_frames(4)
        assert panel.shell.theme.unit == unit_for(size) != unit_for(before)
        assert tuple(panel.shell.size) == tuple(panel.window.size) == size
    finally:
        panel.window.size = before
        panel.canvas.draw_frames(4)
    assert panel.shell.theme.unit == unit_for(before)


@pytest.mark.slow(cases=0)
def test_a_panel_that_is_off_is_corrected_before_it_is_turned(panel: Panel) -> None:
    """A panel whose axes are swapped: without the correction the same finger hits something else."""
    keys, board = panel.shell._bars[-1], panel.hall.app.board
    panel.turn(90)
    panel.hall.app.controller.navigation.open_category("berita")
    home = next(key for key in keys.children if key.name == "Beranda")
    x, y = panel.place_of(home)
    panel.tap((y, x))
    assert board.screen == "news"
    board.touch = (0.0, 1.0, 0.0, 1.0, 0.0, 0.0)
    panel.tap((y, x))
    assert board.screen == "home"
