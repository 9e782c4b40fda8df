"""Answers to residents' questions: told, opened, heard; a private one by its code alone, and in memory alone."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from nacl.signing import SigningKey

from content_cache.model.attachments import SEALED, Attachment
from content_cache.model.items import Answer
from content_cache.model.records import MediaRecord
from content_cache.model.vocabulary import Category
from content_cache.signing.sealed_answers import AnswerContent, Part, seal, seal_text
from content_cache.store.store import Store
from kiosk.content.views.shown import ArticleView, HomeView, ListView
from kiosk.core.identity import kiosk_id
from kiosk.core.messages import ContentChanged
from kiosk.pages.answers.private_answers import MOST_TRIES, PrivateAnswers
from kiosk.pages.answers.view import AnswersView, Unlock
from tests.gallery.samples.warnings import sample_warning
from tests.kiosk.hall.desk.test_walk import tone
from tests.support.asking_village import OWN_KEY, Village
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.items import NOW, Stock
from tests.support.present import present
from tests.support.questions import answer

pytestmark = [
    pytest.mark.attack(
        "people",
        "what a resident says to the kiosk is read off its card, its stick or its temporary files",
    ),
    pytest.mark.attack(
        "people",
        "questions without end, silence or noise for the office",
        "6 an hour and 20 a day; 60 s and 250 kB each; silence and noise are refused at the kiosk",
    ),
    pytest.mark.attack(
        "people",
        "a feed answers questions, answers one that was not asked here, or one twice; a private answer is "
        "read elsewhere",
    ),
    pytest.mark.attack(
        "people",
        "whoever fetches an edition, carries its stick or reads a card looks for what a private answer says; "
        "boxes are cut, swapped, of another question or an older recording",
    ),
    pytest.mark.attack(
        "root and keys",
        "somebody tries numbers and codes of others' private answers, pulls the plug between tries, steps to "
        "one from the answer beside it",
        "each number counts for itself, and all together, on the disk before the code is compared; of "
        "1,000,000 codes 7,300 are tried in 60 days of ten hours; nobody is kept out for more than an hour; a "
        "private answer has no neighbours",
    ),
]


def unlock(hall: Hall) -> Unlock | None:
    """Return the code that is asked for on the screen."""
    return hall.board.view.unlock if isinstance(hall.board.view, AnswersView) else None


def stored(asked: Village, stock: Stock, *answers: object, days: int = 0) -> None:
    stock(answers, at=NOW + timedelta(days=days))  # type: ignore[arg-type]
    asked.hall.now = NOW + timedelta(days=days, minutes=5)
    asked.hall.controller.handle(ContentChanged(1))


def test_a_week_later_the_answer_is_told_and_heard_by_buttons(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send_question()
    hall, own = asked.hall, kiosk_id(asked.hall.folder)
    other = answer(5, "0" * 12, published=NOW - timedelta(days=3))
    stored(asked, stock, answer(1, own), answer(2, own), other, days=7)
    hall.controller.home()
    assert view_of(hall.board, HomeView).fresh[Category.SERVICE] == 1
    hall.press("home", "home")
    hall.controller.read_bulletin()
    assert "Pertanyaan nomor satu sudah dijawab." in hall.words, "and not number two, which nobody has asked"
    hall.press("listen")
    hall.controller.navigation.open_category("layanan")
    rows = view_of(hall.board, ListView).rows
    assert [row.title for row in rows][:2] == ["Tanya petugas desa", "Pertanyaan nomor 1 sudah dijawab"]
    hall.board.focus = "row:1"
    hall.press("listen")
    assert hall.board.screen == "answers"
    shown = [(each.number, each.kiosk == own) for each in view_of(hall.board, AnswersView).rows]
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
    asked.desk.send_question()
    stored(asked, stock, answer(1, kiosk_id(asked.hall.folder)))
    told = []
    for _day in range(9):
        asked.hall.controller.handle(ContentChanged(1))
        asked.hall.controller.home()
        told.append(view_of(asked.hall.board, HomeView).answered)
        asked.hall.now += timedelta(days=1)
    assert told == [(1,)] * 7 + [()] * 2


def test_a_private_answer_shows_no_word_before_it_is_opened(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send_question()
    own = kiosk_id(asked.hall.folder)
    sound = Attachment("https://kantor.id/suara.ogg", "audio/ogg", role="recording")
    stored(asked, stock, answer(1, own, private=True, attachments=(sound,)), answer(7, "f" * 12, private=True))
    asked.hall.press("home")
    asked.desk.open_answers()
    assert [each.number for each in view_of(asked.hall.board, AnswersView).rows] == [1], "another kiosk's is not shown"
    asked.hall.board.focus = ""
    asked.hall.press("next")
    assert asked.hall.words == "Nomor satu: Jawaban untuk pemilik nomor satu. Kepala Desa menjawab."


def private(asked: Village, stock: Stock) -> None:
    """A question and its private answer, one that is for all beside it; the row is touched. The drawer's code is 111111."""
    asked.record()
    asked.desk.send_question()
    own = kiosk_id(asked.hall.folder)
    stored(asked, stock, answer(1, own, private=True, text="Surat Ibu sudah jadi."), answer(0, "f" * 12, id="umum"))
    asked.hall.controller.home()
    asked.desk.open_answers()
    place = next(i for i, each in enumerate(view_of(asked.hall.board, AnswersView).rows) if each.private)
    asked.hall.controller.page("answers").open_row(place)


