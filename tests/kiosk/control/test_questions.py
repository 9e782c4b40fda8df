"""A resident's question on its way over the screens, by finger and by the four buttons; what ends it; answers."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from msgspec.structs import replace
from nacl.signing import SigningKey

from content_cache.model.errors import Code, StoppedError
from content_cache.model.items import SEALED, Answer, Attachment, Category, Severity
from content_cache.model.records import MediaRecord
from content_cache.signing.sealed_answers import Part, Said, seal, seal_text
from content_cache.store.store import Store
from kiosk.content.sealed_answers import SealedAnswers, decoded
from kiosk.control.private_answers import MOST_TRIES, PrivateAnswers
from kiosk.control.question_box import HallBox
from kiosk.control.questions import PROMPT
from kiosk.core.identity import kiosk_id
from kiosk.core.messages import (
    ButtonPressed,
    ButtonReleased,
    ContentChanged,
    Ending,
    Message,
    QuestionTaken,
    RecordingHeard,
)
from kiosk.demo.warnings import sample_warning
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.question_words import QuestionWords
from kiosk.settings import Settings
from kiosk.settings.sections import ForSettings
from kiosk.speech.utterance import Prelude
from kiosk.state.question_log import MOST_A_DAY, MOST_AN_HOUR
from kiosk.viewmodel.questions import AskStep, AskView
from tests.kiosk.desk.test_walk import tone
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW, Stock
from tests.support.present import present
from tests.support.questions import ASKING, SEED, Drawer, Takes, answer, asking

OPUS = b"OggS a voice"
OWN_KEY = SigningKey(SEED)


class SlowOpener:
    """Decodes when the test lets it: `go` and `ended` are set."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Event()
        self.go.set()
        self.made: list[BinaryIO] = []
        self.stopped = False

    def __call__(self, content: bytes, stop: threading.Event) -> BinaryIO:
        self.begun.set()
        while not self.go.wait(0.01):
            if stop.is_set():
                self.stopped = True
                raise StoppedError(Code.STOPPED)
        self.made.append(decoded(content, stop))
        return self.made[-1]


class Village:
    """A hall where questions are taken."""

    def __init__(
        self,
        folder: Path,
        *,
        guided: bool = True,
        settings: Settings = ASKING,
        seals: bool = True,
        box: HallBox | None = None,
    ) -> None:
        self.drawer, self.takes = Drawer(), Takes()
        self.drawer.seals = seals
        self.told: list[Message] = []
        self.opener = SlowOpener()
        self.sealed = SealedAnswers(folder, self.drawer, self.told.append, decode=self.opener)
        self.hall = Hall(
            folder, settings, guided=guided, outbox=self.drawer, record=self.takes, hall=box, sealed=self.sealed
        )
        self.desk = self.hall.controller.questions
        self.hall.controller.home()

    @property
    def view(self) -> AskView:
        return present(self.hall.board.ask)

    def heard_by(self) -> str:
        """Who hears it, as the page says."""
        return " ".join(words for _, words in QuestionWords(Phrases(Translation("id"))).who_hears(self.view))

    def say_prompt(self) -> None:
        self.hall.controller.handle(self.hall.voice.end(PROMPT, Ending.DONE))

    def hear(self, *seconds: float, level: int = 70) -> None:
        for each in seconds:
            self.hall.controller.handle(RecordingHeard(each, level))

    def take(self, why: str = "", seconds: float = 7.0) -> None:
        taken = QuestionTaken(self.takes.begun[-1].number, seconds, b"" if why else OPUS, why)
        self.hall.controller.handle(taken)

    def record(self) -> None:
        """Up to the review."""
        self.record_for(0)

    def record_for(self, whom: int) -> None:
        self.desk.open()
        self.desk.choose(whom)
        self.desk.speak()
        self.say_prompt()
        self.hear(0.2, 3.0)
        self.desk.finish()
        self.take()

    @property
    def said(self) -> str:
        return " ".join(sentence.spoken for each in self.hall.voice.said for sentence in each.sentences)


@pytest.fixture
def asked(tmp_path: Path, village: Stock) -> Iterator[Village]:  # noqa: ARG001 -- the store is filled first
    made = Village(tmp_path)
    yield made
    made.hall.close()


