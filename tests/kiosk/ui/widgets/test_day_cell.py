"""A day of the calendar: the diamonds stand beneath its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kivy.graphics import InstructionGroup, Mesh

from kiosk.ui.widgets.day_cell import DayCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.stage import Stage


def diamonds(group: InstructionGroup) -> Iterator[Mesh]:
    for each in group.children:
        if isinstance(each, Mesh) and each.mode == "triangles":  # a ground is made of strips
            yield each
        elif isinstance(each, InstructionGroup):
            yield from diamonds(each)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (1920, 1080), (720, 1280)])
def test_diamonds_stand_beneath_the_number(stage: Stage, size: tuple[int, int]) -> None:
    stage.open("events", size=size)
    stage.settle()
    marked = 0
    for cell in stage.shell.walk(restrict=True):
        for mesh in diamonds(cell.canvas.before) if isinstance(cell, DayCell) else ():
            (number,) = cell.children
            heights = mesh.vertices[1::4]
            assert cell.y < min(heights) < max(heights) < number.y + 0.1
            marked += 1
    assert marked >= 3
