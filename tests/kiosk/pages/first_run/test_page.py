"""The first run: its steps, what may be skipped, what is kept, and what is asked of other processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.first_run.view import STEPS, FirstRunView, SetUp
from kiosk.pages.first_run.words import FirstRunWords
from kiosk.settings import Settings, load
from kiosk.settings.adoption import adoption_file
from kiosk.settings.overrides import read_local, was_set_up
from kiosk.state.request_kinds import RequestKind
from tests.gallery.poses.office import ADOPTED, ALONE, STATES
from tests.support.board import view_of
from tests.support.full_disk import full_disk
from tests.support.hall import Hall


@pytest.fixture
def new(hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    """A kiosk that nobody has set up."""
    made = type(hall)(tmp_path, Settings(), screen="first-run")
    yield made
    made.close()


def at(hall: Hall, step: SetUp) -> Any:
    while view_of(hall.board, FirstRunView).step is not step:
        hall.controller.next()
    return hall.controller.page("first-run")


def test_what_is_chosen_is_kept_and_the_next_start_has_it(new: Hall, tmp_path: Path) -> None:
    new.controller.page("first-run").choose_language("en")
    assert new.board.language == "en"
    at(new, SetUp.PLACE).type_letters("desa kilongan permai")
    assert view_of(new.board, FirstRunView).place == "Desa Kilongan Permai"
    at(new, SetUp.INTERNET).choose_internet("usb")
    at(new, SetUp.CLOCK)
    new.controller.page("first-run").turn_clock("hour", 2)
    new.controller.page("first-run").turn_clock("minute", -42)
    new.controller.page("first-run").turn_clock("month", 1)
    at(new, SetUp.SOUND).test_sound()
    assert new.voice.said
    at(new, SetUp.OFFICE)
    assert not was_set_up(tmp_path)
    assert [request.argument for request in new.memory.requests.pending(RequestKind.OFFICE)] == ["look"]
    new.controller.next()
    assert (new.board.screen, new.board.place) == ("home", "Desa Kilongan Permai")
    assert was_set_up(tmp_path)
    assert load(None, tmp_path).place.name == "Desa Kilongan Permai"
    assert load(None, tmp_path).place.language == "en"
    assert [request.argument for request in new.memory.requests.pending(RequestKind.CLOCK)] == [
        "2026-12-24T11:59+08:00"
    ]
    assert [request.argument for request in new.memory.requests.pending(RequestKind.INTERNET)] == ["usb"]


def test_all_of_it_may_be_skipped(new: Hall, tmp_path: Path) -> None:
    at(new, SetUp.PLACE).type_letters("salah")
    for _ in STEPS[1:]:
        new.controller.page("first-run").skip()
    assert new.board.screen == "home"
    assert read_local(tmp_path, None) == {"place": {"language": "id"}}
    assert was_set_up(tmp_path)
    assert new.memory.requests.pending(RequestKind.CLOCK) == new.memory.requests.pending(RequestKind.INTERNET) == []


def test_back_goes_a_step_back_and_nothing_leads_home_before_the_end(new: Hall, tmp_path: Path) -> None:
    new.controller.next()
    new.controller.next()
    new.controller.back()
    assert view_of(new.board, FirstRunView).step is SetUp.PLACE
    new.press("previous")
    for leave in (new.controller.back, new.controller.home):
        new.board.notice = ""
        leave()
        assert (new.board.screen, view_of(new.board, FirstRunView).step) == ("first-run", SetUp.LANGUAGE)
        assert new.board.notice == "Pasang dulu. Setiap langkah boleh dilewati."
    assert not was_set_up(tmp_path)


def test_what_is_lost_by_skipping_is_told(new: Hall) -> None:
    for step, lost in (
        (SetUp.PLACE, "Tanpa nama, layar hanya bertuliskan Info Desa."),
        (SetUp.INTERNET, "Tanpa internet, kabar hanya datang lewat flash disk."),
        (SetUp.CLOCK, "Kalau jam salah, hari kegiatan ikut salah."),
    ):
        at(new, step).skip()
        assert new.board.notice == lost


def test_nobody_is_hurried(new: Hall) -> None:
    new.wait(1000)
    assert (new.board.screen, new.board.seconds_left) == ("first-run", 0)


def test_listen_reads_the_step(new: Hall) -> None:
    at(new, SetUp.INTERNET).listen()
    said = [sentence.spoken for sentence in new.voice.said[-1].sentences]
    assert said[:2] == ["Internet.", "Sambungkan ke internet?"]
    new.controller.next()
    assert new.board.speaking is None


@pytest.mark.parametrize(
    ("turns", "when"),
    [
        ([("hour", 15)], "2026-11-24T00:41"),
        ([("day", -24)], "2026-10-31T09:41"),
        ([("day", 7), ("month", -10)], "2026-02-01T09:41"),
        ([("month", -9), ("day", 5), ("year", -2)], "2024-03-01T09:41"),
        ([("year", -3000)], "2026-11-24T09:41"),
    ],
)
def test_the_clock_is_turned_part_by_part(new: Hall, turns: list[tuple[str, int]], when: str) -> None:
    at(new, SetUp.CLOCK)
    for part, step in turns:
        new.controller.page("first-run").turn_clock(part, step)
    shown = view_of(new.board, FirstRunView).when or new.now
    assert shown.isoformat(timespec="minutes")[:16] == when


def test_a_card_that_cannot_be_written_is_told(new: Hall) -> None:
    with full_disk():
        for _ in STEPS:
            new.controller.page("first-run").skip()
    assert new.board.screen == "home"
    assert "kartu memori" in new.board.notice


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_step_has_its_words(language: str) -> None:
    for step in STEPS:
        assert all(FirstRunWords(Phrases(Translation(language))).step_texts(step))


def test_the_offices_address_is_typed_in_the_last_step_and_its_answer_ends_it(new: Hall, tmp_path: Path) -> None:
    page = at(new, SetUp.OFFICE)
    adoption_file(tmp_path).write(ALONE)
    new.wait(1)
    assert view_of(new.board, FirstRunView).card.code == ALONE.code
    page.open_address()
    new.controller.back()
    assert view_of(new.board, FirstRunView).step is SetUp.OFFICE
    page.open_address()
    page.type_letters("kabar.go.idd")
    page.erase_letter()
    page.ask_address()
    assert [request.argument for request in new.memory.requests.pending(RequestKind.OFFICE)] == [
        "look",
        "find kabar.go.id",
    ]
    assert view_of(new.board, FirstRunView).told == "Alamat sedang ditanya …"
    adoption_file(tmp_path).write(STATES["no-answer"])
    new.wait(1)
    assert "tidak ada kantor" in view_of(new.board, FirstRunView).told
    adoption_file(tmp_path).write(ADOPTED)
    new.wait(1)
    assert new.board.screen == "home"
    assert was_set_up(tmp_path)
