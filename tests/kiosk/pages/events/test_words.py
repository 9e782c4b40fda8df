"""What is said of the calendar."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from kiosk.content.views.shown import CalendarView
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.events.words import EventsWords
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present


def test_of_a_day_those_events_are_named_that_are_not_over(hall: Hall) -> None:
    hall.controller.navigation.open_category("kegiatan")
    view, words = view_of(hall.board, CalendarView), EventsWords(Phrases(Translation("id")))
    moment, starts = present(hall.board.moment), hall.now - timedelta(hours=3)
    past = replace(view.events[0], title="Kerja bakti", starts=starts, ends=starts + timedelta(hours=1))
    told = words.turned(replace(view, events=(past, *view.events)), moment)
    assert told[1:] == ["1 sudah selesai.", "Posyandu Melati."]
    told = words.turned(replace(view, events=(past, past)), moment)
    assert told[1:] == ["Semuanya sudah selesai.", "Kerja bakti.", "Kerja bakti."]
