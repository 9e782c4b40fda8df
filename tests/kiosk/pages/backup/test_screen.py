"""The page of backups at four sizes: nothing of it lies outside, and what is touched is asked of the page."""

from __future__ import annotations

import pytest

from kiosk.content.views.service_views import ToolRow
from kiosk.pages.backup.screen import BackupBar, BackupLine, BackupScreen
from kiosk.pages.backup.view import BackupStep, BackupView
from kiosk.ui.widgets.answers import AnswerRow
from kiosk.ui.widgets.keyboard import BoardKey
from tests.support.stage import Stage

SIZES = [(1280, 720), (800, 480), (720, 1280), (1920, 1080)]
LONG = "1 November 2026, 11.00 · 98,4 MB · dari kios lain · dibuka dengan enam kata"
ROWS = tuple(ToolRow(f"{n}.cadangan", "usb", f"Pulihkan: Desa Melati {n}", LONG) for n in range(8))
FRONT = BackupView(heading="Cadangan terakhir: 1 Nov 2026, 1,2 MB", rows=ROWS, told="Flash disk penuh.", tone="err")
SURE = BackupView(BackupStep.SURE, "Pulihkan cadangan ini?", (LONG, LONG), ROWS[:2])
SAVED = BackupView(
    BackupStep.DONE, "Cadangan selesai.", (LONG, LONG), ROWS[:1], words="mangga perahu bukit tujuh melati jagung"
)


@pytest.mark.slow(cases=12)
@pytest.mark.parametrize("view", [FRONT, SURE, SAVED], ids=["front", "sure", "saved"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_lies_outside(stage: Stage, size: tuple[int, int], view: BackupView) -> None:
    stage.open("backups", size, view=view)
    (screen,) = stage.widgets(BackupScreen)
    parts = [*stage.widgets(AnswerRow), *stage.widgets(BackupLine)]
    assert parts
    for part in parts:
        assert screen.y <= part.y + 1
        assert part.top <= screen.top + 1


def test_what_is_touched_is_asked_of_the_page(stage: Stage) -> None:
    stage.open("backups", view=FRONT)
    stage.tap(stage.widgets(AnswerRow)[0])
    assert stage.controller.calls == [("page.backups.choose", "0.cadangan")]


def test_the_keyboard_types_and_the_bar_fills(stage: Stage) -> None:
    stage.open("backups", (800, 480), view=BackupView(BackupStep.WORDS, "Enam kata cadangan ini"))
    keys = {key.face or key.icon: key for key in stage.widgets(BoardKey)}
    stage.tap(keys["m"])
    stage.tap(keys["check"])
    assert stage.controller.calls == [("page.backups.type_words", "m"), ("page.backups.go",)]
    stage.open("backups", view=BackupView(BackupStep.BUSY, "Jangan cabut flash disk.", share=0.5))
    (bar,) = stage.widgets(BackupBar)
    assert bar.share == 0.5
