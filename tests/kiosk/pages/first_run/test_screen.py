"""The first run on the screen: each step's answers are touched, and all of it is seen at every size."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.pages.first_run.view import FirstRunView, SetUp
from kiosk.ui.primitives.surface import Touchable
from kiosk.ui.widgets.answers import AnswerRow, ClockPart, TurnKey
from kiosk.ui.widgets.bars import Key
from kiosk.ui.widgets.keyboard import BoardKey
from tests.support.board import view_of
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280)]


def open_step(stage: Stage, step: SetUp, size: tuple[int, int] = (1280, 720), **changes: Any) -> None:
    stage.open("first-run", size, view=FirstRunView(step=step, **changes))


@pytest.mark.clause("5.6.2")
def test_language_and_internet_are_rows_with_a_tick(stage: Stage) -> None:
    open_step(stage, SetUp.LANGUAGE)
    rows = {row.value: row for row in stage.widgets(AnswerRow)}
    assert [value for value, row in rows.items() if row.chosen] == ["id"]
    stage.tap(rows["en"])
    assert stage.controller.calls == [("page.first-run.choose_language", "en")]
    stage.show(replace(view_of(stage.board, FirstRunView), step=SetUp.INTERNET, internet="usb"))
    stage.settle()
    assert [row.value for row in stage.widgets(AnswerRow) if row.chosen] == ["usb"]


def test_the_name_is_typed(stage: Stage) -> None:
    open_step(stage, SetUp.PLACE, place="Desa Bu")
    assert "Desa Bu" in stage.texts()
    keys = {key.face: key for key in stage.widgets(BoardKey)}
    stage.tap(keys["n"])
    stage.tap(keys["Hapus"])
    assert stage.controller.calls == [("page.first-run.type_letters", "n"), ("page.first-run.erase_letter",)]


def test_the_clock_is_turned(stage: Stage) -> None:
    open_step(stage, SetUp.CLOCK, when=datetime(2027, 1, 2, 3, 4, tzinfo=stage.board.moment.now.tzinfo))
    figures = {part.name: part for part in stage.widgets(ClockPart)}
    assert [part.figure for part in figures.values()] == ["04", "03", "2027", "01", "02"][::-1] or {
        name: part.figure for name, part in figures.items()
    } == {"Tanggal": "02", "Bulan": "01", "Tahun": "2027", "Jam": "03", "Menit": "04"}
    stage.tap(figures["Jam"].ids.more)
    stage.tap(figures["Menit"].ids.less)
    assert stage.controller.calls == [
        ("page.first-run.turn_clock", "hour", 1),
        ("page.first-run.turn_clock", "minute", -1),
    ]


def test_skip_stands_where_the_display_key_is(stage: Stage) -> None:
    open_step(stage, SetUp.INTERNET)
    stage.tap(next(key for key in stage.widgets(Key) if key.name == "Lewati dulu"))
    assert stage.controller.calls == [("page.first-run.skip",)]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_each_step_is_whole(stage: Stage, size: tuple[int, int], scale: float) -> None:
    """Show that each step of the first run fits on the screen when a technician takes them in order."""
    stage.open("first-run", size, view=FirstRunView(step=SetUp.LANGUAGE, place="Desa Bunga"), text_scale=scale)
    for step in SetUp:
        stage.show(FirstRunView(step=step, place="Desa Bunga"))
        stage.settle()
        screen = stage.shell.screen
        shown = [child for child in screen.children if child.opacity and child.height > 1]
        assert sum(child.height for child in shown) <= screen.height, step
        answers = screen.ids.answers
        parts = answers.children
        assert sum(part.height for part in parts) + answers.spacing * (len(parts) - 1) <= answers.height + 2, step
        for key in [key for key in stage.widgets(Touchable) if isinstance(key, TurnKey | AnswerRow)]:
            assert key.height >= 79 * stage.shell.theme.unit
            assert key.width >= 79 * stage.shell.theme.unit