def test_where_nobody_may_be_asked_nothing_of_it_appears(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    for settings, outbox in ((USUAL, Drawer()), (ASKING, None)):
        hall = Hall(tmp_path, settings, outbox=outbox)
        hall.controller.home()
        hall.controller.navigation.open_category("layanan")
        assert [row.id for row in present(hall.board.listing).rows] == ["sim"]
        services = hall.board.screen
        hall.controller.questions.open()
        hall.controller.navigation.ask()
        assert (hall.board.screen, hall.board.asks) == (services, False)
        hall.close()


def test_it_is_opened_from_the_services(asked: Village) -> None:
    navigation = asked.hall.controller.navigation
    navigation.open_category("layanan")
    services = asked.hall.board.screen
    assert next(row.title for row in present(asked.hall.board.listing).rows) == "Tanya petugas desa"
    navigation.open_row(0)
    assert (asked.hall.board.screen, asked.view.step, asked.view.chosen) == ("ask", AskStep.WHOM, None)
    asked.hall.controller.back()
    assert (asked.hall.board.screen, asked.hall.board.ask) == (services, None)


def test_asked_heard_back_and_sent(asked: Village) -> None:
    desk, hall = asked.desk, asked.hall
    desk.open()
    desk.speak()
    assert asked.view.told == "Pilih dulu untuk siapa."
    desk.choose(1)
    desk.speak()
    assert (asked.view.step, asked.takes.begun) == (AskStep.RECORD, []), "the prompt is said first"
    assert hall.words == "Silakan bicara setelah bunyi."
    asked.say_prompt()
    assert len(asked.takes.open) == 1
    assert hall.lamp.lit(0)
    asked.hear(0.2)
    assert hall.voice.manners[-1].prelude is Prelude.TONE
    asked.hear(0.4, 3.0)
    assert (asked.view.opened, asked.view.seconds, asked.view.levels) == (True, 3.0, (70, 70, 70))
    desk.finish()
    asked.take()
    assert asked.view.step is AskStep.REVIEW
    assert not hall.lamp.recording
    assert asked.drawer.contents == [], "nothing is sent by itself"
    desk.hear()
    assert (hall.voice.said[-1].recording, hall.voice.said[-1].as_it_is) == (asked.takes.begun[0].path, True)
    desk.send()
    told, body = asked.drawer.told()
    assert told == {
        "number": 1, "for": "Kepala Desa", "asked": NOW.isoformat(timespec="seconds"), "language": "id",
        "type": "audio/ogg", "seconds": 7.0,
    }  # fmt: skip
    assert body == OPUS
    assert (asked.view.step, asked.view.number) == (AskStep.DONE, 1)
    assert asked.view.code.startswith("Info Desa: Pertanyaan nomor 1, ")
    assert hall.words.startswith("Pertanyaan nomor satu.")
    assert asked.takes.begun[0].discarded
    desk.send()
    assert len(asked.drawer.contents) == 1, "once"


def test_typed(asked: Village) -> None:
    desk = asked.desk
    desk.open()
    desk.choose(0)
    desk.write()
    desk.written()
    assert asked.view.told == "Tulis dulu pertanyaannya."
    for letter in "kapan imunisasi?":
        desk.type_letters(letter)
    desk.erase()
    desk.type_letters("?")
    desk.written()
    desk.hear()
    assert asked.hall.words == "Kapan imunisasi?"
    assert asked.hall.voice.said[-1].as_it_is, "no sound of it is kept"
    desk.send()
    told, body = asked.drawer.told()
    assert (told["type"], told["seconds"], body) == ("text/plain", 0.0, b"Kapan imunisasi?")
    assert asked.takes.begun == []


def test_by_the_buttons_alone(asked: Village) -> None:
    """Ask, hear back, keep: what somebody hears who cannot see."""
    hall = asked.hall
    hall.press("home")
    asked.desk.open()  # from Layanan, as in the walk below tests/walks
    hall.board.focus = ""
    hall.press("next")
    assert (hall.board.focus, hall.words) == ("to:0", "Puskesmas: obat. Tekan Dengarkan untuk memilih.")
    hall.press("next")
    hall.press("listen")
    assert (asked.view.chosen, hall.board.focus) == (1, "speak")
    assert "Hanya petugas yang dipilih yang mendengar." in hall.words
    assert "Suara dihapus paling lama tiga puluh hari." in hall.words
    hall.press("listen")
    asked.say_prompt()
    asked.hear(0.2, 4.0)
    before = len(hall.voice.said)
    hall.press("next", "previous")
    assert len(hall.voice.said) == before, "nothing is said into the microphone"
    hall.press("listen")
    asked.take()
    assert (asked.view.step, hall.board.focus) == (AskStep.REVIEW, "hear")
    assert hall.words.startswith("Untuk Kepala Desa. Dengarkan dulu. Sudah benar?")
    hall.speech_ends()
    hall.press("listen")
    assert hall.voice.said[-1].as_it_is
    hall.speech_ends()
    hall.press("next")
    assert hall.words == "Kirim: Untuk Kepala Desa. Tekan Dengarkan untuk memilih."
    hall.press("listen")
    assert (asked.view.step, len(asked.drawer.contents)) == (AskStep.DONE, 1)
    assert hall.words.startswith("Pertanyaan nomor satu. Kode: satu, satu, satu, satu, satu, satu.")
    assert "Warga bertanya, nomor satu." in hall.words


def test_the_listen_key_is_held_while_speaking(asked: Village) -> None:
    hall = asked.hall
    asked.desk.open()
    asked.desk.choose(0)
    hall.board.focus = "speak"
    hall.seconds += 1
    hall.controller.handle(ButtonPressed("listen"))
    hall.seconds += 0.9
    hall.controller.buttons.watch()
    asked.say_prompt()
    asked.hear(0.2, 5.0)
    assert [take.finished for take in asked.takes.begun] == [False]
    hall.controller.handle(ButtonReleased("listen"))
    assert [take.finished for take in asked.takes.begun] == [True]
    assert asked.view.ending


def test_who_lets_go_before_the_tone_goes_on_with_the_next_press(asked: Village) -> None:
    hall = asked.hall
    asked.desk.open()
    asked.desk.choose(0)
    hall.board.focus = "speak"
    hall.seconds += 1
    hall.controller.handle(ButtonPressed("listen"))
    hall.seconds += 0.9
    hall.controller.buttons.watch()
    hall.controller.handle(ButtonReleased("listen"))
    asked.say_prompt()
    asked.hear(0.2, 5.0)
    assert not asked.takes.begun[0].finished
    hall.press("listen")
    assert asked.takes.begun[0].finished


ENDS: dict[str, Callable[[Village], None]] = {
    "home": lambda it: it.hall.controller.home(),
    "back": lambda it: it.hall.controller.back(),
    "cancel": lambda it: it.desk.cancel(),
    "warning": lambda it: it.hall.controller.alerts.tell([sample_warning("normal", NOW)]),
    "broken": lambda it: it.take("fault"),
    "silent": lambda it: it.hall.wait(30),
}


@pytest.mark.parametrize("way", ENDS)
def test_whatever_ends_a_recording_frees_the_microphone_and_is_told(asked: Village, way: str) -> None:
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 2.0)
    ENDS[way](asked)
    assert (asked.takes.open, [take.discarded for take in asked.takes.begun]) == ([], [True])
    assert not asked.hall.lamp.recording
    asked.take()  # what comes late is nobody's
    assert asked.drawer.contents == []
    told = f"{asked.hall.board.notice} {asked.hall.board.ask.told if asked.hall.board.ask else ''}"
    assert "dihapus" in told or "Mikrofon tidak ada" in told


