"""A warning as the keys have it, and what is left of it when it is left."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.alerts.steps import step_spots
from kiosk.content.views.shown import AlertView
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.alert.page import PAGED_FROM
from kiosk.pages.alert.words import WarningWords
from kiosk.pages.table import PAGES
from tests.support.hall import Hall
from tests.support.items import NOW
from tests.support.present import present

TSUNAMI = AlertView(id="t", severity=Severity.AWAS, hazard=Hazard.TSUNAMI, source="BMKG", meet="Lapangan SDN 1")


def test_warnings_have_one_page() -> None:
    assert PAGES.main.warning in PAGES.names
    assert present(PAGES.page(PAGES.main.warning)).name == PAGES.main.warning


@pytest.mark.parametrize(("scale", "first"), [(1.0, "step:0"), (PAGED_FROM, "step:1")])
def test_next_key_begins_behind_what_large_letters_show_without_a_focus(hall: Hall, scale: float, first: str) -> None:
    hall.controller.alerts.tell([TSUNAMI])
    hall.board.text_scale = scale
    hall.controller.next()
    assert hall.board.focus == first
    hall.controller.previous()
    assert hall.board.focus == ("key:numbers" if scale < PAGED_FROM else "step:0")


def test_sheet_over_a_warning_in_large_letters_begins_with_its_first_choice(hall: Hall) -> None:
    hall.controller.alerts.tell([TSUNAMI])
    hall.board.text_scale = PAGED_FROM
    hall.controller.navigation.show_settings()
    hall.controller.next()
    assert hall.board.focus == "option:id"


def test_listen_key_reads_all_of_it_and_stops_it_held_down_or_not(hall: Hall) -> None:
    hall.controller.alerts.tell([TSUNAMI])
    for act in (hall.controller.listen, hall.controller.read_bulletin):
        act()
        assert present(hall.board.speaking).utterance == "alert t"
        assert "lapangan" in hall.words.lower()
        act()
        assert hall.board.speaking is None
    assert hall.board.screen == "alert"


def test_everything_on_it_is_told_on_the_way_over_it() -> None:
    words, moment = WarningWords(Phrases(Translation("id"))), Moment(NOW, Trust.TRUSTED)
    for spot in (*step_spots(TSUNAMI), "key:numbers"):
        assert words.focused(TSUNAMI, spot, moment), spot
    assert words.focused(TSUNAMI, "row:0", moment) == []


def test_update_of_what_is_shown_is_shown_and_a_graver_one_takes_its_place(hall: Hall) -> None:
    hall.controller.alerts.tell([TSUNAMI])
    hall.controller.alerts.acknowledge()
    hall.controller.alerts.open()
    updated = replace(TSUNAMI, place="Teluk Lalong")
    hall.controller.alerts.tell([updated])
    assert hall.board.view == updated
    quake = AlertView(id="q", severity=Severity.AWAS, hazard=Hazard.QUAKE)
    hall.controller.alerts.tell([updated, quake])
    assert hall.board.view == quake


def test_film_of_a_warning_that_was_left_is_not_opened_again(hall: Hall) -> None:
    page = hall.controller.page("alert")
    hall.controller.alerts.tell([replace(TSUNAMI, sign="isyarat.mp4")])
    page.picture()
    assert page.signs._reel is not None
    hall.controller.navigation.open_category("darurat")
    assert page.signs._reel is None
    assert page.picture() is None
    assert page.signs._reel is None
