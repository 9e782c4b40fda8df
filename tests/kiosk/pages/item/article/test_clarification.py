"""Claim and fact: what is on the two cards can be touched, and the code to take home is offered here too."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.model.blocks import Block, BlockKind
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.widgets.clarification import VerdictBar
from kiosk.ui.widgets.article import Reading
from kiosk.ui.widgets.controls import PushButton
from tests.support.stage import Stage


def open_claim(stage: Stage, size: tuple[int, int] = (1280, 720), *, repeat: int = 1, **board: Any) -> None:
    item = stage.village.clarification
    item = replace(item, blocks=tuple(Block(BlockKind.PARAGRAPH, block.text) for block in item.blocks * repeat))
    stage.open("item", size, view=ArticleView(item), **board)


def button(stage: Stage, words: str) -> Any:
    return next(button for button in stage.widgets(PushButton) if button.words == words)


def test_the_code_to_take_home_is_one_tap_away(stage: Stage) -> None:
    open_claim(stage)
    stage.tap(button(stage, "Simpan ke HP"))
    assert stage.controller.calls == [("page.item.take_home",)]


def test_a_long_fact_is_turned_by_its_own_keys(stage: Stage) -> None:
    open_claim(stage, repeat=8)
    (reading,) = (each for each in stage.widgets(Reading) if each.overflow > 0)
    stage.tap(button(stage, "Turun"))
    assert reading.scroll_y < 1


@pytest.mark.parametrize(
    ("size", "scale"), [((800, 480), 1.0), ((720, 1280), 1.0), ((1280, 720), 2.0)], ids=["small", "upright", "large"]
)
def test_where_there_is_no_room_it_follows_the_fact(stage: Stage, size: tuple[int, int], scale: float) -> None:
    open_claim(stage, size, text_scale=scale)
    assert len([key for key in stage.shell.walk() if getattr(key, "words", "") == "Simpan ke HP"]) >= 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_verdict_and_its_claim_stay_while_a_small_screen_is_turned(stage: Stage, scale: float) -> None:
    open_claim(stage, (800, 480), repeat=8, text_scale=scale)
    (bar,) = stage.widgets(VerdictBar)
    before = (bar.verdict, bar.to_window(*bar.pos))
    stage.tap(button(stage, "Turun"))
    assert (bar.verdict, bar.to_window(*bar.pos)) == before
    assert bar.verdict == "SALAH"
    assert stage.village.clarification.claim.split()[0] in bar.ids.said.text