def test_after_a_warning_it_is_told_what_became_of_the_recording(asked: Village) -> None:
    asked.record()
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    asked.hall.controller.alerts.acknowledge()
    assert (asked.hall.board.screen, asked.view.step) == ("ask", AskStep.WHOM)
    assert (asked.view.told, asked.hall.board.notice) == ("Dibatalkan. Rekaman dihapus.", "")
    assert asked.takes.begun[0].discarded


def begin_to_speak(asked: Village) -> None:
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 2.0)


def go_on_speaking(asked: Village, seconds: int) -> None:
    for second in range(seconds):
        asked.hear(second % 40 + 0.5)
        asked.hall.wait(1)


WAITS: dict[str, dict[str, object]] = {
    "a drill": {"drill": True},
    "what nobody has checked": {"unchecked": True, "severity": Severity.SIAGA},
    "an end": {"ended": True},
}


@pytest.mark.parametrize("changes", WAITS.values(), ids=WAITS)
def test_what_can_wait_takes_the_screen_once_the_recording_is_sent(asked: Village, changes: dict[str, object]) -> None:
    warning = replace(sample_warning("normal", NOW), **changes)
    begin_to_speak(asked)
    asked.hall.controller.alerts.tell([warning])
    go_on_speaking(asked, 10)
    assert (asked.hall.board.screen, asked.hall.controller.recording) == ("ask", True)
    assert (asked.hall.board.band is None) == warning.ended, "the band tells of it"
    asked.take()
    asked.hall.controller.alerts.tell([warning])
    assert (asked.hall.board.screen, asked.view.step) == ("ask", AskStep.REVIEW)
    asked.desk.send()
    asked.hall.wait(2)
    assert len(asked.drawer.contents) == 1
    assert asked.hall.board.screen == "alert"


@pytest.mark.parametrize("changes", WAITS.values(), ids=WAITS)
def test_it_waits_for_a_minute_at_most(asked: Village, changes: dict[str, object]) -> None:
    begin_to_speak(asked)
    asked.hall.controller.alerts.tell([replace(sample_warning("normal", NOW), **changes)])
    go_on_speaking(asked, 59)
    assert asked.hall.board.screen == "ask"
    go_on_speaking(asked, 2)
    assert asked.hall.board.screen == "alert"
    assert asked.takes.begun[0].discarded


@pytest.mark.parametrize("severity", [Severity.AWAS, Severity.SIAGA])
def test_what_is_real_waits_for_nobody_whatever_waits_already(asked: Village, severity: Severity) -> None:
    warning = sample_warning("normal", NOW)
    begin_to_speak(asked)
    drill = replace(warning, id="latihan", drill=True)
    asked.hall.controller.alerts.tell([drill])
    asked.hall.controller.alerts.tell([drill, replace(warning, severity=severity)])
    shown = asked.hall.board.alert
    assert (asked.hall.board.screen, shown and shown.id) == ("alert", warning.id)


def test_after_a_warning_it_is_told_what_became_of_what_was_written(asked: Village) -> None:
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.write()
    asked.desk.type_letters("kapan")
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    assert asked.hall.board.notice == "", "nothing lies over a warning"
    asked.hall.controller.alerts.acknowledge()
    assert (asked.hall.board.screen, asked.view.step, asked.view.text) == ("ask", AskStep.WHOM, "")
    assert asked.view.told == "Dibatalkan. Tulisan dihapus."


def test_a_warning_that_takes_no_screen_ends_a_recording_and_that_is_told(asked: Village) -> None:
    """An update of one that was understood: it is said at once, and would be in the recording."""
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 2.0)
    recording = asked.hall.controller.recording
    asked.hall.controller.end_recording()
    assert (recording, asked.hall.controller.recording) == (True, False)
    assert asked.takes.begun[0].discarded
    assert asked.view.told == "Dibatalkan. Rekaman dihapus."


def test_who_walks_away_leaves_nothing(asked: Village) -> None:
    asked.record()
    asked.hall.wait(76)
    asked.hall.wait(16)
    assert asked.hall.board.screen == "idle"
    assert asked.takes.begun[0].discarded
    assert (asked.drawer.contents, asked.hall.board.ask) == ([], None)


def test_a_visit_does_not_end_while_somebody_speaks(asked: Village) -> None:
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.speak()
    asked.say_prompt()
    for second in range(60):
        asked.hear(float(second))
        asked.hall.wait(2)
    assert asked.view.recording
    assert [manner.prelude for manner in asked.hall.voice.manners].count(Prelude.TONE) == 2, "begin, and 50 s"
    asked.take(seconds=60.0)
    asked.hall.wait(70)
    assert asked.view.step is AskStep.REVIEW


@pytest.mark.parametrize(
    ("why", "told"),
    [("silence", "Tidak ada suara."), ("noise", "Hanya terdengar"), ("quiet", "Suara kurang jelas."), ("short", "Terlalu")],
)  # fmt: skip
def test_what_is_not_worth_sending_is_refused_with_a_word(asked: Village, why: str, told: str) -> None:
    asked.desk.open()
    asked.desk.choose(0)
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2)
    asked.take(why)
    assert (asked.view.step, asked.view.chosen, asked.view.wrong) == (AskStep.WHOM, 0, True)
    assert asked.view.told.startswith(told)
    assert asked.hall.words.startswith(told)


def test_recorded_again_and_thrown_away(asked: Village) -> None:
    asked.record()
    asked.desk.again()
    assert asked.takes.begun[0].discarded
    asked.say_prompt()
    asked.hear(0.2)
    asked.take()
    asked.desk.discard()
    assert (asked.view.step, asked.drawer.contents) == (AskStep.WHOM, [])
    assert asked.hall.words == "Dibatalkan. Rekaman dihapus."


