"""Residents' questions that the hall answers itself: sealed by the window, opened by a password, answered, forgotten; attacks."""

from __future__ import annotations

import base64
import io
import json
import os
import queue
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from content_cache.model.items import Answer
from content_cache.signing.sealed_answers import AnswerError
from kiosk.content.answers import AnswerBook
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.clock import Moment, Trust
from kiosk.core.edition_trust import PostKey
from kiosk.core.messages import Message
from kiosk.hall.questions import MOST_WAITING, HallQuestions
from kiosk.post.spool import Spool
from kiosk.state.hall_answers import HallAnswer, HallAnswers
from kiosk.state.memory import Memory
from tests.support.desk import PINS, QUICK, Hall, Phone
from tests.support.present import present
from tests.support.spoken import tone

pytestmark = [
    pytest.mark.attack(
        "people",
        "whoever fetches an edition, carries its stick or reads a card looks for what a private answer says; "
        "boxes are cut, swapped, of another question or an older recording",
    ),
    pytest.mark.attack(
        "root and keys",
        "whoever logged in at the hall's desk without the password, or took the card, wants to hear what was "
        "asked of the hall; boxes are swapped",
        "sealed to a key that argon2id and that password open; half an hour, one session; the line is in what "
        "is sealed",
    ),
]


PASSWORD = "ombak di teluk lalong"
VOICE = b"OggS the voice of a resident"
OWN = "0123456789ab"


def content(number: int, body: bytes = VOICE, sort: str = "audio/ogg", **more: object) -> bytes:
    head = {
        "number": number,
        "for": "Kepala Desa",
        "asked": "x",
        "language": "blz",
        "type": sort,
        "seconds": 7.0,
    } | more
    return json.dumps(head).encode() + b"\n" + body


def begun(hall: Hall, sari: Phone) -> HallQuestions:
    """The desk has a password and two questions wait: 12 by voice, 13 typed."""
    sari.get("/tanya")
    sari.send("/tanya/sandi", sandi=PASSWORD, sekali_lagi=PASSWORD, pin_saksi=PINS["Budi"])
    questions = HallQuestions(hall.data, stretch=QUICK)
    questions.put(12, hall.now, 7.0, content(12))
    questions.put(13, hall.now, 0.0, content(13, b"<script>alert(1)</script> Kapan jalan dibuka?", "text/plain"))
    return questions


def shown(hall: Hall) -> list[Answer]:
    """Return the answers that the kiosk shows."""
    book = AnswerBook(lambda moment: HallAnswers(hall.data).as_items(OWN, "Bunga", moment.now))
    with Memory(hall.data) as memory:
        memory.questions.note_asked(12, hall.now)
        memory.questions.note_asked(13, hall.now)
        book.know(OWN, memory.questions)
        return book.list_answers(Moment(hall.now, Trust.TRUSTED))


@pytest.mark.parametrize(
    ("sent", "heading"),
    [("complaint", "Keluhan 14"), ("letter", "Permintaan surat 14"), ("petition", "Pertanyaan 14"), ([1], "Pertanyaan 14")],
)  # fmt: skip
def test_what_is_brought_is_named_once_it_is_open(hall: Hall, sari: Phone, sent: object, heading: str) -> None:
    begun(hall, sari).put(14, hall.now, 7.0, content(14, kind=sent))
    sari.get("/tanya/14")
    assert heading in sari.page


def test_a_photo_is_shown_behind_the_password(hall: Hall, sari: Phone) -> None:
    jpeg = b"\xff\xd8\xff\xe0 lampu jalan"
    photo = base64.b64encode(jpeg).decode()
    begun(hall, sari).put(14, hall.now, 0.0, content(14, b"Lampu mati.", "text/plain", kind="complaint", photo=photo))
    sari.get("/tanya/14")
    assert 'src="/tanya/14/foto"' in sari.page
    assert "Lampu mati." in sari.page
    sent = sari.get("/tanya/14/foto")
    assert (sent.data, sent.mimetype, sent.headers["Cache-Control"]) == (jpeg, "image/jpeg", "no-store")
    assert sari.get("/tanya/13/foto").status_code == 404
    assert all(b"lampu jalan" not in path.read_bytes() for path in hall.data.rglob("*") if path.is_file())


