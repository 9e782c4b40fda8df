"""Pictures without a display: the same every time, of any size the window holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from PIL import Image

from kiosk.app.pictures.offscreen import Canvas, render
from kiosk.pages.table import SCREENS
from kiosk.ui.board import Board
from kiosk.ui.runtime.environment import prepare, unit_for
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme.capacity import capacity
from kiosk.ui.theme.theme import Theme
from tests.support.stage import Stage

pytestmark = pytest.mark.attack(
    "root and keys",
    "a display lies about its size",
)


SIZE = 40, 30


def test_two_pictures_of_one_screen_are_the_same(canvas: Canvas, village: Any, stage: Stage, tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        board = Board()
        village.fill(board)
        board.screen = "home"
        render(board, stage.controller, tmp_path / name, (800, 480), canvas=canvas, media=village.media)

    with Image.open(tmp_path / "one.png") as one, Image.open(tmp_path / "two.png") as two:
        assert one.size == (800, 480)
        assert one.tobytes() == two.tobytes()


def test_what_comes_after_the_window_is_too_late(canvas: Canvas, tmp_path: Path) -> None:
    assert canvas.window is not None

    with pytest.raises(RuntimeError, match="prepare"):
        prepare(size=(800, 480), offscreen=True, home=tmp_path)


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_of_the_table_exists(name: str) -> None:
    assert issubclass(SCREENS[name], Screen)


@pytest.mark.parametrize(
    ("size", "scale", "rows", "cards", "hero"),
    [
        ((1280, 720), 1.0, 3, 5, True),
        ((1280, 720), 2.0, 2, 1, False),
        ((800, 480), 1.0, 3, 2, False),
        ((800, 480), 2.0, 1, 1, False),
        ((720, 1280), 1.0, 5, 5, True),
        ((1920, 1080), 1.0, 6, 5, True),
    ],
)
def test_a_layout_holds_what_its_size_and_text_allow(
    size: tuple[int, int], scale: float, rows: int, cards: int, hero: bool
) -> None:
    theme = Theme(unit=unit_for(size), text_scale=scale)
    theme.fit(*size)

    fits = capacity(theme, *size)

    assert (fits.rows, fits.cards, fits.hero) == (rows, cards, hero)


def test_a_unit_follows_dpi_and_distance() -> None:
    assert unit_for((1280, 720), dpi=133) == pytest.approx(1.0)
    assert unit_for((1920, 1080), dpi=102, distance_mm=700) == pytest.approx(1.074, abs=0.001)
    assert unit_for((1280, 720)) == pytest.approx(1.10)


def test_a_unit_follows_the_panels_own_size_and_how_far_away_such_a_panel_is_read() -> None:
    assert unit_for((800, 480), panel=(154, 86)) == pytest.approx(1.02, abs=0.02)  # 7 inch
    assert unit_for((1920, 1080), panel=(344, 194)) == pytest.approx(1.06, abs=0.01)  # 15.6 inch, in reach of the hand
    assert unit_for((1920, 1080), panel=(476, 268)) == pytest.approx(1.07, abs=0.02)  # 21.5 inch, from 0.7 m
    assert unit_for((1920, 1080), panel=(952, 535)) == pytest.approx(2.31, abs=0.02)  # 43 inch, from 3 m
    assert unit_for((1920, 1080), panel=(952, 535), distance_mm=700) == pytest.approx(
        0.85
    )  # touched, says the technician
    assert unit_for((1920, 1080), panel=(952, 535), dpi=141) == pytest.approx(
        1.06, abs=0.01
    )  # the settings know better


@pytest.mark.parametrize(
    "size",
    [(480, 320), (640, 480), (480, 800), (800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280), (3840, 2160)],
)
@pytest.mark.parametrize("panel", [(1, 1), (60, 34), (2400, 1400), (535, 952)])
@pytest.mark.parametrize("distance_mm", [0, 200, 3000])
def test_whatever_a_display_or_a_technician_says_the_smallest_layout_has_its_room(
    size: tuple[int, int], panel: tuple[int, int], distance_mm: int
) -> None:
    unit = unit_for(size, panel=panel, distance_mm=distance_mm)
    width, height = round(size[0] / unit), round(size[1] / unit)
    assert (width >= 650 and height >= 780) if height > width else (width >= 780 and height >= 460), (width, height)


def test_a_television_on_the_wall_has_the_compact_layout_in_large_letters() -> None:
    theme = Theme(unit=unit_for((1920, 1080), panel=(952, 535)))
    theme.fit(1920, 1080)
    assert theme.compact
    assert theme.styles["body"].size > 50


def coloured(red: float, green: float) -> Widget:
    widget = Widget()
    with widget.canvas:
        Color(red, green, 0, 1)
        Rectangle(size=SIZE)
    return widget


def test_a_picture_is_whole_after_frames_that_nobody_saw(canvas: Canvas) -> None:
    canvas.show_widget(coloured(1, 0), SIZE)
    canvas.frames(2)
    assert canvas.pixels() == b"\xff\x00\x00\xff" * (SIZE[0] * SIZE[1])

    canvas.show_widget(coloured(0, 1), SIZE)
    canvas.draw()
    assert canvas.pixels() == b"\x00\xff\x00\xff" * (SIZE[0] * SIZE[1])


def test_what_nobody_sees_is_made_all_the_same(canvas: Canvas) -> None:
    """A texture is filled when it is drawn for the first time: that may fail, and is to fail where nobody looks too."""
    filled: list[Texture] = []
    widget = Widget()
    with widget.canvas:
        Rectangle(size=SIZE, texture=Texture.create(SIZE, callback=filled.append))
    canvas.show_widget(widget, SIZE)
    canvas.draw()

    assert len(filled) == 1
