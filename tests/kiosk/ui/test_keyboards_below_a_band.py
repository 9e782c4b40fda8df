"""A warning is in force while somebody types: its band, the field and every key have their room."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kiosk.content.views.questions import AskStep, AskView, Recipient
from kiosk.pages.first_run.view import SetUp
from tests.drawn.geometry import cut_off, overlaps, under
from tests.gallery.samples.warnings import sample_warning
from tests.kiosk.ui.states import STATES
from tests.support.stage import Stage

SIZES = [(800, 480), (1024, 600), (1280, 720), (1920, 1080), (720, 1280)]


def typing(stage: Stage, where: str) -> dict[str, Any]:
    match where:
        case "search":
            return {"screen": "search"}
        case "ask":
            asked = (Recipient("Kepala Desa", "bank"),)
            view = AskView(asked=asked, step=AskStep.WRITE, chosen=0, text="Kapan jalan diperbaiki")
            return {"screen": "ask", "view": view}
        case "place":
            return STATES[f"first-run-{SetUp.PLACE}"](stage)
    return STATES[where](stage)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("where", "size"),
    [
        *product(("search", "ask", "place", "tool-password"), SIZES),
        *(("desk-write", size) for size in SIZES if size != (800, 480)),  # the hall's two fields have no room there
    ],
    ids=str,
)
def test_they_have_room(stage: Stage, where: str, size: tuple[int, int]) -> None:
    band = sample_warning("normal", stage.board.moment.now)
    board = typing(stage, where)
    stage.open(size=size, **board)
    stage.settle()
    stage.board.band = band
    for scale in (1.0, 2.0):
        stage.board.text_scale = scale
        stage.settle()
        faults = [*cut_off(stage.shell), *overlaps(stage.shell), *under(stage.shell)]
        assert faults == [], (scale, faults)
