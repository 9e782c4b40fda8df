"""Residents' questions at the desk: heard in memory alone, answered once, forgotten in time; and the edition that tells kiosks."""

from __future__ import annotations

import base64
import io
import json
import re
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content_cache.signing.sealed_answers import AnswerContent, AnswerError, open_text
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.office.base.faults import OfficeError
from kiosk.office.editions.previous import in_folder
from kiosk.office.opening import keep_house
from kiosk.office.post.records import QuestionRecord
from kiosk.office.questions.answers import STUCK, Answers, Typed
from tests.kiosk.office.test_to_the_kiosks import tone
from tests.support.newsroom import BASE, KEY_PASSWORD, Browser, Newsroom
from tests.support.posting import OGG, PostingKiosk, enrolled

pytestmark = [
    pytest.mark.attack(
        "people",
        "a card with a kiosk's key is stolen",
        "once the desk has withdrawn that kiosk no answer is sealed to its key any more; what it had before "
        "it can open",
    ),
    pytest.mark.attack(
        "root and keys",
        "a copy of the office's disk, of its backup, or the stick on its way is read",
    ),
    pytest.mark.attack(
        "root and keys",
        "a resident's question holds markup or a program instead of sound",
        "letters; sound is sent as `audio/ogg`, if it begins as Ogg, under a policy that allows nothing",
    ),
    pytest.mark.attack(
        "root and keys",
        "two editors answer at once; the power goes between the answer and its note",
        "one answer goes out, the other is told; it is finished or waits again",
    ),
]


def asks(office: Newsroom, kiosk: PostingKiosk, number: int = 12, **more: Any) -> QuestionRecord:
    """A question that has arrived and is sorted."""
    kiosk.made = office.now
    office.app.test_client().post("/post", data=kiosk.question(number, **more), base_url=BASE)
    office.office.post.sort(office.now)
    found = office.office.post.store.question(1, kiosk.number)
    assert found is not None
    return found


def page_of(question: QuestionRecord) -> str:
    return f"/tanya/{question.who}/{question.n}"


def answer(browser: Browser, question: QuestionRecord, **fields: Any) -> None:
    browser.get(page_of(question))
    browser.submit(page_of(question), **fields)


def opened(kiosk: PostingKiosk, item: dict[str, Any]) -> AnswerContent:
    said = item["_kiosk"]["answers"]
    assert said["private"] is True
    return open_text(base64.b64decode(said["box"]), kiosk=kiosk.id, number=said["number"], key=bytes(kiosk.key))


def published(office: Newsroom) -> dict[str, Any]:
    key = office.office.cabinet.unlock_key("news", KEY_PASSWORD)  # type: ignore[arg-type]
    edition = office.office.editions.begin_edition("Rahma", key, [], office.now, sure=True, done=lambda _edition: None)
    office.office.editions.wait_until_done(30)
    assert edition.state == "done", edition.problem
    return dict(in_folder(office.office.editions.out).feed)


