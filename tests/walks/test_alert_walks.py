"""BMKG's warnings from its web site to the screen and the loudspeaker: served on loopback, asked by the real refresher, drawn in
a real window, spoken into a sound file that is measured. Numbers in BMKG's samples are moved to now and to Kilongan."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.pictures.offscreen import Canvas
from kiosk.core.clock import Clock, Moment, Trust
from kiosk.demo.server import serve
from kiosk.speech.utterance import AS_ASKED, Manner, Prelude, Utterance
from tests.content_cache.store.test_own_schema import PLANTED, plant
from tests.support.walk import SIZE, Hall
from tests.walks.bmkg import FAR, WIB, Bmkg
from tests.walks.hearing import Heard, hear, length

pytestmark = pytest.mark.attack(
    "root and keys",
    "a trigger, view, index or table planted in `content.sqlite`, one of ours lost, before the start or "
    "while the refresher runs",
)


PLACE = """[place]
name = "Kilongan"
area = "72.01.05"
latitude = -0.93
longitude = 122.79
[alerts]
names = ["Luwuk Utara", "Banggai"]
"""


class LaterClock(Clock):
    """The machine's clock, and what the test lets pass beyond it."""

    ahead = timedelta()

    def read(self) -> Moment:
        return Moment(super().read().now + self.ahead, Trust.TRUSTED)


