"""Warnings that come while a visitor, a clerk or nobody does something else, on kiosks in processes of their own:

    python -m tests.walks.warned_visitor WIDTHxHEIGHT FOLDER [SCENE...]

What takes the screen ends all that was going on, sounds, and leads back by "Mengerti"; what only informs disturbs nothing. A line
for each scene; the status is 1 if one was not gone through to its end. PICTURES=DIR keeps what was seen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from nacl.public import PrivateKey

import tests.conftest  # noqa: F401 -- Kivy's surroundings, before what follows imports Kivy
from content_cache.central.import_result import Imported, ImportResult, to_json
from content_cache.model.changes import compare
from content_cache.model.items import Alert, Item
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category, Hazard, Severity, Verified
from content_cache.store.store import Store
from kiosk.content.views.questions import AskStep
from kiosk.content.views.service_views import Tool
from kiosk.demo.sample import FILM, sample_village
from kiosk.installation import Installation
from kiosk.pages.first_run.view import SetUp
from kiosk.post.envelope import key_text
from kiosk.settings import Settings, load
from kiosk.settings.sections import DeskSettings, ForSettings, PostSettings, QuestionSettings, TechnicianSettings
from kiosk.speech.utterance import Priority
from kiosk.state.request_kinds import RequestKind

PIN = "246810"
SENDER = "Peringatan"  # the source of the warnings here


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def warning(name: str, severity: Severity, hazard: Hazard, **fields: object) -> Alert:
    sent = now()
    made = Alert(
        id=name, identifier=name, sender="bpbd.go.id", source=SENDER, title="Peringatan", published=sent, effective=sent,
        expires=sent + timedelta(hours=2), language="id", severity=severity, hazard=hazard, verified=Verified.TLS,
        author="BPBD Banggai", places=("Luwuk Utara",), polygons=("-1,122 -1,123 0,123 0,122 -1,122",),
    )  # fmt: skip
    return replace(made, **fields)


def tsunami(name: str = "tsunami", **fields: object) -> Alert:
    return warning(name, Severity.AWAS, Hazard.TSUNAMI, **{"sender": "bmkg.go.id", "event": "Tsunami", **fields})


def rain(name: str = "hujan", **fields: object) -> Alert:
    return warning(name, Severity.SIAGA, Hazard.RAIN, **{"event": "Hujan lebat disertai petir", **fields})


def caution(name: str = "ombak", **fields: object) -> Alert:
    return warning(name, Severity.WASPADA, Hazard.WAVES, **{"event": "Gelombang tinggi", **fields})


def information(name: str = "kabar", **fields: object) -> Alert:
    return warning(name, Severity.INFO, Hazard.VOLCANO, **{"event": "Gunung Colo: aktivitas normal", **fields})


class Kiosk:
    """One kiosk in the window, on a village of its own; `ahead` seconds are let pass beyond those that pass."""

    def __init__(self, name: str, village: Installation, folder: Path, size: tuple[int, int]) -> None:
        from kiosk.app.pictures.offscreen import Canvas
        from tests.support.window import LARGEST

        self.name, self.size = name, size
        self.folder, self.data = folder, village.data
        self.sound = folder / "loudspeaker.wav"
        self.village = village
        self.canvas = Canvas(LARGEST)
        self.ahead = 0.0
        self.app: Any = None
        self.said: list[Any] = []
        self._pictures = 0

    def open(self, settings: Settings) -> None:
        from kiosk.app.context import AppContext
        from kiosk.app.window import KioskApp

        village = self.village
        clock = village.clock(believed=True)
        self.app = KioskApp(
            AppContext(
                settings, self.data, village.repository(), clock, None, monotonic=lambda: time.monotonic() + self.ahead
            )
        )
        self.canvas.show_widget(self.app.build(), self.size)
        self.app.open_rest()
        say = self.app.services.voice.say

        def noted(utterance: Any, *rest: Any, **more: Any) -> None:
            self.said.append(utterance)
            if os.environ.get("TRACE"):
                print(f"{time.monotonic():.1f} {self.board.screen} says {utterance.id} {rest} {more}", flush=True)
            say(utterance, *rest, **more)

        self.app.services.voice.say = noted
        self.app.tick()

    def close(self) -> None:
        self.app.on_stop()
        self.canvas.clear()

    # what comes

    def receive(self, *alerts: Alert) -> None:
        """Let the source list these warnings from now on."""
        with Store.open(self.data) as store:
            stored = store.fingerprints(SENDER)
            changes = compare(stored, alerts, withdrawn=stored.keys() - {alert.id for alert in alerts})
            store.apply(SENDER, changes, SourceRecord(name=SENDER, url="https://bpbd.example/"), datetime.now(UTC))

    def item(self, wanted: Callable[[Item], bool]) -> Any:
        """Return the first item that *wanted* accepts, of services, announcements and news."""
        context = self.app.context
        moment = context.clock.read()
        kinds = (Category.SERVICE, Category.ANNOUNCEMENT, Category.NEWS)
        return next(item for kind in kinds for item in context.repository.items(kind, moment) if wanted(item))

    def hush(self) -> None:
        """Stop the read-out that follows a start."""
        for _ in range(4):
            self.app.tick()
            self.app.services.voice.stop()
        self.settle()

    # what is seen, heard and touched

    @property
    def board(self) -> Any:
        return self.app.board

    @property
    def controller(self) -> Any:
        return self.app.controller

    def until(self, happened: Callable[[], bool]) -> None:
        from tests.support.walk import live_until

        live_until(self.app, self.canvas, happened, lambda: f"{self.board.screen}: {self.texts()}")

    def settle(self) -> None:
        for _ in range(2):
            self.app.tick()
            self.canvas.frames(4)

    def texts(self) -> list[str]:
        from kivy.uix.label import Label

        return [each.text for each in self.canvas.window.children[0].walk() if isinstance(each, Label) and _seen(each)]

    def shows(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def picture(self, what: str) -> None:
        if folder := os.environ.get("PICTURES"):
            self.canvas.frames(12)
            self._pictures += 1
            self.canvas.save_png(Path(folder) / f"{self.name}-{self.size[0]}-{self._pictures}-{what}.png")

    def tap(self, words: str, happened: Callable[[], bool]) -> None:
        """Tap on *words* as often as a person would until something happens."""

        def tap_again() -> bool:
            if not happened():
                self._tap(words)
            return happened()

        self.until(tap_again)

    def _tap(self, words: str) -> None:
        from kivy.base import EventLoop
        from kivy.uix.label import Label

        from tests.support.stage import Finger

        window = self.canvas.window
        for label in window.children[0].walk():
            if isinstance(label, Label) and label.text.casefold() == words.casefold() and _seen(label):
                x, y = label.to_window(*label.center)
                finger = Finger(x / (window.width - 1), y / (window.height - 1))
                EventLoop.post_dispatch_input("begin", finger)
                EventLoop.post_dispatch_input("end", finger)
                return

    @property
    def words(self) -> str:
        """Return the words that are being said."""
        speaking = self.board.speaking
        return " ".join(each.spoken for each in speaking.sentences).lower() if speaking is not None else ""

    def speeches(self) -> list[tuple[str, str]]:
        """Return (priority, name) of what is said and what waits."""
        return [(each.priority.name, each.utterance.id) for each in self.app.services.voice.speeches]

    # what is always so

    def is_warned(self, alert: Alert) -> None:
        """Wait until the warning fills the screen, nothing lies over it, and it is spoken."""
        self.until(lambda: self.board.screen == "alert")
        assert alert.id in self.board.view.id, self.board.view
        self.until(
            lambda: self.board.speaking is not None and self.board.speaking.utterance == f"alert {self.board.view.id}"
        )
        self.picture("warned")
        self.is_alone()

    def is_alone(self) -> None:
        assert self.board.notice == "", f"over a warning: {self.board.notice!r}"
        layer = self.app.shell._layer
        assert layer is None or not layer.covers
        board = self.board
        assert (board.sheet, board.handout, board.seconds_left, board.dark) == (False, None, 0, False)
        others = [each for each in self.speeches() if not each[1].startswith("alert ")]
        assert not others, f"under a warning: {others}"
        assert not self.controller.page("film").playing
        assert not self.controller.page("film").player.running
        assert not self.controller.page("ask").recording
        assert not self.app.services.controller._lamp.recording
        assert not self.controller.page("status").open
        assert self.board.tool is None
        assert not getattr(self.board.view, "unlock", None)

    def understands(self, then: str) -> None:
        self.ahead += 2.0  # it has been looked at
        self.tap("Mengerti", lambda: self.board.screen != "alert")
        self.settle()
        assert self.board.screen == then, (self.board.screen, then)
        assert self.board.band is not None
        urgent = [each for each in self.speeches() if each[0] == Priority.URGENT.name]
        assert not urgent, f"it was understood, and still speaks: {urgent}"
        self.picture("after")

    def is_informed(self, screen: str) -> None:
        """Check that a band informs of the alert, and that *screen* stays."""
        self.until(lambda: self.board.band is not None)
        self.settle()
        assert self.board.screen == screen
        self.picture("informed")


def _seen(label: Any) -> bool:
    place = label
    while place is not None and not hasattr(place, "system_size"):
        if place.opacity == 0 or min(place.size) < 1:
            return False
        place = place.parent
    return bool(label.text.strip())


# the scenes: what is going on, and what a warning does to it


def usual(kiosk: Kiosk, **changes: Any) -> Settings:
    village = kiosk.village.settings
    microphone = kiosk.folder / "microphone.wav"
    say = "Selamat pagi, kapan jalan di dusun dua diperbaiki? Batu sudah dipesan sejak bulan lalu. " * 8
    subprocess.run(["espeak-ng", "-v", "id", "-w", str(microphone), say], check=True)
    speech = replace(
        village.speech, voice="id", device=f"wav:{kiosk.sound}", quiet_hours=(), quiet_at_prayer=False, volume=100
    )
    usual_ones = replace(
        village,
        speech=speech,
        technician=TechnicianSettings(pin=PIN),
        desk=DeskSettings(enabled=True, microphone=f"wav:{microphone}"),
        post=PostSettings(key=key_text(bytes(PrivateKey.generate().public_key), "office")),
        questions=QuestionSettings(
            asked=(ForSettings("Kepala Desa", "bank", "jalan"), ForSettings("Bidan desa", "first-aid"))
        ),
        readouts=(),
    )
    return replace(usual_ones, **changes)


def begin(kiosk: Kiosk, **changes: Any) -> None:
    kiosk.open(usual(kiosk, **changes))
    kiosk.receive()
    kiosk.app.tick()
    kiosk.hush()
    kiosk.tap("Sentuh layar", lambda: kiosk.board.screen != "idle")
    if kiosk.board.screen != "home":  # the next slide had come: a touch opens what it shows
        kiosk.tap("Beranda", lambda: kiosk.board.screen == "home")


def film(kiosk: Kiosk) -> None:
    """Play a film in the viewer, and receive a warning."""
    begin(kiosk)
    player = kiosk.controller.page("film")
    kiosk.controller.navigation.open_item(FILM)
    kiosk.settle()
    player.open()
    kiosk.until(lambda: player.playing and player.player.seconds is not None and player.position() > 0.3)
    kiosk.receive(information())
    kiosk.is_informed("film")
    assert player.playing
    kiosk.receive(information(), tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("film")
    assert not player.playing
    kiosk.tap("Dengarkan", lambda: player.playing)
    kiosk.until(lambda: player.position() > 0.3)


def page(kiosk: Kiosk) -> None:
    """Enlarge a page of a PDF, and receive a warning."""
    begin(kiosk)
    kiosk.controller.navigation.open_item(kiosk.item(lambda item: item.document is not None).id)
    kiosk.settle()
    kiosk.controller.page("viewer").open()
    kiosk.controller.page("viewer").note_piece(0, 2.0)
    kiosk.settle()
    before = kiosk.controller.navigation.here
    kiosk.receive(information())
    kiosk.is_informed("viewer")
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    kiosk.understands("viewer")
    assert kiosk.controller.navigation.here == before


def asked(kiosk: Kiosk) -> Any:
    begin(kiosk)
    kiosk.controller.navigation.ask()
    kiosk.controller.page("ask").choose_kind(0)
    kiosk.controller.page("ask").choose_recipient(0)
    kiosk.settle()
    return kiosk.controller.page("ask")


def question(kiosk: Kiosk) -> None:
    """Record a question, and receive a warning."""
    desk = asked(kiosk)
    desk.speak()
    kiosk.until(lambda: kiosk.board.view.opened and kiosk.board.view.seconds > 1.0)
    kiosk.picture("recording")
    kiosk.receive(information(), caution())
    kiosk.is_informed("ask")
    heard = kiosk.board.view.seconds
    kiosk.until(lambda: kiosk.board.view.seconds > heard + 2.0)
    assert kiosk.board.view.recording
    assert not kiosk.speeches(), f"into an open microphone: {kiosk.speeches()}"
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("ask")
    assert kiosk.board.view.step is AskStep.KIND
    assert kiosk.shows("Dibatalkan. Rekaman dihapus.")


def review(kiosk: Kiosk) -> None:
    """Listen to a recorded question before it is sent, and receive a warning."""
    desk = asked(kiosk)
    desk.speak()
    kiosk.until(lambda: kiosk.board.view.opened and kiosk.board.view.seconds > 2.0)
    desk.finish_recording()
    kiosk.until(lambda: kiosk.board.view.step is AskStep.REVIEW)
    desk.hear()
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("ask")
    assert kiosk.shows("Dibatalkan. Rekaman dihapus.")


def writing(kiosk: Kiosk) -> None:
    """Write a question by the keyboard, and receive a warning."""
    desk = asked(kiosk)
    desk.write()
    for letter in "kapan jalan":
        desk.type_letters(letter)
    kiosk.settle()
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("ask")
    assert "dihapus" in " ".join(kiosk.texts()), kiosk.texts()


def reading(kiosk: Kiosk) -> None:
    """Have an article read aloud, and receive a warning."""
    begin(kiosk)
    item = kiosk.item(lambda item: item.category is Category.NEWS and item.film is None and len(item.text) > 300)
    kiosk.controller.navigation.open_item(item.id)
    kiosk.settle()
    kiosk.tap("Dengarkan", lambda: kiosk.board.speaking is not None)
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.index >= 1)
    kiosk.receive(information(), caution())
    kiosk.is_informed("item")
    assert ("ASKED", item.id) in kiosk.speeches()
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    kiosk.understands("item")
    assert kiosk.board.view.item.id == item.id


def crier(kiosk: Kiosk) -> None:
    """Read an announcement out to the village, and receive a warning."""
    kiosk.open(usual(kiosk))
    kiosk.receive()
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.index >= 1)
    called = kiosk.board.speaking.utterance
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("idle")
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.utterance == called)


def first_run(kiosk: Kiosk) -> None:
    """Answer the first run, and receive a warning."""
    kiosk.open(replace(Settings(), speech=usual(kiosk).speech))
    kiosk.receive()
    kiosk.hush()
    run = kiosk.controller.page("first-run")
    assert kiosk.board.screen == "first-run"
    kiosk.controller.next()
    for letter in "desa bu":
        run.type_letters(letter)
    kiosk.settle()
    kiosk.receive(information())
    kiosk.is_informed("first-run")
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    kiosk.understands("first-run")
    assert (kiosk.board.view.step, kiosk.board.view.place) == (SetUp.PLACE, "Desa Bu")
    kiosk.controller.next()
    run.choose_internet("wifi")
    kiosk.settle()
    assert kiosk.board.tool is not None
    kiosk.receive(rain(), tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("first-run")
    assert kiosk.board.view.step is SetUp.INTERNET


def behind_the_pin(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.controller.navigation.knock()
    for digit in PIN:
        kiosk.controller.page("status").digit(digit)
    kiosk.controller.page("status").try_pin()
    kiosk.settle()


def technician(kiosk: Kiosk) -> None:
    """Try a turned picture as a technician, and receive a warning."""
    behind_the_pin(kiosk)
    tools = kiosk.controller.tools
    tools.open(Tool.MORE)
    tools.choose(Tool.TURN)
    tools.choose("180")
    tools.choose("try")
    kiosk.settle()
    assert kiosk.board.rotation == 180
    kiosk.receive(information())
    kiosk.is_informed("status")
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    assert kiosk.board.rotation == 0
    kiosk.understands("home")


def notice(kiosk: Kiosk) -> None:
    """Speak a notice of the hall at the kiosk, and receive a warning."""
    behind_the_pin(kiosk)
    notices = kiosk.controller.page("status").notices
    notices.open()
    notices.speak()
    notices.record()
    kiosk.until(lambda: kiosk.board.view.seconds > 1.0)
    kiosk.receive(information(), caution())
    kiosk.is_informed("status")
    heard = kiosk.board.view.seconds
    kiosk.until(lambda: kiosk.board.view.seconds > heard + 2.0)
    assert not kiosk.speeches(), f"into an open microphone: {kiosk.speeches()}"
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    assert not [*(kiosk.data / "desk").rglob("*.wav")]
    kiosk.understands("home")


def keyboard(kiosk: Kiosk) -> None:
    """Open the search's keyboard, and receive a warning."""
    begin(kiosk)
    kiosk.controller.page("search").turn_to()
    for letter in "posyan":
        kiosk.controller.page("search").type_letters(letter)
    kiosk.settle()
    kiosk.receive(information())
    kiosk.is_informed("search")
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    kiosk.understands("search")
    view = kiosk.board.view
    assert (view.query, view.typing) == ("posyan", True)


