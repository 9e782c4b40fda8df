"""A resident's question on its way over the screens, by finger and by the four buttons, and what ends it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.concerns import ConcernKind
from content_cache.model.vocabulary import Severity
from kiosk.content.views.questions import AskStep, AskView
from kiosk.content.views.shown import AlertView, ListView
from kiosk.core.messages import (
    ButtonPressed,
    ButtonReleased,
)
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.ask.words import AskWords
from kiosk.pages.idle.view import IdleView
from kiosk.settings.sections import ForSettings
from kiosk.speech.utterance import Prelude
from kiosk.state.question_log import MOST_A_DAY, MOST_AN_HOUR
from tests.gallery.samples.warnings import sample_warning
from tests.support.asking_village import OPUS, OWN_KEY, Village
from tests.support.board import view_of
from tests.support.hall import USUAL, Hall
from tests.support.items import NOW, Stock
from tests.support.present import present
from tests.support.questions import ASKING, Drawer, asking

pytestmark = pytest.mark.attack(
    "people",
    "the microphone hears the hall when nobody asks",
)


def test_where_nobody_may_be_asked_nothing_of_it_appears(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    for settings, outbox in ((USUAL, Drawer()), (ASKING, None)):
        hall = Hall(tmp_path, settings, outbox=outbox)
        hall.controller.home()
        hall.controller.navigation.open_category("layanan")
        assert [row.id for row in view_of(hall.board, ListView).rows] == ["sim"]
        services = hall.board.screen
        hall.controller.navigation.ask()
        hall.controller.navigation.ask()
        assert (hall.board.screen, hall.board.asks) == (services, False)
        hall.close()


def test_it_is_opened_from_the_services(asked: Village) -> None:
    navigation = asked.hall.controller.navigation
    navigation.open_category("layanan")
    services = asked.hall.board.screen
    assert next(row.title for row in view_of(asked.hall.board, ListView).rows) == "Tanya petugas desa"
    asked.hall.controller.page("news").open_row(0)
    assert (asked.hall.board.screen, asked.view.step, asked.view.chosen) == ("ask", AskStep.KIND, None)
    asked.hall.controller.back()
    assert asked.hall.board.screen == services
    assert view_of(asked.hall.board, ListView).rows[0].title == "Tanya petugas desa"


def test_asked_heard_back_and_sent(asked: Village) -> None:
    desk, hall = asked.desk, asked.hall
    asked.begin()
    desk.speak()
    assert asked.view.told == "Pilih dulu untuk siapa."
    desk.choose_recipient(1)
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
    desk.finish_recording()
    asked.take()
    assert asked.view.step is AskStep.REVIEW
    assert not hall.lamp.recording
    assert asked.drawer.contents == [], "nothing is sent by itself"
    desk.hear()
    assert (hall.voice.said[-1].recording, hall.voice.said[-1].as_it_is) == (asked.takes.begun[0].path, True)
    desk.send_question()
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
    desk.send_question()
    assert len(asked.drawer.contents) == 1, "once"


@pytest.mark.clause("5.1.7", "11.3.3.1")
def test_typed(asked: Village) -> None:
    desk = asked.desk
    asked.begin()
    desk.choose_recipient(0)
    desk.write()
    desk.finish_writing()
    assert asked.view.told == "Tulis dulu pertanyaannya."
    for letter in "kapan imunisasi?":
        desk.type_letters(letter)
    desk.erase_letter()
    desk.type_letters("?")
    desk.finish_writing()
    desk.hear()
    assert asked.hall.words == "Kapan imunisasi?"
    assert asked.hall.voice.said[-1].as_it_is, "no sound of it is kept"
    desk.send_question()
    told, body = asked.drawer.told()
    assert (told["type"], told["seconds"], body) == ("text/plain", 0.0, b"Kapan imunisasi?")
    assert asked.takes.begun == []


@pytest.mark.clause("5.1.3.1", "5.1.3.16", "11.3.3.4")
def test_by_the_buttons_alone(asked: Village) -> None:
    """Ask, hear back, keep: what somebody hears who cannot see."""
    hall = asked.hall
    hall.press("home")
    asked.hall.controller.navigation.ask()  # from Layanan, as in the walk below tests/walks
    hall.board.focus = ""
    hall.press("next")
    assert (hall.board.focus, hall.words) == (
        "kind:0",
        "Pertanyaan: ingin tahu sesuatu. Tekan Dengarkan untuk memilih.",
    )
    hall.press("listen")
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
    hall.speech_ends()
    hall.press("next")
    assert (hall.board.focus, asked.desk.why_idle("next")) == ("asked", ""), "the one thing left to choose"
    hall.press("listen")
    assert hall.board.screen == "answers"


KINDS = {
    0: (None, "Tanya petugas desa", "Pertanyaan nomor satu."),
    1: ("complaint", "Keluhan", "Keluhan nomor satu."),
    2: ("letter", "Permintaan surat", "Permintaan surat nomor satu."),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_brought_goes_along_and_is_named_with_its_number(asked: Village, kind: int) -> None:
    wire, title, number = KINDS[kind]
    asked.record_for(0, kind)
    assert AskWords(Phrases(Translation("id"))).title(asked.view) == title
    asked.desk.send_question()
    assert asked.drawer.told()[0].get("kind") == wire
    assert asked.hall.words.startswith(number)
    assert asked.view.code.startswith(f"Info Desa: {title if wire else 'Pertanyaan'} nomor 1, ")


def test_back_leads_to_the_choice_of_what_is_brought_and_no_kind_beyond_it_is_taken(asked: Village) -> None:
    asked.begin(3)
    assert asked.view.step is AskStep.KIND
    asked.desk.choose_recipient(0)
    asked.desk.write()
    assert asked.view.step is AskStep.KIND, "nothing begins before"
    asked.desk.choose_kind(2)
    asked.desk.choose_recipient(1)
    asked.hall.controller.back()
    assert (asked.view.step, asked.view.chosen) == (AskStep.WHOM, None)
    asked.hall.controller.back()
    assert asked.view == asked.desk.fresh()
    asked.desk.choose_kind(1)
    assert asked.view.kind is ConcernKind.COMPLAINT


def test_the_listen_key_is_held_while_speaking(asked: Village) -> None:
    hall = asked.hall
    asked.begin()
    asked.desk.choose_recipient(0)
    hall.board.focus = "speak"
    hall.seconds += 1
    hall.controller.handle(ButtonPressed("listen"))
    hall.seconds += 0.9
    hall.controller.buttons.act_on_held()
    asked.say_prompt()
    asked.hear(0.2, 5.0)
    assert [take.finished for take in asked.takes.begun] == [False]
    hall.controller.handle(ButtonReleased("listen"))
    assert [take.finished for take in asked.takes.begun] == [True]
    assert asked.view.ending


def test_who_lets_go_before_the_tone_goes_on_with_the_next_press(asked: Village) -> None:
    hall = asked.hall
    asked.begin()
    asked.desk.choose_recipient(0)
    hall.board.focus = "speak"
    hall.seconds += 1
    hall.controller.handle(ButtonPressed("listen"))
    hall.seconds += 0.9
    hall.controller.buttons.act_on_held()
    hall.controller.handle(ButtonReleased("listen"))
    asked.say_prompt()
    asked.hear(0.2, 5.0)
    assert not asked.takes.begun[0].finished
    hall.press("listen")
    assert asked.takes.begun[0].finished


ENDS: dict[str, Callable[[Village], None]] = {
    "home": lambda it: it.hall.controller.home(),
    "back": lambda it: it.hall.controller.back(),
    "cancel": lambda it: it.desk.discard_question(),
    "warning": lambda it: it.hall.controller.alerts.tell([sample_warning("normal", NOW)]),
    "broken": lambda it: it.take("fault"),
    "silent": lambda it: it.hall.wait(30),
}


@pytest.mark.parametrize("way", ENDS)
def test_whatever_ends_a_recording_frees_the_microphone_and_is_told(asked: Village, way: str) -> None:
    asked.begin()
    asked.desk.choose_recipient(0)
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 2.0)
    ENDS[way](asked)
    assert (asked.takes.open, [take.discarded for take in asked.takes.begun]) == ([], [True])
    assert not asked.hall.lamp.recording
    asked.take()  # what comes late is nobody's
    assert asked.drawer.contents == []
    if way == "warning":  # told to who comes back
        asked.hall.controller.alerts.acknowledge()
    shown = asked.hall.board.view
    told = f"{asked.hall.board.notice} {shown.told if isinstance(shown, AskView) else ''}"
    assert "dihapus" in told or "Mikrofon tidak ada" in told


def test_after_a_warning_it_is_told_what_became_of_the_recording(asked: Village) -> None:
    asked.record()
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    asked.hall.controller.alerts.acknowledge()
    assert (asked.hall.board.screen, asked.view.step) == ("ask", AskStep.KIND)
    assert (asked.view.told, asked.hall.board.notice) == ("Dibatalkan. Rekaman dihapus.", "")
    assert asked.takes.begun[0].discarded


def begin_to_speak(asked: Village) -> None:
    asked.begin()
    asked.desk.choose_recipient(0)
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
    asked.desk.send_question()
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
    shown = view_of(asked.hall.board, AlertView)
    assert (asked.hall.board.screen, shown.id) == ("alert", warning.id)


def test_after_a_warning_it_is_told_what_became_of_what_was_written(asked: Village) -> None:
    asked.begin()
    asked.desk.choose_recipient(0)
    asked.desk.write()
    asked.desk.type_letters("kapan")
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    assert asked.hall.board.notice == "", "nothing lies over a warning"
    asked.hall.controller.alerts.acknowledge()
    assert (asked.hall.board.screen, asked.view.step, asked.view.text) == ("ask", AskStep.KIND, "")
    assert asked.view.told == "Dibatalkan. Tulisan dihapus."


def test_a_warning_that_takes_no_screen_ends_a_recording_and_that_is_told(asked: Village) -> None:
    """An update of one that was understood: it is said at once, and would be in the recording."""
    asked.begin()
    asked.desk.choose_recipient(0)
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
    asked.hall.wait(21)
    assert asked.hall.board.screen == "idle"
    assert asked.takes.begun[0].discarded
    assert asked.drawer.contents == []
    assert isinstance(asked.hall.board.view, IdleView), "nothing of the question is on the board"
    asked.hall.controller.navigation.ask()
    assert asked.view == asked.desk.fresh(), "nor is the next one told of it"


def test_a_visit_does_not_end_while_somebody_speaks(asked: Village) -> None:
    asked.begin()
    asked.desk.choose_recipient(0)
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
    asked.begin()
    asked.desk.choose_recipient(0)
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
        asked.desk.send_question()
        assert (asked.view.step, asked.view.wrong) == (AskStep.REVIEW, True)
    assert asked.drawer.above == 0, "no number was given"
    assert asked.hall.memory.questions.full_for(asked.hall.now) == ""
    asked.drawer.full = False
    asked.desk.send_question()
    assert (asked.view.step, asked.view.number) == (AskStep.DONE, 1)


def test_a_number_is_higher_than_all_that_are_remembered(asked: Village) -> None:
    asked.hall.memory.questions.note_asked(12, NOW)
    asked.record()
    asked.desk.send_question()
    assert asked.drawer.above == 12


def test_a_minute_takes_its_time_to_be_made(asked: Village) -> None:
    """A slow machine brings a long recording into its form: that is no missing microphone."""
    asked.begin()
    asked.desk.choose_recipient(0)
    for seconds, finish in ((58.0, True), (60.0, False)):
        asked.desk.speak()
        asked.say_prompt()
        asked.hear(0.2, seconds)
        if finish:
            asked.desk.finish_recording()
        asked.hall.wait(25)
        assert asked.view.recording
        asked.take()
        assert asked.view.step is AskStep.REVIEW
    asked.desk.speak()
    asked.say_prompt()
    asked.hear(0.2, 58.0)
    asked.desk.finish_recording()
    asked.hall.wait(31)
    assert (asked.view.step, asked.view.wrong) == (AskStep.WHOM, True)
    assert asked.view.told.startswith("Rekaman tidak dapat diselesaikan.")


def test_nothing_is_begun_behind_another_screen(asked: Village) -> None:
    """A press that came a moment late."""
    asked.begin()
    asked.desk.choose_recipient(0)
    asked.hall.controller.alerts.tell([sample_warning("normal", NOW)])
    asked.desk.speak()
    asked.say_prompt()
    assert (asked.hall.board.screen, asked.takes.begun) == ("alert", [])


def test_the_review_says_whom_it_is_for(asked: Village) -> None:
    asked.record()
    assert asked.hall.words.startswith("Untuk Puskesmas. Dengarkan dulu.")


def test_so_many_an_hour_and_a_day(asked: Village) -> None:
    desk, hall = asked.desk, asked.hall
    for sent in range(MOST_A_DAY):
        if sent and sent % MOST_AN_HOUR == 0:
            asked.begin()
            desk.choose_recipient(0)
            desk.speak()
            assert asked.view.told.startswith("Sudah banyak pertanyaan dalam satu jam")
            hall.now += timedelta(hours=1)
        asked.record()
        desk.send_question()
        hall.controller.home()
    assert len(asked.drawer.contents) == MOST_A_DAY
    hall.now += timedelta(hours=1)
    asked.begin()
    desk.choose_recipient(0)
    desk.write()
    assert asked.view.told.startswith("Sudah banyak pertanyaan hari ini")
    hall.now -= timedelta(days=400)  # a clock that is set back counts no question of the future
    desk.write()
    assert asked.view.text == ""
    assert asked.view.step is AskStep.WRITE


# to the hall, and elsewhere

HALL = asking(
    kept_days=7,
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

    def change_stamp(self) -> int:
        return self.seen


@pytest.fixture
def hall_asked(tmp_path: Path, village: Stock) -> Iterator[tuple[Village, Box]]:  # noqa: ARG001 -- the store is filled first
    box = Box()
    made = Village(tmp_path, settings=HALL, box=box)
    yield made, box
    made.hall.close()


def test_a_question_to_the_hall_goes_to_its_desk_and_to_no_office(hall_asked: tuple[Village, Box]) -> None:
    asked, box = hall_asked
    asked.begin()
    asked.desk.choose_recipient(1)
    assert "Meja desa belum menerima pertanyaan: petugas kantor yang mendengarnya." in asked.heard_by()
    asked.desk.change()
    asked.desk.choose_recipient(0)
    assert "Hanya petugas yang dipilih yang mendengar." in asked.heard_by()
    asked.hall.controller.home()
    asked.record_for(1)
    asked.desk.send_question()
    assert (box.kept, len(asked.drawer.contents)) == ({}, 1), "before the desk has a password the office is asked"
    box.public = b"x" * 32
    asked.hall.controller.home()
    asked.begin()
    assert "yang mendengar" not in asked.heard_by(), "who, depends on whom it is for"
    assert "Suara dihapus paling lama 30 hari." in asked.heard_by()
    asked.desk.choose_recipient(1)
    assert "Petugas meja desa yang tahu sandinya mendengar." in asked.heard_by()
    assert "Suara dihapus paling lama 7 hari." in asked.heard_by()
    asked.desk.choose_recipient(0)
    assert "Hanya petugas yang dipilih yang mendengar." in asked.heard_by()
    assert "Suara dihapus paling lama 30 hari." in asked.heard_by(), "the office keeps it longer than the hall"
    asked.hall.controller.home()
    asked.record_for(1)
    asked.desk.send_question()
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
    asked.desk.send_question()
    assert (len(asked.drawer.contents), [*box.kept]) == (1, [2]), "a key that cannot be read sends nothing to an office"
    assert "tidak bisa disimpan" in asked.view.told


def test_who_is_asked_elsewhere_is_told_and_no_microphone_opens(hall_asked: tuple[Village, Box]) -> None:
    asked, _box = hall_asked
    asked.begin()
    asked.desk.choose_recipient(2)
    handout = present(asked.hall.board.handout)
    assert (handout.payload, handout.title, handout.contact) == ("tel:1708", "SP4N-LAPOR: 1708", True)
    assert asked.hall.words == (
        "es pe empat en lapor. es em es. Nomornya satu, tujuh, nol, delapan. Pertanyaan ini diajukan di tempat lain. "
        "Kode di layar untuk ha pe Anda."
    )
    assert (asked.view.chosen, asked.view.step) == (None, AskStep.WHOM)
    asked.hall.controller.back()
    asked.desk.choose_recipient(3)
    assert present(asked.hall.board.handout).payload == "https://dukcapil.contoh.id/tanya"
    asked.desk.speak()
    asked.say_prompt()
    assert asked.takes.begun == []


def test_without_an_office_only_the_hall_and_others_are_offered(tmp_path: Path, village: Stock) -> None:  # noqa: ARG001
    box = Box()
    asked = Village(tmp_path, settings=HALL, seals=False, box=box)
    asked.begin()
    assert [each.name for each in asked.view.asked] == ["SP4N-LAPOR", "Dukcapil"], "the hall has no password yet"
    asked.hall.controller.home()
    box.public, box.seen = b"x" * 32, 1
    asked.hall.wait(2)
    asked.begin()
    assert [each.name for each in asked.view.asked] == ["Kepala Desa", "SP4N-LAPOR", "Dukcapil"]
    asked.hall.close()


def test_the_code_is_shown_and_said_to_who_asked(asked: Village) -> None:
    asked.record()
    asked.desk.send_question()
    assert (asked.view.secret, "kode 111111" in asked.view.code) == ("111111", True)
    assert "Kode" not in asked.hall.words, "who stands beside hears it only where somebody wants it said"
    asked.hall.speech_ends()
    asked.hall.board.focus = ""
    asked.hall.controller.listen()
    assert (
        "Kode: satu, satu, satu, satu, satu, satu. Jawaban pribadi hanya terbuka dengan kode ini." in asked.hall.words
    )
    assert asked.hall.voice.said[-1].as_it_is, "in memory alone"


def test_no_word_of_a_question_is_kept_here(asked: Village) -> None:
    asked.record()
    asked.desk.send_question()
    kept = b"".join(path.read_bytes() for path in asked.hall.folder.rglob("*") if path.is_file())
    assert OPUS not in kept
    assert b"Puskesmas" not in kept
