"""The whole kiosk by its four buttons alone, with eyes shut: what is heard, word for word. And the same way by finger."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory
from msgspec.structs import replace

from content_cache.model.changes import compare
from content_cache.model.items import Event, Item, NewsItem, Occurrence
from content_cache.model.records import SourceRecord
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Provenance
from content_cache.store.store import Store
from kiosk.app.pictures.offscreen import Canvas
from kiosk.core.messages import Ending, Message, SpeechEnded
from kiosk.settings import OutputSettings, PlaceSettings, ScreenSettings, Settings, SpeechSettings
from kiosk.speech.utterance import AS_ASKED, Manner, Utterance
from tests.support.walk import live_until
from tests.walks.noting import NotingInbox

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=WITA)
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
SIZE = (1280, 720)
PINS = {"previous": 5, "listen": 6, "next": 13, "home": 19}
AMPLIFIER, LAMP = 27, 22
TITLES = ("Jalan diperbaiki", "Pasar pagi pindah", "Nelayan dapat bantuan")


def news(number: int) -> NewsItem:
    return NewsItem(
        id=f"berita-{number}",
        source="Diskominfo",
        title=TITLES[number],
        text="Mulai Senin.",
        published=NOW - timedelta(hours=number + 1),
        provenance=Provenance.VERIFIED,
    )


def clinic() -> Event:
    starts = NOW.replace(hour=9, minute=0) + timedelta(days=1)
    ends = starts + timedelta(hours=2)
    return Event(
        id="posyandu",
        source="Diskominfo",
        title="Posyandu Melati",
        place="Balai Desa",
        starts=starts,
        ends=ends,
        occurrences=(Occurrence(starts, ends),),
        provenance=Provenance.VERIFIED,
    )


@dataclass
class Stopwatch:
    """Seconds that pass only when the test says so: no hint and no timeout comes because the machine is slow."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Visitor:
    """Somebody at the kiosk: presses pins, taps spots, and notes what the voice is asked to say and where the screen stands."""

    def __init__(
        self,
        folder: Path,
        canvas: Canvas,
        pins: MockFactory,
        keyboard: dict[str, str] | None = None,
        items: Sequence[Item] = (),
    ) -> None:
        self._canvas, self._pins, self._keyboard = canvas, pins, keyboard or {}
        self.data = folder / "data"
        self.data.mkdir()
        self.sound = folder / "loudspeaker.wav"
        self.watch = Stopwatch()
        self.asked: list[Utterance] = []
        self.ended: dict[str, Ending] = {}
        self.places: list[tuple[object, ...]] = []
        with Store.open(self.data) as store:
            changes = compare({}, items or [news(0), news(1), news(2), clinic()], ())
            store.apply("Diskominfo", changes, SourceRecord(name="Diskominfo", last_success=NOW), NOW)
        self.app = self._open()

    def _open(self) -> Any:
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp
        from kiosk.installation import Installation

        settings = Settings(
            place=PlaceSettings(name="Desa Bunga"),
            sources=(Source(name="Diskominfo", url="https://example.org/feed.json"),),  # it was set up, and is not asked
            speech=replace(
                SpeechSettings(), voice="id", rate=300, device=f"quick-wav:{self.sound}", quiet_hours=(), quiet_at_prayer=False
            ),
            buttons=PINS,
            verbs={name: name for name in PINS},
            holds={"listen": "bulletin"},
            keyboard=self._keyboard,
            outputs=OutputSettings(amplifier=AMPLIFIER, lamp=LAMP),
            screen=ScreenSettings(),
        )  # fmt: skip
        installation = Installation(settings, None, self.data, print, print)
        context = AppContext(
            settings, self.data, installation.repository(), installation.clock(NOW), monotonic=self.watch
        )
        app = KioskApp(context, make_inbox=partial(NotingInbox, note=self.hear))
        self._canvas.show_widget(app.build(), SIZE)

        def noted(utterance: Utterance, manner: Manner = AS_ASKED, *, start: int = 0) -> None:
            self.asked.append(utterance)
            self.ended.pop(utterance.id, None)
            say(utterance, manner, start=start)

        app.open_rest()
        voice = app.services.voice
        say = voice.say
        pytest.MonkeyPatch().setattr(voice, "say", noted)
        return app

    def hear(self, message: Message) -> None:
        if isinstance(message, SpeechEnded):
            self.ended[message.utterance] = message.ending

    def live_until(self, happened: Callable[[], bool]) -> None:
        live_until(self.app, self._canvas, happened, lambda: self.place)

    # hands

    def press(self, name: str) -> None:
        """Down and up, as long as a finger does; then the kiosk has answered."""
        pin, asked = self._pins.pin(PINS[name]), len(self.asked)
        self.watch.seconds += 0.3
        pin.drive_low()
        self.live_until(lambda: len(self.asked) > asked)
        self.watch.seconds += 0.1
        pin.drive_high()
        self._canvas.frames(4)
        self._note()

    def hold(self, name: str) -> None:
        pin, asked = self._pins.pin(PINS[name]), len(self.asked)
        self.watch.seconds += 0.3
        pin.drive_low()
        self.live_until(lambda: len(self.asked) > asked)
        self.watch.seconds += 1.0
        self.live_until(lambda: self.asked[-1].id.startswith("bulletin"))
        pin.drive_high()
        self._canvas.frames(4)

    def tap(self, **sought: object) -> None:
        """The first widget with these properties: spot="row:2", name="Beranda"."""
        from kivy.base import EventLoop
        from kivy.input.motionevent import MotionEvent

        self.watch.seconds += 0.4  # a visitor takes longer than the debounce from one tap to the next
        found = (w for w in self.app.shell.walk() if all(getattr(w, k, None) == v for k, v in sought.items()))
        widget = next(w for w in found if w.get_root_window() and w.opacity)
        x, y = widget.to_window(*widget.center)
        window = self._canvas.window

        class Finger(MotionEvent):  # type: ignore[misc]
            def depack(self, args: Any) -> None:
                self.sx, self.sy = args["x"], args["y"]
                self.profile = ["pos"]
                super().depack(args)

        at = {"x": x / (window.width - 1), "y": y / (window.height - 1)}
        finger = Finger("finger", f"finger{len(self.places)}", at, is_touch=True, type_id="touch")
        EventLoop.post_dispatch_input("begin", finger)
        EventLoop.post_dispatch_input("end", finger)
        self._canvas.frames(6)
        self._note()

    def wait(self, seconds: float) -> None:
        self.watch.seconds += seconds
        self.app.tick()
        self._canvas.frames(4)
        self._note()

    # ears and eyes

    def hear_out(self) -> str:
        """Until what was asked for last has been said to its end; its words."""
        utterance = self.asked[-1]
        self.live_until(lambda: utterance.id in self.ended)
        assert self.ended[utterance.id] is Ending.DONE
        return words(utterance)

    @property
    def place(self) -> tuple[object, ...]:
        board = self.app.board
        item = board.view.item.id if board.screen == "item" else ""
        day = board.view.day if board.screen == "events" else None
        return board.screen, item, day, board.sheet, board.language

    def _note(self) -> None:
        if not self.places or self.places[-1] != self.place:
            self.places.append(self.place)

    def close(self) -> None:
        self.app.on_stop()
        self._canvas.clear()


