"""The calendar: what an empty day leads to, and what is shown while the day is read aloud."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kiosk.speech.utterance import Sentence
from kiosk.ui.screens.events import DayRow
from kiosk.ui.shell.player_bar import PlayerBar
from kiosk.viewmodel.views import Speaking
from tests.support.stage import Stage


def test_an_empty_day_leads_to_the_next_event(stage: Stage) -> None:
    stage.open("events", (1280, 720))
    stage.board.calendar = replace(stage.board.calendar, events=(), following=date(2027, 1, 28))
    stage.settle()
    (row,) = stage.widgets(DayRow)
    assert row.title == "Kegiatan berikutnya: Kamis, 28 Januari 2027"
    stage.tap(row)
    assert stage.controller.calls[-1] == ("navigation.choose_day", date(2027, 1, 28))


def test_a_day_with_events_opens_them(stage: Stage) -> None:
    stage.open("events", (1280, 720))
    stage.board.calendar = replace(stage.board.calendar, events=(), following=date(2027, 1, 28))
    stage.settle()
    stage.board.calendar = replace(stage.board.calendar, events=tuple(stage.village.events[:1]), following=None)
    stage.settle()
    stage.tap(stage.widgets(DayRow)[0])
    assert stage.controller.calls[-1] == ("navigation.open_event", 0)


@pytest.mark.parametrize("screen", ["events", "announcements"])
@pytest.mark.parametrize("size", [(1280, 720), (800, 480), (720, 1280)])
def test_what_is_read_is_shown_where_nothing_else_lights_it(stage: Stage, screen: str, size: tuple[int, int]) -> None:
    said = "Hari Sabtu, dua puluh delapan November, empat hari lagi, ada tiga kegiatan di balai desa dan di lapangan."
    stage.open(screen, size, speaking=Speaking("day", (Sentence("Kegiatan."), Sentence(said)), 1))
    (bar,) = stage.widgets(PlayerBar)
    told = next(each.words for each in bar.walk() if getattr(each, "role", "") == "player")
    assert bar.height > 0
    assert told == said or (told.endswith("…") and said.startswith(told[:-1])), told
    stage.board.speaking = None
    stage.settle()
    assert bar.height == 0