def stick(kiosk: Kiosk) -> None:
    """Import a stick, and receive a warning."""
    begin(kiosk)
    requests = kiosk.app.services.memory.requests
    kiosk.controller.stick.check_stick()
    number = requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), "/media/stick")
    kiosk.app.tick()
    requests.note_progress(number, 3, 40)
    kiosk.app.tick()
    assert kiosk.shows("3 dari 40") or kiosk.board.notice
    kiosk.receive(information())
    kiosk.is_informed("home")
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    requests.answer_request(number, to_json((Imported(result=ImportResult.TAKEN, seq=4, added=7),)))
    kiosk.settle()
    kiosk.is_alone()
    kiosk.understands("home")
    kiosk.until(lambda: "7 kabar baru" in kiosk.board.notice)
    kiosk.picture("told")


def sheets(kiosk: Kiosk) -> None:
    """Receive a warning over each sheet: settings, a code, the question whether somebody is there."""
    begin(kiosk)
    kiosk.controller.navigation.open_item(FILM)
    kiosk.controller.page("item").take_home()
    kiosk.settle()
    kiosk.receive(rain())
    kiosk.is_warned(rain())
    kiosk.understands("item")
    kiosk.controller.navigation.show_settings()
    kiosk.settle()
    kiosk.receive(rain(), tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("item")
    kiosk.ahead += 160.0
    kiosk.until(lambda: kiosk.board.seconds_left > 0)
    again = rain("lagi", places=("Batui",))  # what says the same of the same second is the same
    kiosk.receive(rain(), tsunami(), again)
    kiosk.is_warned(again)
    kiosk.understands("item")


def night(kiosk: Kiosk) -> None:
    """Receive a warning while night has turned the screen off."""
    screen = replace(kiosk.village.settings.screen, off_hours=((hour(0, 0), hour(23, 59, 59)),), theme="auto")
    kiosk.open(usual(kiosk, screen=screen))
    kiosk.receive()
    kiosk.hush()
    kiosk.ahead += 61.0
    kiosk.until(lambda: kiosk.board.dark)
    kiosk.receive(information())
    kiosk.is_informed("idle")
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.understands("idle")
    assert not kiosk.board.dark
    kiosk.receive()
    kiosk.until(lambda: kiosk.board.band is None)
    kiosk.ahead += 61.0
    kiosk.until(lambda: kiosk.board.dark)


def two(kiosk: Kiosk) -> None:
    """Receive two warnings at once."""
    begin(kiosk)
    early = rain("satu", published=datetime.now(UTC) - timedelta(minutes=3), effective=None, event="Banjir bandang")
    late = rain("dua")
    kiosk.receive(early, late)
    kiosk.until(lambda: kiosk.board.screen == "alert")
    first = kiosk.board.view
    kiosk.is_warned(late if "dua" in first.id else early)
    kiosk.ahead += 2.0
    kiosk.tap("Mengerti", lambda: kiosk.board.view is not first)
    second = kiosk.board.view
    assert kiosk.board.screen == "alert"
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.utterance == f"alert {second.id}")
    kiosk.picture("second")
    kiosk.understands("home")