def words(utterance: Utterance) -> str:
    return " ".join(sentence.spoken for sentence in utterance.sentences)


def loudest(path: Path) -> int:
    with wave.open(str(path)) as sound:
        return max((abs(sample) for sample in array("h", sound.readframes(sound.getnframes()))), default=0)


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = Device.pin_factory = MockFactory()
    yield factory
    factory.reset()
    Device.pin_factory = None


@pytest.fixture
def visitor(tmp_path: Path, canvas: Canvas, pins: MockFactory) -> Iterator[Visitor]:
    made = Visitor(tmp_path, canvas, pins)
    yield made
    made.close()


HOME = "Info Desa Bunga. pukul sembilan lewat tiga puluh menit pagi. tiga berita baru."
OPEN = "Tekan dengarkan untuk membuka."
NEXT = "Kegiatan berikutnya: Posyandu Melati. Besok pukul sembilan sampai sebelas waktu indonesia tengah."
ITEM, DAY = "<the item>", "<the day>"  # as the readings word them: tests/kiosk/speech holds these
TRANSCRIPT = [
    f"{HOME} Berita utama: Jalan diperbaiki. {OPEN}",
    f"{NEXT} {OPEN}",
    f"Berita, tiga berita, tiga baru. {OPEN}",
    "Berita. tiga berita, tiga baru. Pertama: Jalan diperbaiki.",
    "dua dari tiga: Pasar pagi pindah.",
    "tiga dari tiga: Nelayan dapat bantuan.",
    ITEM,
    f"{HOME} Tekan berikutnya untuk memilih. Tahan dengarkan untuk rangkuman hari ini.",
    f"Berita utama: Jalan diperbaiki. {OPEN}",
    f"{NEXT} {OPEN}",
    f"Berita, tiga berita, tiga baru. {OPEN}",
    f"Kegiatan, satu kegiatan. {OPEN}",
    "Kegiatan. Hari ini, Selasa, dua puluh empat November. Tidak ada kegiatan. Kegiatan berikutnya: Rabu, dua puluh lima November.",
    "Besok, Rabu, dua puluh lima November, satu kegiatan. Posyandu Melati.",
    DAY,
    f"{HOME} Tekan berikutnya untuk memilih. Tahan dengarkan untuk rangkuman hari ini.",
    f"Tampilan: bahasa, ukuran huruf, warna, suara. {OPEN}",
    "Tampilan dan suara. Bahasa: Indonesia, sedang dipakai.",
    "Bahasa: English.",
    "Language: English.",
]