def type_code(asked: Village, code: str) -> None:
    for digit in code:
        asked.hall.controller.page("answers").digit(digit)


@pytest.mark.clause("5.1.3.9")
def test_a_private_answer_opens_with_its_code_alone(asked: Village, stock: Stock) -> None:
    private(asked, stock)
    hall = asked.hall
    assert (hall.board.screen, present(unlock(hall)).number) == ("answers", 1)
    assert hall.words == "Jawaban ini pribadi. Ketik kode yang diberikan bersama nomor satu."
    type_code(asked, "111112")
    assert (hall.board.screen, present(unlock(hall)).wrong) == ("answers", True)
    type_code(asked, "1111")
    asked.hall.controller.page("answers").erase_digit()
    type_code(asked, "111")
    assert (hall.board.screen, unlock(hall)) == ("item", None)
    assert hall.words.startswith("Ini jawaban pertanyaan nomor satu. Tekan Dengarkan"), "it is not read by itself"
    assert not hall.controller.navigation.has_item(1), "and no key leads from it to another"
    assert not hall.controller.navigation.has_item(-1)
    hall.speech_ends()
    hall.controller.listen()
    assert "Surat Ibu sudah jadi." in hall.words
    assert hall.voice.said[-1].as_it_is, "in memory alone"
    hall.controller.back()
    assert unlock(hall) is None
    hall.controller.page("answers").open_row(
        next(i for i, each in enumerate(view_of(hall.board, AnswersView).rows) if each.private)
    )
    assert hall.board.screen == "answers", "asked for each time"


def sealed_answer(asked: Village, said: AnswerContent, key: SigningKey = OWN_KEY, **changes: Any) -> Answer:
    own = asked.drawer.kiosk = kiosk_id(asked.hall.folder)
    box = seal_text(said, kiosk=own, number=1, key=bytes(key.verify_key), secret=b"s" * 32)
    more = {"sealed": base64.b64encode(box).decode(), "text": "Jawaban ini disegel.", "title": "Jawaban"} | changes
    return answer(1, own, private=True, **more)


def open_it(asked: Village, stock: Stock, sealed: Answer) -> None:
    asked.record()
    asked.desk.send_question()
    stored(asked, stock, sealed)
    asked.hall.controller.home()
    asked.desk.open_answers()
    asked.hall.controller.page("answers").open_row(0)
    type_code(asked, "111111")


def recorded_answer(asked: Village, stock: Stock, sound: bytes) -> Answer:
    """Return an answer by recording whose encrypted box has arrived."""
    hall = asked.hall
    said = AnswerContent("Jawaban pertanyaan 1", "Surat Ibu Ani sudah jadi.", hashlib.sha256(sound).hexdigest())
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
    shown = view_of(hall.board, ArticleView).item
    assert (shown.title, shown.text) == ("Jawaban pertanyaan 1", "Surat Ibu Ani sudah jadi.")
    assert "dibuka" not in shown.blocks[0].text
    hall.speech_ends()
    assert hall.voice.said[-1].recording is None, "nothing is heard before somebody asks"
    hall.controller.listen()
    played: Path = present(hall.voice.said[-1].recording)
    assert hall.voice.said[-1].as_it_is
    assert played.read_bytes()[:4] == b"RIFF"
    kept = [path for path in hall.folder.rglob("*") if path.is_file()]
    clear = (b"Surat Ibu", b"Ibu Ani", b"RIFF", sound[2_000:2_040])  # with a space, which no base64 has
    assert not [path for path in kept if any(part in path.read_bytes() for part in clear)]
    hall.controller.home()
    assert asked.opener.made[0].closed, "nor in memory once nobody reads it"


