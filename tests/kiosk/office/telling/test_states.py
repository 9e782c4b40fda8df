"""States of kiosks that report by post alone: each is on the page of villages, and told by mail within the times of the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.office.setup.telling import LetterRecipient
from tests.kiosk.office.telling.test_teller import SITI, begun, pass_time, propose, settings
from tests.kiosk.office.test_waiting_pages import known
from tests.support.mail_server import MailHost, mail_host
from tests.support.newsroom import Browser, Newsroom
from tests.support.posting import enrol, report_health

KIOSK = "0123456789ab"
WITHIN_MINUTES = 10


@pytest.fixture
def host() -> Iterator[MailHost]:
    with mail_host() as found:
        yield found


def page(room: Newsroom) -> Browser:
    browser = room.browser("Fatma Adam")
    browser.get("/desa")
    return browser


@pytest.mark.parametrize(
    ("health", "shown", "state", "told"),
    [
        ({"card_errors": 3}, "Kartunya bermasalah", "fault", "Kartu penuh atau rusak: 1"),
        ({"disk_ok": False}, "Kartunya penuh", "fault", "Kartu penuh atau rusak: 1"),
        ({"speech_ok": False}, "Suara tidak berbunyi", "fault", "Kios tanpa suara: 1"),
        ({"loudspeaker": "fault"}, "Suara tidak berbunyi", "fault", "Kios tanpa suara: 1"),
        ({"under_voltage": True}, "Listriknya", "minor", ""),
        ({"temperature": 84.2}, "Terlalu panas", "minor", ""),
        ({"refused": ["semua: speech.volume"]}, "Menolak setelan", "minor", ""),
        ({"temperature": 71, "under_voltage": False, "card_errors": 0, "refused": []}, "Baik", "fine", ""),
    ],
)
def test_fault_is_on_the_page_at_once_and_told_within_ten_minutes(
    room: Newsroom, host: MailHost, health: dict[str, object], shown: str, state: str, told: str
) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, KIOSK)
    report_health(room.office, KIOSK, 1, **health)
    found = page(room)
    assert shown in found.words
    assert f",Bunga,{KIOSK},{state}," in found.get("/desa.csv").get_data(as_text=True)
    pass_time(room, begun(room), step=1, minutes=WITHIN_MINUTES)
    assert [told in text for text in host.texts(SITI)] == [True] * bool(told)


def test_silent_kiosk_is_on_the_page_and_told_within_ten_minutes(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    enrol(room.office, KIOSK)
    report_health(room.office, KIOSK, 1)
    teller = begun(room)
    room.wait(days=2, minutes=-1)
    teller.tell_due()
    assert f",{KIOSK},silent," not in page(room).get("/desa.csv").get_data(as_text=True)
    pass_time(room, teller, step=1, minutes=2 + WITHIN_MINUTES)
    assert "Diam" in page(room).words
    assert ["Kios diam: 1" in text for text in host.texts(SITI)] == [True]


def test_second_releaser_is_told_within_a_minute_and_sees_it_at_the_desk(room: Newsroom, host: MailHost) -> None:
    settings(room, host, LetterRecipient(SITI))
    teller = begun(room)
    pass_time(room, teller, minutes=8)
    propose(room)
    room.now += timedelta(seconds=5)
    teller.tell_due()
    assert ["Peringatan menunggu orang kedua" in text for text in host.texts(SITI)] == [True]
    hendra = known(room, "Hendra Mokoagow")
    hendra.get("/")
    assert "Sebuah peringatan menunggu Anda sebagai orang kedua" in hendra.words


@pytest.mark.attack(
    "people",
    "a kiosk reports a health of other kinds than the desk knows",
    "what is of another kind counts as not said",
)
@pytest.mark.parametrize(
    "health",
    [
        {"temperature": "99", "card_errors": "3", "refused": "x", "under_voltage": 1},
        {"temperature": [1], "disk_ok": None},
    ],
)
def test_health_of_another_kind_makes_no_fault(room: Newsroom, health: dict[str, object]) -> None:
    enrol(room.office, KIOSK)
    report_health(room.office, KIOSK, 1, **health)
    assert [each.faults for each in room.office.fleet.list_kiosks()] == [()]
