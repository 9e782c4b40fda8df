"""The kiosk asked aloud, by finger and by the four buttons, and what ends it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.model.items import Clarification, NewsItem
from content_cache.model.vocabulary import Verdict
from kiosk.content.views.questions import AskStep, AskView
from kiosk.content.views.shown import ArticleView
from kiosk.core.messages import (
    Ending,
    QuestionHeard,
    QuestionTaken,
    RecordingHeard,
    SpeechEnded,
)
from kiosk.pages.search.aloud.page import PROMPT, AloudPage
from kiosk.pages.search.aloud.view import AloudStep, AloudView, Ends
from kiosk.pages.search.view import SearchView
from tests.support.asking_village import OPUS
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.items import Stock
from tests.support.questions import ASKING, Drawer, Takes

pytestmark = pytest.mark.attack(
    "people",
    "the microphone hears the hall when nobody asks",
)


class Recognisers:
    """Recognisers that a test lets answer: the number of each, the words that it was given, whether it was begun and closed."""

    def __init__(self) -> None:
        self.made: list[Recognisers.One] = []

    class One:
        def __init__(self, recording: int, hints: str, number: int) -> None:
            self.readable = os.fstat(recording).st_size >= 0
            self.hints, self.number = hints, number
            self.begun = self.closed = False

        def begin(self) -> None:
            self.begun = True

        def close(self) -> None:
            self.closed = True

    def __call__(self, recording: int, hints: str, number: int) -> One:
        self.made.append(Recognisers.One(recording, hints, number))
        return self.made[-1]


class Village:
    """A hall in which the kiosk may be asked aloud."""

    def __init__(self, folder: Path) -> None:
        self.takes, self.recognisers, self.drawer = Takes(), Recognisers(), Drawer()
        self.hall = Hall(folder, ASKING, guided=True, outbox=self.drawer, record=self.takes, recognise=self.recognisers)
        self.page: AloudPage = self.hall.controller.page("aloud")
        self.hall.controller.home()

    @property
    def view(self) -> AloudView:
        return view_of(self.hall.board, AloudView)

    def step(self) -> AloudStep:
        return self.view.step

    def ends(self) -> bool:
        return self.view.ending

    def hear(self, *levels: int) -> None:
        """Have the microphone hear *levels*, five a second."""
        before = len(self.view.levels)
        for n, level in enumerate(levels, before + 1):
            self.hall.controller.handle(RecordingHeard(n / 5, level))

    def say(self, text: str, sureness: float = -0.2) -> None:
        """Speak, and have *text* understood."""
        if not self.view.recording:
            self.page.speak()
        if self.view.ends is Ends.BUTTON:
            self.prompted()
        self.hear(60, 70, 60)
        self.page.finish_recording()
        number = self.takes.begun[-1].number
        self.hall.controller.handle(QuestionTaken(number, 3.0, OPUS))
        self.hall.controller.handle(QuestionHeard(number, text, sureness, 0.05))

    def prompted(self) -> None:
        self.hall.controller.handle(SpeechEnded(PROMPT, Ending.DONE))


@pytest.fixture
def aloud(tmp_path: Path, village: Stock) -> Iterator[Village]:
    news = (
        ("ternak", "Vaksin ternak di lapangan", "Sapi dan kambing warga, pukul delapan."),
        ("pasar", "Pasar murah di lapangan", "Sembako murah."),
        ("bola", "Final bola di lapangan", "Pukul empat sore."),
    )
    village([NewsItem(id=name, source="desa", title=title, text=text) for name, title, text in news], source="desa")
    claim = "Air galon isi ulang beracun"
    check = Clarification(id="galon", source="periksa", title="Air galon aman", claim=claim, verdict=Verdict.FALSE)
    village([check], source="periksa")
    made = Village(tmp_path)
    yield made
    made.hall.close()


def test_where_nobody_can_be_heard_there_is_no_key(hall: Hall) -> None:
    hall.controller.home()
    assert hall.board.shown is not None
    assert hall.board.shown.keys.first.word == "Search"
    hall.controller.ask_aloud()
    assert hall.board.screen == "search"


def test_home_leads_to_the_microphone(aloud: Village) -> None:
    assert aloud.hall.board.shown is not None
    keys = aloud.hall.board.shown.keys
    assert (keys.first.word, keys.first.icon) == ("Ask aloud", "microphone")
    aloud.hall.controller.page("home").open_search()
    assert (aloud.hall.board.screen, aloud.step(), aloud.takes.begun) == ("aloud", AloudStep.START, [])
    aloud.page.type()
    assert view_of(aloud.hall.board, SearchView).typing


def test_a_sure_answer_is_read_as_it_stands(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    assert (aloud.view.recording, aloud.view.ends, aloud.hall.lamp.lit(0)) == (True, Ends.HELD, True)
    (recogniser,) = aloud.recognisers.made
    assert recogniser.readable
    assert "Vaksin" in recogniser.hints
    assert not recogniser.begun, "nothing was said yet"
    aloud.hear(60, 70, 65)
    aloud.hall.seconds += 2
    aloud.page.lift()
    assert aloud.ends()
    aloud.hall.controller.handle(QuestionTaken(1, 3.0, OPUS))
    assert (aloud.step(), recogniser.begun, aloud.hall.lamp.recording) == (AloudStep.THINK, True, False)
    aloud.hall.controller.handle(QuestionHeard(1, "Kapan vaksin kambing?", -0.2, 0.05))
    assert (aloud.step(), aloud.view.shown_candidates[0].id, aloud.view.heard) == (
        AloudStep.SURE,
        "ternak",
        "Kapan vaksin kambing?",
    )
    assert "Sapi dan kambing warga, pukul delapan." in aloud.hall.words
    aloud.page.open()
    assert view_of(aloud.hall.board, ArticleView).item.id == "ternak"
    assert aloud.takes.begun[0].discarded
    assert recogniser.closed


def test_a_tap_speaks_until_the_next_or_until_silence(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.page.lift()
    assert (aloud.view.recording, aloud.view.ends) == (True, Ends.TAPPED)
    aloud.hear(20, 70, 70, *[20] * 9)
    assert not aloud.ends()
    aloud.hear(20)
    assert aloud.ends(), "two seconds of silence"
    aloud.page.discard_recording()
    aloud.page.press()
    aloud.page.lift()
    aloud.hear(70, 70)
    aloud.page.press()
    assert aloud.ends()


def test_after_eight_seconds_it_is_enough(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.hear(*[70] * 40)
    assert (aloud.ends(), aloud.view.seconds) == (True, 8.0)


def test_not_this_one_leads_to_the_next_two_and_then_to_the_office(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.say("lapangan ternak")
    assert aloud.step() is AloudStep.SURE
    aloud.page.refuse()
    assert (aloud.step(), {item.id for item in aloud.view.shown_candidates}) == (AloudStep.CHOOSE, {"pasar", "bola"})
    assert aloud.hall.words.startswith("Mungkin ini yang Anda maksud. satu: ")
    aloud.page.refuse()
    assert aloud.step() is AloudStep.NONE
    aloud.page.hand_over_question()
    asked = view_of(aloud.hall.board, AskView)
    assert asked.step is AskStep.WHOM, "several may be asked"
    assert not aloud.takes.begun[0].discarded
    aloud.hall.controller.page("ask").choose_recipient(1)
    assert view_of(aloud.hall.board, AskView).step is AskStep.REVIEW
    assert aloud.drawer.contents == [], "nothing is sent unheard"
    aloud.hall.controller.page("ask").hear()
    assert aloud.hall.voice.said[-1].recording == aloud.takes.begun[0].path
    aloud.hall.controller.page("ask").send_question()
    assert aloud.drawer.told()[1] == OPUS
    assert aloud.takes.begun[0].discarded


def test_one_of_three_is_chosen_by_its_number(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.say("lapangan", sureness=-1.4)
    assert (aloud.step(), len(aloud.view.shown_candidates)) == (AloudStep.CHOOSE, 3)
    second = aloud.view.shown_candidates[1]
    aloud.say("nomor dua")
    assert (aloud.step(), aloud.view.shown_candidates) == (AloudStep.SURE, (second,))


def test_a_rumour_that_nobody_has_checked_is_told_as_such(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.say("katanya gunung meletus tadi malam")
    assert (aloud.step(), aloud.view.unchecked) == (AloudStep.NONE, True)
    assert aloud.hall.words.startswith("Belum ada yang memeriksa kabar ini. Jangan sebarkan dulu.")


def test_a_check_is_read_with_its_verdict_where_that_is_sure(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.say("benarkah air galon isi ulang beracun")
    assert aloud.step() is AloudStep.SURE
    assert "Kabar ini salah." in aloud.hall.words
    aloud.say("benarkah air galon isi ulang tidak beracun")
    assert aloud.step() is AloudStep.CHOOSE


def test_by_the_buttons_alone(aloud: Village) -> None:
    hall = aloud.hall
    hall.press("home")
    hall.controller.page("home").open_search()
    hall.board.focus = ""
    hall.press("next")
    assert hall.board.focus == "speak"
    hall.press("listen")
    assert hall.words == "Bicaralah. Tekan Dengarkan kalau sudah."
    assert aloud.takes.begun == [], "the prompt is not recorded"
    aloud.prompted()
    aloud.hear(60, 70)
    before = len(hall.voice.said)
    hall.press("next")
    assert len(hall.voice.said) == before, "nothing is said into the microphone"
    hall.press("listen")
    assert aloud.ends()
    hall.controller.handle(QuestionTaken(1, 3.0, OPUS))
    hall.controller.handle(QuestionHeard(1, "lapangan", -1.4, 0.05))
    hall.speech_ends()
    hall.press("next")
    assert hall.board.focus == "row:0"
    assert hall.words.startswith("satu: ")
    hall.press("listen")
    assert aloud.step() is AloudStep.SURE
    hall.press("listen")
    assert hall.reader.speaking is False, "Listen stops what is read"


def test_a_button_of_its_own_is_held_or_pressed_twice(aloud: Village) -> None:
    aloud.hall.controller.ask_aloud()
    aloud.prompted()
    aloud.hear(60, 70)
    aloud.hall.controller.ask_aloud()
    assert aloud.ends()


@pytest.mark.clause("5.1.3.15", "11.3.3.1")
@pytest.mark.parametrize(
    ("message", "told"),
    [
        (QuestionTaken(1, why="silence"), "Tidak ada suara. Coba lagi."),
        (QuestionTaken(1, why="quiet"), "Suara kurang jelas. Bicara lebih dekat."),
        (QuestionTaken(1, why="fault"), "Mikrofon tidak menjawab. Ketik saja."),
        (QuestionHeard(1, why="fault"), "Belum dipahami. Ucapkan sekali lagi, atau ketik saja."),
    ],
)
def test_what_goes_wrong_is_told(aloud: Village, message: QuestionTaken | QuestionHeard, told: str) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.hear(60)
    aloud.hall.controller.handle(message)
    assert (aloud.step(), aloud.view.told, aloud.hall.words) == (AloudStep.START, told, told)
    assert aloud.takes.begun[0].discarded
    assert aloud.recognisers.made[0].closed


@pytest.mark.parametrize("text", ["", "…", "…!"])
def test_where_no_word_was_said_nothing_is_read(aloud: Village, text: str) -> None:
    aloud.page.turn_to()
    aloud.say(text)
    assert (aloud.step(), aloud.view.told) == (
        AloudStep.START,
        "Belum dipahami. Ucapkan sekali lagi, atau ketik saja.",
    )


def test_a_microphone_that_tells_nothing_is_given_up(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.hall.wait(10)
    assert aloud.view.told == "Mikrofon tidak menjawab. Ketik saja."


def test_whoever_goes_away_leaves_nothing(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.hear(60, 70)
    aloud.hall.controller.home()
    assert (aloud.takes.begun[0].discarded, aloud.recognisers.made[0].closed) == (True, True)
    assert not aloud.hall.lamp.recording
    aloud.hall.controller.handle(QuestionHeard(1, "kapan vaksin kambing", -0.2, 0.0))
    assert aloud.hall.board.screen == "home"


def test_a_warning_meanwhile_wins(aloud: Village) -> None:
    aloud.page.turn_to()
    aloud.page.press()
    aloud.hear(60, 70)
    aloud.hall.controller.end_recording()
    assert (aloud.step(), aloud.takes.begun[0].discarded) == (AloudStep.START, True)
    aloud.hall.controller.handle(QuestionTaken(1, 3.0, OPUS))
    assert aloud.step() is AloudStep.START
