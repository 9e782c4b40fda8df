"""A technician's tools: each is a request, what is answered is told, and nothing of it is there without the PIN."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.views.service_views import Tool
from kiosk.pages.first_run.view import FirstRunView, SetUp
from kiosk.pages.technician.view import PinView, StatusView
from kiosk.settings import PlaceSettings, Settings, TechnicianSettings
from kiosk.settings.pin import matches
from kiosk.shell.tools.tool_text import AGAIN, WITHOUT, YES
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult
from tests.gallery.samples.provisioned import JOURNAL, NETWORKS
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present

PIN = "246810"
SETTINGS = Settings(place=PlaceSettings(name="Bunga"), technician=TechnicianSettings(pin=PIN))


class Visit:
    """A technician before the screen; the test answers for the provisioner."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.controller, self.board = hall, hall.controller, hall.board

    def open(self, card: str) -> None:
        self.controller.navigation.knock()
        for digit in PIN:
            self.controller.page("status").digit(digit)
        self.controller.page("status").try_pin()
        self.controller.page("status").use_card(card)

    def type(self, text: str) -> None:
        for letter in text:
            self.controller.tools.type_letters(letter)

    @property
    def asked(self) -> list[str]:
        return [request.text for request in self.hall.memory.requests.since(0)]

    def answer(self, result: RequestResult = RequestResult.DONE, **data: Any) -> None:
        number = self.hall.memory.requests.newest()
        self.hall.memory.requests.answer_request(number, RequestAnswer(result, None, data).to_json())
        self.hall.wait(1)

    @property
    def told(self) -> str:
        return present(self.board.tool).told

    @property
    def rows(self) -> list[str]:
        return [row.value for row in present(self.board.tool).rows]


@pytest.fixture
def visit(hall: Hall, tmp_path: Path) -> Iterator[Visit]:
    made = type(hall)(tmp_path, SETTINGS)
    yield Visit(made)
    made.close()


def test_wifi_is_looked_for_chosen_and_joined(visit: Visit) -> None:
    visit.open("network")
    assert visit.asked == ["wifi-scan"]
    assert present(visit.board.tool).busy
    visit.answer(**NETWORKS.data)
    assert visit.rows[0] == "Balai Desa Bunga"
    assert visit.rows[-2:] == [AGAIN, WITHOUT]
    visit.controller.tools.choose("Balai Desa Bunga")
    visit.type("Desa#20")
    visit.controller.tools.go()
    assert "8" in visit.told
    visit.type("266")
    visit.controller.tools.erase()
    assert present(visit.board.tool).typed == "Desa#2026"
    visit.controller.tools.go()
    assert json.loads(visit.asked[-1].removeprefix("wifi:")) == {"name": "Balai Desa Bunga", "password": "Desa#2026"}
    visit.answer(RequestResult.WRONG_PASSWORD)
    assert visit.told == "Kata sandi ini salah."
    assert present(visit.board.tool).typed == "Desa#2026"  # to be mended, not typed anew
    visit.controller.tools.go()
    visit.answer(name="Balai Desa Bunga")
    assert visit.told == "Tersambung ke Balai Desa Bunga."
    assert present(visit.board.tool).tool is Tool.WIFI


def test_a_network_without_a_password_is_joined_at_once_and_one_of_an_office_not(visit: Visit) -> None:
    visit.open("network")
    visit.answer(**NETWORKS.data)
    visit.controller.tools.choose("Dinas-802.1X")
    assert visit.asked == ["wifi-scan"]
    assert present(visit.board.tool).tone == "err"
    visit.controller.tools.choose("WiFi Warung Kopi")
    assert visit.asked[-1].startswith("wifi:")
    visit.controller.tools.choose(WITHOUT)  # not while it is busy
    assert len(visit.asked) == 2
    visit.answer(RequestResult.NO_ANSWER)
    visit.controller.tools.choose(WITHOUT)
    assert visit.asked[-1] == "internet:none"
    visit.answer()
    assert visit.told == "Wi-Fi tidak dipakai."


def test_the_clock_is_turned_and_set(visit: Visit) -> None:
    visit.open("clock")
    before = present(visit.board.tool).when
    visit.controller.tools.turn_clock("hour", 1)
    visit.controller.tools.turn_clock("year", 1)
    visit.controller.tools.go()
    assert visit.asked == [f"clock:{present(present(visit.board.tool).when).isoformat(timespec='minutes')}"]
    assert present(present(visit.board.tool).when).year == present(before).year + 1
    visit.answer()
    assert visit.told == "Jam sudah disetel."


def test_the_pin_is_typed_twice_hashed_and_opens_from_then_on(visit: Visit) -> None:
    visit.open("storage")
    visit.controller.tools.choose(Tool.PIN)
    for pin in ("13579", "135790", "135791", "135790", "135790"):
        visit.type(pin)
        visit.controller.tools.go()
    (asked,) = visit.asked
    assert asked.startswith("pin:scrypt$")  # not the digits themselves
    assert matches("135790", asked.removeprefix("pin:"))
    visit.answer()
    visit.controller.page("status").lock()
    visit.controller.navigation.knock()
    for pin, view in ((PIN, PinView), ("135790", StatusView)):
        for digit in pin:
            visit.controller.page("status").digit(digit)
        visit.controller.page("status").try_pin()
        assert isinstance(visit.board.view, view)