def test_what_cannot_be_kept_is_no_question_yet(asked: Village) -> None:
    asked.record()
    asked.drawer.full = True
    for _ in range(MOST_AN_HOUR):
        asked.desk.send()
        assert (asked.view.step, asked.view.wrong) == (AskStep.REVIEW, True)
    assert asked.drawer.above == 0, "no number was given"
    assert asked.hall.memory.questions.full_for(asked.hall.now) == ""
    asked.drawer.full = False
    asked.desk.send()
    assert (asked.view.step, asked.view.number) == (AskStep.DONE, 1)


def test_a_number_is_higher_than_all_that_are_remembered(asked: Village) -> None:
    asked.hall.memory.questions.note_asked(12, NOW)
    asked.record()
    asked.desk.send()
    assert asked.drawer.above == 12


def test_a_minute_takes_its_time_to_be_made(asked: Village) -> None:
    """A slow machine brings a long recording into its form: that is no missing microphone."""
    asked.desk.open()
    asked.desk.choose(0)
    for seconds, finish in ((58.0, True), (60.0, False)):
        asked.desk.speak()
        asked.say_prompt()
        asked.hear(0.2, seconds)
        if finish:
            asked.desk.finish()
        asked.hall.wait(25)
        assert asked.view.recording
        asked.take()
        assert asked.view.step is AskStep.REVIEW
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 58.0)
    asked.desk.finish()
    asked.hall.wait(31)
    assert (asked.view.step, asked.view.wrong) == (AskStep.WHOM, True)
    assert asked.view.told.startswith("Rekaman tidak dapat diselesaikan.")


def test_nothing_is_begun_behind_another_screen(asked: Village) -> None:
    """A press that came a moment late."""
    asked.desk.open()
    asked.desk.choose(0)
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    asked.hall.board.ask = asked.desk.fresh()
    asked.hall.board.ask = replace(asked.view, chosen=0)
    asked.desk.speak()
    asked.say_prompt()
    assert (asked.view.step, asked.takes.begun) == (AskStep.WHOM, [])


def test_the_review_says_whom_it_is_for(asked: Village) -> None:
    asked.record()
    assert asked.hall.words.startswith("Untuk Puskesmas. Dengarkan dulu.")


def test_so_many_an_hour_and_a_day(asked: Village) -> None:
    desk, hall = asked.desk, asked.hall
    for sent in range(MOST_A_DAY):
        if sent and sent % MOST_AN_HOUR == 0:
            desk.open()
            desk.choose(0)
            desk.speak()
            assert asked.view.told.startswith("Sudah banyak pertanyaan dalam satu jam")
            hall.now += timedelta(hours=1)
        asked.record()
        desk.send()
        hall.controller.home()
    assert len(asked.drawer.contents) == MOST_A_DAY
    hall.now += timedelta(hours=1)
    desk.open()
    desk.choose(0)
    desk.write()
    assert asked.view.told.startswith("Sudah banyak pertanyaan hari ini")
    hall.now -= timedelta(days=400)  # a clock that is set back counts no question of the future
    desk.write()
    assert asked.view.text == ""
    assert asked.hall.board.ask == replace(asked.view, step=AskStep.WRITE)


# to the hall, and elsewhere

HALL = asking(
    asked=(
        ForSettings("Puskesmas", "first-aid"), ForSettings("Kepala Desa", "bank", hall=True),
        ForSettings("SP4N-LAPOR", about="SMS", number="1708"), ForSettings("Dukcapil", link="https://dukcapil.contoh.id/tanya"),
    )
)  # fmt: skip


class Box:
    """The hall's, unsealed; `public` is None before its desk has a password."""

    def __init__(self) -> None:
        self.public: bytes | None = None
        self.kept: dict[int, bytes] = {}
        self.seen = 0

    def put(self, number: int, _asked: datetime, _seconds: float, content: bytes) -> None:
        if not self.public:
            raise OSError("no key")
        self.kept[number] = content

    def version(self) -> int:
        return self.seen


@pytest.fixture
def hall_asked(tmp_path: Path, village: Stock) -> Iterator[tuple[Village, Box]]:  # noqa: ARG001 -- the store is filled first
    box = Box()
    made = Village(tmp_path, settings=HALL, box=box)
    yield made, box
    made.hall.close()


def test_a_question_to_the_hall_goes_to_its_desk_and_to_no_office(hall_asked: tuple[Village, Box]) -> None:
    asked, box = hall_asked
    asked.desk.open()
    asked.desk.choose(1)
    assert "Meja desa belum menerima pertanyaan: petugas kantor yang mendengarnya." in asked.heard_by()
    asked.desk.change()
    asked.desk.choose(0)
    assert "Hanya petugas yang dipilih yang mendengar." in asked.heard_by()
    asked.hall.controller.home()
    asked.record_for(1)
    asked.desk.send()
    assert (box.kept, len(asked.drawer.contents)) == ({}, 1), "before the desk has a password the office is asked"
    box.public = b"x" * 32
    asked.hall.controller.home()
    asked.desk.open()
    assert "yang mendengar" not in asked.heard_by(), "who, depends on whom it is for"
    asked.desk.choose(1)
    assert "Petugas meja desa yang tahu sandinya mendengar." in asked.heard_by()
    asked.desk.choose(0)
    assert "Hanya petugas yang dipilih yang mendengar." in asked.heard_by()
    asked.hall.controller.home()
    asked.record_for(1)
    asked.desk.send()
    assert len(asked.drawer.contents) == 1
    assert [*box.kept] == [2], "numbers go on"
    assert OPUS in box.kept[2]
    assert json.loads(box.kept[2].partition(b"\n")[0])["answer_to"]["key"] == bytes(OWN_KEY.verify_key).hex()
    assert "answer_to" not in asked.drawer.told()[0], "the office knows it"
    assert "Petugas desa mendengarnya di meja desa." in asked.hall.words
    assert asked.view.secret
    box.public = b""
    asked.hall.controller.home()
    asked.record_for(1)
    asked.desk.send()
    assert (len(asked.drawer.contents), [*box.kept]) == (1, [2]), "a key that cannot be read sends nothing to an office"
    assert "tidak bisa disimpan" in asked.view.told


