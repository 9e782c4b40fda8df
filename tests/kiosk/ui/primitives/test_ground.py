"""Grounds as they are drawn: their edges are sharp where they are straight, soft where they are round, and nothing is left out."""

from __future__ import annotations

from math import pi

import pytest
from kivy.graphics import Color, Fbo, Mesh
from PIL import Image

from kiosk.ui.primitives.ground import Shape, filled, framed
from kiosk.ui.runtime.textures import soft_edge
from tests.support.stage import Stage

WIDE, HIGH = 120, 80


@pytest.fixture(autouse=True)
def window(stage: Stage) -> None:
    stage.open("home", (1280, 720))


def drawn(*shapes: tuple[Mesh, ...]) -> Image.Image:
    """White on black: what is left of 255 is how much of a pixel is covered. Rows from the top."""
    board = Fbo(size=(WIDE, HIGH))
    board.clear_color = 0, 0, 0, 1
    board.add(Color(1, 1, 1, 1))
    for meshes in shapes:
        for mesh in meshes:
            board.add(mesh)
    board.bind()
    board.clear_buffer()
    board.release()
    board.draw()
    picture = Image.frombytes("RGBA", (WIDE, HIGH), board.pixels).convert("L")
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def covered(picture: Image.Image) -> float:
    """px"""
    return sum(value * count for value, count in enumerate(picture.histogram())) / 255


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("corners", [(0, 0, 0, 0), (20, 20, 20, 20), (30, 0, 12, 0), (0.6, 9, 36, 9), (36, 36, 36, 36)])
def test_a_ground_covers_what_it_should(corners: tuple[float, float, float, float]) -> None:
    picture = drawn(filled(Shape(10, 0, 100, 80, corners), soft_edge()))

    round_off = sum((1 - pi / 4) * radius**2 for radius in corners if radius >= 1)
    assert covered(picture) == pytest.approx(100 * 80 - round_off, rel=0.006)  # an arc is eight lines
    assert picture.crop((0, 0, 10, HIGH)).getbbox() is None, "nothing beside it"
    middle = (
        picture.getpixel((10, 40)),
        picture.getpixel((109, 40)),
        picture.getpixel((60, 0)),
        picture.getpixel((60, 79)),
    )
    assert middle == (255, 255, 255, 255), "straight edges on whole pixels are sharp"


def test_a_round_corner_is_soft_and_has_no_gap() -> None:
    picture = drawn(filled(Shape(10, 0, 100, 80, (30, 30, 30, 30)), soft_edge()))
    row = [picture.getpixel((x, 8)) for x in range(10, 60)]
    assert row == sorted(row, key=lambda value: int(str(value))), "from outside inwards it never becomes less"
    assert any(0 < int(str(value)) < 255 for value in row)
    assert picture.crop((45, 5, 75, 75)).getextrema() == (255, 255)


@pytest.mark.parametrize("corners", [(0, 0, 0, 0), (20, 20, 20, 20), (2, 2, 2, 2)])
def test_a_line_and_the_ground_over_it_leave_no_gap(corners: tuple[float, float, float, float]) -> None:
    """The line is as wide as it was told, and a pixel more, which the ground covers."""
    edge, thickness = soft_edge(), 4.0
    line = Shape(10, 10, 100, 60, corners)
    within = tuple(max(0.0, corner - thickness) for corner in corners)
    top_left, top_right, bottom_right, bottom_left = within
    ground = Shape(14, 14, 92, 52, (top_left, top_right, bottom_right, bottom_left))

    alone = drawn(framed(line, thickness, edge))
    assert [alone.getpixel((x, 40)) for x in (9, 10, 14, 15, 60, 104, 105, 109, 110)] == [
        0,
        255,
        255,
        0,
        0,
        0,
        255,
        255,
        0,
    ]
    both = drawn(framed(line, thickness, edge), filled(ground, edge))
    whole = drawn(filled(line, edge))
    assert covered(both) == pytest.approx(covered(whole), rel=0.001)


@pytest.mark.parametrize(("width", "height"), [(0.5, 40), (1, 1), (40, 0.4), (3, 60)])
def test_nothing_is_too_thin(width: float, height: float) -> None:
    radius = min(width, height) / 2
    picture = drawn(filled(Shape(20, 20, width, height, (radius, radius, radius, radius)), soft_edge()))
    assert covered(picture) == pytest.approx(width * height, abs=0.3 * (width + height) + 1)


@pytest.mark.parametrize(("width", "height"), [(3, 20), (60, 5), (9, 9)])
def test_a_line_thicker_than_its_ground_is_the_whole_of_it(width: float, height: float) -> None:
    shape, edge = Shape(20, 20, width, height, (1.5, 1.5, 1.5, 1.5)), soft_edge()
    assert drawn(framed(shape, 6, edge)).tobytes() == drawn(filled(shape, edge)).tobytes()
