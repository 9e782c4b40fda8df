"""The technician's page of backups: open by the PIN alone, each order and each answer, what is told, what is never left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.problems import problem
from kiosk.content.views.service_views import Tool
from kiosk.hall.backup.faults import BackupCode
from kiosk.hall.backup.stick_orders import BackupOrder, Errand, StickOrders, StickState
from kiosk.pages.backup.page import BEGIN_S, STALLED_S, BackupPage
from kiosk.pages.backup.stick_texts import LOOK, RESTART, SAVE, YES
from kiosk.pages.backup.view import BackupStep, BackupView
from kiosk.pages.technician.view import PinView, StatusView
from kiosk.settings import PlaceSettings, Settings, TechnicianSettings
from kiosk.shell.tools.staff_pin import OPEN_FOR_S
from kiosk.state.request_kinds import RequestAnswer, RequestResult
from tests.gallery.poses.backup import FOUND, OTHER, OWN, SAVED, SEALED
from tests.support.hall import Hall
from tests.support.present import present

PIN = "246810"
SETTINGS = Settings(place=PlaceSettings(name="Bunga"), technician=TechnicianSettings(pin=PIN))


class Visit:
    """A technician before the screen; the test answers for root and for the stick's unit."""

    def __init__(self, hall: Hall, orders: StickOrders) -> None:
        self.hall, self.orders = hall, orders
        self.page: BackupPage = hall.controller.page("backups")
        self.taken: BackupOrder | None = None

    def open(self) -> None:
        self.hall.controller.navigation.knock()
        status = self.hall.controller.page("status")
        for digit in PIN:
            status.digit(digit)
        status.try_pin()
        status.use_card("storage")
        self.hall.controller.tools.choose(Tool.BACKUP)

    @property
    def view(self) -> BackupView:
        view = self.hall.board.view
        assert isinstance(view, BackupView)
        return view

    def unit(self, state: StickState) -> None:
        """Do as the unit: take the order, tell *state* of it."""
        self.taken = self.orders.take() or self.taken
        self.orders.tell(replace(state, id=present(self.taken).id))
        self.hall.wait(1)

    def fail(self, code: BackupCode) -> None:
        self.unit(StickState(ended=True, problem=problem(code)))

    def root(self, result: RequestResult) -> None:
        queue = self.hall.memory.requests
        queue.answer_request(queue.newest(), RequestAnswer(result).to_json())
        self.hall.wait(1)

    @property
    def files(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.hall.folder.parent.rglob("*") if path.is_file())


@pytest.fixture
def visit(hall: Hall, tmp_path: Path) -> Iterator[Visit]:
    (tmp_path / "orders").mkdir()
    (tmp_path / "data").mkdir()
    orders = StickOrders(tmp_path / "orders")
    made = type(hall)(tmp_path / "data", SETTINGS, stick_orders=orders)
    yield Visit(made, orders)
    made.close()


def test_what_is_on_the_stick_is_shown_and_a_backup_is_saved(visit: Visit) -> None:
    visit.open()
    assert (visit.view.step, visit.view.heading) == (BackupStep.BUSY, "Jangan cabut flash disk.")
    visit.root(RequestResult.DONE)
    visit.unit(FOUND)
    assert present(visit.taken).errand is Errand.LOOK
    assert visit.view.stick == "15,6 GB, kosong 3,2 GB"
    assert [row.value for row in visit.view.rows] == [SAVE, OWN.file, OTHER.file, SEALED.file, LOOK]
    assert visit.view.rows[1].told == "20 Nov 2026, 09.00 · 1,2 MB"
    visit.page.choose(SAVE)
    visit.unit(StickState(done=206, every=412))
    assert visit.view.share == 0.5
    visit.page.choose(LOOK)  # not while it is at work
    visit.unit(SAVED)
    assert visit.view.heading == "Cadangan selesai. Flash disk boleh dicabut."
    assert visit.view.words == SAVED.words
    assert SAVED.words.encode() not in visit.files


def test_the_page_stays_open_as_long_as_it_works_and_locks_after_five_minutes(visit: Visit) -> None:
    visit.open()
    visit.unit(FOUND)
    visit.page.choose(SAVE)
    for share in range(10):
        visit.hall.seconds += STALLED_S / 2
        visit.unit(StickState(done=share, every=10))
    assert visit.view.step is BackupStep.BUSY
    visit.unit(SAVED)
    visit.hall.wait(OPEN_FOR_S + 1)
    assert not isinstance(visit.hall.board.view, BackupView)
    visit.page.choose(SAVE)
    assert visit.orders.take() is None