def test_who_is_asked_elsewhere_is_told_and_no_microphone_opens(hall_asked: tuple[Village, Box]) -> None:
    asked, _box = hall_asked
    asked.desk.open()
    asked.desk.choose(2)
    handout = present(asked.hall.board.handout)
    assert (handout.payload, handout.title, handout.contact) == ("tel:1708", "SP4N-LAPOR: 1708", True)
    assert asked.hall.words == (
        "es pe empat en lapor. es em es. Nomornya satu, tujuh, nol, delapan. Pertanyaan ini diajukan di tempat lain. "
        "Kode di layar untuk ha pe Anda."
    )
    assert (asked.view.chosen, asked.view.step) == (None, AskStep.WHOM)
    asked.hall.controller.back()
    asked.desk.choose(3)
    assert present(asked.hall.board.handout).payload == "https://dukcapil.contoh.id/tanya"
    asked.desk.speak()
    asked.say_prompt()
    assert asked.takes.begun == []


def test_without_an_office_only_the_hall_and_others_are_offered(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    box = Box()
    asked = Village(tmp_path, settings=HALL, seals=False, box=box)
    asked.desk.open()
    assert [each.name for each in asked.view.asked] == ["SP4N-LAPOR", "Dukcapil"], "the hall has no password yet"
    asked.hall.controller.home()
    box.public, box.seen = b"x" * 32, 1
    asked.hall.wait(2)
    asked.desk.open()
    assert [each.name for each in asked.view.asked] == ["Kepala Desa", "SP4N-LAPOR", "Dukcapil"]
    asked.hall.close()


# answers


def stored(asked: Village, stock: Stock, *answers: object, days: int = 0) -> None:
    stock(answers, at=NOW + timedelta(days=days))  # type: ignore[arg-type]
    asked.hall.now = NOW + timedelta(days=days, minutes=5)
    asked.hall.controller.handle(ContentChanged(1))


def test_a_week_later_the_answer_is_told_and_heard_by_buttons(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send()
    hall, own = asked.hall, kiosk_id(asked.hall.folder)
    other = answer(5, "0" * 12, published=NOW - timedelta(days=3))
    stored(asked, stock, answer(1, own), answer(2, own), other, days=7)
    hall.controller.home()
    assert present(hall.board.home).fresh[Category.SERVICE] == 1
    hall.press("home", "home")
    hall.controller.read_bulletin()
    assert "Pertanyaan nomor satu sudah dijawab." in hall.words, "and not number two, which nobody has asked"
    hall.press("listen")
    hall.controller.navigation.open_category("layanan")
    rows = present(hall.board.listing).rows
    assert [row.title for row in rows][:2] == ["Tanya petugas desa", "Pertanyaan nomor 1 sudah dijawab"]
    hall.board.focus = "row:1"
    hall.press("listen")
    assert hall.board.screen == "answers"
    shown = [(each.number, each.kiosk == own) for each in present(hall.board.answers).rows]
    assert shown == [(1, True), (2, True), (0, False)], "what is for all is shown, whatever became of its number here"
    assert "Nomor satu: Pertanyaan satu bagaimana? Kepala Desa menjawab." in hall.words
    hall.press("listen")
    assert hall.board.screen == "item"
    assert hall.words.startswith("Pertanyaan nomor satu. Kepala Desa menjawab.")
    assert "Begini jawabannya." in hall.words
    hall.controller.home()
    hall.controller.read_bulletin()
    assert "sudah dijawab" not in hall.words, "somebody has heard it"


def test_an_answer_that_nobody_hears_is_told_for_a_week(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send()
    stored(asked, stock, answer(1, kiosk_id(asked.hall.folder)))
    told = []
    for _day in range(9):
        asked.hall.controller.handle(ContentChanged(1))
        asked.hall.controller.home()
        told.append(present(asked.hall.board.home).answered)
        asked.hall.now += timedelta(days=1)
    assert told == [(1,)] * 7 + [()] * 2


def test_a_private_answer_shows_no_word_before_it_is_opened(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send()
    own = kiosk_id(asked.hall.folder)
    sound = Attachment("https://kantor.id/suara.ogg", "audio/ogg", role="recording")
    stored(asked, stock, answer(1, own, private=True, attachments=(sound,)), answer(7, "f" * 12, private=True))
    asked.hall.press("home")
    asked.desk.open_answers()
    assert [each.number for each in present(asked.hall.board.answers).rows] == [1], "another kiosk's is not shown"
    asked.hall.board.focus = ""
    asked.hall.press("next")
    assert asked.hall.words == "Nomor satu: Jawaban untuk pemilik nomor satu. Kepala Desa menjawab."


def private(asked: Village, stock: Stock) -> None:
    """A question and its private answer, one that is for all beside it; the row is touched. The drawer's code is 111111."""
    asked.record()
    asked.desk.send()
    own = kiosk_id(asked.hall.folder)
    stored(asked, stock, answer(1, own, private=True, text="Surat Ibu sudah jadi."), answer(0, "f" * 12, id="umum"))
    asked.hall.controller.home()
    asked.desk.open_answers()
    place = next(i for i, each in enumerate(present(asked.hall.board.answers).rows) if each.private)
    asked.hall.controller.open_answer(place)


def type_code(asked: Village, code: str) -> None:
    for digit in code:
        asked.hall.controller.answers.private.digit(digit)


def test_a_private_answer_opens_with_its_code_alone(asked: Village, stock: Stock) -> None:
    private(asked, stock)
    hall = asked.hall
    assert (hall.board.screen, present(hall.board.unlock).number) == ("answers", 1)
    assert hall.words == "Jawaban ini pribadi. Ketik kode yang diberikan bersama nomor satu."
    type_code(asked, "111112")
    assert (hall.board.screen, present(hall.board.unlock).wrong) == ("answers", True)
    type_code(asked, "1111")
    asked.hall.controller.answers.private.erase()
    type_code(asked, "111")
    assert (hall.board.screen, hall.board.unlock) == ("item", None)
    assert hall.words.startswith("Ini jawaban pertanyaan nomor satu. Tekan Dengarkan"), "it is not read by itself"
    assert not hall.controller.navigation.has_item(1), "and no key leads from it to another"
    assert not hall.controller.navigation.has_item(-1)
    hall.speech_ends()
    hall.controller.listen()
    assert "Surat Ibu sudah jadi." in hall.words
    assert hall.voice.said[-1].as_it_is, "in memory alone"
    hall.controller.back()
    assert hall.board.unlock is None
    hall.controller.open_answer(next(i for i, each in enumerate(present(hall.board.answers).rows) if each.private))
    assert hall.board.screen == "answers", "asked for each time"


def sealed_answer(asked: Village, said: Said, key: SigningKey = OWN_KEY, **changes: Any) -> Answer:
    own = asked.drawer.kiosk = kiosk_id(asked.hall.folder)
    box = seal_text(said, kiosk=own, number=1, key=bytes(key.verify_key), secret=b"s" * 32)
    more = {"sealed": base64.b64encode(box).decode(), "text": "Jawaban ini disegel.", "title": "Jawaban"} | changes
    return answer(1, own, private=True, **more)


def open_it(asked: Village, stock: Stock, sealed: Answer) -> None:
    asked.record()
    asked.desk.send()
    stored(asked, stock, sealed)
    asked.hall.controller.home()
    asked.desk.open_answers()
    asked.hall.controller.open_answer(0)
    type_code(asked, "111111")


def recorded_answer(asked: Village, stock: Stock, sound: bytes) -> Answer:
    """By voice, its box arrived."""
    hall = asked.hall
    said = Said("Jawaban pertanyaan 1", "Surat Ibu Ani sudah jadi.", hashlib.sha256(sound).hexdigest())
    own = kiosk_id(hall.folder)
    box = seal(sound, Part.SOUND, kiosk=own, number=1, key=bytes(OWN_KEY.verify_key), secret=b"s" * 32)
    (hall.folder / "media").mkdir()
    (hall.folder / "media" / "x.sealed").write_bytes(box)
    file = Attachment("https://kantor.id/x.sealed", SEALED)
    with Store.open(stock.folder) as store:
        store.media.add([MediaRecord(url=file.url, path="media/x.sealed", bytes=len(box))])
    return sealed_answer(asked, said, attachments=(file,))


def handle_what_was_told(asked: Village) -> None:
    end = time.monotonic() + 60
    while not asked.told:
        assert time.monotonic() < end
        time.sleep(0.005)
    asked.hall.controller.handle(asked.told.pop())


def test_a_sealed_answer_is_opened_in_memory_alone(asked: Village, stock: Stock) -> None:
    hall, sound = asked.hall, tone("wav")
    open_it(asked, stock, recorded_answer(asked, stock, sound))
    handle_what_was_told(asked)
    shown = present(hall.board.article).item
    assert (shown.title, shown.text) == ("Jawaban pertanyaan 1", "Surat Ibu Ani sudah jadi.")
    assert "dibuka" not in shown.blocks[0].text
    hall.speech_ends()
    assert hall.voice.said[-1].recording is None, "nothing is heard before somebody asks"
    hall.controller.listen()
    played: Path = present(hall.voice.said[-1].recording)
    assert hall.voice.said[-1].as_it_is
    assert played.read_bytes()[:4] == b"RIFF"
    kept = [path for path in hall.folder.rglob("*") if path.is_file()]
    clear = (b"Surat", b"Ani", b"RIFF", sound[2_000:2_040])
    assert not [path for path in kept if any(part in path.read_bytes() for part in clear)]
    hall.controller.home()
    assert asked.opener.made[0].closed, "nor in memory once nobody reads it"


def test_while_a_recording_is_being_opened_the_page_says_so_and_then_plays_it(asked: Village, stock: Stock) -> None:
    hall, opener = asked.hall, asked.opener
    opener.go.clear()
    open_it(asked, stock, recorded_answer(asked, stock, tone("wav")))
    assert hall.board.screen == "item", "the window goes on at once"
    shown = present(hall.board.article).item
    assert [each.text for each in shown.blocks] == [
        "Rekaman sedang dibuka. Tunggu sebentar.",
        "Surat Ibu Ani sudah jadi.",
    ]
    hall.speech_ends()
    hall.controller.listen()
    assert hall.words == "Rekaman sedang dibuka. Tunggu sebentar."
    assert hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,), "nobody has heard it yet"
    opener.go.set()
    handle_what_was_told(asked)
    assert present(hall.voice.said[-1].recording).read_bytes()[:4] == b"RIFF", "what was asked for is heard then"
    assert hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == ()


@pytest.mark.parametrize("way", ["back", "home", "warning"])
def test_leaving_ends_what_is_being_opened(asked: Village, stock: Stock, way: str) -> None:
    hall, opener = asked.hall, asked.opener
    opener.go.clear()
    open_it(asked, stock, recorded_answer(asked, stock, tone("wav")))
    assert opener.begun.wait(60)
    match way:
        case "back":
            hall.controller.back()
        case "home":
            hall.controller.home()
        case _:
            hall.controller.alerts.tell([sample_warning("normal", NOW)])
            assert hall.board.screen == "alert"
    end = time.monotonic() + 60
    while not opener.stopped:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert (opener.made, asked.told) == ([], [])
    if way == "warning":
        hall.controller.alerts.acknowledge()
        assert hall.board.screen == "item"
        shown = present(hall.board.article).item
        assert shown.text == "Jawaban ini sudah ditutup. Kembali dan buka lagi dengan kodenya."
        assert "Surat" not in str(shown), "who comes back is not who typed the code"


def test_what_was_opened_too_late_is_closed(asked: Village, stock: Stock) -> None:
    """The visitor leaves between the decoder's end and the main thread's turn."""
    open_it(asked, stock, recorded_answer(asked, stock, tone("wav")))
    end = time.monotonic() + 60
    while not asked.told:
        assert time.monotonic() < end
        time.sleep(0.005)
    asked.hall.controller.home()
    asked.hall.controller.handle(asked.told.pop())
    assert asked.hall.board.screen == "home"
    assert asked.opener.made[0].closed


@pytest.mark.parametrize("fault", ["pipe", "link", "gone", "another", "no sound"])
def test_what_lies_in_the_place_of_a_recording_holds_nobody_up(asked: Village, stock: Stock, fault: str) -> None:
    """The text is read, and the page goes on."""
    sealed = recorded_answer(asked, stock, b"no sound" if fault == "no sound" else tone("wav"))
    path = asked.hall.folder / "media" / "x.sealed"
    match fault:
        case "pipe":
            path.unlink()
            os.mkfifo(path)
        case "link":
            path.rename(path.with_name("y"))
            path.symlink_to(path.with_name("y"))
        case "gone":
            path.unlink()
        case "another":
            path.write_bytes(b"x" * 200)
    open_it(asked, stock, sealed)
    handle_what_was_told(asked)
    told = "Rekaman ini tidak bisa dibuka di kios ini. Tanya petugas."
    assert [each.text for each in present(asked.hall.board.article).item.blocks] == [told, "Surat Ibu Ani sudah jadi."]
    assert asked.opener.made == []
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,), "nobody has heard it"


def test_a_recording_that_is_not_here_yet_is_told_and_counts_as_not_heard(asked: Village, stock: Stock) -> None:
    said = Said("Jawaban", "Surat Ibu Ani sudah jadi.", "0" * 64)
    file = Attachment("https://kantor.id/x.sealed", SEALED)
    open_it(asked, stock, sealed_answer(asked, said, attachments=(file,)))
    shown = present(asked.hall.board.article).item
    assert [each.text for each in shown.blocks] == ["Rekaman belum sampai.", "Surat Ibu Ani sudah jadi."]
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,)


def test_so_does_one_without_a_box(asked: Village, stock: Stock) -> None:
    """As an office made it before boxes."""
    file = Attachment("https://kantor.id/x.opus", "audio/ogg")
    own = asked.drawer.kiosk = kiosk_id(asked.hall.folder)
    open_it(asked, stock, answer(1, own, private=True, text="Surat Ibu Ani sudah jadi.", attachments=(file,)))
    shown = present(asked.hall.board.article).item
    assert shown.blocks[0].text == "Rekaman belum sampai."
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,)


