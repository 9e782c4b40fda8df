"""Weather and sea, prices: the row that is told of is lit, and what is said stands in the player bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.content.views.day import SkyView
from kiosk.content.views.shown import Speaking
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.pages.table import PAGES
from kiosk.pages.weather.screen import BoatCard, PartRow, SeaCard, WeatherScreen
from kiosk.speech.utterance import Utterance
from kiosk.ui.frame.player_bar import PlayerBar
from kiosk.ui.widgets.spoken_row import SpokenRow
from tests.kiosk.ui.states import fit, open_fitted
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280)]
LOOKS = [
    ((1280, 720), 1.0), ((1280, 720), 1.4), ((800, 480), 1.0), ((800, 480), 1.4), ((800, 480), 2.0), ((720, 1280), 1.0),
    ((720, 1280), 2.0),
]  # fmt: skip


def said_of(stage: Stage, screen: str, focus: str = "") -> Utterance:
    """Return what Listen reads of the page."""
    words, board = PAGES.words(screen), stage.board
    assert words is not None
    told = words(Phrases(Translation("id"))).reading(board.view, focus, board.moment)
    return SpokenReadings(Translation("id"), Path()).rows(screen, told, board.moment)


def view_of(stage: Stage) -> SkyView:
    """Return the forecast that is shown."""
    view = stage.board.view
    assert isinstance(view, SkyView)
    return view


def lit(stage: Stage) -> set[int]:
    return {row.row for row in stage.widgets(SpokenRow) if row.lit}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("screen", ["weather", "prices"])
@pytest.mark.parametrize("size", SIZES)
def test_the_row_that_is_told_of_is_lit(stage: Stage, screen: str, size: tuple[int, int]) -> None:
    stage.open(screen, size)
    said = said_of(stage, screen)
    rows = {row.row for row in stage.widgets(SpokenRow)}
    seen = set()
    for index, sentence in enumerate(said.sentences):
        stage.board.speaking = Speaking(said.id, said.sentences, index)
        stage.settle()
        (bar,) = stage.widgets(PlayerBar)
        told = next(each.words for each in bar.walk() if getattr(each, "role", "") == "player")
        assert bar.height > 0
        assert sentence.spoken.startswith(told.rstrip("…")[:12])
        assert lit(stage) == {sentence.block} & rows
        seen |= lit(stage)
    assert seen == rows
    stage.board.speaking = None
    stage.settle()
    assert lit(stage) == set()


def test_what_is_written_anew_stays_lit_and_another_text_lights_nothing(stage: Stage) -> None:
    stage.open("prices", (1280, 720))
    said = said_of(stage, "prices")
    index = next(n for n, each in enumerate(said.sentences) if each.block == 1)
    stage.board.speaking = Speaking(said.id, said.sentences, index)
    stage.settle()
    stage.shell.screen.fill()
    stage.settle()
    assert lit(stage) == {1}
    stage.board.speaking = Speaking("an announcement", said.sentences, index)
    assert lit(stage) == set()


@pytest.mark.slow(cases=0)
def test_a_focused_row_alone_is_told_and_lit(stage: Stage) -> None:
    stage.open("weather", (1280, 720))
    said = said_of(stage, "weather", "row:1")
    assert {each.block for each in said.sentences if each.block >= 0} == {1}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("what", ["weather", "weather-waters"])
@pytest.mark.parametrize(("size", "scale"), LOOKS)
def test_however_many_waters_there_are_each_is_whole_on_its_page(
    stage: Stage, what: str, size: tuple[int, int], scale: float
) -> None:
    """Cards are as high as their words, and none lies over the bar above."""
    open_fitted(stage, what, size, text_scale=scale)
    for page in range(view_of(stage).pages):
        stage.show(replace(view_of(stage), page=page))
        fit(stage)
        inside = stage.shell.screen.get_parent_window().height
        assert view_of(stage).page == page
        (screen,) = stage.widgets(WeatherScreen)
        for card in (*stage.widgets(SeaCard), *stage.widgets(BoatCard)):
            bottom, top = card.to_window(0, card.y)[1], card.to_window(0, card.top)[1]
            assert card.height >= card.least - 1
            assert (
                screen.to_window(0, screen.y)[1] - 1 <= bottom < top <= screen.to_window(0, screen.top)[1] + 1 <= inside
            )


def test_what_is_left_of_a_night_is_no_higher_than_a_part_of_a_day(stage: Stage) -> None:
    """It was stretched over half of an upright screen: one line in a white field."""
    open_fitted(stage, "weather", (720, 1280))
    whole = view_of(stage)
    parts = [row for row in whole.rows if row.day is not None]
    assert len(parts) > 1
    usual = {round(row.height) for row in stage.widgets(PartRow)}
    rest = [row for row in whole.rows if row.day is None]
    stage.show(replace(whole, rows=(parts[-1], *rest)))
    stage.settle()
    (left,) = stage.widgets(PartRow)
    assert {round(left.height)} == usual
