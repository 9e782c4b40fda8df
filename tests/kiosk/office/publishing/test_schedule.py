"""An edition that goes out at a set hour: with what is ready then, once, and never without a key that somebody opened."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.previous import in_folder
from kiosk.office.opening import open_office
from kiosk.office.publishing.run import Editions
from kiosk.office.publishing.schedule import Schedule, read_hour
from tests.kiosk.office.notices.test_writing import publish
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom
from tests.support.present import present

NOW = datetime(2026, 11, 27, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))


def titles(room: Newsroom) -> set[str]:
    return {item["title"] for item in in_folder(room.office.editions.out).feed.get("items", ())}


@pytest.fixture
def appointed(room: Newsroom, rahma: Browser) -> Newsroom:
    """At 17.00."""
    rahma.write("Kabar pertama", "Isi.", lalu="siap")
    publish(rahma)
    rahma.write("Kabar kedua", "Isi.", lalu="siap")
    publish(rahma, pukul="17.00")
    assert rahma.page.status_code == 303
    return room


def test_it_goes_out_at_its_hour_with_what_is_ready_then_and_once(appointed: Newsroom, rahma: Browser) -> None:
    room = appointed
    assert "Terbitan akan keluar hari ini 17.00" in _home(rahma)
    rahma.write("Kabar ketiga", "Isi.", lalu="siap")
    room.wait(hours=7)
    room.office.schedule.publish_if_due()
    assert titles(room) == {"Kabar pertama"}
    room.wait(minutes=20)
    for _ in range(3):
        room.office.schedule.publish_if_due()
        room.office.editions.wait_until_done(30)
    assert titles(room) == {"Kabar pertama", "Kabar kedua", "Kabar ketiga"}
    assert in_folder(room.office.editions.out).seq == 2
    assert "Terbitan akan keluar" not in _home(rahma)


def test_called_off_it_stays(appointed: Newsroom, rahma: Browser) -> None:
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan/batal")
    appointed.wait(hours=8)
    appointed.office.schedule.publish_if_due()
    assert titles(appointed) == {"Kabar pertama"}


def test_after_a_restart_nothing_goes_out_until_somebody_gives_the_password(appointed: Newsroom) -> None:
    room = appointed
    room.office = open_office(
        room.folder, clock=lambda: room.now, people=room.office.people, cabinet=room.office.cabinet
    )
    room.open()
    rahma = room.browser("Rahma Lasaeo")
    assert "isi sandi kunci lagi" in _home(rahma)
    room.wait(hours=8)
    room.office.schedule.publish_if_due()
    assert titles(room) == {"Kabar pertama"}
    assert "tidak jadi keluar" in _home(rahma)
    publish(rahma)
    assert "Kabar kedua" in titles(room)
    assert room.office.schedule.last_appointment() is None


def test_the_password_that_is_asked_for_again_publishes_at_the_hour_and_not_at_once(appointed: Newsroom) -> None:
    room = appointed
    room.office = open_office(
        room.folder, clock=lambda: room.now, people=room.office.people, cabinet=room.office.cabinet
    )
    room.open()
    rahma = room.browser("Rahma Lasaeo")
    publish(rahma)
    assert titles(room) == {"Kabar pertama"}
    room.wait(hours=7, minutes=20)
    room.office.schedule.publish_if_due()
    room.office.editions.wait_until_done(30)
    assert "Kabar kedua" in titles(room)


def test_a_fault_of_ours_ends_one_appointment_and_not_all(appointed: Newsroom) -> None:
    room = appointed

    class Broken:
        def role(self, now: datetime) -> KeyRole:
            raise RecursionError(now)

    class Twice(threading.Event):
        turns = iter([False, False, True])

        def wait(self, timeout: float | None = None) -> bool:
            assert timeout
            return next(self.turns)

    schedule = Schedule(room.office.notices.private, cast(Editions, Broken()), lambda: room.now)
    told = present(schedule.last_appointment())
    schedule.set(told, SecretKey.generate(), KeyRole.NEWS, lambda _edition: None)
    room.wait(hours=8)
    schedule.keep_going(Twice())
    assert present(present(schedule.last_appointment()).problem).code == OfficeCode.UNEXPECTED.value


def test_a_warning_that_stands_then_is_told_in_words(appointed: Newsroom, rahma: Browser) -> None:
    folder = appointed.folder / "peringatan"
    folder.mkdir()
    (folder / "banjir.xml").write_text("<alert/>", "utf-8")
    appointed.wait(hours=8)
    appointed.office.schedule.publish_if_due()
    assert "kunci darurat" in _home(rahma)


def test_what_hinders_it_then_is_told(appointed: Newsroom, rahma: Browser) -> None:
    (appointed.folder / "rusak.md").write_text("---\ntitle: Rusak\ncategory: salah\n---\nIsi\n", "utf-8")
    appointed.wait(hours=8)
    appointed.office.schedule.publish_if_due()
    assert titles(appointed) == {"Kabar pertama"}
    words = _home(rahma)
    assert "tidak jadi keluar" in words
    assert "rusak.md" in words


def test_the_key_is_on_no_disk(appointed: Newsroom) -> None:
    told = [path.read_bytes() for path in appointed.folder.rglob("*") if path.is_file()]
    assert any(b"2026-11-27T17:00" in each for each in told)
    assert not any(KEY_PASSWORD.encode() in each for each in told)


def test_a_wrong_password_appoints_nothing(room: Newsroom, rahma: Browser) -> None:
    rahma.write("Kabar", "Isi.", lalu="siap")
    publish(rahma)
    rahma.write("Kabar kedua", "Isi.", lalu="siap")
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan", sandi="salah sekali ini", pukul="17.00")
    assert room.office.schedule.last_appointment() is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("17.00", NOW.replace(hour=17, minute=0)), ("pukul 17:30 WITA", NOW.replace(hour=17, minute=30)),
        ("06.00", NOW.replace(hour=6, minute=0) + timedelta(days=1)),
        ("29 November 2026, 06.00", NOW.replace(day=29, hour=6, minute=0)),
    ],
)  # fmt: skip
def test_hours_that_are_understood(text: str, hour: datetime) -> None:
    assert read_hour(text, NOW) == hour


@pytest.mark.parametrize(
    "text", ["25.00", "nanti", "29 November 2026", "1 November 2026, 06.00", "1 Maret 2027, 06.00", "9" * 400]
)
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(OfficeError):
        read_hour(text, NOW)


def test_half_a_note_of_it_is_none(appointed: Newsroom, rahma: Browser) -> None:
    path: Path = appointed.office.notices.private / "terjadwal.json"
    path.write_bytes(path.read_bytes()[:20])
    assert "Terbitan akan keluar" not in _home(rahma)
    appointed.office.schedule.publish_if_due()


def _home(browser: Browser) -> str:
    if browser.get("/").status_code == 302:  # the session of the morning is over
        browser.log_in("Rahma Lasaeo")
        browser.get("/")
    return browser.words