def test_waiting_answered_and_late_are_counted(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    first = asks(office, kiosk)
    office.wait(days=4)
    asks(office, kiosk, 13)
    rahma = office.browser("Rahma Lasaeo")
    rahma.get("/tanya")
    assert "Menunggu 2Dijawab 0" in rahma.words
    assert "1 terlambat dijawab" in rahma.words
    answer(rahma, first, jawaban="Senin depan.")
    rahma.get("/tanya")
    assert "Menunggu 1Dijawab 1" in rahma.words
    assert "terlambat" not in rahma.words


def test_a_question_is_heard_and_nothing_keeps_the_sound(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk)
    rahma.get(page_of(question))
    assert "Pertanyaan 12Bunga" in rahma.words
    assert "untuk Puskesmas" in rahma.words
    sound = rahma.get(f"{page_of(question)}/suara")
    assert (sound.status_code, sound.data, sound.mimetype) == (200, OGG, "audio/ogg")
    assert sound.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in sound.headers["Content-Security-Policy"]
    assert sound.headers["X-Content-Type-Options"] == "nosniff"
    part = rahma.client.get(f"{page_of(question)}/suara", base_url=BASE, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, OGG[10:20])
    office.office.cabinet.close()
    assert rahma.get(f"{page_of(question)}/suara").status_code == 400
    assert "Buka kotak pos untuk mendengarnya" in rahma.get(page_of(question)).text


def test_what_is_no_sound_is_no_page_either(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    hostile = asks(office, kiosk, 1, sound=b"<script>alert(1)</script>")
    assert rahma.get(f"{page_of(hostile)}/suara").status_code == 404
    script = b"</div><script>alert(2)</script><img src=x onerror=alert(3)>"
    typed = asks(office, kiosk, 2, sound=script, said={"type": "text/plain", "for": "<b>Puskesmas</b>"})
    rahma.get(page_of(typed))
    assert "&lt;script&gt;alert(2)" in rahma.text
    assert "<script>alert" not in rahma.text
    assert "<img src=x" not in rahma.text
    assert "<b>Puskesmas" not in rahma.text
    assert rahma.get(f"{page_of(typed)}/suara").status_code == 404


def test_what_a_kiosk_says_wrongly_is_put_right_or_left(office: Newsroom, kiosk: PostingKiosk) -> None:
    wrong: list[dict[str, Any]] = [{"number": 0}, {"number": "12"}, {"number": True}, {"type": "text/html"}]
    for said in (*wrong, {"language": "<b>", "seconds": -1, "asked": "kemarin"}):
        office.app.test_client().post("/post", data=kiosk.question(12, OGG, said), base_url=BASE)
    office.office.post.sort(office.now)
    store = office.office.post.store
    assert [(each.n, each.language, each.seconds, each.asked) for each in store.questions("waiting")] == [
        (5, "", 0, office.now.replace(microsecond=0))
    ]
    assert all(store.sealed(1, n) for n in range(1, 5)), "kept all the same"


WIRE_KINDS: dict[str, tuple[object, str]] = {
    "complaint": ("complaint", "Keluhan 12"),
    "letter": ("letter", "Permintaan surat 12"),
    "question": ("question", "Pertanyaan 12"),
    "newer": ("petition", "Pertanyaan 12"),
    "number": (7, "Pertanyaan 12"),
    "list": (["complaint"], "Pertanyaan 12"),
    "markup": ("<script>", "Pertanyaan 12"),
    "long": ("complaint" * 10_000, "Pertanyaan 12"),
    "older": (None, "Pertanyaan 12"),
}


@pytest.mark.attack(
    "root and keys",
    "a kiosk sends a complaint of an unknown or hostile kind",
    "what is no known kind counts as a question",
)
@pytest.mark.parametrize("sent", WIRE_KINDS)
def test_what_is_brought_is_named_and_an_unknown_kind_is_a_question(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser, sent: str
) -> None:
    value, heading = WIRE_KINDS[sent]
    question = asks(office, kiosk, said={"kind": value} if value is not None else {})
    rahma.get(page_of(question))
    assert heading in rahma.words
    assert "<script>" not in rahma.text.partition("<main")[2]


def test_a_private_answer_is_a_notice_for_that_kiosk_alone(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    answer(rahma, question, isi_singkat="Rahasia Bu Ani", jawaban="Datang hari Senin, bawa KTP.")
    assert "Jawaban siap" in rahma.follow().get_data(as_text=True)
    (item,) = published(office)["items"]
    assert item["title"] == "Jawaban pertanyaan 12"
    said = item["_kiosk"]["answers"]
    assert (said["kiosk"], said["number"], said["private"]) == (kiosk.id, 12, True)
    assert item["_kiosk"]["areas"] == ["72.01.05.2004"]
    assert item["content_text"].startswith("Jawaban ini disegel, dan program kios ini terlalu lama")
    assert opened(kiosk, item).text == "Datang hari Senin, bawa KTP."
    assert "Ani" not in json.dumps(item)
    assert not [
        path for path in office.office.editions.out.rglob("*") if path.is_file() and b"KTP" in path.read_bytes()
    ]
    secret = json.loads((office.folder / ".segel.json").read_bytes())["secret"]
    assert (office.folder / ".segel.json").stat().st_mode & 0o077 == 0
    assert published(office)["_kiosk"]["seq"] == 1, "again it is the same edition"
    assert json.loads((office.folder / ".segel.json").read_bytes())["secret"] == secret


def test_what_a_kiosk_asked_before_it_had_a_new_key_is_sealed_to_the_new_one(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    first, second = asks(office, kiosk), asks(office, kiosk, 13)
    answer(rahma, first, jawaban="Senin.")
    assert opened(kiosk, published(office)["items"][0]).text == "Senin."
    office.office.post.store.register.withdraw_kiosk(kiosk.id, office.now)
    answer(rahma, second, jawaban="Selasa.")
    (item,) = published(office)["items"]
    assert opened(kiosk, item).text == "Senin.", "what it has stays; a card that may be stolen gets nothing more"
    anew = enrolled(office.office, id=kiosk.id)
    items = published(office)["items"]
    assert {opened(anew, each).text for each in items} == {"Senin.", "Selasa."}
    item = items[0]
    with pytest.raises(AnswerError):
        opened(kiosk, item)


def test_the_desk_says_which_kiosk_may_not_open_it_yet_and_of_which_there_is_a_copy(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    rahma.get(page_of(question))
    assert "Kios ini belum melaporkan bahwa programnya dapat membuka jawaban tersegel" in rahma.words
    assert "dua kartu" not in rahma.words
    for opens in (1, True):
        office.app.test_client().post("/post", data=kiosk.health(opens_sealed=opens), base_url=BASE)
        rahma.get(page_of(question))
        assert ("belum melaporkan" in rahma.words) is (opens is not True)
    kiosk.number -= 1
    office.app.test_client().post("/post", data=kiosk.health(other=1), base_url=BASE)
    rahma.get(page_of(question))
    assert "Mungkin ada dua kartu dari kios ini" in rahma.words


def test_another_key_of_the_office_seals_answers_as_before(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    answer(rahma, question, jawaban="Senin.")
    before = published(office)
    office.office.cabinet.close()
    anew = published(office)
    assert (anew["items"], anew["_kiosk"]["seq"]) == (before["items"], 1), "no password is needed for it"


def test_a_public_answer_has_the_clerks_words_and_no_voice(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    answer(rahma, question, siapa="semua", jawaban="Senin.")
    assert "Tulis dulu isi pertanyaannya" in rahma.words
    rekaman = tone()
    answer(rahma, question, siapa="semua", isi_singkat="Kapan pupuk datang?", jawaban="", rekaman=rekaman)
    feed = published(office)
    (item,) = feed["items"]
    assert item["title"] == "Kapan pupuk datang?"
    assert item["_kiosk"]["answers"] == {"kiosk": kiosk.id, "number": 12}
    assert "areas" not in item["_kiosk"]
    assert [one["mime_type"].split("/")[0] for one in item["attachments"]] == ["audio"]
    for path in office.office.editions.out.rglob("*"):
        assert not path.is_file() or b"suara warga" not in path.read_bytes()


def test_one_kind_is_listed_alone(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    asks(office, kiosk, 12)
    rahma.get("/tanya")
    assert "Jenis" not in rahma.text, "questions alone need no choice"
    asks(office, kiosk, 13, said={"kind": "complaint"})
    asks(office, kiosk, 14, said={"kind": "letter"})
    rahma.get("/tanya")
    assert "SemuaPertanyaan 1Keluhan 1Permintaan surat 1" in rahma.words
    for kind, listed in (("complaint", ["13"]), ("question", ["12"]), ("petition", ["12", "13", "14"])):
        rahma.get(f"/tanya?jenis={kind}")
        assert re.findall(r'class="nomor">(\d+)<', rahma.text) == listed
        assert f"Menunggu {len(listed)}Dijawab 0" in rahma.words


def test_each_step_of_a_complaint_is_told_and_its_end_is_the_answer(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question, store = asks(office, kiosk, said={"kind": "complaint"}), office.office.post.store
    answer(rahma, question, sampai="received")
    (item,) = published(office)["items"]
    assert "stage" not in item["_kiosk"]["answers"], "what is private is in the box alone"
    said = opened(kiosk, item)
    assert (said.stage, said.text) == ("received", "Petugas akan melihatnya.")
    rahma.get("/tanya?lihat=dikerjakan")
    assert "Menunggu 0Dikerjakan 1Dijawab 0" in rahma.words
    assert "Sudah diterima" in rahma.words
    office.wait(minutes=5)
    answer(rahma, question, sampai="working", rekaman=tone(), jawaban="")
    office.wait(minutes=5)
    answer(rahma, question, sampai="working", jawaban="Papan sudah dipesan.")
    (item,) = published(office)["items"]
    assert (opened(kiosk, item).stage, opened(kiosk, item).text) == ("working", "Papan sudah dipesan.")
    assert "attachments" not in item, "the recording of the step before is gone"
    office.wait(days=20)
    rahma = office.browser("Rahma Lasaeo")
    office.office.post.delete_old(10, office.now)
    assert store.sealed(1, kiosk.number), "what goes on is not forgotten"
    answer(rahma, question, sampai="done", siapa="semua", isi_singkat="Jembatan ke SD", jawaban="Sudah diganti.")
    (item,) = published(office)["items"]
    assert item["_kiosk"]["answers"] == {"kiosk": kiosk.id, "number": 12, "stage": "done"}
    found = store.question(question.who, question.n)
    assert found is not None
    assert (found.state, found.stage) == ("answered", "done")


@pytest.mark.attack(
    "people",
    "a form sets a complaint back to an earlier step, or to one that there is not",
    "the desk keeps the step that was told; an earlier one is refused, an unknown one is the last",
)
@pytest.mark.parametrize(("sent", "state", "stage"), [("received", "working", "working"), ("gone", "answered", "done")])
def test_no_step_goes_back_and_none_is_invented(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser, sent: str, state: str, stage: str
) -> None:
    question = asks(office, kiosk, said={"kind": "letter"})
    answer(rahma, question, sampai="working")
    rahma.get(page_of(question))
    rahma.submit(page_of(question), sampai=sent, jawaban="Belum.")
    assert ("Langkahnya tidak pernah mundur" in rahma.words) is (sent == "received")
    found = office.office.post.store.question(question.who, question.n)
    assert found is not None
    assert (found.state, found.stage) == (state, stage)


def test_who_has_not_seen_the_last_step_sends_none(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk, said={"kind": "complaint"})
    answer(rahma, question, sampai="received")
    rahma.get(page_of(question))
    fatma = office.browser("Rahma Lasaeo")
    office.wait(minutes=1)
    answer(fatma, question, sampai="working", jawaban="Kami kerjakan.")
    rahma.submit(page_of(question), sampai="working", jawaban="Saya kerjakan.")
    assert "menjawab pertanyaan 12" in rahma.words
    (item,) = published(office)["items"]
    assert opened(kiosk, item).text == "Kami kerjakan."


JPEG = b"\xff\xd8\xff\xe0" + b"papan jembatan" * 40
HOSTILE: dict[str, object] = {
    "markup": base64.b64encode(b"<svg onload=alert(1)>").decode(), "no base64": "<script>", "a number": 7, "empty": "",
    "too large": base64.b64encode(JPEG + b"x" * 150_000).decode(), "list": [1],
}  # fmt: skip


def with_photo(office: Newsroom, kiosk: PostingKiosk, photo: object, number: int = 12) -> QuestionRecord:
    said = {"kind": "complaint", "type": "text/plain", "photo": photo}
    return asks(office, kiosk, number, sound=b"Jembatan patah", said=said)


def test_a_photo_is_shown_while_the_post_is_open_and_goes_as_a_voice_does(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = with_photo(office, kiosk, base64.b64encode(JPEG).decode())
    rahma.get(page_of(question))
    assert f'src="{page_of(question)}/foto"' in rahma.text
    assert "Jembatan patah" in rahma.words
    sent = rahma.get(f"{page_of(question)}/foto")
    assert (sent.status_code, sent.data, sent.mimetype) == (200, JPEG, "image/jpeg")
    assert sent.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    kept = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    assert b"papan jembatan" not in kept
    text = asks(office, kiosk, 13, sound=b"Lampu mati", said={"kind": "complaint", "type": "text/plain"})
    office.office.cabinet.close()
    assert rahma.get(f"{page_of(question)}/foto").status_code == 400
    office.wait(days=31)
    office.office.post.delete_old(30, office.now)
    store = office.office.post.store
    assert (store.sealed(1, question.n), bool(store.sealed(1, text.n))) == (None, True)


@pytest.mark.parametrize("photo", HOSTILE)
def test_what_is_no_photo_is_none(office: Newsroom, kiosk: PostingKiosk, rahma: Browser, photo: str) -> None:
    question = with_photo(office, kiosk, HOSTILE[photo])
    rahma.get(page_of(question))
    assert ("/foto" in rahma.text, "Jembatan patah" in rahma.words) == (False, True)
    assert rahma.get(f"{page_of(question)}/foto").status_code == 404


def test_a_plain_question_has_no_steps(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk)
    answer(rahma, question, sampai="received", jawaban="Senin.")
    (item,) = published(office)["items"]
    assert opened(kiosk, item).stage is msgspec.UNSET
    found = office.office.post.store.question(question.who, question.n)
    assert found is not None
    assert (found.state, found.stage) == ("answered", None)


def test_two_editors_at_once_answer_once(office: Newsroom, kiosk: PostingKiosk) -> None:
    question = asks(office, kiosk)
    answers = Answers(office.office.notices, office.office.post.store, lambda text, **_: text)  # type: ignore[arg-type]
    people = [person for person in office.office.people.list_people() if person.id in ("rahma", "fatma")] * 3
    told: list[str] = []
    begin = threading.Barrier(len(people))

    def send(n: int) -> None:
        begin.wait()
        try:
            told.append(answers.send_answer(question, Typed("", f"Jawaban {n}", "", True), people[n], office.now))
        except OfficeError as error:
            told.append(error.problem.code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[:1] + sorted(told)[1:] == sorted([f"jawaban-{kiosk.id}-1-1", *["office_answered"] * 5])
    assert len(published(office)["items"]) == 1
    page = office.browser("Rahma Lasaeo")
    page.get(page_of(question))
    assert "Jawab Pertanyaannya, singkat" not in page.words
    status = page.post(page_of(question), {"tanda": page.token, "jawaban": "lagi"}).status_code
    assert status == 200
    assert "baru saja menjawab pertanyaan 12" in page.words


def test_an_answer_that_was_broken_off_waits_again_or_is_finished(office: Newsroom, kiosk: PostingKiosk) -> None:
    store, answers = office.office.post.store, Answers(office.office.notices, office.office.post.store, str)  # type: ignore[arg-type]
    first, second = asks(office, kiosk, 1), asks(office, kiosk, 2)
    for question, name in ((first, "jawaban-a"), (second, "jawaban-b")):
        assert store.move(question.who, question.n, "waiting", "answering", "rahma", office.now, name)
    (office.folder / "jawaban-b.md").write_text("---\ntitle: Jawaban\n---\nSenin")
    answers.reconcile_notices(office.now)
    assert {each.state for each in store.questions("answering")} == {"answering"}
    answers.reconcile_notices(office.now + 2 * STUCK)
    assert [each.number for each in store.questions("waiting")] == [1]
    assert [each.number for each in store.questions("answered")] == [2]


def test_a_writer_drafts_and_an_editor_sends(
    office: Newsroom, kiosk: PostingKiosk, anton: Browser, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    answer(anton, question, jawaban="Datang Senin.")
    assert "menunggu penyunting" in anton.follow().get_data(as_text=True)
    assert not list(office.folder.glob("jawaban*.md"))
    rahma.get("/tanya")
    assert "Menunggu 1" in rahma.words
    rahma.get(page_of(question))
    assert "Anton Djalil sudah menulis jawaban" in rahma.words
    name = f"jawaban-{kiosk.id}-1-1"
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", isi="Datang hari Senin.", lalu="siap")
    rahma.get("/tanya")
    assert "Dijawab 1" in rahma.words
    (item,) = published(office)["items"]
    assert opened(kiosk, item).text == "Datang hari Senin."


def test_it_is_heard_before_it_is_sent(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk)
    answer(rahma, question, jawaban="Bawa 2 ikan.", lalu="dengar")
    assert "Bawa dua ikan." in rahma.words
    assert ">Bawa 2 ikan.<" in rahma.text
    assert office.office.post.store.questions("waiting")
    assert not office.files()


TYPED = {"type": "text/plain", "seconds": 0}


@pytest.mark.parametrize(
    ("waited", "days", "here"),
    [
        (0, 29, True),
        (0, 31, False),
        (20, 9, True),
        (20, 11, False),  # it is counted from the day of asking
        (45, 29, True),  # a clock that is wrong: no question waits that long
        (45, 31, False),
        (-9, 29, True),
        (-9, 31, False),
    ],
)
@pytest.mark.parametrize("is_open", [True, False])
def test_a_voice_is_gone_thirty_days_after_it_was_asked_heard_or_not(
    office: Newsroom, kiosk: PostingKiosk, waited: int, days: int, here: bool, is_open: bool
) -> None:
    if not is_open:
        office.office.cabinet.close()
    kiosk.made = office.now - timedelta(days=waited)
    sealed = kiosk.question(7)
    office.app.test_client().post("/post", data=sealed, base_url=BASE)
    question = office.office.post.store.question(1, kiosk.number)
    assert (question is not None) is is_open
    if question is not None:
        until = question.deleted_at(timedelta(days=90), timedelta(days=90))
        assert (until > office.now + timedelta(days=days)) is here
    office.wait(days=days)
    office.office.post.delete_old(90, office.now)
    assert (office.office.post.store.sealed(1, kiosk.number) is not None) is here
    held = b"".join(path.read_bytes() for path in (office.folder / ".kantor").glob("kiriman.sqlite*"))
    assert (sealed[200:600] in held) is here


def test_page_says_until_when_a_voice_and_a_text_are_kept(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    with (office.folder / "office.toml").open("a") as file:
        file.write("[post]\nkept_days = 7\n")
    voice, text = asks(office, kiosk, 1), asks(office, kiosk, 2, sound=b"Kapan?", said=TYPED)

    def told(question: QuestionRecord) -> str:
        rahma.get(page_of(question))
        return str(re.findall(r"Isinya dihapus paling lambat ([^,]+),", rahma.words)[0])

    phrases = Phrases(Translation("id"))

    def day(days: int) -> str:
        return phrases.full_date((office.now + timedelta(days=days)).date())

    assert (told(voice), told(text)) == (day(30), day(90))
    answer(rahma, voice, jawaban="Senin.")
    assert told(voice) == day(7)


@pytest.mark.parametrize(("days", "here"), [(29, True), (31, False)])
def test_a_text_is_forgotten_days_after_its_answer(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser, days: int, here: bool
) -> None:
    text = b"Kapan posyandu di Kilongan? " * 40
    question, other = (asks(office, kiosk, number, sound=text, said=TYPED) for number in (1, 2))
    sealed = office.office.post.store.sealed(question.who, question.n)
    assert sealed is not None
    answer(rahma, question, jawaban="Senin.")
    office.wait(days=days)
    office.office.post.delete_old(office.office.setup().post.kept_days, office.now)
    assert (office.office.post.content(question) is not None) is here
    assert office.office.post.content(other) is not None, "it waits"
    held = b"".join(path.read_bytes() for path in (office.folder / ".kantor").glob("kiriman.sqlite*"))
    assert (sealed[200:600] in held) is here, "written over on the disk"
    found = office.office.post.store.question(question.who, question.n)
    assert found is not None
    assert (found.state, found.here) == ("answered", here)


def test_nothing_is_kept_longer_than_ninety_days(office: Newsroom, kiosk: PostingKiosk) -> None:
    with (office.folder / "office.toml").open("a") as file:
        file.write("[post]\nkept_days = 900\n")
    assert office.office.setup().post.kept_days == 30
    question = asks(office, kiosk, sound=b"Kapan?", said=TYPED)
    office.wait(days=89)
    office.office.post.delete_old(90, office.now)
    assert office.office.post.content(question) is not None
    office.wait(days=2)
    assert office.office.post.delete_old(90, office.now) == 1
    assert office.office.post.content(question) is None
    page = office.browser("Rahma Lasaeo")
    page.get(page_of(question))
    assert "Isinya sudah dihapus" in page.words


def test_the_edition_says_up_to_which_number_all_has_come(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    other = enrolled(office.office)
    rahma.write("Kabar", "Isi")
    name = next(iter(office.folder.glob("_*.md"))).stem[1:]
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", lalu="siap")
    asks(office, kiosk, 1)
    office.app.test_client().post("/post", data=other.health(a=1), base_url=BASE)
    feed = published(office)
    assert feed["_kiosk"]["acks"] == {kiosk.id: 1, other.id: 1}
    asks(office, kiosk, 2)
    office.wait(days=6)
    assert published(office)["_kiosk"]["seq"] == feed["_kiosk"]["seq"], "alone it is worth no edition"
    office.wait(days=2)
    assert published(office)["_kiosk"] | {"issued": "", "expires": ""} == feed["_kiosk"] | {
        "issued": "",
        "expires": "",
        "seq": feed["_kiosk"]["seq"] + 1,
        "acks": {kiosk.id: 2, other.id: 1},
    }


@pytest.mark.usefixtures("office")
def test_pages_of_questions_that_there_are_not(rahma: Browser) -> None:
    for path in ("/tanya/1/1", "/tanya/9/9/suara", "/tanya/1/99999999999999999999"):
        assert rahma.get(path).status_code == 404
    rahma.get("/tanya")
    token = rahma.token
    assert rahma.post("/tanya/1/1", {"tanda": token}).status_code == 404
    assert rahma.post("/tanya/buka", {"tanda": token, "sandi": "salah"}).status_code == 200
    assert "Sandi kunci kotak pos salah" in rahma.words
    sent = {"tanda": token, "berkas": (io.BytesIO(b"x"), "x")}
    rahma.post("/tanya/bawa", sent, content_type="multipart/form-data")
    assert "1 tidak diterima" in rahma.words


def test_a_withdrawn_answer_lets_its_question_wait_again(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question, other = (asks(office, kiosk, number, sound=b"Kapan?", said=TYPED) for number in (1, 2))
    for each in (question, other):
        answer(rahma, each, jawaban="Senin.")
    name, store = f"jawaban-{kiosk.id}-1-1", office.office.post.store
    office.wait(days=20)
    rahma = office.browser("Rahma Lasaeo")
    rahma.get(f"/kabar/{name}")
    assert rahma.post(f"/tarik/{name}", {"tanda": rahma.token}).status_code == 303
    (office.folder / f"jawaban-{kiosk.id}-1-2.md").unlink()
    office.wait(days=12)
    over = threading.Event()
    house = threading.Thread(target=keep_house, args=(office.office, over))
    house.start()
    while store.questions("answered"):
        time.sleep(0.02)
    over.set()
    house.join()
    assert office.office.post.content(question), "who waits is not forgotten"
    states = [store.question(each.who, each.n) for each in (question, other)]
    assert [each and each.state for each in states] == ["drafted", "waiting"]
    rahma = office.browser("Rahma Lasaeo")
    rahma.get(page_of(question))
    assert rahma.form(page_of(question))["jawaban"] == "Senin."
    rahma.submit(page_of(question), jawaban="Selasa.")
    assert "Selasa." in (office.folder / f"{name}.md").read_text()
    rahma.get("/tanya")
    assert "Menunggu 1Dijawab 1" in rahma.words
    (office.folder / f"{name}.md").unlink()
    office.wait(days=61)
    office.browser("Rahma Lasaeo").get("/tanya")
    assert len(store.questions("answered")) == 1, "it was heard as long as it stayed"


def test_an_editor_closes_a_question_without_an_answer(
    office: Newsroom, kiosk: PostingKiosk, anton: Browser, rahma: Browser
) -> None:
    question, other = asks(office, kiosk, 1), asks(office, kiosk, 2)
    anton.get(page_of(question))
    assert "Tutup tanpa jawaban" not in anton.words
    anton.submit(page_of(question), lalu="tutup")
    assert len(office.office.post.store.questions("waiting")) == 2, "no writer"
    answer(rahma, question, lalu="tutup")
    assert "Rahma Lasaeo menutupnya tanpa jawaban" in rahma.follow().get_data(as_text=True)
    assert "Menunggu 1Dijawab 1" in rahma.words
    assert "Tutup tanpa jawaban" not in rahma.words
    assert office.office.history.deeds(1)[0].what == "menutup pertanyaan 1 tanpa jawaban"
    assert not office.files()
    answer(rahma, question, jawaban="Senin.")
    assert office.files() == [f"jawaban-{kiosk.id}-1-1.md"], "a slip is mended"
    answer(rahma, other, lalu="tutup")
    office.wait(days=31)
    office.office.post.delete_old(30, office.now)
    assert office.office.post.content(other) is None


def test_a_short_answer_is_one_and_for_whoever_asked_alone(
    office: Newsroom, kiosk: PostingKiosk, anton: Browser, rahma: Browser
) -> None:
    question, other, third = (asks(office, kiosk, n) for n in (1, 2, 3))
    answer(rahma, question, singkat="tidak-jelas", siapa="semua", isi_singkat="Nama orang")
    answer(anton, other, singkat="datang")
    answer(rahma, third, singkat="<b>")
    file = f"jawaban-{kiosk.id}-1-1.md"
    assert office.files() == [f"_jawaban-{kiosk.id}-1-2.md", file], "nothing of a sentence that is none"
    text = (office.folder / file).read_text()
    assert "Pertanyaan ini tidak terdengar jelas." in text
    assert "private: 'true'" in text
    assert "Nama orang" not in text
    assert [each.number for each in office.office.post.store.questions("drafted")] == [2], (
        "a writer's waits for an editor"
    )


def test_every_question_is_on_a_page(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.office.questions.pages._SHOWN", 2)
    for n in range(1, 6):
        asks(office, kiosk, n)
    linked = []
    for page in ("", "?hal=2", "?hal=3", "?hal=9", "?hal=-1", "?hal=x"):
        rahma.get(f"/tanya{page}")
        linked.append(re.findall(r'href="/tanya/1/(\d+)"', rahma.text))
    assert linked == [["1", "2"], ["3", "4"], ["5"], ["5"], ["1", "2"], ["1", "2"]]
    assert 'href="/tanya?lihat=menunggu&amp;hal=2"' in rahma.text


def test_a_writer_mends_an_own_draft_where_it_was_written(
    office: Newsroom, kiosk: PostingKiosk, anton: Browser
) -> None:
    question = asks(office, kiosk)
    answer(anton, question, siapa="semua", isi_singkat="Kapan pupuk?", jawaban="Senin.")
    anton.get(page_of(question))
    form = anton.form(page_of(question))
    assert (form["isi_singkat"], form["jawaban"], form["siapa"]) == ("Kapan pupuk?", "Senin.", "semua")
    assert anton.submit(page_of(question), jawaban="Selasa.").status_code == 303
    (draft,) = office.folder.glob("_jawaban*.md")
    assert "Selasa." in draft.read_text()
    assert "Senin." not in draft.read_text()


def test_typed_text_has_no_marks_of_direction_and_a_recording_must_be_there(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk, 1, sound="Bayar \u202e000.5\u2066 \x00ya".encode(), said={"type": "text/plain"})
    rahma.get(page_of(question))
    assert "Bayar 000.5 ya" in rahma.words
    rahma.submit(page_of(question), rekaman_ada="lampiran/tidak-ada.wav", jawaban="")
    assert office.office.post.store.questions("waiting")
    assert not office.files()


def test_on_a_full_disk_questions_are_heard_and_the_desk_says_what_is_wrong(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    store = office.office.post.store
    office.office.cabinet.close()
    with store.file.db() as db:
        db.execute("PRAGMA query_only = ON")  # SQLite then refuses to write, as on a disk that is read-only
    rahma.get("/tanya")
    assert rahma.submit("/tanya/buka", sandi=KEY_PASSWORD).status_code == 303
    assert rahma.get(f"{page_of(question)}/suara").data == OGG
    answer(rahma, question, jawaban="Senin.")
    assert rahma.form(page_of(question))["jawaban"] == "Senin.", "what was typed is kept"
    fatma = office.browser("Fatma Adam")
    fatma.get("/pendaftaran")
    form = {"tanda": fatma.token, "daerah": "72.01.05.2004"}
    assert fatma.post("/pendaftaran", form).status_code == 507
    assert fatma.get("/").status_code == 200


def test_a_recording_is_kept_as_soon_as_it_was_made_until_the_answer_is_sent(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser, anton: Browser
) -> None:
    question = asks(office, kiosk)
    rahma.get(page_of(question))
    form = rahma.form(page_of(question))
    told = rahma.post(
        f"{page_of(question)}/rekaman", {**form, "siapa": "semua", "jawaban": "Kamis.", "rekaman": tone()}
    )
    assert told.json == {"file": "lampiran/rekaman.ogg"}
    rahma.get(page_of(question))  # the page was left, or the browser closed
    form = rahma.form(page_of(question))
    assert (form["rekaman_ada"], form["jawaban"], form["siapa"]) == ("lampiran/rekaman.ogg", "Kamis.", "semua")
    rahma.submit(page_of(question), jawaban="")
    assert 'id="ringkasan"' in rahma.text, "a fault: the question in a few words is missing"
    assert rahma.form(page_of(question))["rekaman_ada"] == "lampiran/rekaman.ogg"
    anton.get(page_of(question))
    assert anton.form(page_of(question))["rekaman_ada"] == "", "it is this person's"
    assert rahma.submit(page_of(question), isi_singkat="Kapan air mengalir?").status_code == 303
    (notice,) = office.folder.glob("jawaban*.md")
    assert "lampiran/rekaman.ogg" in notice.read_text()
    assert not list(office.office.notices.private.glob("jawaban/*"))


def test_what_comes_over_the_end_of_a_session_is_kept(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk)
    rahma.get(page_of(question))
    form = rahma.form(page_of(question))
    office.wait(minutes=40)
    sent = rahma.post(page_of(question), {**form, "jawaban": "Hari Kamis.", "rekaman": tone()})
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/masuk?aman=")
    assert sent.headers["Location"].endswith(f"&ke={page_of(question)}")
    assert office.office.post.store.questions("waiting"), "nothing is sent by nobody"
    rahma.log_in("rahma")
    rahma.get(page_of(question))
    form = rahma.form(page_of(question))
    assert (form["jawaban"], form["rekaman_ada"]) == ("Hari Kamis.", "lampiran/rekaman.ogg")


def test_no_recording_is_no_draft(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    question = asks(office, kiosk)
    rahma.get(page_of(question))
    form = rahma.form(page_of(question))
    told = rahma.post(f"{page_of(question)}/rekaman", {**form, "rekaman": (io.BytesIO(b"RIFF"), "rekaman.wav")})
    assert (told.status_code, "rekaman.wav" in told.json["fault"]) == (422, True)  # type: ignore[index]
    assert rahma.post("/tanya/9/9/rekaman", {"tanda": form["tanda"]}).status_code == 404
    rahma.get(page_of(question))
    assert rahma.form(page_of(question))["rekaman_ada"] == ""


def test_a_begun_answer_is_kept_for_a_question_that_waits_alone(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    question, other, third = (asks(office, kiosk, n) for n in (1, 2, 3))
    begun, sounds = office.office.notices.private / "jawaban", office.folder / "lampiran"
    rahma.get(page_of(question))
    form = rahma.form(page_of(question)) | {"siapa": "penanya", "jawaban": "Bapak Anu sakit."}
    rahma.post(page_of(question), form)
    late = rahma.post(f"{page_of(question)}/rekaman", {**form, "rekaman": tone()})
    assert (late.status_code, "baru saja menjawab pertanyaan 1" in late.json["fault"]) == (422, True)  # type: ignore[index]
    rahma.post(page_of(question), form)
    assert "baru saja menjawab pertanyaan 1" in rahma.words
    rahma.post(page_of(question), {**form, "lalu": "dengar"})
    assert not list(begun.glob("*"))
    assert not list(sounds.glob("*"))
    for each in (other, third):
        rahma.post(f"{page_of(each)}/rekaman", {**form, "rekaman": tone()})
    store = office.office.post.store
    assert store.move(other.who, other.n, "waiting", "closed", "fatma", office.now), "while a page was open"
    (begun / f"{question.who}-{question.n}-rahma.json").write_text("{half")
    house = in_the_house(office, begun, 1)
    assert house == [f"{third.who}-{third.n}-rahma.json"]
    assert len(list(sounds.glob("*"))) == 1, "the one that waits names it too"
    office.wait(days=91)
    assert in_the_house(office, begun, 0) == []
    assert not list(sounds.glob("*")), "the question itself is forgotten"


def in_the_house(office: Newsroom, folder: Path, left: int) -> list[str]:
    """Run the daily chores until *folder* has at most *left* files, 20 s at most. Return their names."""
    over = threading.Event()
    house = threading.Thread(target=keep_house, args=(office.office, over))
    house.start()
    end = time.monotonic() + 20
    while len(list(folder.glob("*"))) > left and time.monotonic() < end:
        time.sleep(0.02)
    over.set()
    house.join()
    return [path.name for path in folder.glob("*")]


def test_a_writers_draft_leaves_what_another_has_begun(
    office: Newsroom, kiosk: PostingKiosk, anton: Browser, rahma: Browser
) -> None:
    question = asks(office, kiosk)
    for person in (rahma, anton):
        person.get(page_of(question))
        form = person.form(page_of(question))
        told = person.post(
            f"{page_of(question)}/rekaman", {**form, "jawaban": "Panjang sekali.", "rekaman": tone()}
        ).json
    assert told is not None
    assert anton.post(page_of(question), {**form, "jawaban": "Dari Anton."}).status_code == 303
    rahma.get(page_of(question))
    kept = rahma.form(page_of(question))
    assert (kept["jawaban"], kept["rekaman_ada"]) == ("Panjang sekali.", told["file"])
    assert (office.folder / told["file"]).exists()
    assert rahma.post(page_of(question), {**kept, "rekaman_ada": ""}).status_code == 303
    assert not list(office.office.notices.private.glob("jawaban/*"))
    assert not (office.folder / told["file"]).exists(), "nobody's any more"