def test_back_leads_to_the_open_technicians_page_and_home_locks(visit: Visit) -> None:
    visit.open()
    visit.unit(FOUND)
    visit.page.choose(OWN.file)
    visit.page.back()
    visit.unit(FOUND)
    visit.page.back()
    assert isinstance(visit.hall.board.view, StatusView)
    visit.hall.controller.home()
    visit.hall.controller.navigation.knock()
    assert isinstance(visit.hall.board.view, PinView)


def test_an_own_backup_is_brought_back_after_a_yes_and_asked_again_where_something_is_newer(visit: Visit) -> None:
    visit.open()
    visit.unit(FOUND)
    visit.page.choose(OWN.file)
    assert visit.view.step is BackupStep.SURE
    visit.page.choose(YES)
    visit.fail(BackupCode.HERE_NEWER)
    assert visit.view.lines[-1] == "Di sini ada yang lebih baru. Itu akan hilang."
    visit.page.choose(YES)
    visit.unit(StickState(ended=True, saved=OWN))
    order = present(visit.taken)
    assert (order.errand, order.file, order.other, order.older) == (Errand.RESTORE, OWN.file, False, True)
    visit.page.choose(RESTART)
    assert visit.hall.memory.requests.since(0)[-1].text == "reboot"


def test_anothers_backup_needs_its_six_words_and_one_of_the_office_is_refused(visit: Visit) -> None:
    visit.open()
    visit.unit(FOUND)
    visit.page.choose(SEALED.file)
    assert visit.view.told == "Hanya kantor yang bisa membuka cadangan ini."
    visit.page.choose(OTHER.file)
    for letter in "mangga perahu":
        visit.page.type_words(letter)
    visit.page.go()
    assert visit.view.lines[-1] == "Ini dari kios lain. Kios ini menggantikannya."
    visit.page.choose(YES)
    visit.fail(BackupCode.WORDS_WRONG)
    order = present(visit.taken)
    assert (order.words, order.other) == ("mangga perahu", True)
    assert (visit.view.step, visit.view.typed) == (BackupStep.WORDS, "mangga perahu")
    visit.page.lock()
    assert b"mangga perahu" not in visit.files


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (BackupCode.STICK_FULL, "Flash disk penuh. Pakai yang lain."),
        (BackupCode.STICK_GONE, "Flash disk tercabut atau tidak menjawab. Tidak ada yang hilang."),
        (BackupCode.DAMAGED, "Cadangan ini terpotong atau rusak. Pakai yang lain. Tidak ada yang diubah."),
        (BackupCode.CARD_FULL, "Kartu kios tidak cukup untuk membukanya. Tidak ada yang diubah."),
    ],
)
def test_each_failure_is_one_line(visit: Visit, code: BackupCode, told: str) -> None:
    visit.open()
    visit.unit(FOUND)
    visit.page.choose(SAVE)
    visit.fail(code)
    assert (visit.view.told, visit.view.tone) == (told, "err")


def test_no_stick_no_answer_and_a_unit_that_died(visit: Visit) -> None:
    visit.open()
    visit.root(RequestResult.NO_DEVICE)
    assert visit.view.told == "Pasang flash disk, lalu coba lagi."
    visit.page.choose(LOOK)
    visit.hall.wait(BEGIN_S + 1)
    assert visit.view.told.startswith("Tidak ada jawaban.")
    visit.page.choose(LOOK)
    visit.unit(StickState(done=1, every=9))
    visit.hall.wait(STALLED_S + 1)
    assert visit.view.told.startswith("Flash disk tercabut")


@pytest.mark.attack(
    "people",
    "somebody without the PIN opens the page of backups, or finds it open after a warning or after somebody has gone",
    "the technician's page alone leads to it; it locks with the PIN's five minutes, and forgets what was typed and shown",
)
def test_without_the_pin_nothing_is_shown_or_ordered(visit: Visit) -> None:
    visit.page.choose(SAVE)
    visit.page.type_words("a")
    assert visit.orders.take() is None
    visit.open()
    visit.unit(FOUND)
    visit.page.covered()
    assert visit.hall.controller.navigation.at_home
    visit.page.turn_to()
    assert (visit.view.rows, visit.view.stick) == ((), "")
    assert visit.orders.take() is None