def ended(kiosk: Kiosk) -> None:
    """End a warning while it is shown and spoken."""
    begin(kiosk)
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.index >= 1)
    cancel = tsunami("batal", message="Cancel", references=(tsunami().key,))
    kiosk.receive(tsunami(), cancel)
    kiosk.until(lambda: kiosk.board.view.ended)
    kiosk.settle()
    kiosk.picture("ended")
    assert "berakhir" in kiosk.words, f"still said: {kiosk.words}"
    kiosk.ahead += 2.0
    kiosk.tap("Mengerti", lambda: kiosk.board.screen != "alert")
    assert (kiosk.board.screen, kiosk.board.band) == ("home", None)


def withdrawn(kiosk: Kiosk) -> None:
    """Withdraw a warning from its source while it is shown and spoken."""
    begin(kiosk)
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.index >= 1)
    kiosk.receive()
    kiosk.until(lambda: kiosk.board.screen == "home")
    kiosk.settle()
    assert not kiosk.speeches(), f"withdrawn, and still said: {kiosk.speeches()}"


def changed(kiosk: Kiosk) -> None:
    """Update a warning while it is read: first in other words, which are spoken after it, then to a lesser severity."""
    begin(kiosk)
    first = rain()
    kiosk.receive(first)
    kiosk.is_warned(first)
    kiosk.until(lambda: kiosk.board.speaking is not None and kiosk.board.speaking.index >= 1)
    update = rain(
        "lagi", message="Update", references=(first.key,), event="Hujan sangat lebat dan angin puting beliung"
    )
    kiosk.receive(first, update)
    kiosk.until(lambda: kiosk.shows("puting beliung"))
    kiosk.settle()
    kiosk.picture("changed")
    assert "puting beliung" not in kiosk.words, f"begun anew: {kiosk.words}"
    kiosk.until(lambda: "puting beliung" in kiosk.words)
    eased = replace(
        update,
        id="reda",
        identifier="reda",
        severity=Severity.WASPADA,
        references=(first.key, update.key),
        published=now(),
    )
    kiosk.receive(first, update, eased)
    kiosk.until(lambda: kiosk.board.view.severity is Severity.WASPADA)
    kiosk.settle()
    kiosk.picture("eased")
    assert "waspada" in kiosk.words, f"still said: {kiosk.words}"
    kiosk.understands("home")


