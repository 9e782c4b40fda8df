"""Which warning takes over the screen, what stays as a band, and where "Mengerti" leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place
from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity, Verified
from kiosk.alerts.ranking import acknowledgement_key, for_band, in_order, to_take_over
from kiosk.alerts.screen import LOOK_S
from kiosk.content.views.shown import AlertView
from kiosk.core.messages import ContentChanged
from kiosk.shell.visit import FLED_AFTER_S, SHEET_OVER_WARNING_S
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import Stock

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=timezone(timedelta(hours=8)))


def alert(severity: Severity = Severity.SIAGA, name: str = "a", **changes: Any) -> AlertView:
    return replace(AlertView(id=name, severity=severity, hazard=Hazard.QUAKE, starts=NOW), **changes)


AWAS, SIAGA, WASPADA, INFO = (alert(severity, str(severity)) for severity in Severity)


def test_the_gravest_comes_first_and_what_is_real_before_a_drill() -> None:
    drill = alert(Severity.AWAS, "drill", drill=True)
    later = alert(Severity.SIAGA, "later", starts=None)
    newest = replace(SIAGA, id="newest", starts=NOW + timedelta(minutes=1))
    ended = replace(AWAS, id="ended", ended=True)
    found = in_order([ended, drill, later, INFO, SIAGA, newest, AWAS])
    assert [each.id for each in found] == ["awas", "newest", "siaga", "later", "info", "drill", "ended"]


def test_only_awas_and_siaga_fill_the_screen_until_understood() -> None:
    assert to_take_over([WASPADA, INFO], ()) is None
    assert to_take_over([WASPADA, SIAGA, AWAS], ()) == AWAS
    assert to_take_over([SIAGA, AWAS], {acknowledgement_key(AWAS)}) == SIAGA
    assert to_take_over([SIAGA, AWAS], {acknowledgement_key(AWAS), acknowledgement_key(SIAGA)}) is None


def test_what_becomes_graver_or_ends_is_to_be_understood_anew() -> None:
    known = {acknowledgement_key(SIAGA)}
    assert to_take_over([replace(SIAGA, severity=Severity.AWAS)], known) is not None
    assert to_take_over([replace(SIAGA, ended=True)], known) is not None
    assert to_take_over([replace(SIAGA, place="lebih luas")], known) is None


def test_the_band_names_the_gravest_in_force() -> None:
    assert for_band([INFO, replace(AWAS, ended=True), WASPADA]) == WASPADA
    assert for_band([replace(AWAS, ended=True)]) is None


@pytest.mark.parametrize("before", ["idle", "home", "item", "search"])
def test_a_warning_takes_over_from_any_screen_and_mengerti_leads_back(hall: Hall, before: str) -> None:
    {
        "idle": lambda: None,
        "home": hall.controller.home,
        "item": lambda: hall.controller.navigation.open_item("berita-1"),
        "search": hall.controller.page("search").turn_to,
    }[before]()
    hall.controller.navigation.show_settings()
    hall.controller.alerts.tell([SIAGA])
    assert (hall.board.screen, hall.board.view, hall.board.sheet) == ("alert", SIAGA, False)
    hall.wait(FLED_AFTER_S - 1)
    assert (hall.board.screen, hall.board.seconds_left) == ("alert", 0)  # it waits for somebody
    hall.controller.alerts.acknowledge()
    assert (hall.board.screen, hall.board.band) == (before, SIAGA)
    hall.controller.alerts.tell([SIAGA])
    assert hall.board.screen == before


def chosen(hall: Hall) -> tuple[str, float, str]:
    return hall.board.language, hall.board.text_scale, hall.board.theme


@pytest.fixture
def warned(tmp_path: Path) -> Iterator[Hall]:
    """Nobody is in the hall, and a warning is about to come."""
    hall = Hall(tmp_path, USUAL, place=Place(-0.9, 122.8, "72.01", ("Desa Bunga",)))
    yield hall
    hall.close()


def warning_comes(hall: Hall) -> None:
    wave = Alert(
        id="t", identifier="t", source="BMKG", sender="bmkg.go.id", title="Tsunami", severity=Severity.AWAS,
        hazard=Hazard.TSUNAMI, published=hall.now, effective=hall.now, expires=hall.now + timedelta(hours=3),
        places=("Desa Bunga",), verified=Verified.TLS,
    )  # fmt: skip
    Stock(hall.folder)([wave], source="BMKG", at=hall.now)
    hall.controller.handle(ContentChanged(hall.repository.revision()))
    assert hall.board.screen == "alert"


@pytest.mark.parametrize("there", [True, False])
def test_who_ran_from_a_warning_leaves_nothing_to_whoever_reads_it_next(warned: Hall, *, there: bool) -> None:
    """It fills the screen for hours: in the kiosk's language, and no stranger finds what was looked for before it."""
    hall, usual = warned, chosen(warned)
    if there:
        hall.controller.home()
        hall.controller.page("search").turn_to()
        hall.controller.page("search").type_letters("sakit")
        hall.wait(70)
    warning_comes(hall)
    hall.wait(1)
    hall.controller.preferences.set_language("en")
    hall.controller.preferences.set_text_scale(2.0)
    hall.controller.preferences.set_theme("contrast")
    hall.controller.visit.touched()
    hall.wait(FLED_AFTER_S - 1)
    assert (hall.board.screen, chosen(hall)) == ("alert", ("en", 2.0, "contrast")), "whoever reads is not hurried"
    hall.wait(1)
    assert (hall.board.screen, chosen(hall)) == ("alert", usual)
    hall.controller.visit.touched()
    hall.controller.preferences.set_text_scale(1.5)
    hall.wait(1)
    assert hall.board.text_scale == 1.5, "who comes later chooses anew"
    hall.controller.alerts.acknowledge()
    assert (hall.board.screen, hall.controller.navigation.steps_back, chosen(hall)) == ("idle", 0, usual)