def transcript(visitor: Visitor) -> list[str]:
    """Return the spoken texts in order; the two readings by their names, if they are whole."""
    readings, moment = visitor.app.services.readings("id"), visitor.app.board.moment
    calendar = visitor.app.context.repository.event_calendar.calendar(NOW.date(), TOMORROW, moment)
    item = visitor.app.context.repository.item("berita-2")
    names = {words(readings.item(item, moment)): ITEM, words(readings.day(calendar, moment)): DAY}
    assert len(names) == 2
    said = [words(utterance) for utterance in visitor.asked]
    assert any(text.startswith(TITLES[2]) and "Mulai Senin." in text for text in said)
    assert any("Posyandu Melati. pukul sembilan pagi sampai sebelas siang" in text for text in said)
    return [names.get(text, text) for text in said]


def walk_by_buttons(visitor: Visitor) -> None:
    for name in ("next", "next", "next", "listen", "next", "next", "listen"):
        visitor.press(name)
    visitor.hear_out()
    for name in ("home", "next", "next", "next", "next", "listen", "next", "listen"):
        visitor.press(name)
    visitor.hear_out()
    for name in ("home", "previous", "listen", "next", "listen"):
        visitor.press(name)
    visitor.hear_out()


PLACES = [
    ("home", "", None, False, "id"),
    ("news", "", None, False, "id"),
    ("item", "berita-2", None, False, "id"),
    ("home", "", None, False, "id"),
    ("events", "", TODAY, False, "id"),
    ("events", "", TOMORROW, False, "id"),
    ("home", "", None, False, "id"),
    ("home", "", None, True, "id"),
    ("home", "", None, True, "en"),
    ("idle", "", None, False, "id"),
]


def leave(visitor: Visitor) -> None:
    visitor.wait(76)
    assert visitor.app.board.seconds_left
    visitor.wait(21)


@pytest.mark.clause("5.1.2.2", "5.1.3.1", "5.1.6.1", "11.2.1.1")
def test_with_eyes_shut_and_four_buttons(visitor: Visitor, pins: MockFactory) -> None:
    amplifier, lamp = pins.pin(AMPLIFIER), pins.pin(LAMP)
    assert visitor.place[0] == "idle"
    walk_by_buttons(visitor)
    assert transcript(visitor) == TRANSCRIPT
    assert amplifier.state == 1
    visitor.live_until(lambda: lamp.state == 0)  # the voice has ended
    leave(visitor)
    assert words(visitor.asked[-1]) == "Still here? Press any button."
    assert visitor.places == PLACES
    assert loudest(visitor.sound) > 3000


@pytest.mark.slow(cases=0)
def test_the_same_walk_by_finger_shows_the_same_screens_and_reads_the_same(visitor: Visitor) -> None:
    visitor.tap(spot="")  # anywhere: it wakes
    visitor.tap(spot="tile:berita")
    visitor.tap(spot="row:2")
    visitor.tap(name="Dengarkan")
    visitor.live_until(lambda: bool(visitor.asked))
    visitor.tap(name="Beranda")
    visitor.tap(spot="tile:kegiatan")
    visitor.tap(day=TOMORROW)
    visitor.tap(name="Dengarkan")
    visitor.live_until(lambda: len(visitor.asked) == 2)
    visitor.tap(name="Beranda")
    visitor.tap(spot="key:settings")
    visitor.tap(spot="option:en")
    leave(visitor)
    assert visitor.places == PLACES
    assert transcript(visitor) == [ITEM, DAY]


def test_held_listen_is_the_bulletin(visitor: Visitor) -> None:
    visitor.press("home")
    visitor.hold("listen")
    assert visitor.place[0] == "home"
    assert "Posyandu" not in words(visitor.asked[-1])  # that is tomorrow
    assert TITLES[0] in words(visitor.asked[-1])


@pytest.mark.slow(cases=0)
def test_without_pins_in_mid_run_fingers_and_voice_go_on(visitor: Visitor, pins: MockFactory) -> None:
    visitor.press("home")
    pins.close()
    Device.pin_factory = None
    visitor.tap(spot="tile:berita")
    visitor.tap(spot="row:0")
    visitor.tap(name="Dengarkan")
    board = visitor.app.board
    visitor.live_until(lambda: board.speaking is not None and board.speaking.index >= 0)
    assert TITLES[0] in words(visitor.asked[-1])
    visitor.tap(name="Beranda")
    assert visitor.place[0] == "home"


def test_a_key_of_the_keypad_is_a_button_and_no_other_key_is_anything(
    tmp_path: Path, canvas: Canvas, pins: MockFactory
) -> None:
    made = Visitor(tmp_path, canvas, pins, keyboard={"home": "enter", "listen": "5"})
    window = canvas.window
    try:
        for code in (27, 282, 32, ord("a")):  # escape, F1, space, a
            window.dispatch("on_key_down", code, 0, None, [])
            window.dispatch("on_key_up", code, 0)
        canvas.frames(4)
        assert (made.place[0], made.asked) == ("idle", [])
        window.dispatch("on_key_down", 271, 0, None, [])  # enter of the number pad
        made.live_until(lambda: bool(made.asked))
        for _ in range(20):  # as a held key repeats
            window.dispatch("on_key_down", 271, 0, None, [])
        canvas.frames(4)
        assert (made.place[0], len(made.asked)) == ("home", 1)
        window.dispatch("on_key_up", 271, 0)
    finally:
        made.close()
