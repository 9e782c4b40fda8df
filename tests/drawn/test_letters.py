"""Every warning at every size and theme: nothing of it is smaller at a larger text size; all looks of it: python -m tests.drawn"""

from __future__ import annotations

from itertools import combinations

import pytest
from kivy.uix.label import Label

from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.widgets.alert_band import AlertBand
from tests.drawn.letters import less, shown, smaller
from tests.drawn.scenes import SCALES, SIZES, THEMES
from tests.gallery.samples.warnings import sample_warning
from tests.kiosk.ui.states import WARNINGS, warning
from tests.support.stage import Stage


@pytest.mark.slow(cases=3)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_of_a_warning_is_smaller_at_a_larger_text_size(stage: Stage, size: tuple[int, int], theme: str) -> None:
    """At 2.0 the hazard was smaller than at 1.0, and what else was known ran into one line."""
    board, now = stage.board, stage.board.moment.now
    stage.open("alert", size, view=warning("normal", now), theme=theme)
    for state in WARNINGS:
        stage.show(warning(state, now))
        found = []
        for board.text_scale in SCALES:
            found.append(shown(stage.shell, board, stage.canvas))
        for small, large in combinations(found, 2):
            assert [*less(small, large)] == [], state


@pytest.mark.parametrize("screen", ["home", "news", "idle", "emergency"])
def test_no_band_is_smaller_at_a_larger_text_size(stage: Stage, screen: str) -> None:
    for size in SIZES:
        stage.open(screen, size, band=sample_warning("normal", stage.board.moment.now), text_scale=2.0)
        assert "PERINGATAN · Gempa bumi M 5,6" in shown(stage.shell, stage.board, stage.canvas)
        assert [*smaller(stage.shell, stage.board, stage.canvas, SCALES)] == []


def shrink(stage: Stage, label: Label, font_size: float) -> None:
    """Give *label* letters that become smaller as the text size grows."""

    def turn(_board: object, scale: float) -> None:
        label.font_size = font_size / scale

    stage.board.bind(text_scale=turn)
    turn(stage.board, stage.board.text_scale)


def test_letters_that_shrink_are_found(stage: Stage) -> None:
    stage.open("alert", view=warning("normal", stage.board.moment.now), text_scale=2.0)
    planted = WrappedText(words="Kata yang mengecil", width=300)
    stage.shell.screen.add_widget(planted)
    shrink(stage, planted, 60.0)
    assert [*smaller(stage.shell, stage.board, stage.canvas, (1.0,))] == [
        "'Kata yang mengecil' has 30.0 px, not 60.0 as at text size 1"
    ]


def test_a_text_that_is_gone_is_found(stage: Stage) -> None:
    stage.open("alert", view=warning("normal", stage.board.moment.now), text_scale=2.0)
    planted = WrappedText(words="Hanya kecil", width=300)
    stage.shell.screen.add_widget(planted)
    stage.board.bind(text_scale=lambda _, scale: setattr(planted, "opacity", float(scale < 2.0)))
    planted.opacity = 0
    assert [*smaller(stage.shell, stage.board, stage.canvas, (1.0,))] == [
        "'Hanya kecil' is not to be seen, but is at text size 1"
    ]


def test_a_band_that_shrinks_is_found(stage: Stage) -> None:
    stage.open("home", band=sample_warning("normal", stage.board.moment.now), text_scale=2.0)
    band = stage.widgets(AlertBand)[0]
    (label,) = (each for each in band.walk(restrict=True) if isinstance(each, WrappedText))
    shrink(stage, label, 60.0)
    assert [*smaller(stage.shell, stage.board, stage.canvas, (1.0,))] == [
        "'PERINGATAN' has 30.0 px, not 60.0 as at text size 1",
        "'Gempa bumi M 5,6' has 30.0 px, not 60.0 as at text size 1",
    ]
