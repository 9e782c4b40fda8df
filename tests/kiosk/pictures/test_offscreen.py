"""Pictures without a display: the same every time, of any size the window holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.pictures.offscreen import Canvas, render
from kiosk.ui.board import Board
from kiosk.ui.runtime.environment import prepare, unit_for
from kiosk.ui.screen_table import SCREENS
from kiosk.ui.theme.capacity import capacity
from kiosk.ui.theme.theme import Theme
from tests.support.stage import Stage


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
    assert SCREENS[name].__name__.lower().startswith(name.replace("_", "")[:4])


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