def test_while_a_recording_is_being_opened_the_page_says_so_and_then_plays_it(asked: Village, stock: Stock) -> None:
    hall, opener = asked.hall, asked.opener
    opener.go.clear()
    open_it(asked, stock, recorded_answer(asked, stock, tone("wav")))
    assert hall.board.screen == "item", "the window goes on at once"
    shown = view_of(hall.board, ArticleView).item
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
        shown = view_of(hall.board, ArticleView).item
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
    assert [each.text for each in view_of(asked.hall.board, ArticleView).item.blocks] == [
        told,
        "Surat Ibu Ani sudah jadi.",
    ]
    assert asked.opener.made == []
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,), "nobody has heard it"


def test_a_recording_that_is_not_here_yet_is_told_and_counts_as_not_heard(asked: Village, stock: Stock) -> None:
    said = AnswerContent("Jawaban", "Surat Ibu Ani sudah jadi.", "0" * 64)
    file = Attachment("https://kantor.id/x.sealed", SEALED)
    open_it(asked, stock, sealed_answer(asked, said, attachments=(file,)))
    shown = view_of(asked.hall.board, ArticleView).item
    assert [each.text for each in shown.blocks] == ["Rekaman belum sampai.", "Surat Ibu Ani sudah jadi."]
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,)


def test_so_does_one_without_a_box(asked: Village, stock: Stock) -> None:
    """Show that an answer without an encrypted box, as old offices made it, is not shown as heard."""
    file = Attachment("https://kantor.id/x.opus", "audio/ogg")
    own = asked.drawer.kiosk = kiosk_id(asked.hall.folder)
    open_it(asked, stock, answer(1, own, private=True, text="Surat Ibu Ani sudah jadi.", attachments=(file,)))
    shown = view_of(asked.hall.board, ArticleView).item
    assert shown.blocks[0].text == "Rekaman belum sampai."
    assert asked.hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,)


@pytest.mark.parametrize("fault", ["another key", "another number", "damaged", "no box"])
def test_an_answer_that_does_not_open_says_so(asked: Village, stock: Stock, fault: str) -> None:
    said = AnswerContent("Jawaban", "Surat Ibu Ani sudah jadi.")
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
    assert view_of(hall.board, ArticleView).item.text == "Jawaban ini tidak bisa dibuka di kios ini. Tanya petugas."
    assert hall.memory.questions.to_tell(frozenset({1}), NOW.date()) == (1,), "nobody has heard it"
    hall.speech_ends()
    hall.controller.listen()
    assert "Jawaban ini tidak bisa dibuka di kios ini." in hall.words


def step(asked: Village, stage: str) -> Answer:
    """Return a private answer that tells this step."""
    return sealed_answer(asked, AnswerContent("Jawaban", "Papan sudah dipesan.", stage=stage))


def test_the_step_is_seen_and_heard_behind_the_code_and_a_further_one_is_announced_anew(
    asked: Village, stock: Stock
) -> None:
    hall, heard = asked.hall, asked.hall.memory.questions
    open_it(asked, stock, step(asked, "working"))
    shown = view_of(hall.board, ArticleView).item
    assert [each.text for each in shown.blocks] == ["Sedang dikerjakan.", "Papan sudah dipesan."]
    hall.speech_ends()
    hall.controller.listen()
    assert "Sedang dikerjakan. Papan sudah dipesan." in hall.words
    assert heard.to_tell(frozenset({1}), NOW.date()) == ()
    hall.controller.handle(ContentChanged(2))
    assert heard.to_tell(frozenset({1}), NOW.date()) == (), "the same answer is not told twice"
    hall.controller.home()
    stored(asked, stock, step(asked, "done"))
    hall.controller.handle(ContentChanged(2))
    assert heard.to_tell(frozenset({1}), NOW.date()) == (1,)
    asked.desk.open_answers()
    assert "Selesai" not in " ".join(asked.hall.words), "the row says nothing of it"
    hall.controller.page("answers").open_row(0)
    type_code(asked, "111111")
    assert view_of(hall.board, ArticleView).item.blocks[0].text == "Selesai."


@pytest.mark.parametrize("stage", ["petition", "", "WORKING"])
def test_an_unknown_step_in_a_box_is_passed_over(asked: Village, stock: Stock, stage: str) -> None:
    open_it(asked, stock, step(asked, stage))
    assert view_of(asked.hall.board, ArticleView).item.blocks[0].text == "Papan sudah dipesan."


def test_no_key_leads_from_another_answer_to_a_private_one(asked: Village, stock: Stock) -> None:
    private(asked, stock)
    hall = asked.hall
    hall.controller.back()
    assert (hall.board.screen, unlock(hall)) == ("answers", None), "back takes the code away, not the screen"
    place = next(i for i, each in enumerate(view_of(hall.board, AnswersView).rows) if not each.private)
    hall.controller.page("answers").open_row(place)
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
            asked.hall.wait(21)
    assert unlock(asked.hall) is None
    type_code(asked, "1")
    assert asked.hall.board.screen != "item"