@pytest.mark.parametrize("fault", ["another key", "another number", "damaged", "no box"])
def test_an_answer_that_does_not_open_says_so(asked: Village, stock: Stock, fault: str) -> None:
    said = Said("Jawaban", "Surat Ibu Ani sudah jadi.")
    match fault:
        case "another key":
            sealed = sealed_answer(asked, said, SigningKey(b"o" * 32))
        case "damaged":
            sealed = sealed_answer(asked, said, sealed="A" * 400)
        case "no box":
            sealed = sealed_answer(asked, said, sealed="A")
        case _:
            box = seal_text(
                said, kiosk=kiosk_id(asked.hall.folder), number=2, key=bytes(OWN_KEY.verify_key), secret=b""
            )
            sealed = sealed_answer(asked, said, sealed=base64.b64encode(box).decode())
    open_it(asked, stock, sealed)
    hall = asked.hall
    assert present(hall.board.article).item.text == "Jawaban ini tidak bisa dibuka di kios ini. Tanya petugas."
    assert hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,), "nobody has heard it"
    hall.speech_ends()
    hall.controller.listen()
    assert "Jawaban ini tidak bisa dibuka di kios ini." in hall.words


def test_no_key_leads_from_another_answer_to_a_private_one(asked: Village, stock: Stock) -> None:
    private(asked, stock)
    hall = asked.hall
    hall.controller.back()
    assert (hall.board.screen, hall.board.unlock) == ("answers", None), "back takes the code away, not the screen"
    place = next(i for i, each in enumerate(present(hall.board.answers).rows) if not each.private)
    hall.controller.open_answer(place)
    assert hall.board.screen == "item"
    assert not hall.controller.navigation.has_item(1)
    assert not hall.controller.navigation.has_item(-1)


