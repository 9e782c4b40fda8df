"""The technician's page of the office: open by the PIN alone, what it asks of the refresher, what it shows and says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.content.views.office_card import office_card, spelled
from kiosk.content.views.service_views import Tool
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.office.office_texts import DROP, FIND, LEAVE, NEW, NO, TAKE, YES, OfficeTexts
from kiosk.pages.office.page import ASKED_S, OfficePage
from kiosk.pages.office.view import OfficeStep, OfficeView
from kiosk.pages.office.words import OfficeWords
from kiosk.settings import PlaceSettings, Settings, TechnicianSettings
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file
from kiosk.settings.sections import PostSettings
from kiosk.shell.tools.staff_pin import OPEN_FOR_S
from kiosk.state.request_kinds import RequestKind
from tests.gallery.poses.office import ADOPTED, ALONE, STATES, WAITING
from tests.support.hall import Hall
from tests.support.items import NOW

PIN = "246810"
SETTINGS = Settings(place=PlaceSettings(name="Bunga"), technician=TechnicianSettings(pin=PIN))
TEXTS = OfficeTexts(Phrases(Translation("id")), NOW)


class Visit:
    """A technician before the screen; the test writes what the refresher would."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.page: OfficePage = hall.controller.page("offices")

    def open(self, adoption: Adoption) -> None:
        adoption_file(self.hall.folder).write(adoption)
        self.hall.controller.navigation.knock()
        status = self.hall.controller.page("status")
        for digit in PIN:
            status.digit(digit)
        status.try_pin()
        status.use_card("storage")
        self.hall.controller.tools.choose(Tool.ADOPTION)

    def write(self, adoption: Adoption) -> None:
        adoption_file(self.hall.folder).write(adoption)
        self.hall.wait(1)

    @property
    def view(self) -> OfficeView:
        view = self.hall.board.view
        assert isinstance(view, OfficeView)
        return view

    @property
    def asked(self) -> list[str]:
        return [request.argument for request in self.hall.memory.requests.pending(RequestKind.OFFICE)]


@pytest.fixture
def visit(hall: Hall, tmp_path: Path) -> Iterator[Visit]:
    (tmp_path / "data").mkdir()
    made = type(hall)(tmp_path / "data", SETTINGS)
    yield Visit(made)
    made.close()


def test_the_code_is_shown_and_said_and_a_new_one_is_asked_for(visit: Visit) -> None:
    visit.open(WAITING)
    assert visit.view.card.code == "KX7MWPRQ"
    assert visit.view.card.payload.startswith(
        "https://kabar.banggaikab.go.id/pendaftaran/terima?perkenalan=KIM-KIOS%20"
    )
    assert visit.view.pill == "Menunggu kantor"
    said = OfficeWords(Phrases(Translation("id"))).entry(visit.view, Moment(NOW, Trust.TRUSTED))
    assert said == ["Kode kios: K, X, 7, M. W, P, R, Q.", "Kata: mangga, perahu, bukit, tujuh."]
    visit.page.choose_row(NEW)
    assert visit.asked == ["look", "new"]


def test_an_address_is_typed_and_asked_and_what_comes_of_it_is_told(visit: Visit) -> None:
    visit.open(ALONE)
    visit.page.choose_row(FIND)
    assert visit.view.step is OfficeStep.TYPING
    for letters in ("kabar", ".go", ".idd"):
        visit.page.type_address(letters)
    visit.page.erase()
    visit.page.ask_address()
    assert visit.asked == ["look", "find kabar.go.id"]
    assert visit.view.told == "Alamat sedang ditanya …"
    visit.write(STATES["no-answer"])
    assert "tidak ada kantor" in visit.view.told.casefold()
    visit.page.choose_row(FIND)
    visit.page.type_address("x")
    visit.page.ask_address()
    visit.hall.wait(ASKED_S + 1)
    assert visit.view.told != "Alamat sedang ditanya …"


def test_an_acceptance_on_a_stick_is_confirmed_or_dropped(visit: Visit) -> None:
    visit.open(STATES["offered"])
    assert "mangga, perahu, bukit, tujuh" in visit.view.lines[0]
    visit.page.choose_row(DROP)
    visit.page.choose_row(TAKE)
    assert visit.asked == ["look", "drop", "take"]


def test_leaving_is_asked_twice(visit: Visit) -> None:
    visit.open(ADOPTED)
    visit.page.choose_row(YES)
    assert visit.asked == ["look"], "nobody has asked to leave yet"
    visit.page.choose_row(LEAVE)
    visit.page.choose_row(NO)
    visit.page.choose_row(LEAVE)
    assert visit.view.heading == "Lepas dari Diskominfo Banggai?"
    visit.page.choose_row(YES)
    assert visit.asked == ["look", "leave"]


def test_without_the_pin_nothing_is_shown_or_done(visit: Visit) -> None:
    visit.open(WAITING)
    visit.hall.wait(OPEN_FOR_S + 1)
    assert not isinstance(visit.hall.board.view, OfficeView)
    visit.page.choose_row(NEW)
    visit.page.ask_address()
    assert visit.asked == ["look"]


def test_back_leads_to_the_tools_and_a_warning_locks(visit: Visit) -> None:
    visit.open(ALONE)
    visit.page.choose_row(FIND)
    visit.page.back()
    assert visit.view.step is OfficeStep.CARD
    visit.page.covered()
    assert not isinstance(visit.hall.board.view, OfficeView)


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_words(state: str) -> None:
    view = TEXTS.view(STATES[state], SETTINGS, "")
    words = OfficeWords(Phrases(Translation("id")))
    assert view.heading
    assert view.pill
    assert words.entry(view, Moment(NOW, Trust.TRUSTED))
    assert words.reading(view, "", Moment(NOW, Trust.TRUSTED))


def test_a_card_that_an_office_made_says_so_and_offers_no_code() -> None:
    settings = replace(SETTINGS, post=PostSettings("https://kabar.go.id", WAITING.key, "ABCDEFGH"))
    view = TEXTS.view(Adoption(), settings, "")
    assert (view.step, view.rows, view.lines) == (OfficeStep.TOLD, (), ("kabar.go.id",))


def test_the_qr_code_of_a_kiosk_without_an_office_holds_the_introduction_itself() -> None:
    assert office_card(ALONE).payload == ALONE.introduction
    assert spelled("") == ""
    assert not office_card(replace(ALONE, state=AdoptionState.NONE)).asked
