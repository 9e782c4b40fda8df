"""Darurat as the keys have it: what they move over, and the warning that comes and goes while it is shown."""

from __future__ import annotations

from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.emergency import EmergencyView
from kiosk.content.views.shown import AlertView, ListView
from kiosk.core.messages import ContentChanged
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.items import Stock

CAUTION = AlertView(id="a", severity=Severity.WASPADA, hazard=Hazard.QUAKE)


def test_warning_that_comes_while_darurat_is_shown_is_told_there(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_category("darurat")
    assert "band" not in hall.controller.navigation.page_spots
    hall.controller.alerts.tell([CAUTION])
    assert hall.board.screen == "emergency"
    assert view_of(hall.board, EmergencyView).warning == CAUTION
    hall.controller.listen()
    assert "waspada" in hall.words.lower()
    hall.controller.listen()
    hall.controller.previous()
    hall.controller.listen()
    assert hall.board.screen == "alert"


def test_warning_that_ends_while_darurat_is_shown_is_not_told_any_more(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_category("darurat")
    hall.controller.alerts.tell([CAUTION])
    hall.controller.alerts.tell([])
    assert view_of(hall.board, EmergencyView).warning is None
    assert "band" not in hall.controller.navigation.page_spots


def test_touched_number_has_the_focus_and_is_read_anew_each_time(hall: Hall) -> None:
    hall.controller.home()
    hall.controller.navigation.open_category("darurat")
    page = hall.controller.page("emergency")
    for _ in range(2):
        page.choose_card("number:0")
        assert hall.board.focus == "number:0"
        speaking = hall.board.speaking
        assert speaking is not None
        assert (speaking.utterance, speaking.index) == ("emergency number:0", -1)
        hall.controller.listen()
        assert hall.board.speaking is None


def test_touched_list_of_warnings_opens(hall: Hall) -> None:
    past = Alert(id="g", source="BMKG", title="Gempa M 5,2", published=hall.now, hazard=Hazard.QUAKE)
    Stock(hall.folder)([past], source="BMKG", at=hall.now)
    hall.controller.handle(ContentChanged(hall.repository.revision()))
    hall.controller.home()
    hall.controller.navigation.open_category("darurat")
    hall.controller.page("emergency").choose_card("alerts")
    assert [row.title for row in view_of(hall.board, ListView).rows] == ["Gempa M 5,2"]
