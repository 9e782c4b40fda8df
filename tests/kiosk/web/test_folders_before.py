"""Files of JSON as the program left them before `JsonFile` and `DraftFolder` wrote them: each opens with what it held."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.core.json_file import JsonFile
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.desk.left_forms import LeftForms
from kiosk.hall.desk.unfinished import UnfinishedNotices
from kiosk.hall.questions import HallQuestions, KeyStretch
from kiosk.office.inbox.inbox import ArrivalBox
from kiosk.office.publishing.schedule import Appointment
from kiosk.office.questions.answers import Typed
from kiosk.refresher.sms.account import SmsAccount
from kiosk.settings.office_layer import read_choices, read_layer
from kiosk.state import hall_emergency
from kiosk.web.drafts import DraftFolder
from kiosk.web.sessions import EndedSessions

NOW = datetime(2026, 12, 2, 9, 41, tzinfo=UTC)
PASSWORD = "kelapa muda hijau"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    shutil.copytree(Path(__file__).parent / "folders_before", tmp_path / "before")
    return tmp_path / "before"


def test_folder_of_a_hall_opens(before: Path) -> None:
    hall, desk = before / "hall", before / "hall/desk"
    people = ClerkAccounts(desk, memory_kib=64, rounds=1)
    questions = HallQuestions(hall, stretch=KeyStretch(1, 8192))

    assert people.matches(people.named("bu lurah"), "729461")
    assert [kept.title for kept in UnfinishedNotices(desk).all_of("f00d", NOW)] == ["Kerja bakti"]
    assert [left.values for left in LeftForms(desk, questions).all_of("f00d", NOW)] == [{"nama": "Ibu Sri"}]
    assert questions.open(PASSWORD)
    assert questions.chosen is not None
    assert (questions.chosen.by, questions.chosen.second) == ("Bu Lurah", "Pak Anton")
    assert EndedSessions(desk / "sessions.json").load(0.0)["ab"].person == "f00d"
    own = hall_emergency.read_emergency(hall)
    assert (own.checked, [each.number for each in own.contacts]) == (date(2026, 12, 1), ["0453 21118"])


def test_data_folder_of_a_kiosk_opens(before: Path) -> None:
    assert read_layer(before / "hall").values == {"speech": {"volume": 70}}
    assert read_choices(before / "hall") == {"speech.volume": NOW}
    assert SmsAccount(before / "hall", monthly=30).state.sent == {"2026-12-02": 1}


def test_private_folder_of_an_office_opens(before: Path) -> None:
    office = before / "office"
    inbox = ArrivalBox(office)

    assert [each.title for each in inbox.list_arrivals("rahma")] == ["Banjir"]
    assert inbox.became("b" * 20) == "banjir"
    told = JsonFile(office / "terjadwal.json", Appointment).load_if_valid()
    assert told == Appointment(NOW, "Rahma Lasaeo", ("sftp",), voice=True)
    begun = DraftFolder(office / "jawaban", Typed).find("1-2-rahma.json")
    assert begun == Typed("Kapan air mati?", "Besok.", "", private=False)


@pytest.mark.parametrize("damaged", [b"", b"{", b"null", b"[" * 100_000, b'{"0": 1}', b"\xff\xfe"])
def test_damaged_files_open_as_empty_ones(before: Path, damaged: bytes) -> None:
    for path in before.rglob("*.*"):
        if path.is_file():
            path.write_bytes(damaged)
    hall, desk = before / "hall", before / "hall/desk"
    questions = HallQuestions(hall, stretch=KeyStretch(1, 8192))

    assert (ClerkAccounts(desk).list_clerks(), UnfinishedNotices(desk).all_of("f00d", NOW)) == ([], [])
    assert (LeftForms(desk, questions).all_of("f00d", NOW), questions.public) == ([], b"")
    assert EndedSessions(desk / "sessions.json").load(0.0) == {}
    assert (read_layer(hall).values, read_choices(hall)) == ({}, {})
    assert hall_emergency.read_emergency(hall) == hall_emergency.OwnEmergency()
    assert ArrivalBox(before / "office").list_arrivals("rahma") == []


def test_drafts_make_way_for_newer_ones_of_the_same_person(tmp_path: Path) -> None:
    drafts = DraftFolder(tmp_path / "left", str, most=3, most_of_one=2)
    for number in range(3):
        assert drafts.store_draft(f"a.{number}", f"text {number}", "a.*")
    assert drafts.store_draft("b.0", "other", "b.*")
    assert drafts.store_draft("b.1", "newer", "b.*")

    assert sorted(drafts.names()) == ["a.2", "b.0", "b.1"]
    assert (tmp_path / "left").stat().st_mode & 0o777 == 0o700