@pytest.mark.parametrize("way", ["home", "timeout", "warning", "idle"])
def test_whatever_takes_the_screen_takes_the_typed_digits(asked: Village, stock: Stock, way: str) -> None:
    private(asked, stock)
    type_code(asked, "111")
    match way:
        case "home":
            asked.hall.controller.home()
        case "warning":
            asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
        case _:
            asked.hall.wait(76)
            asked.hall.wait(16)
    assert asked.hall.board.unlock is None
    type_code(asked, "1")
    assert asked.hall.board.screen != "item"


def test_codes_are_not_tried_one_after_another(asked: Village, stock: Stock) -> None:
    """Five, then a quarter of an hour, twice as long after five more; a pulled plug gains no try."""
    private(asked, stock)
    hall, desk = asked.hall, asked.hall.controller.answers.private
    for minutes, said in (
        (15, "lima belas menit lagi"), (30, "tiga puluh menit lagi"), (60, "satu jam lagi, atau tanya petugas desa")
    ):  # fmt: skip
        for _ in range(MOST_TRIES):
            assert present(hall.board.unlock).locked_for == 0
            type_code(asked, "999999")
        assert present(hall.board.unlock).locked_for == minutes * 60
        assert hall.words == f"Terlalu sering salah. Coba {said}."
        type_code(asked, "111111")
        assert hall.board.screen == "answers", "not even by the right one"
        hall.seconds += minutes * 60 - 30
        desk.watch()
        assert present(hall.board.unlock).locked_for == 30
        hall.seconds += 30
        desk.watch()
    assert hall.memory.pin_tries.of("answer 1") == 3 * MOST_TRIES
    again = PrivateAnswers(
        hall.board, hall.memory.pin_tries, code=lambda _: "111111", show=lambda _: None, say=lambda *_: None,
        monotonic=lambda: 0.0,
    )  # fmt: skip
    again.ask(answer(1, "x", private=True))
    assert present(hall.board.unlock).locked_for == 900, "after a start no longer than at first"
    again.ask(answer(2, "x", private=True))
    assert present(hall.board.unlock).locked_for == 0, "another number waits for nothing"