def test_settings_that_somebody_left_open_do_not_hide_a_warning(warned: Hall) -> None:
    """They lie over what to do, and nobody who runs closes them."""
    warning_comes(warned)
    warned.controller.navigation.show_settings()
    warned.controller.visit.touched()
    warned.wait(SHEET_OVER_WARNING_S - 1)
    assert warned.board.sheet
    warned.controller.preferences.set_text_scale(2.0)
    warned.controller.visit.touched()
    warned.wait(SHEET_OVER_WARNING_S - 1)
    assert warned.board.sheet, "whoever chooses is there"
    warned.wait(1)
    assert (warned.board.sheet, warned.board.screen, warned.board.text_scale) == (False, "alert", 2.0)


def test_nobody_hurries_a_first_run_under_a_warning(tmp_path: Path) -> None:
    hall = Hall(tmp_path, USUAL, screen="first-run")
    hall.controller.page("first-run").choose_language("en")
    hall.controller.alerts.tell([AWAS])
    hall.wait(FLED_AFTER_S * 2)
    hall.controller.alerts.acknowledge()
    assert (hall.board.screen, hall.board.language) == ("first-run", "en")
    hall.close()


def test_a_first_run_that_was_left_holds_back_nothing_under_a_warning(tmp_path: Path) -> None:
    hall = Hall(tmp_path, USUAL, screen="first-run", place=Place(-0.9, 122.8, "72.01", ("Desa Bunga",)))
    hall.controller.navigation.go_home()
    hall.controller.preferences.set_language("en")
    warning_comes(hall)
    for seconds in (1, FLED_AFTER_S):
        hall.wait(seconds)
    assert (hall.board.screen, hall.board.language) == ("alert", "id")
    hall.close()


@pytest.mark.parametrize("verb", ["alerts.acknowledge", "home", "back"])
def test_home_and_back_are_mengerti(hall: Hall, verb: str) -> None:
    hall.controller.navigation.open_category("berita")
    hall.controller.alerts.tell([AWAS, SIAGA])
    hall.seconds += LOOK_S
    attrgetter(verb)(hall.controller)()
    assert (hall.board.screen, hall.board.view) == ("alert", SIAGA)  # the next that is not understood
    hall.seconds += LOOK_S
    attrgetter(verb)(hall.controller)()
    assert hall.board.screen == "news"


@pytest.mark.parametrize("verb", ["home", "back"])
def test_a_key_that_was_meant_for_what_stood_there_before_understands_nothing(hall: Hall, verb: str) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([AWAS, SIAGA])
    hall.seconds += LOOK_S / 2
    attrgetter(verb)(hall.controller)()
    assert (hall.board.screen, hall.board.view) == ("alert", AWAS)
    hall.seconds += LOOK_S
    attrgetter(verb)(hall.controller)()
    attrgetter(verb)(hall.controller)()  # twice in one breath
    assert (hall.board.screen, hall.board.view) == ("alert", SIAGA)
    hall.controller.alerts.tell([AWAS, replace(SIAGA, ended=True)])
    attrgetter(verb)(hall.controller)()
    assert view_of(hall.board, AlertView).ended, "that it is over has just come"
    hall.seconds += LOOK_S
    attrgetter(verb)(hall.controller)()
    assert hall.board.screen == "home"
    hall.controller.alerts.open()
    attrgetter(verb)(hall.controller)()
    assert hall.board.screen == "home", "whoever opened it has looked"


def test_what_was_told_does_not_lie_over_a_warning(hall: Hall) -> None:
    hall.controller.home()
    hall.board.notice = "Mengambil isi flash disk: 3 dari 12"
    hall.controller.alerts.tell([SIAGA])
    assert hall.board.notice == ""
    hall.controller.alerts.acknowledge()
    assert hall.board.notice == ""


def test_home_takes_the_sheet_over_a_warning_away(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA])
    hall.seconds += LOOK_S
    hall.controller.navigation.show_settings()
    hall.controller.home()
    assert (hall.board.screen, hall.board.sheet) == ("home", False)