class Listener(Hall):
    """A hall that notes what its loudspeaker is asked to say."""

    def __init__(self, folder: Path, bmkg: Bmkg, canvas: Canvas) -> None:
        super().__init__(folder, bmkg.address, canvas)
        self.asked: list[tuple[Utterance, Prelude]] = []
        self.config.write_text(
            PLACE + bmkg.settings + f'[speech]\nvoice = "id"\ndevice = "quick-wav:{self.sound}"\nquiet_hours = []\n'
            f"quiet_at_prayer = false\nvolume = 100\n",
            "utf-8",
        )
        self.refresh()  # what lies there when the kiosk is set up

    def open(self, size: tuple[int, int] = SIZE) -> None:
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp
        from kiosk.installation import Installation
        from kiosk.settings import load

        installation = Installation(load(self.config), self.config, self.data, print, print)
        self.clock = LaterClock(installation.zone)
        self.app = KioskApp(
            AppContext(installation.settings, self.data, installation.repository(), self.clock, installation.config)
        )
        self.canvas.show_widget(self.app.build(), size)
        self.app.open_rest()
        say = self.app.services.voice.say

        def noted(utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None:
            self.asked.append((utterance, manner.prelude))
            say(utterance, manner, start=start)

        self.app.services.voice.say = noted
        self.app.tick()

    def takes_over(self) -> None:
        self.wait_until(lambda: self.app.board.screen == "alert")
        self.canvas.frames(4)

    def says(self) -> str:
        """Wait until a word is heard, and return the text spoken last."""
        self.wait_until(lambda: self.app.board.speaking is not None and self.app.board.speaking.index >= 1)
        return " ".join(sentence.spoken for sentence in self.asked[-1][0].sentences)

    def understands(self) -> None:
        self.app.controller.alerts.acknowledge()
        self.wait_until(lambda: self.app.board.speaking is None)

    def passes(self, **time: float) -> None:
        self.clock.ahead += timedelta(**time)
        self.app.tick()
        self.canvas.frames(2)


@pytest.fixture
def bmkg(tmp_path: Path) -> Iterator[Bmkg]:
    site = tmp_path / "bmkg"
    site.mkdir()
    with serve(site) as address:
        made = Bmkg(site, address)
        made.calm()
        yield made


@pytest.fixture
def kilongan(tmp_path: Path, bmkg: Bmkg, canvas: Canvas) -> Iterator[Listener]:
    made = Listener(tmp_path, bmkg, canvas)
    made.open()
    yield made
    made.close()


def clock_time(when: datetime, zone: timedelta = timedelta(hours=8)) -> str:
    return f"{when.astimezone(UTC) + zone:%H.%M}"


def has_siren_and_voice(heard: Heard) -> None:
    sounding = [pitch for pitch in heard.pitches if pitch]  # a busy machine's sound has gaps, and a click beside each
    siren = [pitch for pitch in sounding[2:58] if 480 <= pitch <= 1_120]
    assert len(siren) >= 50, "three seconds of siren"
    assert max(siren) - min(siren) > 400, "it rises and falls"
    assert 0.0 in heard.pitches_of(2.9, heard.seconds), "and ends before the voice begins"
    assert len(sounding) > 70


def test_a_tsunami_has_the_siren_and_fills_the_screen_until_its_end_is_told(bmkg: Bmkg, kilongan: Listener) -> None:
    assert (kilongan.app.board.screen, kilongan.app.board.band) == ("idle", None)
    at = datetime.now(UTC).replace(microsecond=0)
    bmkg.quake(at=at, magnitude="7.6", potential="Berpotensi tsunami untuk diteruskan pada masyarakat")
    assert kilongan.refresh() == 0
    kilongan.takes_over()

    written = " ".join(kilongan.written())
    assert "AWAS" in written
    assert "Sumber: BMKG" in written
    assert f"{clock_time(at)} WITA" in written
    assert clock_time(at, WIB) + " WIB" not in written
    assert "Lari ke tempat tinggi sekarang." in written
    said = kilongan.says()
    for part in (
        *("awas. Lari ke tempat tinggi sekarang", "magnitudo tujuh koma enam, berpotensi tsunami", "tenggara Luwuk"),
        *("Gempa terjadi pukul", "Sumber: be em ka ge"),
    ):
        assert part in said, said

    kilongan.understands()
    heard = hear(kilongan.sound)
    has_siren_and_voice(heard)
    assert heard.peak < 10 ** (-1 / 20)
    assert heard.lufs == pytest.approx(-16.0, abs=2.0)

    assert (kilongan.app.board.screen, kilongan.app.board.band.event) == ("idle", "Berpotensi tsunami")
    kilongan.passes(hours=6, minutes=1)
    kilongan.takes_over()
    ended = " ".join(kilongan.written())
    assert "BERAKHIR" in ended
    assert not re.search(r"\baman\b", ended.replace("Belum ada yang menyatakan aman", ""), re.IGNORECASE)
    assert "masa berlakunya sudah habis" in kilongan.says().lower()
    kilongan.understands()
    assert (kilongan.app.board.screen, kilongan.app.board.band) == ("idle", None)
    kilongan.passes(hours=3)
    assert (kilongan.app.board.screen, kilongan.app.board.band) == ("idle", None)


@pytest.mark.slow(cases=0)
def test_a_nowcast_in_two_languages_is_one_alert_updated_cancelled_and_over_a_restart(
    bmkg: Bmkg, kilongan: Listener
) -> None:
    sent = datetime.now(UTC).replace(microsecond=0)
    bmkg.message("1", severity="Severe", event="Hujan Lebat dan Petir", sent=sent, zone=WIB)
    bmkg.message("1", language="en", severity="Severe", sent=sent, zone=WIB)
    bmkg.message("2", severity="Severe", to=(-2.9, 119.9), sent=sent)  # for others
    bmkg.index("en-1", "id-1", "id-2")
    assert kilongan.refresh() == 0
    kilongan.takes_over()
    assert len(kilongan.app.context.repository.warnings(kilongan.clock.read())) == 1
    until = sent + timedelta(hours=2)
    written = " ".join(kilongan.written())
    assert f"{clock_time(until)} WITA" in written, "what BMKG writes in WIB is told in the village's time"
    assert "Hujan Lebat dan Petir" in written
    assert "hujan lebat dan petir" in kilongan.says().lower()
    kilongan.app.controller.preferences.set_language("en")
    kilongan.app.tick()
    kilongan.canvas.frames(4)
    assert any("Thunderstorm" in text or "Heavy" in text for text in kilongan.written()), kilongan.written()
    kilongan.understands()

    (both,) = [prelude for _, prelude in kilongan.asked]
    assert both is Prelude.TWO_CHIMES
    e5, c5 = 659.0, 523.0
    assert hear(kilongan.sound).tones(e5, c5)[:4] == (e5, c5, e5, c5)

    kilongan.close()
    kilongan.open()
    assert kilongan.app.board.screen == "idle", "what was understood before the power failed is a band"
    assert kilongan.app.board.band is not None
    assert len(kilongan.asked) == 1

    later = sent + timedelta(seconds=2)
    bmkg.message("3", kind="Update", ends="1", severity="Extreme", event="Banjir Bandang", sent=later)
    bmkg.index("id-3", "en-1", "id-1")
    assert kilongan.refresh() == 0
    kilongan.takes_over()
    assert "Banjir Bandang" in " ".join(kilongan.written())
    assert "banjir bandang" in kilongan.says().lower()
    assert kilongan.asked[-1][1] is Prelude.SIREN, "it became graver"
    assert len(kilongan.app.context.repository.warnings(kilongan.clock.read())) == 1
    kilongan.close()  # in the midst of it
    heard, asked = length(kilongan.sound), len(kilongan.asked)
    kilongan.open()
    assert kilongan.app.board.screen == "alert", "nobody has understood it yet"
    kilongan.passes(minutes=1)
    assert "banjir bandang" in kilongan.says().lower()
    assert len(kilongan.asked) == asked + 1
    kilongan.understands()
    assert hear(kilongan.sound, heard).seconds > 3

    bmkg.message("4", kind="Cancel", ends="3", severity="Extreme", sent=later + timedelta(seconds=2))
    bmkg.index("id-4", "id-3")
    assert kilongan.refresh() == 0
    kilongan.takes_over()
    assert "BERAKHIR" in " ".join(kilongan.written())
    assert "diakhiri oleh BMKG" in " ".join(kilongan.written())
    said = kilongan.says().lower()
    assert "berakhir" in said
    assert not re.search(r"\baman\b", said)
    kilongan.understands()
    assert (kilongan.app.board.screen, kilongan.app.board.band) == ("idle", None)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("kind", ["far away", "for another place", "a test"])
def test_what_is_not_for_this_village_or_not_true_takes_no_screen(bmkg: Bmkg, kilongan: Listener, kind: str) -> None:
    match kind:
        case "far away":
            bmkg.quake(magnitude="6.0", where=FAR)
        case "for another place":
            bmkg.message("1", severity="Extreme", to=(-2.9, 119.9))
            bmkg.index("id-1")
        case "a test":
            bmkg.message("1", severity="Moderate", status="Test")
            bmkg.index("id-1")
    revision = kilongan.app.context.repository.revision()
    assert kilongan.refresh() == 0
    kilongan.wait_until(lambda: kilongan.app.context.repository.revision() > revision)
    kilongan.passes(seconds=1)
    assert kilongan.app.board.screen == "idle"
    words = " ".join(sentence.spoken for utterance, _ in kilongan.asked for sentence in utterance.sentences).lower()
    assert [prelude for _, prelude in kilongan.asked] == ([Prelude.CHIME] if kind == "a test" else [])
    assert ("simulasi" in words) is (kind == "a test")


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_planted_in_the_store_of_a_running_kiosk_the_next_warning_is_heard_and_the_find_is_told(
    bmkg: Bmkg, kilongan: Listener, planted: str, caplog: pytest.LogCaptureFixture
) -> None:
    plant(kilongan.data, planted)
    bmkg.quake(magnitude="7.6", potential="Berpotensi tsunami untuk diteruskan pada masyarakat")
    assert kilongan.refresh() == 0
    kilongan.takes_over()
    assert "Lari ke tempat tinggi sekarang." in kilongan.written()
    assert "awas. Lari ke tempat tinggi sekarang" in kilongan.says()
    kilongan.understands()
    assert [prelude for _, prelude in kilongan.asked] == [Prelude.SIREN]
    has_siren_and_voice(hear(kilongan.sound))
    (_, name), *_ = re.findall(r"(TRIGGER|VIEW|INDEX|TABLE) \"?(\w+)", planted)
    found = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert any("schema" in told and name in told for told in found), found
