"""An item that is about a film: its still, and what there is to know before."""

from __future__ import annotations

import pytest

from kiosk.pages.item.article.widgets.film_page import FilmCard
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.picture_door import PictureDoor
from kiosk.ui.widgets.play_disc import PlayDisc
from tests.kiosk.ui.states import STATES
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]


def shown(stage: Stage, state: str, size: tuple[int, int] = (1280, 720)) -> None:
    looks = STATES[state](stage)
    stage.open(looks.pop("screen"), size, **looks)
    stage.settle()


@pytest.mark.parametrize("size", SIZES)
def test_the_still_is_whole_and_plays(stage: Stage, size: tuple[int, int]) -> None:
    shown(stage, "film-still", size)
    (door,) = stage.widgets(PictureDoor)
    assert door.height / door.width == pytest.approx(9 / 16, rel=0.02)
    assert stage.widgets(PlayDisc)
    stage.tap(door)
    assert stage.controller.calls[-1] == ("page.film.open",)
    assert "3 menit" in stage.texts()


def test_an_announcement_with_signs_has_a_key_to_them(stage: Stage) -> None:
    shown(stage, "signed")
    (key,) = [each for each in stage.widgets(PushButton) if each.words.startswith("Bahasa isyarat")]
    stage.tap(key)
    assert stage.controller.calls[-1] == ("page.film.open_signs",)


@pytest.mark.parametrize(
    ("state", "told"),
    [("film-away", "Film ini perlu internet."), ("film-broken", "Film tidak bisa diputar.")],
)
def test_one_that_is_not_here_says_so_and_gives_its_address(stage: Stage, state: str, told: str) -> None:
    shown(stage, state)
    assert told in stage.texts()
    assert stage.widgets(FilmCard)
    assert not stage.widgets(PlayDisc)
    assert "Putar film" not in stage.texts()
    stage.tap(stage.widgets(PictureDoor)[0])
    assert stage.controller.calls[-1] == ("page.item.take_home",)