def test_one_that_was_not_seen_yet_does_not_come_below_a_sheet(hall: Hall) -> None:
    hall.controller.alerts.tell([SIAGA])
    hall.controller.navigation.show_settings()
    hall.controller.alerts.tell([SIAGA])
    assert hall.board.sheet  # the same: who reads it in larger letters goes on
    hall.controller.alerts.tell([SIAGA, AWAS])
    assert (hall.board.view, hall.board.sheet) == (AWAS, False)


def test_a_graver_one_takes_the_place_of_what_is_shown(hall: Hall) -> None:
    hall.controller.alerts.tell([SIAGA])
    hall.controller.alerts.tell([SIAGA, AWAS])
    assert hall.board.view == AWAS
    hall.controller.alerts.tell([SIAGA, replace(AWAS, ended=True)])
    assert hall.board.view == SIAGA


def test_what_is_withdrawn_unseen_makes_way(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA])
    hall.controller.alerts.tell([])
    assert (hall.board.screen, hall.board.band) == ("home", None)


def test_the_end_is_shown_too(hall: Hall) -> None:
    hall.controller.alerts.tell([SIAGA])
    hall.controller.alerts.acknowledge()
    hall.controller.alerts.tell([replace(SIAGA, ended=True)])
    assert (hall.board.screen, view_of(hall.board, AlertView).tone, hall.board.band) == ("alert", "selesai", None)
    hall.controller.alerts.acknowledge()
    assert hall.board.screen == "idle"


def test_darurat_opens_from_the_tile_whatever_stands_and_its_band_leads_to_the_warning(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA], understood=[SIAGA])
    hall.controller.navigation.open_category("darurat")
    assert hall.board.screen == "emergency"
    hall.controller.alerts.open()
    assert (hall.board.screen, hall.board.view) == ("alert", SIAGA)
    hall.wait(LOOK_S)
    hall.controller.back()
    assert hall.board.screen == "emergency"
    hall.controller.back()
    assert hall.board.screen == "home"


def test_numbers_are_in_reach_of_a_warning_that_nobody_has_understood(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([AWAS])
    hall.controller.navigation.open_category("darurat")
    for _ in range(3):
        hall.controller.alerts.tell([AWAS])
        hall.wait(1)
    assert hall.board.screen == "emergency"
    hall.controller.alerts.open()
    assert hall.board.screen == "alert"
    hall.controller.navigation.open_category("darurat")
    hall.controller.back()
    assert hall.board.screen == "alert"
    hall.controller.back()
    assert hall.board.screen == "home", "Mengerti leads back to where the visitor was"


@pytest.mark.parametrize("leaves", ["home", "nobody"])
def test_what_was_set_aside_for_the_numbers_comes_back_when_they_are_left(hall: Hall, leaves: str) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([AWAS])
    hall.controller.navigation.open_category("darurat")
    if leaves == "home":
        hall.controller.home()
    else:
        for _ in range(200):
            hall.wait(1)
    hall.wait(1)
    assert (hall.board.screen, hall.board.view) == ("alert", AWAS)


def test_a_graver_warning_takes_the_screen_from_the_numbers(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA])
    hall.controller.navigation.open_category("darurat")
    hall.controller.alerts.tell([SIAGA, AWAS])
    assert (hall.board.screen, hall.board.view) == ("alert", AWAS)


def test_what_is_withdrawn_behind_the_numbers_does_not_come_back(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA])
    hall.controller.navigation.open_category("darurat")
    hall.controller.alerts.tell([])
    hall.controller.back()
    hall.wait(1)
    assert hall.board.screen == "home"


def test_buttons_reach_the_numbers_from_a_warning_and_the_warning_from_them(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([SIAGA])
    hall.controller.previous()
    assert hall.board.focus == "key:numbers"
    hall.controller.listen()
    assert hall.board.screen == "emergency"
    hall.controller.previous()
    assert hall.board.focus == "band"
    hall.controller.listen()
    assert hall.board.screen == "alert"


def test_a_caution_is_a_band_that_opens_by_touch(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.alerts.tell([WASPADA])
    assert (hall.board.screen, hall.board.band) == ("home", WASPADA)
    hall.controller.alerts.open()
    assert (hall.board.screen, hall.board.view) == ("alert", WASPADA)
    hall.wait(80)
    assert hall.board.seconds_left > 0  # understood long ago: this visitor may have gone
    hall.wait(20)
    assert hall.board.screen == "idle"


def test_the_tile_opens_darurat_while_nothing_is_in_force_and_the_list_lies_behind_it(hall: Hall) -> None:
    hall.controller.navigation.open_category("darurat")
    assert hall.board.screen == "emergency"
    hall.controller.navigation.open_alerts()
    assert hall.board.screen == "news"
    hall.controller.back()
    assert hall.board.screen == "emergency"


def test_what_was_understood_before_a_restart_stays_understood(hall: Hall) -> None:
    hall.controller.alerts.tell([SIAGA], understood=[SIAGA])
    assert (hall.board.screen, hall.board.band) == ("idle", SIAGA)
