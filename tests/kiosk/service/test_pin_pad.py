"""The door of the technician: a pad that counts, a page that locks, and nothing without the PIN."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path

import pytest

from content_cache.model.items import Hazard, Severity, Source
from kiosk.service.pin_pad import LOCKED_FOR_S, LONGEST_S, MOST_TRIES, OPEN_FOR_S, PAD, PinEntry
from kiosk.settings import DeskSettings, PlaceSettings, Settings, TechnicianSettings
from kiosk.settings.pin import hash_pin
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from kiosk.viewmodel.ports import BoardPort
from kiosk.viewmodel.service_views import DeskView, PinView, StatusCard, StatusView
from kiosk.viewmodel.views import AlertView
from tests.support.hall import Hall
from tests.support.present import of

PIN = "246810"


class Door:
    """A pad with a board of its own and a stopwatch that the test turns."""

    def __init__(self, board: BoardPort, kept: str = PIN, wrong: int = 0) -> None:
        self.board, self.seconds, self.done = board, 0.0, 0
        self.wrong = wrong
        self.pad = PinEntry(
            board,
            kept=kept,
            enter=lambda: setattr(board, "screen", "status"),
            leave=lambda: setattr(board, "screen", "home"),
            monotonic=lambda: self.seconds,
            wrong=wrong,
            keep_wrong=partial(setattr, self, "wrong"),
            gather=lambda: StatusView((StatusCard("sound", act="sound"), StatusCard("clock"))),
            acts={"sound": self._test},
        )

    def _test(self) -> str:
        self.done += 1
        return "sudah"

    @property
    def shown(self) -> PinView | StatusView | DeskView | None:
        return self.board.technician

    def try_pin(self, pin: str) -> PinView | StatusView | DeskView | None:
        for digit in pin:
            self.pad.digit(digit)
        self.pad.try_pin()
        return self.shown


@pytest.fixture
def door(hall: Hall) -> Door:
    made = Door(hall.board)
    made.pad.knock()
    return made


def test_the_pin_opens_the_page_and_the_page_locks_after_five_minutes(door: Door) -> None:
    assert of(PinView, door.shown) == PinView()
    assert isinstance(door.try_pin(PIN), StatusView)
    door.seconds = OPEN_FOR_S - 28
    assert door.pad.stays()
    assert of(StatusView, door.shown).locks_in == 28
    door.seconds = OPEN_FOR_S + 1
    assert not door.pad.stays()
    assert (door.shown, door.board.screen) == (None, "home")


@pytest.mark.parametrize("pin", ["", "24681", "2468100", "000000", "1" * 40])
def test_no_other_pin_does(door: Door, pin: str) -> None:
    assert isinstance(door.try_pin(pin), PinView)
    assert of(PinView, door.board.technician).wrong is bool(pin)


def test_a_hash_is_opened_by_its_pin(hall: Hall) -> None:
    door = Door(hall.board, hash_pin(PIN))
    door.pad.knock()
    assert isinstance(door.try_pin("111111"), PinView)
    assert isinstance(door.try_pin(PIN), StatusView)


def test_without_a_pin_in_the_settings_nothing_opens(hall: Hall) -> None:
    door = Door(hall.board, "")
    door.pad.knock()
    assert of(PinView, door.board.technician).unset
    assert isinstance(door.try_pin("0000"), PinView)


def test_five_wrong_pins_lock_the_pad_for_five_minutes_even_for_the_right_one(door: Door) -> None:
    for left in range(MOST_TRIES - 1, 0, -1):
        assert of(PinView, door.try_pin("1111")).tries == left
    assert of(PinView, door.try_pin("1111")).locked_for == LOCKED_FOR_S
    assert isinstance(door.try_pin(PIN), PinView)
    door.seconds = LOCKED_FOR_S - 1
    door.pad.stays()
    assert of(PinView, door.board.technician).locked_for == 1
    door.board.screen = "home"
    door.pad.knock()
    assert isinstance(door.try_pin(PIN), PinView)  # going away does not help
    door.seconds = LOCKED_FOR_S
    assert isinstance(door.try_pin(PIN), StatusView)


def test_each_time_the_pad_locks_for_twice_as_long_and_the_right_pin_begins_anew(door: Door) -> None:
    """Five tries every five minutes were all PINs of four digits in a week of nights."""
    waits = []
    for _ in range(6):
        for _ in range(MOST_TRIES):
            door.try_pin("1111")
        waits.append(of(PinView, door.shown).locked_for)
        door.seconds += waits[-1]
    assert waits == [300, 600, 1200, 2400, 3600, 3600]
    assert waits[-1] == LONGEST_S
    assert isinstance(door.try_pin(PIN), StatusView)
    assert door.wrong == 0


def test_a_pad_that_was_locked_for_an_hour_is_that_again_after_the_plug_was_pulled(hall: Hall) -> None:
    door = Door(hall.board, wrong=50)
    door.pad.knock()
    assert of(PinView, door.shown).locked_for == LONGEST_S
    hall.board.screen = "home"
    again = Door(hall.board, wrong=51)
    again.pad.knock()
    assert of(PinView, again.shown).tries == MOST_TRIES - 1


def test_pulling_the_plug_gives_no_try_back(door: Door) -> None:
    for wrong in range(1, MOST_TRIES):
        door.board.screen = "home"
        door = Door(door.board, wrong=door.wrong)  # started anew with what was kept
        door.pad.knock()
        assert of(PinView, door.try_pin("1111")).tries == MOST_TRIES - wrong
    for _ in range(3):
        door.try_pin("1111")
        door.board.screen = "home"
        door = Door(door.board, wrong=door.wrong)
        door.pad.knock()
        assert of(PinView, door.board.technician).locked_for == LOCKED_FOR_S
        assert isinstance(door.try_pin(PIN), PinView)
    door.seconds = LOCKED_FOR_S
    assert isinstance(door.try_pin(PIN), StatusView)
    assert door.wrong == 0


def test_a_try_is_counted_before_it_is_compared(hall: Hall) -> None:
    kept: list[int] = []
    pad = PinEntry(
        hall.board, kept=PIN, enter=lambda: setattr(hall.board, "screen", "status"), leave=lambda: None, monotonic=lambda: 0.0,
        wrong=0, keep_wrong=kept.append, gather=StatusView, acts={},
    )  # fmt: skip
    pad.knock()
    for digit in PIN:
        pad.digit(digit)
    pad.try_pin()
    assert kept == [1, 0]


def test_tests_run_behind_the_pin_alone(door: Door) -> None:
    door.pad.use_card("sound")
    assert door.done == 0
    door.try_pin(PIN)
    door.pad.use_card("clock")
    door.pad.use_card("nothing")
    door.pad.use_card("sound")
    assert (door.done, of(StatusView, door.board.technician).cards[0].note) == (1, "sudah")
    door.pad.lock()
    door.pad.use_card("sound")
    assert door.done == 1


def test_what_was_typed_is_erased_digit_by_digit(door: Door) -> None:
    for digit in "2468107":
        door.pad.digit(digit)
    door.pad.erase()
    assert of(PinView, door.board.technician).typed == 6
    door.pad.try_pin()
    assert isinstance(door.board.technician, StatusView)


# in the controller


@pytest.fixture
def staffed(hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    """The same hall with a PIN in its settings."""
    made = type(hall)(
        tmp_path, Settings(place=PlaceSettings(name="Desa Bunga"), technician=TechnicianSettings(pin=PIN))
    )
    yield made
    made.close()


def open_page(hall: Hall) -> StatusView:
    hall.controller.home()
    hall.controller.service.pad.knock()
    for digit in PIN:
        hall.controller.service.pad.digit(digit)
    hall.controller.service.pad.try_pin()
    view = hall.board.technician
    assert isinstance(view, StatusView)
    return view


def test_the_count_lies_in_the_store_of_the_kiosk(staffed: Hall, tmp_path: Path) -> None:
    staffed.controller.home()
    staffed.controller.service.pad.knock()
    staffed.controller.service.pad.digit("1")
    staffed.controller.service.pad.try_pin()
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
    assert (staffed.board.screen, staffed.board.technician) == ("idle", None)  # nobody has touched it for all that time


def test_the_pad_is_left_like_any_screen(staffed: Hall) -> None:
    staffed.controller.home()
    staffed.controller.service.pad.knock()
    staffed.wait(80)
    assert staffed.board.seconds_left > 0
    staffed.wait(20)
    assert (staffed.board.screen, staffed.board.technician) == ("idle", None)


@pytest.mark.parametrize("way", ["home", "back", "service.pad.lock"])
def test_whoever_leaves_the_page_locks_it(staffed: Hall, way: str) -> None:
    open_page(staffed)
    attrgetter(way)(staffed.controller)()
    assert staffed.board.technician is None
    staffed.controller.service.pad.knock()
    assert isinstance(staffed.board.technician, PinView)


def test_another_page_locks_it(staffed: Hall) -> None:
    open_page(staffed)
    staffed.controller.page("search").turn_to()
    assert staffed.board.technician is None


def test_a_warning_closes_the_page_that_it_covers(staffed: Hall) -> None:
    open_page(staffed)
    staffed.controller.alerts.tell([AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.TSUNAMI)])
    assert (staffed.board.screen, staffed.board.technician) == ("alert", None)
    staffed.controller.alerts.acknowledge()
    assert (staffed.board.screen, staffed.board.technician) == ("home", None)


def test_of_a_recording_that_a_warning_has_ended_it_is_told(hall: Hall, tmp_path: Path) -> None:
    """The warning has the screen alone until somebody has understood it."""
    desk = DeskSettings(enabled=True, microphone="wav:/dev/null")
    staffed = type(hall)(tmp_path, Settings(technician=TechnicianSettings(pin=PIN), desk=desk))
    open_page(staffed)
    notices = staffed.controller.service.notices
    notices.open()
    notices.speak()
    notices.record()
    assert staffed.controller.recording
    staffed.controller.alerts.tell([AlertView(id="a", severity=Severity.AWAS, hazard=Hazard.TSUNAMI)])
    assert (staffed.controller.recording, staffed.board.notice) == (False, "")
    staffed.controller.alerts.acknowledge()
    assert (staffed.board.screen, staffed.board.notice) == ("home", "Dibatalkan. Rekaman dihapus.")
    staffed.close()


def test_fetching_is_a_request_that_the_refresher_answers(hall: Hall, tmp_path: Path) -> None:
    source = Source(name="Desa", url="https://example.org/feed")
    staffed = type(hall)(tmp_path, Settings(sources=(source,), technician=TechnicianSettings(pin=PIN)))
    open_page(staffed)
    staffed.controller.service.pad.use_card("sources")
    assert of(StatusView, staffed.board.technician).cards[1].note == "Sudah diminta"
    (request,) = staffed.memory.requests.pending(RequestKind.REFRESH)
    staffed.memory.requests.answer(request.id, "taken")
    staffed.wait(1)
    assert of(StatusView, staffed.board.technician).cards[1].note == "Sedang diambil"
    staffed.close()


def test_sound_and_colours_are_tried(staffed: Hall) -> None:
    open_page(staffed)
    staffed.controller.service.pad.use_card("sound")
    assert staffed.voice.said[-1].sentences[0].spoken.lower().startswith("beginilah suara")
    staffed.controller.service.pad.use_card("screen")
    assert staffed.board.theme == "dark"


@pytest.mark.parametrize("presses", [["home"] * 5, ["previous", "next", "listen"] * 4])
def test_no_button_leads_to_the_page(staffed: Hall, presses: list[str]) -> None:
    staffed.controller.home()
    staffed.controller.service.pad.knock()
    staffed.press(*presses)
    assert not isinstance(staffed.board.technician, StatusView)