def test_faults_report_and_connection_are_told(visit: Visit) -> None:
    visit.open("storage")
    visit.controller.tools.choose(RequestKind.NETWORK)
    visit.answer(wifi="Balai", signal=72, addresses=["10.14.2.31"], internet="full")
    assert visit.told == "Balai · 72 % · 10.14.2.31 · Internet tersambung."
    visit.controller.tools.choose(RequestKind.REPORT)
    visit.answer(RequestResult.NO_DEVICE)
    assert visit.told == "Pasang flash disk, lalu coba lagi."
    visit.controller.tools.choose(Tool.FAULTS)
    visit.answer(**JOURNAL.data)
    assert present(visit.board.tool).lines[1].endswith("kernel: Under-voltage detected! (0x00050005)")
    visit.controller.back()
    assert present(visit.board.tool).tool is Tool.MORE


@pytest.mark.parametrize("want", [RequestKind.REBOOT, RequestKind.RESET])
def test_what_cannot_be_undone_is_asked_twice(visit: Visit, want: RequestKind) -> None:
    visit.open("storage")
    visit.controller.tools.choose(want)
    visit.controller.tools.choose("no")
    assert visit.asked == []
    visit.controller.tools.choose(want)
    visit.controller.tools.choose(YES)
    assert visit.asked == [str(want)]


def test_where_nobody_answers_that_is_told(visit: Visit) -> None:
    visit.open("network")
    visit.hall.wait(151)
    assert visit.told.startswith("Tidak ada jawaban.")
    assert not present(visit.board.tool).busy


def test_a_search_without_an_answer_ends_with_a_choice_after_15_seconds(visit: Visit) -> None:
    visit.open("network")
    visit.hall.wait(14)
    assert (present(visit.board.tool).busy, visit.rows) == (True, [])
    visit.hall.wait(2)
    assert (present(visit.board.tool).busy, visit.rows) == (False, [AGAIN, WITHOUT])
    assert visit.told == "Wi-Fi belum ditemukan. Cari lagi, atau lanjut tanpa internet."
    visit.answer(**NETWORKS.data)
    assert "Balai Desa Bunga" in visit.rows, "what comes late is shown all the same"


def test_without_the_pin_no_tool_does_anything(visit: Visit) -> None:
    visit.controller.navigation.knock()
    acts: tuple[Callable[[], None], ...] = (
        lambda: visit.controller.page("status").use_card("network"),
        lambda: visit.controller.tools.choose(RequestKind.REBOOT),
        lambda: visit.controller.tools.type_letters("1"),
        lambda: visit.controller.tools.erase(),
        lambda: visit.controller.tools.turn_clock("year", 1),
        lambda: visit.controller.tools.go(),
    )
    for act in acts:
        act()
    assert visit.board.tool is None
    assert visit.asked == []


def test_when_the_page_locks_the_tool_goes_and_what_was_typed_too(visit: Visit) -> None:
    visit.open("network")
    visit.answer(**NETWORKS.data)
    visit.controller.tools.choose("Balai Desa Bunga")
    visit.type("rahasia")
    for _ in range(6):
        visit.hall.wait(60)
    assert (visit.board.tool, visit.board.screen) == (None, "idle")
    visit.open("network")
    visit.answer(**NETWORKS.data)
    visit.controller.tools.choose("Balai Desa Bunga")
    assert present(visit.board.tool).typed == ""
    visit.controller.home()
    assert visit.board.tool is None


def test_the_first_run_joins_the_halls_wifi(hall: Hall, tmp_path: Path) -> None:
    visit = Visit(type(hall)(tmp_path, SETTINGS, screen="first-run"))
    while view_of(visit.board, FirstRunView).step is not SetUp.INTERNET:
        visit.controller.next()
    visit.controller.page("first-run").choose_internet("wifi")
    assert visit.asked == ["wifi-scan"]
    visit.answer(**NETWORKS.data)
    visit.controller.next()  # turns the page of networks, not of the first run
    assert view_of(visit.board, FirstRunView).step is SetUp.INTERNET
    visit.controller.back()
    assert (visit.board.tool, view_of(visit.board, FirstRunView).step) == (None, SetUp.INTERNET)
    visit.hall.close()


def test_lewati_dulu_skips_the_search_that_is_seen_and_nothing_behind_it(hall: Hall, tmp_path: Path) -> None:
    visit = Visit(type(hall)(tmp_path, SETTINGS, screen="first-run"))
    first_run = visit.controller.page("first-run")
    while view_of(visit.board, FirstRunView).step is not SetUp.INTERNET:
        visit.controller.next()
    first_run.choose_internet("wifi")
    first_run.skip()
    assert (visit.board.tool, view_of(visit.board, FirstRunView).step) == (None, SetUp.CLOCK)
    assert view_of(visit.board, FirstRunView).internet == ""
    visit.controller.back()
    first_run.choose_internet("wifi")
    visit.hall.wait(16)
    visit.controller.tools.choose(WITHOUT)
    assert (visit.board.tool, view_of(visit.board, FirstRunView).step) == (None, SetUp.CLOCK)
    assert view_of(visit.board, FirstRunView).internet == "none"
    visit.hall.close()