def darurat(kiosk: Kiosk) -> None:
    """Go to Darurat while a warning stands: from the warning to numbers and way, back by its band, and again by the tile."""
    begin(kiosk)
    kiosk.receive(tsunami())
    kiosk.is_warned(tsunami())
    kiosk.ahead += 2.0
    numbers = "Nomor dan jalan"
    kiosk.tap(numbers, lambda: kiosk.board.screen == "emergency")
    kiosk.settle()
    kiosk.picture("numbers")
    assert kiosk.shows("112")
    kiosk.ahead += 5.0
    kiosk.settle()
    assert kiosk.board.screen == "emergency", "the warning is not understood, and does not take the numbers away"
    assert not kiosk.shows("Tidak ada peringatan")
    assert not kiosk.shows("Belum diketahui")
    kiosk.tap("AWAS · Tsunami", lambda: kiosk.board.screen == "alert")
    kiosk.tap(numbers, lambda: kiosk.board.screen == "emergency")
    kiosk.tap("Kembali", lambda: kiosk.board.screen == "alert")
    kiosk.understands("home")
    kiosk.tap("Darurat", lambda: kiosk.board.screen == "emergency")
    kiosk.settle()
    assert kiosk.shows("112")
    kiosk.tap("AWAS · Tsunami", lambda: kiosk.board.screen == "alert")
    kiosk.understands("emergency")
    kiosk.tap("Beranda", lambda: kiosk.board.screen == "home")