def test_codes_are_not_tried_one_after_another(asked: Village, stock: Stock) -> None:
    """Five, then a quarter of an hour, twice as long after five more; a pulled plug gains no try."""
    private(asked, stock)
    hall, page = asked.hall, asked.hall.controller.page("answers")
    for minutes, said in (
        (15, "lima belas menit lagi"), (30, "tiga puluh menit lagi"), (60, "satu jam lagi, atau tanya petugas desa")
    ):  # fmt: skip
        for _ in range(MOST_TRIES):
            assert present(unlock(hall)).locked_for == 0
            type_code(asked, "999999")
        assert present(unlock(hall)).locked_for == minutes * 60
        assert hall.words == f"Terlalu sering salah. Coba {said}."
        type_code(asked, "111111")
        assert hall.board.screen == "answers", "not even by the right one"
        hall.seconds += minutes * 60 - 30
        page.tick()
        assert present(unlock(hall)).locked_for == 30
        hall.seconds += 30
        page.tick()
    assert hall.memory.pin_tries.of("answer 1") == 3 * MOST_TRIES
    again = door(hall, lambda: 0.0)
    again.ask_code(answer(1, "x", private=True))
    assert present(again.unlock).locked_for == 900, "after a start no longer than at first"
    again.ask_code(answer(2, "x", private=True))
    assert present(again.unlock).locked_for == 0, "another number waits for nothing"


def door(
    hall: Hall, monotonic: Callable[[], float], opened: Callable[[Answer], None] = lambda _: None, code: str = "111111"
) -> PrivateAnswers:
    """Return what asks for codes, as after a start."""
    return PrivateAnswers(
        hall.board, hall.memory.pin_tries, code=lambda _: code, show=lambda _: None, opened=opened, say=lambda *_: None,
        monotonic=monotonic,
    )  # fmt: skip


def test_codes_are_not_tried_across_numbers(asked: Village) -> None:
    """Ten wrong ones for whichever numbers, then one in five minutes: it delays, and keeps nobody out."""
    hall, shown = asked.hall, list[Answer]()

    def begun() -> PrivateAnswers:
        return door(hall, lambda: hall.seconds, shown.append)

    def tried(desk: PrivateAnswers, number: int, code: str) -> int:
        desk.ask_code(answer(number, "x", private=True))
        for digit in code:
            desk.digit(digit)
        return desk.unlock.locked_for if desk.unlock is not None else 0

    desk = begun()
    assert [tried(desk, number, "999999") for number in range(1, 11)] == [0] * 9 + [300]
    assert tried(desk, 11, "111111") == 300
    assert tried(begun(), 11, "111111") == 300, "nor after a start"
    hall.seconds += 300
    assert tried(desk, 12, "999999") == 300
    hall.seconds += 300
    assert tried(desk, 11, "111111") == 0
    assert [each.number for each in shown] == [11]
    hall.seconds += 400 * MOST_TRIES * 300
    for _ in range(8):
        for _ in range(MOST_TRIES):
            locked = tried(desk, 1, "999999")
        hall.seconds += locked
    assert locked == 3600, "an hour at most, however many were wrong"
    assert tried(desk, 1, "111111") == 0


def test_where_no_code_can_be_told_none_opens(asked: Village) -> None:
    shown: list[Answer] = []
    lost = door(asked.hall, lambda: 0.0, shown.append, code="")
    lost.ask_code(answer(1, "x", private=True))
    for digit in "000000":
        lost.digit(digit)
    assert shown == []


@pytest.mark.clause("5.1.3.1", "5.1.3.9")
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


def test_a_question_has_one_answer(asked: Village, stock: Stock) -> None:
    asked.record()
    asked.desk.send_question()
    own = kiosk_id(asked.hall.folder)
    first = answer(1, own, id="b", published=NOW - timedelta(days=1))
    stored(asked, stock, first)
    stored(asked, stock, first, answer(1, own, id="a", title="Jawaban lain"), days=1)
    asked.desk.open_answers()
    assert [each.id for each in view_of(asked.hall.board, AnswersView).rows] == ["b"]
    stored(asked, stock, replace(first, text="Sudah diperbaiki."), answer(1, own, id="a"), days=2)
    assert [each.text for each in view_of(asked.hall.board, AnswersView).rows] == ["Sudah diperbaiki."]
    assert asked.hall.repository.items(None, asked.hall.clock.read(), search="Jawaban") == [], (
        "no list and no search has it"
    )
