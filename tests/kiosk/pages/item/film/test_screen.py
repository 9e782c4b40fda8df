"""A film on the screen: its picture, its signs and its words; and that nothing moves while it stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kivy.clock import Clock
from msgspec.structs import replace

from kiosk.content.film.reel import Reel
from kiosk.pages.item.film.screen import FilmKey, FilmScreen, SignPlace
from kiosk.pages.item.film.view import FilmView
from kiosk.ui.widgets.film_stage import FilmStage
from kiosk.ui.widgets.subtitle import Subtitle
from tests.kiosk.ui.states import STATES
from tests.support import films
from tests.support.board import view_of
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]


def shown(stage: Stage, state: str = "film", size: tuple[int, int] = (1280, 720), **board: Any) -> FilmScreen:
    looks = STATES[state](stage) | board
    stage.open(looks.pop("screen"), size, **looks)
    stage.settle()
    screen: FilmScreen = stage.shell.screen
    return screen


@pytest.fixture
def reel(tmp_path: Path) -> Iterator[Reel]:
    path = tmp_path / "film.mp4"
    path.write_bytes(films.film(4.0))
    reel = Reel(path)
    yield reel
    reel.close()
    reel.join()


@pytest.mark.parametrize("size", SIZES)
def test_signs_stand_beside_it_and_never_over_it(stage: Stage, size: tuple[int, int]) -> None:
    shown(stage, size=size)
    film, signs = stage.widgets(FilmStage)
    (place,) = stage.widgets(SignPlace)
    apart = place.x >= film.right or place.right <= film.x or place.y >= film.top or place.top <= film.y
    assert apart
    for each in (film, signs):
        x, y, wide, high = each.seen
        assert wide / high == pytest.approx(640 / 360, rel=0.01), "as its picture is"
        assert x >= each.x - 1
        assert y >= each.y - 1
        assert x + wide <= each.right + 1
        assert y + high <= each.top + 1


@pytest.mark.clause("5.1.5", "11.1.2.2")
@pytest.mark.parametrize("size", SIZES)
def test_its_words_are_whole_and_over_its_picture(stage: Stage, size: tuple[int, int]) -> None:
    shown(stage, size=size)
    (words,), (film, _) = stage.widgets(Subtitle), stage.widgets(FilmStage)
    assert words.opacity == 1
    assert words.x >= film.x
    assert words.right <= film.right + 1
    assert words.y >= film.seen[1]


def test_a_film_without_signs_has_the_whole_width_and_says_what_is_missing(stage: Stage) -> None:
    shown(stage, "film-bare")
    (film,) = stage.widgets(FilmStage)
    assert film.width == stage.shell.width
    assert [(key.words, key.available) for key in stage.widgets(FilmKey)] == [
        ("10 detik", True), ("Teks", False), ("Isyarat", False),
    ]  # fmt: skip


def test_real_pictures_become_due_and_are_drawn(stage: Stage, reel: Reel) -> None:
    """Show that a film's pictures are drawn, by a clock that waits for each."""
    seconds = 0.2
    looks = STATES["film-bare"](stage)
    stage.controller.page("film").picture = lambda: reel.latest_picture(seconds)
    stage.open(looks.pop("screen"), **looks)
    levels: list[Any] = []
    end = time.monotonic() + 120
    while len(levels) < 3 and time.monotonic() < end:
        stage.settle()
        if stage.widgets(FilmStage)[0].drawn and (level := stage.picture().getpixel((640, 250))) not in levels:
            levels.append(level)
            seconds += 1
    assert len(levels) == 3, "each second is brighter"
    assert all(max(level) - min(level) < 90 for level in levels)


def test_nothing_moves_while_it_stands(stage: Stage) -> None:
    screen = shown(stage)
    stages = stage.widgets(FilmStage)
    assert all(each._clock is not None for each in stages)
    stage.show(replace(view_of(stage.board, FilmView), playing=False))
    stage.settle()
    before = len(Clock.get_events())
    assert all(each._clock is None for each in stages)
    assert screen._beat is None
    assert all(each.texture is not None for each in stages), "where it stands is seen"
    stage.show(replace(view_of(stage.board, FilmView), playing=True))
    stage.settle()
    assert len(Clock.get_events()) > before


def test_one_that_was_stopped_is_seen_in_other_letters_too(stage: Stage) -> None:
    """A shell of other letters makes its screens anew."""
    looks = STATES["film-bare"](stage)
    looks["view"] = replace(looks["view"], playing=False)
    stage.open(looks.pop("screen"), text_scale=1.4, **looks)
    stage.settle()
    (film,) = stage.widgets(FilmStage)
    assert film.drawn


def test_its_pictures_are_let_go_when_it_is_left(stage: Stage) -> None:
    shown(stage)
    (film, _) = stage.widgets(FilmStage)
    stage.show(replace(view_of(stage.board, FilmView), playing=False))
    stage.board.screen = "home"
    stage.settle()
    assert film.texture is None


@pytest.mark.clause("11.2.2.2")
def test_a_finger_stops_it_and_its_keys_act(stage: Stage) -> None:
    shown(stage)
    stage.press(300, 300)
    for key in stage.widgets(FilmKey):
        stage.tap(key)
    assert stage.controller.calls[-4:] == [
        ("listen",),
        ("page.film.go", -1),
        ("page.film.turn_text",),
        ("page.film.turn_sign",),
    ]
