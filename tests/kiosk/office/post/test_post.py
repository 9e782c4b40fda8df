"""The way back at the office: what is taken, exactly once, of whom; and what forgers, copies and full disks get."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.office.keys.cabinet import POST
from kiosk.office.post.pages import MOST_BYTES, MOST_OF_ADDRESS, MOST_OF_KIOSK
from kiosk.office.post.register import CODE_LASTS
from kiosk.office.post.store import PostStore
from kiosk.post.account import Account
from kiosk.post.enrolment import LETTERS
from kiosk.post.envelope import EnvelopeKind
from tests.kiosk.office.post.post_killing import Office
from tests.support.newsroom import BASE, KEY_PASSWORD, Browser, Newsroom
from tests.support.posting import OGG, PostingKiosk, code_for, enrolled, new_kiosk

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a forged, cut, swapped or replayed envelope; 10,000 of them; one of a kiosk that nobody enrolled",
        "not taken, and nothing of it kept; taken once, whatever comes again; 403",
    ),
    pytest.mark.attack(
        "root and keys",
        "a kiosk's card is copied: two kiosks with one key",
        "two envelopes under one number: both are kept, people are told, and from that number on nothing is "
        "acknowledged, so neither forgets what only it has",
    ),
    pytest.mark.attack(
        "root and keys",
        "somebody takes a kiosk's name with a key of his own, or guesses a code",
        "the name is the first key's until people withdraw it; a try with a code of ours is told to them, any "
        "other is nobody's (names of kiosks stand in every edition); 27 letters to the eighth, five tries of "
        "an address, then longer and longer waits",
    ),
    pytest.mark.attack(
        "root and keys",
        "a stick's ZIP leads out of its folder, unpacks to gigabytes, is cut",
        "nothing is unpacked to the disk; each file to the size of an envelope, 100 MB in all; what was whole is taken",
    ),
    pytest.mark.attack(
        "root and keys",
        "a copy of the office's disk, of its backup, or the stick on its way is read",
        "questions are sealed to a key whose password is nowhere; their numbers, days and languages are not",
    ),
]


@pytest.fixture
def office(room: Newsroom) -> Newsroom:
    """Return an office with a post key, and its post shut."""
    room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
    return room


def post(room: Newsroom, *envelopes: bytes, address: str = "10.0.0.1") -> tuple[int, dict[str, Any]]:
    answer = room.app.test_client().post(
        "/post", data=b"".join(envelopes), base_url=BASE, environ_base={"REMOTE_ADDR": address}
    )
    return answer.status_code, answer.get_json(silent=True) or {}


def opened(room: Newsroom) -> None:
    room.office.post.open(KEY_PASSWORD, room.now)


def test_what_is_told_as_taken_is_there_once(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    sent = [kiosk.question(1), kiosk.health(speech=True), kiosk.question(2)]
    assert post(office, *sent) == (200, {"schema": 1, "taken": [1, 2, 3], "refused": []})
    assert post(office, sent[1], sent[0], sent[0])[1]["taken"] == [2, 1, 1]
    store = PostStore(office.folder / ".kantor")  # as another process sees it
    assert store.count_unread() == 3
    assert store.sealed(1, 3) == sent[2]
    assert office.office.post.acknowledged() == {kiosk.id: 3}


def test_nothing_readable_lies_on_the_disk(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    post(office, kiosk.question(1), kiosk.question(2, b"Pak Lurah" * 30, {"type": "text/plain"}))
    opened(office)
    assert len(office.office.post.store.questions("waiting")) == 2
    office.office.post.store.file.close()
    for path in office.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"suara warga" not in content, path
            assert b"Pak Lurah" not in content, path


def test_a_gap_is_not_acknowledged_until_its_kiosk_says_that_nothing_comes(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    first, lost, _, third = (kiosk.health(n=n) for n in range(4))
    post(office, first, third)
    assert office.office.post.acknowledged() == {kiosk.id: 1}
    post(office, lost)
    assert office.office.post.acknowledged() == {kiosk.id: 2}
    post(office, kiosk.waiting(4))
    opened(office)
    assert office.office.post.acknowledged() == {kiosk.id: 5}


def test_the_forged_the_swapped_and_the_cut_are_not_taken(office: Newsroom) -> None:
    kiosk, other = enrolled(office.office), enrolled(office.office)
    good = kiosk.question(1)
    line, _, rest = good.partition(b"\n")
    swapped = line.replace(kiosk.id.encode(), other.id.encode()) + b"\n" + rest
    assert post(office, good[:-1])[0] == 400
    assert post(office, bytes(range(256)) * 40)[0] == 400
    assert post(office, good[:-70] + bytes([good[-70] ^ 1]) + good[-69:])[1]["fault"] == "signature"
    assert post(office, swapped)[1]["fault"] == "signature"
    assert post(office, line.replace(b'"n":1,', b'"n":2,') + b"\n" + rest)[0] == 403
    assert post(office, PostingKiosk(kiosk.office, office.now, kiosk.id).question(1))[0] == 403
    assert post(office, new_kiosk(office.office).question(1))[1]["fault"] == "unknown_kiosk"
    assert post(office) == (200, {"schema": 1, "taken": [], "refused": []})
    assert office.office.post.store.count_unread() == 0
    assert post(office, good, b"}")[1]["taken"] == [1]
    assert office.office.post.store.count_unread() == 1


def test_a_copied_card_is_told_and_neither_half_forgets(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    copy = PostingKiosk(kiosk.office, office.now, kiosk.id, kiosk.key)
    post(office, kiosk.question(1), kiosk.health(a=1), kiosk.health(a=2))
    copy.question(1)
    assert post(office, copy.health(b=1))[1]["taken"] == [2]
    assert office.office.post.acknowledged() == {kiosk.id: 1}, "the copy may have its own third one"
    assert office.office.post.store.count_unread() == 4, "kept beside"
    page = office.browser("Fatma Adam")
    page.get("/pendaftaran")
    assert "kartunya mungkin disalin" in page.words
    post(office, kiosk.health(a=4))
    assert office.office.post.acknowledged() == {kiosk.id: 1}


def test_a_code_makes_one_kiosk_known_once(office: Newsroom) -> None:
    code, kiosk, thief = code_for(office.office), new_kiosk(office.office), new_kiosk(office.office)
    opened(office)
    asked = kiosk.enrol(f"{code[:4].lower()} {code[4:]}")
    assert post(office, asked, kiosk.question(1)) == (200, {"schema": 1, "taken": [1, 2], "refused": []})
    assert post(office, asked)[1]["taken"] == [1], "the same again is good again"
    assert post(office, thief.enrol(code), thief.question(1)) == (
        403,
        {"schema": 1, "taken": [], "refused": [], "fault": "code_over"},
    )
    assert [each.id for each in office.office.post.store.register.kiosks()] == [kiosk.id]
    assert (
        office.office.post.store.register.kiosks()[0].place,
        office.office.post.store.register.codes(office.now),
    ) == (
        "Balai Desa Bunga",
        [],
    )


def test_while_the_post_is_shut_a_kiosk_waits_to_be_known(office: Newsroom) -> None:
    kiosk = new_kiosk(office.office)
    asked, question = kiosk.enrol(code_for(office.office)), kiosk.question(1)
    assert post(office, asked, question)[0] == 403
    page = office.browser("Fatma Adam")
    page.get("/pendaftaran")
    assert "1 kios minta dikenal" in page.words
    opened(office)
    assert post(office, asked, question)[1]["taken"] == [1, 2]


def test_codes_end_and_their_letters_are_not_mistaken(office: Newsroom) -> None:
    code = code_for(office.office)
    assert len(code) == 8
    assert not set("IO0158BZ2") & set(LETTERS)
    opened(office)
    office.now += CODE_LASTS
    assert post(office, new_kiosk(office.office).enrol(code))[1]["fault"] == "code_over"
    assert office.office.post.store.register.codes(office.now) == []


def test_another_key_for_a_known_name_is_told_to_people(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    opened(office)
    page = office.browser("Fatma Adam")
    stranger = new_kiosk(office.office, id=kiosk.id)
    assert post(office, stranger.enrol("AAAAAAAA"), address="10.0.0.9")[1]["fault"] == "no_code"
    page.get("/pendaftaran")
    assert "Kunci lain dicoba" not in page.words, "names of kiosks stand in every edition"
    other = new_kiosk(office.office, id=kiosk.id)
    assert post(office, other.enrol(code_for(office.office)), other.question(1))[1]["fault"] == "other_key"
    page.get("/pendaftaran")
    assert "Kunci lain dicoba" in page.words
    page.submit("/pendaftaran/cabut")
    assert post(office, kiosk.question(1))[1]["fault"] == "unknown_kiosk"
    code = office.office.post.store.register.codes(office.now)[0].code
    assert post(office, other.enrol(code))[0] == 200, "withdrawn, the name is free"


def test_codes_cannot_be_guessed(office: Newsroom) -> None:
    code_for(office.office)
    opened(office)
    told = [post(office, new_kiosk(office.office).enrol("ACDEFGHJ"))[1]["fault"] for _ in range(7)]
    assert told == ["no_code"] * 5 + ["too_often"] * 2
    kiosk = enrolled(office.office)
    assert post(office, kiosk.question(1))[0] == 200, "whoever is known posts on"
    office.wait(minutes=2)
    assert post(office, new_kiosk(office.office).enrol(code_for(office.office)))[0] == 200


@pytest.mark.slow(cases=0)
def test_ten_thousand_guesses_of_one_address_try_a_handful_and_cost_no_code(office: Newsroom) -> None:
    code = code_for(office.office)
    opened(office)
    tries = 0
    guesser = new_kiosk(office.office)
    for number in range(10_000):
        guess = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(8))
        told = post(office, guesser.enrol(guess), address="10.9.9.9")[1]
        tries += told["fault"] == "no_code"
        assert told["fault"] in ("no_code", "too_often")
    assert tries == 5
    assert len(office.office.post.store.register.codes(office.now)) == 1
    assert post(office, new_kiosk(office.office).enrol(code))[0] == 200, "of another address"


def test_two_kiosks_of_one_village_are_two(office: Newsroom) -> None:
    one, other = new_kiosk(office.office), new_kiosk(office.office)
    opened(office)
    for kiosk in (one, other):
        assert post(office, kiosk.enrol(code_for(office.office)), kiosk.question(1))[0] == 200
    assert {each.place for each in office.office.post.store.register.kiosks()} == {"Balai Desa Bunga"}
    assert {each.kiosk for each in office.office.post.store.questions("waiting")} == {one.id, other.id}
    assert not any(each.doubtful for each in office.office.post.store.register.kiosks())


def test_no_request_no_kiosk_and_no_address_brings_too_much(office: Newsroom) -> None:
    kiosk, other = enrolled(office.office), enrolled(office.office)
    view: Any = next(route.view for route in office.app.extensions["routes"].values() if route.path == "/post")
    came, today = view.__self__._limits.count, office.now.date()
    assert post(office, b"x" * (MOST_BYTES + 1))[0] == 413
    came.add(kiosk.id, MOST_OF_KIOSK - 2_000, MOST_OF_KIOSK, today)
    assert post(office, kiosk.question(1))[0] == 200
    assert post(office, kiosk.question(2))[0] == 429
    assert post(office, other.question(1))[0] == 200
    came.add("address 10.0.0.1", MOST_OF_ADDRESS // 2, MOST_OF_ADDRESS, today)
    came.add("address 10.0.0.1", MOST_OF_ADDRESS // 2 - 9_000, MOST_OF_ADDRESS, today)
    told = [post(office, other.health(n=n), other.question(n))[0] for n in range(8)]
    assert told == sorted(told)
    assert set(told) == {200, 429}
    assert post(office, other.question(9), address="10.0.0.2")[0] == 200
    office.wait(days=1)
    assert post(office, kiosk.question(3))[0] == 200


def test_on_a_full_disk_nothing_is_taken(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    office.office.post._reserve = 2**60
    assert post(office, kiosk.question(1)) == (507, {"schema": 1, "fault": "no_room"})
    assert office.office.post.store.count_unread() == 0


def test_the_receiver_lets_nobody_in_and_is_called_by_its_name_alone(office: Newsroom) -> None:
    answer = office.app.test_client().post("/post", data=b"x", base_url=BASE)
    assert "Set-Cookie" not in answer.headers
    assert office.app.test_client().post("/post", data=b"x", base_url="http://elsewhere.example").status_code == 421
    told = office.app.test_client().get("/post", base_url=BASE).get_json()
    assert set(told) == {"schema", "office", "key"}
    assert told["office"] == "Diskominfo Banggai"
    for path in ("/pendaftaran", "/tanya/buka", "/tanya/1/1", "/post/"):
        assert office.app.test_client().post(path, data={}, base_url=BASE).status_code in (403, 404)


def packed(files: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    out.seek(0)
    return out


def hand_in(page: Browser, *files: tuple[io.BytesIO, str]) -> str:
    page.get("/tanya")
    page.post("/tanya/bawa", {"tanda": page.token, "berkas": list(files)}, content_type="multipart/form-data")
    return page.words


def test_a_stick_is_handed_in_as_files_or_zip(office: Newsroom, rahma: Browser) -> None:
    kiosk, other = enrolled(office.office), enrolled(office.office)
    sent = {f"laporan-kios/post/{kiosk.id}-{n}.amplop": kiosk.question(n) for n in (1, 2)}
    assert "2 surat kios diterima" in hand_in(rahma, (packed(sent), "flash.zip"))
    last = (io.BytesIO(other.question(1)), f"{other.id}-1.amplop")
    assert "1 surat kios diterima. 2 sudah ada" in hand_in(rahma, (packed(sent), "flash.zip"), last)
    opened(office)
    assert {each.way for each in office.office.post.store.questions("waiting")} == {"stick"}


def test_a_hostile_zip_writes_nowhere_and_fills_nothing(office: Newsroom, rahma: Browser, tmp_path: Path) -> None:
    kiosk = enrolled(office.office)
    before = {path for path in tmp_path.rglob("*") if ".git" not in path.parts}
    names = (
        "../../../keluar.amplop",
        "/etc/keluar.amplop",
        "a\\..\\b.amplop",
        "laporan-kios/post/x/../../y.amplop",
        "con",
    )
    files = {name: kiosk.question(n + 1) for n, name in enumerate(names)}
    files |= {"bom.amplop": bytes(40_000_000), "kosong.amplop": b"", "catatan.txt": b"x"}
    assert "5 surat kios diterima. 3 tidak diterima" in hand_in(rahma, (packed(files), "flash.zip"))
    added = {path for path in tmp_path.rglob("*") if ".git" not in path.parts} - before
    assert {path.name for path in added} <= {"kiriman.sqlite", "kiriman.sqlite-wal", "kiriman.sqlite-shm", "riwayat"}
    cut = io.BytesIO(packed(files).getvalue()[:-300])
    assert "diterima" in hand_in(rahma, (cut, "flash.zip"))
    broken = bytearray(packed({"a.amplop": kiosk.question(9)}).getvalue())
    broken[40:60] = bytes(20)
    assert "tidak dapat dibaca" in hand_in(rahma, (io.BytesIO(bytes(broken)), "<b>flash</b>.zip"))
    assert "<b>flash" not in rahma.text


def test_what_is_no_persons_is_there_for_the_page_of_a_kiosk(office: Newsroom) -> None:
    kiosk, other = enrolled(office.office), enrolled(office.office)
    post(office, *(kiosk.health(n=n) for n in range(40)))
    post(office, other.health(n=7), other.envelope("log", b"catatan"), other.envelope("picture", b"JPEG"))  # type: ignore[arg-type]
    inbox = office.office.post
    assert inbox.latest("health") == {}, "shut"
    opened(office)
    assert {name: told.content for name, told in inbox.latest("health").items()} == {
        kiosk.id: b'{"n": 39}',
        other.id: b'{"n": 7}',
    }
    assert len(inbox.reports("health", kiosk.id)) == 31
    assert inbox.latest("log")[other.id].content == b"catatan"
    assert inbox.last_day(other.id, office.now) == [{"n": 7}]
    office.wait(days=2)
    assert inbox.last_day(other.id, office.now) == []
    assert inbox.store.sealed(1, 5) is None, "its envelope is not needed any more"
    assert post(office, PostingKiosk(kiosk.office, office.now, kiosk.id, kiosk.key).health(n=0))[1]["taken"] == [1]


def test_a_new_key_reads_what_is_new_and_the_old_one_what_was(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    post(office, kiosk.question(1))
    office.office.cabinet.make_post("kunci laut merah muda", "kunci laut merah muda")
    public = office.office.cabinet.public(POST)
    assert public is not None
    later = enrolled(office.office)
    post(office, later.question(2))
    office.office.post.open("kunci laut merah muda", office.now)
    assert [each.number for each in office.office.post.store.questions("waiting")] == [2]
    page = office.browser("Rahma Lasaeo")
    page.get("/tanya")
    assert "1 pertanyaan disegel untuk kunci yang dulu" in page.words
    page.submit("/tanya/buka", sandi=KEY_PASSWORD)
    assert len(office.office.post.store.questions("waiting")) == 2
    heard = [office.office.post.content(each) for each in office.office.post.store.questions("waiting")]
    assert [each and each.body for each in heard] == [OGG, OGG], "each by its own key"


def test_numbers_long_acknowledged_take_no_room(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    sent = [kiosk.health(n=n) for n in range(5)]
    post(office, *sent)
    opened(office)
    office.wait(days=91)
    office.office.post.delete_old(30, office.now)
    store = office.office.post.store
    with store.file.db() as db:
        assert db.execute("SELECT count(*) FROM envelope").fetchone()[0] == 0
    assert post(office, *sent)[1]["taken"] == [1, 2, 3, 4, 5]
    assert (store.count_unread(), office.office.post.acknowledged()) == (0, {kiosk.id: 5})


@pytest.mark.slow(cases=0)
def test_a_receiver_that_is_killed_loses_nothing_that_it_told(tmp_path: Path) -> None:
    """Kill the receiver twice; `python -m tests.kiosk.office.post.post_killing` is the long form."""
    office = Office(tmp_path, seed=3)
    for is_open in (False, True):
        office.killed_once(is_open=is_open)
        assert office.faults() == []
    assert office.finish() == []


def test_nobody_burdens_the_office_while_its_post_is_shut(office: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    store, stranger = office.office.post.store, new_kiosk(office.office)
    real = new_kiosk(office.office)
    asked = real.enrol(code_for(office.office))
    assert post(office, asked, address="10.0.0.7")[1]["fault"] == "waits"
    sealed = [stranger.enrol("ACDEFGHJ") for _ in range(40)]
    assert post(office, *sealed)[0] == 403
    assert store.register.count_asking() == 2, "of one kiosk the last alone"
    told = post(office, *(new_kiosk(office.office).enrol("ACDEFGHJ") for _ in range(40)))
    assert told[1]["fault"] == "waits"
    assert store.register.count_asking() == 5, "of one request a few"
    monkeypatch.setattr("kiosk.office.post.pages.MOST_ASK", 5)
    assert [post(office, new_kiosk(office.office).enrol("ACDEFGHJ"))[0] for _ in range(4)] == [403, 429, 429, 429]
    assert post(office, sealed[-1])[1]["fault"] == "waits", "who waits already may say so again"
    assert post(office, new_kiosk(office.office).enrol("ACDEFGHJ"), address="10.0.0.8")[1]["fault"] == "waits"
    opened(office)
    assert post(office, asked, address="10.0.0.7")[1]["taken"] == [1]


def test_one_request_tries_a_few_codes_and_the_last_of_a_kiosk_counts(office: Newsroom) -> None:
    opened(office)
    kiosk, right = new_kiosk(office.office), code_for(office.office)
    wrong = kiosk.enrol("ACDEFGHJ")
    assert post(office, wrong, kiosk.enrol(right))[1]["taken"] == [1, 2]
    code = code_for(office.office)
    guesses = [new_kiosk(office.office).enrol(each) for each in (*["ACDEFGHJ"] * 3, code)]
    assert post(office, *guesses)[1]["fault"] == "no_code"
    assert [each.code for each in office.office.post.store.register.codes(office.now)] == [code]


def test_a_kiosk_that_leaves_ever_more_gaps_is_not_taken_of_any_more(
    office: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.office.post.store.MOST_BEYOND", 3)
    kiosk = enrolled(office.office)
    sent = [kiosk.health(n=n) for n in range(12)]
    assert post(office, *sent[1:8:2])[0] == 429, "2, 4, 6, 8"
    assert post(office, *sent[1:6:2])[1]["taken"] == [2, 4, 6]
    assert post(office, sent[7])[0] == 429
    assert post(office, sent[6], sent[11])[1]["taken"] == [7], "what fills a gap is taken"
    opened(office)
    with monkeypatch.context() as cheat:
        cheat.setattr(kiosk, "number", 7)
        assert post(office, kiosk.waiting(7, (1, 1), (3, 3), (5, 5)))[1]["taken"] == [8]
    assert post(office, sent[0], sent[2], sent[4], sent[11])[1]["taken"] == [1, 3, 5, 12]
    assert office.office.post.acknowledged() == {kiosk.id: 8}


def test_two_thousand_gaps_cost_the_account_one_sorting() -> None:
    account = Account().took(*range(2, 2_000, 2))
    assert (account.acknowledged, len(account.beyond)) == (0, 999)
    assert [account.joins(n) for n in (1, 3, 1_999, 2_000)] == [True, True, True, False]
    assert account.took(*range(1, 2_000, 2)) == Account(1_999)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_of_any_packing_is_told(office: Newsroom, rahma: Browser, packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("a", b"abc" * 5_000)
    broken = bytearray(out.getvalue())
    broken[45:60] = b"\xff" * 15
    assert office
    assert "tidak dapat dibaca" in hand_in(rahma, (io.BytesIO(bytes(broken)), "flash.zip"))


def test_a_damaged_log_is_no_page(office: Newsroom, rahma: Browser) -> None:
    kiosk = enrolled(office.office)
    opened(office)
    for damaged in (gzip.compress(b"a" * 5_000)[:12] + b"\xff" * 40, gzip.compress(b"abc" * 900)[:30], b"x"):
        post(office, kiosk.envelope(EnvelopeKind.LOG, damaged))
        assert rahma.get(f"/kios/{kiosk.id}/catatan").status_code == 404


def test_a_kiosk_whose_clock_is_wrong_shows_its_state(office: Newsroom) -> None:
    kiosk = enrolled(office.office)
    opened(office)
    inbox = office.office.post
    post(office, kiosk.health(n=1))
    kiosk.made = datetime(1970, 1, 1, tzinfo=UTC)
    post(office, kiosk.health(n=2))
    kiosk.made = office.now - timedelta(days=9)
    post(office, kiosk.health(n=3))
    assert [each["n"] for each in inbox.last_day(kiosk.id, office.now)] == [3, 2, 1]
    assert inbox.latest("health")[kiosk.id].content == b'{"n": 3}'
    assert inbox.reports("health")[1].made == office.now.replace(microsecond=0)
    office.wait(days=2)
    assert inbox.last_day(kiosk.id, office.now) == []