def test_codes_are_not_tried_across_numbers(asked: Village) -> None:
    """Ten wrong ones for whichever numbers, then one in five minutes: it delays, and keeps nobody out."""
    board, hall, shown = asked.hall.board, asked.hall, list[object]()

    def door() -> PrivateAnswers:
        return PrivateAnswers(
            board, hall.memory.pin_tries, code=lambda _: "111111", show=shown.append, say=lambda *_: None,
            monotonic=lambda: hall.seconds,
        )  # fmt: skip

    def tried(desk: PrivateAnswers, number: int, code: str) -> int:
        desk.ask(answer(number, "x", private=True))
        for digit in code:
            desk.digit(digit)
        return board.unlock.locked_for if board.unlock is not None else 0

    desk = door()
    assert [tried(desk, number, "999999") for number in range(1, 11)] == [0] * 9 + [300]
    assert tried(desk, 11, "111111") == 300
    assert tried(door(), 11, "111111") == 300, "nor after a start"
    hall.seconds += 300
    assert tried(desk, 12, "999999") == 300
    hall.seconds += 300
    assert tried(desk, 11, "111111") == 0
    assert [each.number for each in shown] == [11]  # type: ignore[attr-defined]
    hall.seconds += 400 * MOST_TRIES * 300
    for _ in range(8):
        for _ in range(MOST_TRIES):
            locked = tried(desk, 1, "999999")
        hall.seconds += locked
    assert locked == 3600, "an hour at most, however many were wrong"
    assert tried(desk, 1, "111111") == 0


def test_where_no_code_can_be_told_none_opens(asked: Village) -> None:
    shown: list[object] = []
    lost = PrivateAnswers(
        asked.hall.board, asked.hall.memory.pin_tries, code=lambda _: "", show=shown.append, say=lambda *_: None,
        monotonic=lambda: 0.0,
    )  # fmt: skip
    lost.ask(answer(1, "x", private=True))
    for digit in "000000":
        lost.digit(digit)
    assert shown == []


def test_a_private_answer_by_the_buttons_alone(asked: Village, stock: Stock) -> None:
    private(asked, stock)
    hall = asked.hall
    hall.controller.back()
    hall.board.focus, hall.board.by_buttons = "", True
    while "pemilik" not in hall.words:
        hall.press("next")
    hall.press("listen")
    assert hall.board.focus == "digit:1"
    assert hall.words.startswith("Jawaban ini pribadi.")
    how = "Tekan Berikutnya untuk angka lain, Dengarkan untuk memilihnya, Beranda untuk keluar."
    assert hall.words.endswith(f"{how} satu.")
    hall.press("next")
    assert hall.words == "dua."
    hall.speech_ends()
    hall.wait(11)
    assert hall.words.endswith(how), "and again when nothing is pressed"
    hall.press("previous", "listen")
    assert hall.words == "satu dari enam angka."
    for _ in range(5):
        hall.speech_ends()
        hall.press("listen")
    assert hall.board.screen == "item"
    assert hall.words.startswith("Ini jawaban pertanyaan nomor satu.")
    hall.speech_ends()
    hall.press("listen")
    assert "Surat Ibu sudah jadi." in hall.words


def test_the_code_is_shown_and_said_to_who_asked(asked: Village) -> None:
    asked.record()
    asked.desk.send()
    assert (asked.view.secret, "kode 111111" in asked.view.code) == ("111111", True)
    assert "Kode" not in asked.hall.words, "who stands beside hears it only where somebody wants it said"
    asked.hall.speech_ends()
    asked.hall.board.focus = ""
    asked.hall.controller.listen()
    assert (
        "Kode: satu, satu, satu, satu, satu, satu. Jawaban pribadi hanya terbuka dengan kode ini." in asked.hall.words
    )
    assert asked.hall.voice.said[-1].as_it_is, "in memory alone"


def test_a_question_has_one_answer(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send()
    own = kiosk_id(asked.hall.folder)
    first = answer(1, own, id="b", published=NOW - timedelta(days=1))
    stored(asked, stock, first)
    stored(asked, stock, first, answer(1, own, id="a", title="Jawaban lain"), days=1)
    asked.desk.open_answers()
    assert [each.id for each in present(asked.hall.board.answers).rows] == ["b"]
    stored(asked, stock, replace(first, text="Sudah diperbaiki."), answer(1, own, id="a"), days=2)
    assert [each.text for each in present(asked.hall.board.answers).rows] == ["Sudah diperbaiki."]
    assert asked.hall.repository.items(None, asked.hall.clock.read(), search="Jawaban") == [], (
        "no list and no search has it"
    )


def test_no_word_of_a_question_is_kept_here(asked: Village) -> None:
    asked.record()
    asked.desk.send()
    kept = b"".join(path.read_bytes() for path in asked.hall.folder.rglob("*") if path.is_file())
    assert OPUS not in kept
    assert b"Puskesmas" not in kept
