"""The screen that is off, where no backlight can be switched."""

from __future__ import annotations

import pytest

from tests.support.colours import colours
from tests.support.stage import Stage


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("screen", ["idle", "home"])
def test_a_dark_screen_is_black_all_over_and_comes_back(stage: Stage, screen: str) -> None:
    stage.open(screen, dark=False)
    lit = stage.picture()
    stage.board.dark = True
    stage.settle()
    assert stage.picture().getcolors() == [(1280 * 720, (0, 0, 0))]
    stage.board.dark = False
    stage.settle()
    assert len(colours(lit)) > 50
    assert len(colours(stage.picture())) > 50


def test_what_lies_over_the_screen_is_dark_too(stage: Stage) -> None:
    stage.open("home", sheet=True)
    stage.board.dark = True
    stage.settle()
    assert stage.picture().getcolors() == [(1280 * 720, (0, 0, 0))]
    stage.board.dark = stage.board.sheet = False