SCENES = {
    each.__name__: each
    for each in (
        film, page, question, review, writing, reading, crier, first_run, technician, notice, keyboard, stick, sheets, night,
        two, ended, withdrawn, changed, darurat,
    )
}  # fmt: skip


def in_a_process_of_its_own(scene: str, village: Installation, folder: Path, size: tuple[int, int]) -> bool:
    """Run *scene* in a forked process that loads Kivy itself. Return whether it succeeded."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == 0
    code = 1
    try:
        folder.mkdir()
        shutil.copytree(village.data, folder / "data", ignore=shutil.ignore_patterns("reserve"))
        own = Installation(village.settings, village.config, folder / "data", print, print)
        kiosk = Kiosk(scene, own, folder, size)
        SCENES[scene](kiosk)
        kiosk.close()
        code = 0
    except BaseException:  # noqa: BLE001 -- all that ends it is told
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main(size: str, folder: str, *scenes: str) -> int:
    os.environ["LP_NUM_THREADS"] = "0"  # a process that is forked has none of the drawing's threads
    wide, high = map(int, size.split("x"))
    place, wrong = Path(folder), 0
    (place / "data").mkdir(parents=True)
    plain = Installation(load(None), None, place / "data", print, print)
    with sample_village(plain, datetime.now(UTC)) as village:
        for scene in scenes or SCENES:
            done = in_a_process_of_its_own(scene, village, place / scene, (wide, high))
            wrong += not done
            print(f"{scene}: {'done' if done else 'WRONG'}", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
