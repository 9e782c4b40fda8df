""" "Bawa ke desa": an edition for everybody's phone, and letters that come back by it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from content_cache.signing.edition import LATEST
from content_cache.signing.keyring import KeyRole
from kiosk.office.door import COURIER
from kiosk.office.post.pages import MOST_ASK
from kiosk.office.publishing.courier_pages import MOST_LETTERS
from kiosk.web.courier.unpacking import unpack
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.posting import code_for, enrolled, new_kiosk

pytestmark = pytest.mark.attack(
    "people",
    "1,271 bytes of bzip2 at the office's /bawa, without a session: 3.16 GB",
    "stored and deflated ZIP files alone, within a bound",
)


@pytest.fixture
def office(room: Newsroom) -> Newsroom:
    make_shared_keys(room.office.cabinet)
    (room.folder / "air.md").write_text(
        "---\nid: air\ntitle: Air mati\ncategory: pengumuman\n---\nTampunglah air.\n", "utf-8"
    )
    return room


def publish(office: Newsroom) -> None:
    key = office.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    office.office.editions.begin_edition("Rahma", key, [], office.now, sure=True, done=lambda _edition: None)
    office.office.editions.wait_until_done(30)


def letters(*envelopes: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for n, each in enumerate(envelopes):
            archive.writestr(f"{n}.amplop", each)
    return packed.getvalue()


def hand_in(phone: Browser, content: bytes) -> str:
    phone.post(COURIER, {"berkas": (io.BytesIO(content), "surat.zip")}, content_type="multipart/form-data")
    return phone.words if phone.page.status_code == 200 else str(phone.page.status_code)


def test_whoever_asks_is_given_the_last_edition_and_no_other(office: Newsroom, tmp_path: Path) -> None:
    phone = office.browser()
    assert phone.get(COURIER).status_code == 200
    assert "Belum ada yang terbit." in phone.words
    assert phone.get(f"{COURIER}/edisi-1.zip").status_code == 404
    publish(office)
    phone.get(COURIER)
    assert "Simpan edisi 1" in phone.words
    given = phone.get(f"{COURIER}/edisi-1.zip")
    unpack(io.BytesIO(given.data), tmp_path / "edisi", reserve=0)  # as a kiosk does
    assert (tmp_path / "edisi" / LATEST).is_file()
    assert phone.get(f"{COURIER}/edisi-1.zip").data == given.data
    (office.folder / "baru.md").write_text("---\nid: baru\ntitle: Baru\ncategory: berita\n---\nYa.\n", "utf-8")
    office.wait(days=1)
    publish(office)
    assert phone.get(f"{COURIER}/edisi-1.zip").status_code == 404
    assert phone.get(f"{COURIER}/edisi-2.zip").status_code == 200
    assert len(list((office.folder / ".kantor").rglob("edisi-*.zip"))) == 1
    for wrong in ("edisi-0.zip", "edisi-9999999999999.zip", "../masuk", "edisi--1.zip"):
        assert phone.get(f"{COURIER}/{wrong}").status_code in (302, 404)


def test_letters_are_taken_without_a_login_as_those_that_kiosks_post(office: Newsroom) -> None:
    kiosk, phone = enrolled(office.office), office.browser()
    sent = letters(kiosk.question(1), kiosk.health(speech=True))
    assert "Terima kasih, suratnya sampai! 2 surat kios diterima." in hand_in(phone, sent)
    assert "0 surat kios diterima." in hand_in(phone, sent), "the second phone with the same"
    assert office.office.post.acknowledged() == {kiosk.id: 2}


def test_a_phone_makes_no_more_kiosks_known_than_the_post_does(office: Newsroom) -> None:
    phone, post = office.browser(), office.office.post
    true = new_kiosk(office.office)
    hand_in(phone, letters(true.enrol(code_for(office.office))))
    for _ in range(40):
        hand_in(phone, letters(*(new_kiosk(office.office).enrol("TIDAK-ADA") for _ in range(9))))
    assert 1 < post.store.register.count_asking() <= MOST_ASK
    post.open(KEY_PASSWORD, office.now)
    assert post.store.register.find_kiosk(true.id) is not None, "nobody pushed it out"


def test_a_phone_that_guesses_codes_waits_and_its_letters_are_taken(office: Newsroom) -> None:
    phone, post, known = office.browser(), office.office.post, enrolled(office.office)
    post.open(KEY_PASSWORD, office.now)
    for _ in range(12):
        hand_in(phone, letters(new_kiosk(office.office).enrol("TIDAK-ADA")))
    true = new_kiosk(office.office)
    sent = letters(true.enrol(code_for(office.office)), known.question(1))
    assert "1 surat kios diterima." in hand_in(phone, sent)
    assert post.store.register.find_kiosk(true.id) is None, "it has guessed too often"
    office.wait(days=2)
    hand_in(phone, sent)
    assert post.store.register.find_kiosk(true.id) is not None


def test_what_is_no_letter_is_not_taken(office: Newsroom) -> None:
    phone, stranger = office.browser(), new_kiosk(office.office)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../bom.amplop", bytes(50_000_000))
    for content in (letters(stranger.question(1)), letters(b"x" * 900), bomb.getvalue(), b"", b"PK", letters()):
        assert "Tidak ada surat dari kios yang dikenal" in hand_in(phone, content)
    torn = bytearray(letters(enrolled(office.office).question(1)))
    torn[700] ^= 1
    assert "ZIP" in hand_in(phone, bytes(torn))
    assert hand_in(phone, bytes(MOST_LETTERS + 1)) == "413"
    assert office.office.post.store.count_unread() == 0


def packed(files: dict[str, bytes], packing: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def many_names() -> bytes:
    """Return a ZIP of 4.9 MB that is table of contents alone."""
    return packed({f"{n:04}": b"" for n in range(50_000)}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (packed({"1.amplop": bytes(100_000_000)}, zipfile.ZIP_BZIP2), "ZIP"),
        (packed({"1.amplop": bytes(100_000_000)}, zipfile.ZIP_LZMA), "ZIP"),
        (packed({f"{n}.amplop": bytes(310_000) for n in range(5_000)}, zipfile.ZIP_DEFLATED), "kios yang dikenal"),
        (many_names(), "ZIP"),
    ],
    ids=["bzip2", "lzma", "deflated", "names"],
)
@pytest.mark.parametrize("way", ["a phone", "a stick"])
def test_zip_bomb_costs_little_memory(office: Newsroom, content: bytes, answer: str, way: str) -> None:
    """1,271 bytes of bzip2 took 3.16 GB, without a session."""
    office.office.post.open(KEY_PASSWORD, office.now)
    phone = office.browser("Rahma Lasaeo" if way == "a stick" else "")
    phone.get("/tanya")
    token = phone.token
    tracemalloc.start()
    try:
        if way == "a phone":
            told = hand_in(phone, content)
        else:
            data = {"tanda": token, "berkas": (io.BytesIO(content), "surat.zip")}
            phone.post("/tanya/bawa", data, content_type="multipart/form-data")
            told = phone.words
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer in told or (way == "a stick" and "0 surat kios" in told)
    assert peak < 60_000_000 + (way == "a stick") * 100_000_000
