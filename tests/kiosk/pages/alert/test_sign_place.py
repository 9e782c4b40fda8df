"""The signs of a warning on its screen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.content.views.shown import AlertView
from kiosk.pages.alert.screen import AlertCard
from kiosk.ui.widgets.film_stage import FilmStage
from tests.kiosk.ui.states import STATES
from tests.support.board import view_of
from tests.support.stage import Stage


def shown(stage: Stage, state: str, size: tuple[int, int] = (1280, 720)) -> None:
    looks = STATES[state](stage)
    stage.open(looks.pop("screen"), size, **looks)
    stage.settle()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_signs_of_a_warning_stand_on_its_first_step(stage: Stage, size: tuple[int, int]) -> None:
    """And nothing else of it moves."""
    stage.open("alert", size, **{key: value for key, value in STATES["alert"](stage).items() if key != "screen"})
    stage.settle()
    before = [(*card.pos, *card.size) for card in stage.widgets(AlertCard)]
    shown(stage, "alert-signs", size)
    (signs,) = stage.widgets(FilmStage)
    assert [(*card.pos, *card.size) for card in stage.widgets(AlertCard)] == before
    first = stage.shell.screen._main
    assert first.x <= signs.x
    assert signs.right <= first.right + 1
    assert first.y <= signs.y
    assert signs.top <= first.top + 1
    stage.show(replace(view_of(stage.board, AlertView), sign=""))
    stage.settle()
    assert stage.widgets(FilmStage) == []


def test_signs_go_on_while_their_warning_is_told_anew(stage: Stage) -> None:
    shown(stage, "alert-signs")
    (signs,) = stage.widgets(FilmStage)
    stage.show(replace(view_of(stage.board, AlertView), place="Luwuk"))
    stage.settle()
    assert stage.widgets(FilmStage) == [signs]
    assert signs.drawn


def test_nothing_is_left_of_the_signs_of_a_warning_before(stage: Stage) -> None:
    """The next one's film may be slow to come, or never come."""
    shown(stage, "alert-signs")
    stage.controller.page("alert").picture = lambda: None
    stage.show(replace(view_of(stage.board, AlertView), sign="tsunami.mp4"))
    stage.settle()
    (signs,) = stage.widgets(FilmStage)
    assert (signs.drawn, signs.texture) == (False, None)
    assert signs.playing


@pytest.mark.parametrize("size", [(800, 480), (720, 1280)])
def test_a_warning_makes_no_way_for_signs_where_room_is_short(stage: Stage, size: tuple[int, int]) -> None:
    shown(stage, "alert-signs", size)
    assert stage.widgets(FilmStage) == []


def test_signs_of_a_warning_rest_when_it_is_left(stage: Stage) -> None:
    shown(stage, "alert-signs")
    (signs,) = stage.widgets(FilmStage)
    assert signs._clock is not None
    stage.board.screen = "home"
    stage.settle()
    assert signs._clock is None
