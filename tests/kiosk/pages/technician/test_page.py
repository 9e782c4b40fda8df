"""The technician's page: what it says and does behind the PIN, and how it locks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from content_cache.model.sources import Source
from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.shown import AlertView
from kiosk.pages.technician.view import PinView, StatusView, TechnicianView
from kiosk.settings import DeskSettings, PlaceSettings, Settings, TechnicianSettings
from kiosk.shell.tools.staff_pin import OPEN_FOR_S, PAD
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.support.hall import Hall
from tests.support.present import of

PIN = "246810"


@pytest.fixture
def staffed(hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    """The same hall with a PIN in its settings."""
    made = type(hall)(
        tmp_path, Settings(place=PlaceSettings(name="Desa Bunga"), technician=TechnicianSettings(pin=PIN))
    )
    yield made
    made.close()


def is_locked(hall: Hall) -> bool:
    """Return whether nothing of the page is open or shown."""
    return not (hall.controller.page("status").open or isinstance(hall.board.view, TechnicianView))


def open_page(hall: Hall) -> StatusView:
    hall.controller.home()
    hall.controller.navigation.knock()
    for digit in PIN:
        hall.controller.page("status").digit(digit)
    hall.controller.page("status").try_pin()
    view = hall.board.view
    assert isinstance(view, StatusView)
    return view


def test_the_count_lies_in_the_store_of_the_kiosk(staffed: Hall, tmp_path: Path) -> None:
    staffed.controller.home()
    staffed.controller.navigation.knock()
    staffed.controller.page("status").digit("1")
    staffed.controller.page("status").try_pin()
    with Memory(tmp_path) as memory:
        assert memory.pin_tries.of(PAD) == 1
    open_page(staffed)
    with Memory(tmp_path) as memory:
        assert memory.pin_tries.of(PAD) == 0


def test_the_page_says_values_and_no_secrets(staffed: Hall) -> None:
    view = open_page(staffed)
    assert [card.name for card in view.cards] == ["network", "sources", "storage", "sound", "screen", "clock"]
    told = " ".join([view.code, view.device, *view.lines, *(line for card in view.cards for line in card.lines)])
    assert PIN not in told
    assert "v1.4.2" in view.code
    assert len(view.code.encode()) <= 120  # a code that a phone reads off a small screen
    assert "24-11-26 09.41" in told
    assert "belum ada sumber" in told


def test_no_visitor_is_asked_for_while_the_page_is_open_and_it_locks(staffed: Hall) -> None:
    open_page(staffed)
    staffed.wait(200)
    assert (staffed.board.screen, staffed.board.seconds_left) == ("status", 0)
    staffed.wait(101)
    assert (staffed.board.screen, is_locked(staffed)) == ("idle", True)  # nobody has touched it for all that time


def test_the_pad_is_left_like_any_screen(staffed: Hall) -> None:
    staffed.controller.home()
    staffed.controller.navigation.knock()
    staffed.wait(80)
    assert staffed.board.seconds_left > 0
    staffed.wait(20)
    assert (staffed.board.screen, is_locked(staffed)) == ("idle", True)


@pytest.mark.parametrize("way", ["home", "back", "lock", "numbers"])
def test_whoever_leaves_the_page_locks_it(staffed: Hall, way: str) -> None:
    open_page(staffed)
    controller = staffed.controller
    {
        "home": controller.home,
        "back": controller.back,
        "lock": controller.page("status").lock,
        "numbers": partial(controller.navigation.open_category, "darurat"),
    }[way]()
    assert is_locked(staffed)
    staffed.controller.navigation.knock()
    assert isinstance(staffed.board.view, PinView)


def test_a_warning_closes_the_page_that_it_covers(staffed: Hall) -> None:
    open_page(staffed)
    staffed.controller.alerts.tell([AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.TSUNAMI)])
    assert (staffed.board.screen, is_locked(staffed)) == ("alert", True)
    staffed.controller.alerts.acknowledge()
    assert (staffed.board.screen, is_locked(staffed)) == ("home", True)


def test_of_a_recording_that_a_warning_has_ended_it_is_told(hall: Hall, tmp_path: Path) -> None:
    """The warning has the screen alone until somebody has understood it."""
    desk = DeskSettings(enabled=True, microphone="wav:/dev/null")
    staffed = type(hall)(tmp_path, Settings(technician=TechnicianSettings(pin=PIN), desk=desk))
    open_page(staffed)
    notices = staffed.controller.page("status").notices
    notices.open()
    notices.speak()
    notices.record()
    assert staffed.controller.recording
    staffed.controller.alerts.tell([AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.TSUNAMI)])
    assert (staffed.controller.recording, staffed.board.notice) == (False, "")
    staffed.controller.alerts.acknowledge()
    assert (staffed.board.screen, staffed.board.notice) == ("home", "Dibatalkan. Rekaman dihapus.")
    staffed.close()


def test_an_act_of_a_card_needs_the_pin(staffed: Hall) -> None:
    page = staffed.controller.page("status")
    staffed.controller.home()
    staffed.controller.navigation.knock()
    page.use_card("sound")
    open_page(staffed)
    page.use_card("nothing")
    page.lock()
    page.use_card("sound")
    assert staffed.voice.said == []


def test_a_page_whose_time_is_over_locks_though_something_came_in_before(staffed: Hall) -> None:
    """Show that the page locks after its time though an event came first, and that the tool over it closes."""
    open_page(staffed)
    staffed.controller.page("status").use_card("clock")
    staffed.seconds += OPEN_FOR_S + 1
    staffed.controller.look_again()
    assert staffed.controller.tools.is_shown
    staffed.wait(1)
    assert is_locked(staffed)
    assert not staffed.controller.tools.is_shown


def test_fetching_is_a_request_that_the_refresher_answers(hall: Hall, tmp_path: Path) -> None:
    source = Source(name="Desa", url="https://example.org/feed")
    staffed = type(hall)(tmp_path, Settings(sources=(source,), technician=TechnicianSettings(pin=PIN)))
    open_page(staffed)
    staffed.controller.page("status").use_card("sources")
    assert of(StatusView, staffed.board.view).cards[1].note == "Sudah diminta"
    (request,) = staffed.memory.requests.pending(RequestKind.REFRESH)
    staffed.memory.requests.answer_request(request.id, "taken")
    staffed.wait(1)
    assert of(StatusView, staffed.board.view).cards[1].note == "Sedang diambil"
    staffed.close()


def test_sound_and_colours_are_tried(staffed: Hall) -> None:
    open_page(staffed)
    staffed.controller.page("status").use_card("sound")
    assert staffed.voice.said[-1].sentences[0].spoken.lower().startswith("beginilah suara")
    staffed.controller.page("status").use_card("screen")
    assert staffed.board.theme == "dark"


@pytest.mark.parametrize("presses", [["home"] * 5, ["previous", "next", "listen"] * 4])
def test_no_button_leads_to_the_page(staffed: Hall, presses: list[str]) -> None:
    staffed.controller.home()
    staffed.controller.navigation.knock()
    staffed.press(*presses)
    assert not isinstance(staffed.board.view, StatusView)