def test_the_hall_tells_each_step_and_none_goes_back(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    questions.put(14, hall.now, 0.0, content(14, b"Lampu jalan mati.", "text/plain", kind="complaint"))
    sari.get("/tanya/14")
    sari.send("/tanya/14", sampai="working", siapa="semua", pertanyaan="Lampu jalan Dusun 2")
    assert [each.number for each in questions.list_unanswered()] == [12, 13, 14]
    assert "Sedang dikerjakan" in sari.get("/tanya").get_data(as_text=True)
    (given,) = questions.answers()
    assert (given.stage, given.text) == ("working", "Petugas mengabarkan kelanjutannya di sini.")
    sari.get("/tanya/14")
    sari.send("/tanya/14", sampai="received", siapa="semua", pertanyaan="Lampu", jawaban="Belum.")
    assert "Langkahnya tidak pernah mundur" in sari.page
    sari.get("/tanya/14")
    sari.send("/tanya/14", sampai="done", siapa="semua", pertanyaan="Lampu jalan Dusun 2", jawaban="Sudah menyala.")
    assert [each.number for each in questions.list_unanswered()] == [12, 13]
    (given,) = questions.answers()
    assert (given.stage, given.text) == ("done", "Sudah menyala.")
    with Memory(hall.data) as memory:
        memory.questions.note_asked(14, hall.now)
    (public,) = shown(hall)
    assert public.stage == "done"


def test_a_question_is_heard_and_answered_without_an_office(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    sari.get("/")
    assert "Pertanyaan warga: Pilih sandi dulu" in sari.page
    questions = begun(hall, sari)
    sari.get("/")
    assert "Pertanyaan warga: Menunggu 2" in sari.page
    kept = b"".join(path.read_bytes() for path in hall.data.rglob("*") if path.is_file())
    assert not any(word in kept for word in (VOICE, b"Kapan jalan", b"Kepala Desa", b"blz", PASSWORD.encode()))
    sari.get("/tanya")
    assert "Menunggu 2" in sari.page
    sari.get("/tanya/12")
    assert "Kepala Desa" in sari.page
    heard = sari.get("/tanya/12/suara")
    assert (heard.data, heard.mimetype) == (VOICE, "audio/ogg")
    assert heard.headers["Cache-Control"] == "no-store"
    tone(tmp_path / "jawaban.wav", 0.5)
    sari.send("/tanya/12", suara=(io.BytesIO((tmp_path / "jawaban.wav").read_bytes()), "jawaban.wav"), siapa="penanya")
    assert "Pertanyaan 12 sudah dijawab." in sari.page
    assert "Menunggu 1" in sari.page
    assert "Dijawab 1" in sari.page
    sari.get("/tanya/13")
    sari.send("/tanya/13", jawaban="Senin depan.", siapa="semua", pertanyaan="Kapan jalan dibuka?")
    assert hall.taken == 2
    public, private = shown(hall)
    assert (public.number, public.title, public.text, public.private) == (
        13,
        "Kapan jalan dibuka?",
        "Senin depan.",
        False,
    )
    assert (public.author, str(public.provenance)) == ("Kepala Desa", "kim")
    assert (private.number, private.private) == (12, True)
    sound = private.recording_in()
    assert sound is not None
    assert (hall.data / sound.path).read_bytes().startswith(b"RIFF")
    assert questions.list_unanswered() == []
    assert [*questions.folder.glob("*.tanya")] == [], "the voice goes with its answer"


def test_a_private_answer_lies_sealed_to_its_kiosk(hall: Hall, sari: Phone, tmp_path: Path) -> None:
    """Show that a private answer lies encrypted to its kiosk: no word on the card or in another process, no key at the desk."""
    questions = begun(hall, sari)
    spool = Spool(tmp_path, PostKey(OWN, "7b" * 32), None, now=lambda: hall.now)
    kiosk, key = spool.answered_to
    to = {"kiosk": kiosk, "key": key.hex()}
    questions.put(14, hall.now, 7.0, content(14, answer_to=to))
    questions.put(15, hall.now, 7.0, content(15, answer_to=to))
    wav = tone(tmp_path / "jawaban.wav", 2.0)
    sent = (io.BytesIO(wav.read_bytes()), "jawaban.wav")
    wav.unlink()
    for number, more in ((14, {"suara": sent}), (15, {})):
        sari.get(f"/tanya/{number}")
        sari.send(f"/tanya/{number}", jawaban="Surat Ibu Ani sudah jadi.", siapa="penanya", **more)
    kept = {path: path.read_bytes() for path in hall.data.rglob("*") if path.is_file()}
    clear = (b"Surat", b"Ani", b"RIFF", b"OggS", base64.b64encode(b"Surat")[:6])
    assert not [path for path, inside in kept.items() if any(part in inside for part in clear)]
    sari.get("/tanya")
    assert "Dijawab 2" in sari.page
    assert "14: Jawaban pertanyaan 14" in sari.page
    typed, voiced = HallAnswers(hall.data).as_items(OWN, "Bunga", hall.now)
    told: queue.Queue[Message] = queue.Queue()
    window = SealedAnswers(hall.data, spool, told.put)
    assert window.open(typed).text == "Surat Ibu Ani sudah jadi."
    assert window.open(voiced).title == "Jawaban pertanyaan 14"
    told.get(timeout=60)
    (sound,) = present(window.opened_answer()).attachments
    assert Path(sound.path).read_bytes().startswith(b"RIFF")
    window.close()
    swapped = msgspec.structs.replace(voiced, sealed=typed.sealed)
    for other, answer in ((PostKey(OWN, "7c" * 32), typed), (PostKey(OWN, "7b" * 32), swapped)):
        with pytest.raises(AnswerError):
            SealedAnswers(hall.data, Spool(tmp_path, other, None, now=lambda: hall.now)).open(answer)
    hall.later(days=61)
    sari.log_in()
    sari.get("/")
    assert not [*questions.folder.glob("*.sealed")], "the box goes with its answer"


@pytest.mark.parametrize("key", ["", "zz", "00" * 32, "7b" * 31])
def test_a_question_whose_answer_nothing_can_be_sealed_to_is_not_opened(hall: Hall, sari: Phone, key: str) -> None:
    """Else its answer would lie in the clear."""
    questions = begun(hall, sari)
    questions.put(14, hall.now, 7.0, content(14, answer_to={"kiosk": OWN, "key": key}))
    assert sari.get("/tanya/14").status_code == 404


def test_what_is_missing_is_told_and_what_was_typed_stays(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    sari.send("/tanya/13", jawaban="", siapa="penanya")
    assert "Tulis jawaban, atau rekam." in sari.page
    sari.send("/tanya/13", jawaban="Senin depan.", siapa="semua", pertanyaan="")
    assert "tanpa nama: semua orang melihatnya" in sari.page
    assert "Senin depan." in sari.page
    sari.send("/tanya/13", jawaban="Senin.", suara=(io.BytesIO(b"bukan suara"), "x.wav"))
    assert 'role="alert"' in sari.page
    assert shown(hall) == []


def test_nobody_hears_it_without_the_password(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    budi = hall.phone("192.168.4.30")
    budi.log_in("Budi")
    for path in ("/tanya/12", "/tanya/13", "/tanya/12/suara"):
        answer = budi.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/tanya"), (
            "another session has not opened them"
        )
    budi.get("/tanya")
    assert "Kapan jalan" not in budi.page
    budi.send("/tanya", sandi="ombak di teluk")
    assert "Sandi salah." in budi.page
    budi.send("/tanya", sandi=PASSWORD)
    assert budi.get("/tanya/12/suara").data == VOICE
    hall.later(minutes=20)
    assert budi.get("/tanya/12/suara").data == VOICE
    hall.later(minutes=29)
    assert budi.get("/tanya/12/suara").data == VOICE, "half an hour after its last use"
    stranger = hall.phone("192.168.4.31")
    stranger.send("/tanya/12", jawaban="Palsu", siapa="penanya")
    assert [stranger.get(path).status_code for path in ("/tanya", "/tanya/12", "/tanya/12/suara")] == [302] * 3
    assert shown(hall) == []


def test_an_answer_is_kept_over_the_password(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    form = sari.page
    hall.later(minutes=20)
    sari.get("/")
    hall.later(minutes=11)
    sari.page = form
    sari.send("/tanya/13", jawaban="Besok <pagi>.", siapa="semua", pertanyaan="Jalan?")
    assert "Tulisan Anda tetap ada" in sari.page
    assert "Kapan jalan" not in sari.page, "who gives no password reads nothing"
    sari.send("/tanya/13", sandi="bukan ini")
    assert "Sandi salah." in sari.page
    assert "Besok &lt;pagi&gt;.</textarea>" in sari.page
    assert shown(hall) == []
    sari.send("/tanya/13", sandi=PASSWORD)
    assert [(each.title, each.text) for each in shown(hall)] == [("Jalan?", "Besok <pagi>.")]


def test_an_answer_is_kept_over_the_end_of_the_session(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    hall.later(minutes=31)
    assert (
        "Tulisan Anda aman." in sari.send("/tanya/13", jawaban="Senin depan.", siapa="semua", pertanyaan="Kapan?").text
    )
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    sari.get("/tanya")
    sari.send("/tanya", sandi=PASSWORD)
    sari.get("/tanya/13")
    assert "Senin depan." in sari.page
    assert 'value="Kapan?"' in sari.page
    sari.send("/tanya/13")
    (given,) = shown(hall)
    assert (given.title, given.text, given.private) == ("Kapan?", "Senin depan.", False)


def test_a_recorded_answer_pushes_out_no_photo_of_a_notice(
    hall: Hall, sari: Phone, tmp_path: Path, photo: Callable[[], tuple[io.BytesIO, str]]
) -> None:
    """Show that many recorded answers leave drafts' photos alone: before, the oldest draft went while its writer was at work."""
    sari.write(foto=photo())
    drafts = hall.notice_store.drafts
    (mine,) = (path for path in drafts.iterdir() if path.name.count(".") == 1)
    os.utime(mine, (1, 1))
    for number in range(12):
        with (drafts / f"{number:032}.mp4.asli").open("wb") as others:
            others.truncate(25_000_000)
    begun(hall, sari)
    sari.get("/tanya/12")
    tone(tmp_path / "jawaban.wav", 0.5)
    sari.send("/tanya/12", suara=(io.BytesIO((tmp_path / "jawaban.wav").read_bytes()), "jawaban.wav"), siapa="penanya")
    assert "Pertanyaan 12 sudah dijawab." in sari.page
    assert mine.is_file()


def test_passwords_are_not_guessed(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    hall.later(minutes=31)
    sari.log_in()
    sari.get("/tanya")
    assert [sari.send("/tanya", sandi=f"tebakan {n}").status_code for n in range(5)] == [200] * 5
    for password in ("tebakan 6", PASSWORD):
        sari.get("/tanya")
        assert sari.send("/tanya", sandi=password).status_code == 429, "not even the right one, for a while"
    assert "Buka</button>" not in sari.page


def test_forms_need_their_token_and_numbers_are_numbers(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    for path in ("/tanya", "/tanya/sandi", "/tanya/12"):
        assert sari.ask("POST", path, data={"tanda": "x", "jawaban": "Palsu"}).status_code == 403
    for path in ("/tanya/0", "/tanya/99", "/tanya/..%2fkey.json", "/tanya/12x", "/tanya/99999999999999"):
        assert sari.get(path).status_code == 404
    assert shown(hall) == []


def test_what_a_resident_typed_is_letters(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    assert "<script" not in sari.page
    assert "alert(1)" in sari.page
    sari.send("/tanya/13", jawaban="<img src=x onerror=alert(1)>", siapa="semua", pertanyaan="<b>Judul</b>")
    sari.get("/tanya")
    assert "<b>Judul" not in sari.page
    (given,) = shown(hall)
    assert (given.title, given.text) == ("<b>Judul</b>", "<img src=x onerror=alert(1)>"), "letters, as they were typed"


def test_a_typed_question_gives_no_sound_and_a_false_one_neither(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    questions.put(14, hall.now, 3.0, content(14, b"<html>"))
    assert [sari.get(f"/tanya/{number}/suara").status_code for number in (13, 14)] == [404, 404]


def test_two_answer_at_once_and_one_answer_stands(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/12")
    first = sari.page
    sari.send("/tanya/12", jawaban="Yang pertama.")
    sari.page = first
    sari.send("/tanya/12", jawaban="Yang kedua.")
    assert "Anda sendiri sudah menjawab pertanyaan ini." in sari.page
    assert "Yang kedua.</textarea>" in sari.page, "nothing of it is lost"
    assert [each.text for each in shown(hall)] == ["Yang pertama."]


def test_a_recording_is_there_as_long_as_its_answer(hall: Hall, sari: Phone) -> None:
    """Any view of the board takes away recordings that no answer names."""
    questions = begun(hall, sari)
    drafts = [hall.data / f"{name}.wav" for name in ("satu", "dua")]
    for draft in drafts:
        draft.write_bytes(b"RIFF")
    given = HallAnswer(12, hall.now, hall.now, "Sari", "", "blz", "Judul", "Ya.", "satu.wav", private=True)
    assert questions.store_answer(given, drafts[0])
    sari.get("/")
    assert not questions.store_answer(msgspec.structs.replace(given, audio="dua.wav"), drafts[1]), "another was first"
    assert [path.name for path in questions.folder.glob("*.wav")] == ["satu.wav"]


def test_the_first_password_needs_two_where_there_are_two(hall: Hall, sari: Phone) -> None:
    questions = HallQuestions(hall.data, stretch=QUICK)
    chosen = {"sandi": PASSWORD, "sekali_lagi": PASSWORD}
    for second, told in (
        ({"saksi": "", "pin_saksi": ""}, "Sandi baru perlu PIN orang kedua."),
        (
            {"saksi": present(hall.people.named("Sari")).id, "pin_saksi": PINS["Sari"]},
            "Sandi baru perlu PIN orang kedua.",
        ),
        ({"pin_saksi": "000000"}, "PIN orang kedua salah."),
    ):
        sari.get("/tanya")
        sari.send("/tanya/sandi", **chosen, **second)
        assert told in sari.page
        assert questions.public is None
    hall.people.remove(present(hall.people.named("Budi")).id)
    sari.get("/tanya")
    assert "Orang kedua" not in sari.page
    sari.send("/tanya/sandi", **chosen)
    assert questions.public is not None
    sari.get("/")
    assert "Sandi pertanyaan dipilih oleh Sari," in sari.page


def test_a_new_password_needs_two_and_takes_nothing_away(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    key, budi = questions.public, present(hall.people.named("Budi"))
    new = {"sandi": "sandi yang baru", "sekali_lagi": "sandi yang baru"}
    hall.later(minutes=31)
    sari.log_in()
    sari.get("/tanya")
    sari.send("/tanya/sandi", **new, saksi="", hapus="ya")
    assert "Sandi baru perlu PIN orang kedua." in sari.page
    sari.send("/tanya/sandi", **new, saksi=budi.id, pin_saksi="000000")
    assert "PIN orang kedua salah." in sari.page
    two = {"saksi": budi.id, "pin_saksi": PINS["Budi"]}
    sari.send("/tanya/sandi", sandi="sandi yang baru", sekali_lagi="sandi yang lain", **two)
    for weak in ("pendek", "1234567890123", "aaaaaaaaaaaa", "sandi12345"):
        sari.send("/tanya/sandi", sandi=weak, sekali_lagi=weak, **two)
        assert "Sandi paling sedikit 10 huruf, tidak hanya angka, dan tidak mudah ditebak." in sari.page, weak
    assert (questions.public, len(questions.list_unanswered())) == (key, 2)
    sari.send("/tanya/sandi", **new, **two)
    assert questions.public != key
    questions.put(14, hall.now, 3.0, content(14))
    sari.get("/")
    assert "Sandi pertanyaan dipilih oleh Sari, Budi, 03-09-2026, 10.12" in sari.page
    assert [(each["who"], each.get("second", "")) for each in hall.notice_store.audit() if each["what"] == "sandi"] == [
        ("Sari", "Budi"), ("Sari", "Budi"),
    ]  # fmt: skip
    sari.get("/tanya")
    assert "Menunggu 3" in sari.page
    assert sari.page.count("Terbuka dengan sandi lain.") == 2
    assert [sari.get(f"/tanya/{number}").status_code for number in (12, 14)] == [404, 200]
    sari.get("/tanya")
    sari.send("/tanya", sandi=PASSWORD)
    assert [sari.get(f"/tanya/{number}").status_code for number in (12, 14)] == [200, 404], "the earlier password opens"
    for number in (12, 13):
        sari.get(f"/tanya/{number}")
        sari.send(f"/tanya/{number}", jawaban="Ya.")
    assert questions.open(PASSWORD) is None, "the earlier key goes with the last that it opens"
    assert questions.open("sandi yang baru") is not None


def test_a_wrong_clock_deletes_nothing_and_keeps_nothing_for_ever(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    sari.get("/tanya/12")
    sari.send("/tanya/12", jawaban="Ya.")
    hall.now += timedelta(days=400)  # a false time server; the process has run for no time
    sari.get("/tanya")
    questions.put(15, hall.now, 7.0, content(15))
    sari.get("/tanya")
    assert [each.number for each in questions.list_unanswered()] == [13, 15]
    assert [each.number for each in questions.answers()] == [12]
    hall.now -= timedelta(days=400)
    sari.get("/tanya")
    hall.later(days=31)
    sari.log_in()
    sari.get("/tanya")
    assert questions.list_unanswered() == [], "the one that was asked with the clock ahead goes too"
    assert [each.number for each in questions.answers()] == [12]


def test_what_passed_while_it_was_off_counts_a_week_at_once(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    for days, left in ((40, [12, 13]), *((400, [12, 13]),) * 4, (7, [])):
        hall.now += timedelta(days=days)
        again = HallQuestions(hall.data, stretch=QUICK)
        again.delete_old(hall.now, 5.0, 30)
        assert [each.number for each in again.list_unanswered()] == left


def test_many_long_answers_and_a_damaged_list(hall: Hall) -> None:
    """The oldest goes first; what cannot be read is put aside, with its recordings."""
    questions = HallQuestions(hall.data, stretch=QUICK, most_list=20_000)
    questions.choose_password(PASSWORD, "Sari", hall.now)
    given = [HallAnswer(n, hall.now, hall.now, "Sari", "", "id", "?", "a" * 4000, "", True) for n in range(20, 30)]
    assert all(questions.store_answer(each) for each in given)
    assert [each.number for each in questions.answers()] == [29, 28, 27, 26]
    (questions.folder / "answers.json").write_bytes(b"[{")
    (questions.folder / "lama.wav").write_bytes(b"RIFF")
    questions.delete_old(hall.now, 0.0, 30)
    assert questions.store_answer(given[0])
    questions.delete_old(hall.now, 0.0, 30)
    assert [each.number for each in questions.answers()] == [20]
    assert [path.read_bytes() for path in questions.folder.glob("answers.*.damaged")] == [b"[{"]
    assert (questions.folder / "lama.wav").exists()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"public": "zz", "salt": "", "sealed": ""}'])
def test_a_key_that_cannot_be_read_is_not_a_missing_one(hall: Hall, sari: Phone, damage: bytes) -> None:
    assert HallQuestions(hall.data, stretch=QUICK).public is None
    questions = begun(hall, sari)
    (questions.folder / "key.json").write_bytes(damage)
    assert questions.public == b"", "the window takes it for the hall's still, and so for nobody else's"
    with pytest.raises(OSError, match="takes no question"):
        questions.put(16, hall.now, 1.0, content(16))
    assert sari.get("/tanya").status_code == 200
    sari.send("/tanya/sandi", sandi=PASSWORD, sekali_lagi=PASSWORD, pin_saksi=PINS["Budi"])
    assert "Sandi baru perlu PIN orang kedua." in sari.page


def test_what_nobody_answers_is_forgotten_and_answers_end(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    sari.get("/tanya/12")
    sari.send("/tanya/12", jawaban="Ya.")
    hall.later(days=4)
    sari.log_in()
    sari.get("/tanya")
    assert "1 terlambat" in sari.page
    hall.later(days=27)
    sari.log_in()
    sari.get("/")
    assert "Menunggu 0" in sari.page
    assert [*questions.folder.glob("*.tanya")] == []
    assert [each.number for each in shown(hall)] == [12]
    hall.later(days=30)
    assert shown(hall) == []
    sari.log_in()
    sari.get("/")
    assert questions.answers() == []


def test_a_list_of_what_waits_reads_no_voice(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    questions.put(14, hall.now, 90.0, content(14, bytes(250_000)))
    questions.list_unanswered()
    tracemalloc.start()
    try:
        assert [each.number for each in questions.list_unanswered()] == [12, 13, 14]
        assert tracemalloc.get_traced_memory()[1] < 60_000
    finally:
        tracemalloc.stop()


def test_damaged_swapped_and_too_many_questions(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    secret = questions.open(PASSWORD)
    assert secret is not None
    sealed = {number: questions.folder / f"{number}.tanya" for number in (12, 13)}
    one, other = (sealed[number].read_bytes() for number in (12, 13))
    sealed[12].write_bytes(one.partition(b"\n")[0] + b"\n" + other.partition(b"\n")[2])
    assert questions.read(12, secret) is None, "the box of another"
    for damaged in (b"", b"{}\n", b"\xff" * 90, one[:-3], one.replace(b'"number":12', b'"number":19')):
        sealed[12].write_bytes(damaged)
        assert questions.read(12, secret) is None
        questions.list_unanswered()
        sari.get("/tanya")
        assert sari.get("/tanya/12").status_code == 404
    (questions.folder / "answers.json").write_bytes(b"[{")
    assert sari.get("/tanya").status_code == 200
    for number in range(100, 100 + MOST_WAITING):
        try:
            questions.put(number, hall.now - timedelta(days=1), 1.0, content(number))
        except OSError:
            break
    assert len(questions.list_unanswered()) <= MOST_WAITING
    with pytest.raises(OSError, match="takes no question"):
        questions.put(999, hall.now, 1.0, content(999))
