"""The two walks of the architecture: from a feed to the screen and the loudspeaker, and from a button to the voice."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.content.views.shown import Speaking
from kiosk.core.clock import Clock

WATER = "Air mati besok pukul 08.00 sampai 16.00 WITA. Tampung air malam ini."


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    Device.pin_factory = MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = None


def loudest(path: Path) -> tuple[int, float]:
    """(largest sample, seconds) of a WAV."""
    with wave.open(str(path)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        return max((abs(sample) for sample in samples), default=0), len(
            samples
        ) / sound.getnchannels() / sound.getframerate()


def test_a_news_item_goes_from_the_feed_to_the_screen(office: Any, hall: Any) -> None:
    office.publish("Jalan Imam Bonjol diperbaiki", "Mulai Senin.")
    assert hall.refresh() == 0
    hall.open()
    hall.app.controller.home()
    hall.app.controller.navigation.open_category("berita")
    hall.wait_until(lambda: hall.shows("Jalan Imam Bonjol diperbaiki"))
    before = hall.pixels()

    office.publish("Pasar pagi pindah ke lapangan", "Sampai akhir bulan.")
    assert not hall.shows("Pasar pagi pindah")
    assert hall.refresh() == 0
    hall.wait_until(lambda: hall.shows("Pasar pagi pindah ke lapangan"))
    assert hall.shows("Jalan Imam Bonjol diperbaiki")
    assert hall.pixels() != before


def test_a_clock_that_is_set_is_seen_at_once_though_its_minutes_are_the_same(office: Any, hall: Any) -> None:
    """A time server is reached at last, or a time module's battery was empty: nobody reads of last month's day as of today."""
    believed, now = [True], [datetime(2026, 11, 29, 15, 51, 5, tzinfo=UTC)]
    office.publish("Jalan Imam Bonjol diperbaiki", "Mulai Senin.")
    assert hall.refresh() == 0
    hall.given_clock = Clock(ZoneInfo("Asia/Makassar"), believed=lambda: believed[0], machine=lambda: now[0])
    hall.open()
    hall.app.controller.navigation.open_category("kegiatan")
    hall.app.tick()

    def calendar() -> tuple[date, bool]:
        hall.app.tick()
        view: Any = hall.app.board.view
        return view.day, view.today is not None

    assert calendar() == (date(2026, 11, 29), True)
    now[0] += timedelta(days=40)
    assert calendar() == (date(2027, 1, 8), True)
    now[0] -= timedelta(days=40, hours=24)
    assert calendar() == (date(2026, 11, 28), True)
    believed[0] = False
    assert calendar() == (date(2026, 11, 28), False)
    believed[0] = True
    assert calendar() == (date(2026, 11, 28), True)


def test_an_important_announcement_is_read_out_and_its_sentences_are_lit_in_order(office: Any, hall: Any) -> None:
    office.publish("Air PDAM mati besok", WATER, category="pengumuman", priority=2, expires="2099-01-01T00:00:00+08:00")
    assert hall.refresh() == 0
    hall.open()
    lit: list[int] = []

    def light(_: object, speaking: Speaking | None) -> None:
        if speaking:
            lit.append(speaking.index)

    hall.app.board.bind(speaking=light)
    hall.wait_until(lambda: bool(lit))
    hall.wait_until(lambda: hall.app.board.speaking is None)
    # each at most once and in order; on a busy machine one may be over before the screen comes to it
    assert lit[1:] == sorted(set(lit[1:]))
    assert len(lit) > 3
    peak, seconds = loudest(hall.sound)
    assert peak > 3000
    assert seconds > 5


def test_a_button_opens_reads_and_stops(office: Any, hall: Any, pins: MockFactory) -> None:
    office.publish("Jalan Imam Bonjol diperbaiki", "Mulai Senin. " + "Warga lewat Jalan Ahmad Yani. " * 20)
    assert hall.refresh() == 0
    hall.open()
    pins.pin(19).drive_low()
    hall.wait_until(lambda: hall.app.board.screen == "home")
    pins.pin(6).drive_low()
    hall.wait_until(lambda: hall.app.board.screen == "item")
    # the second sentence: by then the first has sounded, however slow the machine
    hall.wait_until(lambda: hall.app.board.speaking is not None and hall.app.board.speaking.index >= 1)
    hall.wait_until(lambda: hall.shows("Berhenti"))
    pins.pin(6).drive_high()
    pins.pin(6).drive_low()
    hall.wait_until(lambda: hall.app.board.speaking is None)
    hall.wait_until(lambda: hall.shows("Dengarkan"))
    hall.close()
    hall.app = None
    assert loudest(hall.sound)[0] > 1000
