"""A poster from a phone: taken in, read by a machine, mended by its author, published; several photos, and documents."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from content_cache.jobs.sandbox import Bounds
from content_cache.model.errors import CacheError, Code
from content_cache.model.loop import LoopTerms
from content_cache.model.picture_text import (
    PictureText,
    Region,
    TextBlock,
    TextLine,
    Word,
    picture_text_to_json,
)
from content_cache.ocr.tesseract import Tesseract, find
from kiosk.hall.notices.found_texts import FoundTexts
from kiosk.hall.notices.store import MOST_DRAFTS, beside
from tests.kiosk.hall.desk.test_walk import shown
from tests.support.desk import Hall, Phone
from tests.support.pdfs import apbdes
from tests.support.present import present

pytestmark = [
    pytest.mark.attack(
        "people",
        "a photo or PDF for the desk of 30,000 x 30,000 pixels, of another kind than it says, with a path for "
        "its name, of 5,000 pages, locked, with a place in its EXIF",
    ),
    pytest.mark.attack(
        "people",
        "a form names a file of somebody else, a path, or a notice of another tab",
        "names of our own making alone, 32 hexadecimal digits; each form has the id of its notice",
    ),
    pytest.mark.attack(
        "people",
        "a machine's wrong number is published as a fact",
        "words in doubt carry a mark, and nothing is published while one is left that nobody says to have looked at",
    ),
    pytest.mark.attack(
        "people",
        "somebody who may write fills the card, or keeps Tesseract busy",
        "drafts: 200 files and 300 MB, the oldest go; one picture is read at a time, 30 wait, at the lowest priority",
    ),
]


Sent = tuple[io.BytesIO, str]


def picture(colour: str = "green", size: tuple[int, int] = (1600, 1200), **saved: object) -> Sent:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **saved)
    return io.BytesIO(out.getvalue()), f"{colour}.jpg"


def document(pages: int) -> Sent:
    return io.BytesIO(apbdes(pages)), "apbdes.pdf"


def read(hall: Hall, file: str, *lines: str) -> None:
    """Write *lines* as text recognised in *file*; a question mark at a word's end marks it as uncertain."""
    told = []
    for number, line in enumerate(lines):
        box = Region(0.1, 0.1 + number / 10, 0.9, 0.2 + number / 10 - 0.05 * (number > 0))
        told.append(TextLine(tuple(Word(w.rstrip("?"), box, 0.5, w.endswith("?")) for w in line.split())))
    text = PictureText((TextBlock(Region(), tuple(told)),) if told else ())
    beside(hall.notice_store.drafts / file)[1].write_text(picture_text_to_json(text), "utf-8")


def files(phone: Phone) -> list[str]:
    """The files that the form on the page holds, in order."""
    return re.findall(r'name="berkas\d" value="([^"]+)"', phone.page)


def alts(hall: Hall) -> list[str]:
    return [each.alt for each in present(shown(hall)[0]).attachments]


def send(phone: Phone, *sent: Sent, **fields: object) -> None:
    phone.get("/tulis")
    phone.send("/tulis", judul="Pasar murah", foto=list(sent), **fields)


def test_the_found_text_is_mended_and_published(hall: Hall, sari: Phone) -> None:
    sari.get("/tulis")
    sari.send("/tulis", judul="", foto=picture())
    (file,) = files(sari)
    read(hall, file, "PASAR MURAH", "Beras Rp15.000? per kilogram", "Kamis 3 September")
    sari.get(re.sub(r".*(/tulis\?lanjut=[\w-]+).*", r"\1", "/tulis?lanjut=" + name(sari)))
    assert 'value="PASAR MURAH"' in sari.page, "the largest letters are the title, until somebody writes another"
    assert "Rp15.000(?)" in sari.page
    assert "<mark>Rp15.000</mark>" in sari.page
    assert 'viewBox="' in sari.page, "the line is shown as the photo has it"
    sari.send("/tulis")
    assert "Cocokkan angka bertanda (?)" in sari.page
    assert shown(hall) == []
    sari.send("/tulis", teks0="PASAR MURAH\nBeras Rp13.000(?) per kilogram", cocok0="ya", kata0="Poster pasar murah")
    assert "Begini di kios" in sari.page
    assert "tiga belas ribu rupiah" in sari.page
    sari.send("/terbit")
    (item,) = shown(hall)
    (poster,) = item.attachments
    assert (item.title, poster.alt) == ("PASAR MURAH", "Poster pasar murah")
    assert poster.text == "PASAR MURAH\nBeras Rp13.000 per kilogram"
    assert list(hall.notice_store.drafts.iterdir()) == []


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("chosen", "terms"), [("sering", LoopTerms(3)), ("tanpa", LoopTerms(0)), ("", None), ("selalu", None)]
)
def test_its_author_says_how_often_a_poster_comes(
    hall: Hall, sari: Phone, chosen: str, terms: LoopTerms | None
) -> None:
    send(sari, picture(), putar=chosen)
    (file,) = files(sari)
    read(hall, file)
    assert "Di layar kios saat tidak ada orang" in sari.page
    sari.send("/tulis", putar=chosen, kata0="Poster pasar murah", isi="Pasar murah di balai.")
    sari.send("/terbit")
    (item,) = shown(hall)
    assert item.loop == terms


def name(phone: Phone) -> str:
    found = re.search(r'name="naskah" value="([^"]+)"', phone.page)
    assert found is not None
    return found[1]


def test_what_is_typed_wins_over_what_is_found_later(hall: Hall, sari: Phone) -> None:
    send(sari, picture())
    sari.send("/tulis", teks0="Ditulis sendiri")
    (draft,) = hall.notice_store.drafts.glob("*.jpg.jpg")
    read(hall, draft.name.removesuffix(".jpg"), "Dibaca mesin")
    sari.get(f"/tulis?lanjut={name(sari)}")
    assert "Ditulis sendiri" in sari.page
    assert "Dibaca mesin" not in sari.page


def test_what_was_found_while_somebody_wrote_is_shown_before_it_is_published(hall: Hall, sari: Phone) -> None:
    """The page was open before the machine was done."""
    send(sari, picture())
    (file,) = files(sari)
    read(hall, file, "Posyandu hari Rabu")
    sari.send("/tulis", dibaca0=None)
    assert "Posyandu hari Rabu" in sari.page
    assert "Begini di kios" not in sari.page
    sari.send("/tulis")
    assert "Begini di kios" in sari.page


def test_several_photos_in_the_order_asked_for(hall: Hall, sari: Phone) -> None:
    send(sari, picture("red"), picture("green"), picture("blue"))
    assert len(files(sari)) == 3
    sari.send("/tulis", kata0="merah", kata1="hijau", kata2="biru", urut2="1")
    sari.send("/terbit")
    assert alts(hall) == ["biru", "merah", "hijau"]
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", buang1="ya", urut0="3")
    sari.send("/terbit")
    assert alts(hall) == ["hijau", "biru"]
    assert len(list((hall.notice_store.folder / "media").iterdir())) == 2


def test_more_photos_come_later_and_none_goes_twice(sari: Phone) -> None:
    send(sari, picture("red"))
    sari.send("/tulis", foto=[picture("red"), picture("blue")], kata0="merah")
    assert len(files(sari)) == 2
    assert 'value="merah"' in sari.page


def test_at_most_ten(sari: Phone) -> None:
    send(sari, *(picture(f"#{number * 20:02x}0000", (8, 8)) for number in range(11)))
    assert "paling banyak memuat 10 foto" in sari.page
    assert len(files(sari)) == 10
    sari.send("/tulis")
    assert "Begini di kios" in sari.page


def test_no_place_and_no_camera_is_kept_and_it_stands_upright(hall: Hall, sari: Phone) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[2] = (0.0, 57.0, 0.0)
    send(sari, picture("red", (4000, 2000), exif=exif))
    (file,) = files(sari)
    with Image.open(hall.notice_store.drafts / file) as kept:
        assert kept.size == (1280, 2560)
        assert not kept.getexif()
    assert b"Rahasia" not in (hall.notice_store.drafts / file).read_bytes()


def test_a_document_is_counted_and_stays_whole(hall: Hall, sari: Phone) -> None:
    content = apbdes(12)
    send(sari, (io.BytesIO(content), "APBDes 2026.pdf"), picture())
    assert "PDF, 12 halaman" in sari.page
    (first, _) = files(sari)
    assert sari.get(f"/berkas/{first}").mimetype == "image/jpeg", "its first page"
    sari.get(f"/tulis?lanjut={draft_of(sari)}")
    sari.send("/tulis", kata0="Anggaran desa 2026")
    sari.send("/terbit")
    (item,) = shown(hall)
    kept = next(each for each in item.attachments if each.is_document)
    assert kept.alt == "Anggaran desa 2026"
    assert (hall.notice_store.folder / "media" / kept.url.rpartition("/")[2]).read_bytes() == content


def draft_of(phone: Phone) -> str:
    phone.get("/")
    found = re.search(r"/tulis\?lanjut=([\w-]+)", phone.page)
    assert found is not None
    return found[1]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: apbdes(61), "PDF ini lebih dari 60 halaman."),
        (lambda: apbdes(3)[:400], "PDF ini tidak dapat dibuka"),
        (lambda: b"%PDF-1.7\n" + bytes(16_000_000), "PDF ini lebih besar dari 15 MB."),
        (lambda: picture("red", (12_000, 9_000), progressive=True)[0].getvalue(), "Foto ini tidak dapat dipakai"),
        (lambda: b"GIF89a" + bytes(100) + b"%PDF-1.7", "Foto ini tidak dapat dipakai"),
        (lambda: b"<html><script>alert(1)</script>%PDF-1.7", "Foto ini tidak dapat dipakai"),
    ],
)
def test_documents_that_are_none(hall: Hall, sari: Phone, make: Callable[[], bytes], told: str) -> None:
    send(sari, (io.BytesIO(make()), "../../etc/passwd.pdf"))
    assert told in sari.page
    assert "Pasar murah" in sari.page, "what was typed is not lost"
    assert list(hall.notice_store.drafts.iterdir()) == []


@pytest.mark.parametrize(
    "file",
    ["../people.json", "..%2fpeople.json", "/etc/passwd", "people.json", "a" * 32 + ".jpg/..", "0" * 32 + ".json", "",
     "0" * 32 + ".jpg"],
)  # fmt: skip
def test_a_form_names_files_that_are_none(hall: Hall, sari: Phone, file: str) -> None:
    sari.get("/tulis")
    sari.send("/tulis", judul="Rapat", berkas0=file, kata0="x", halaman0="9", urut0="99999999999", rekaman=file)
    assert "argon2" not in sari.page
    assert shown(hall) == []
    assert sari.get(f"/berkas/{file}").status_code in (302, 308, 404)


def test_of_two_tabs_each_keeps_its_own(hall: Hall, sari: Phone) -> None:
    sari.get("/tulis")
    first = sari.page
    sari.write(judul="Kedua", isi="B")
    second = sari.page
    sari.page = first
    sari.send("/tulis", judul="Pertama", isi="A", foto=picture())
    kept = files(sari)
    sari.send("/tulis")
    preview = sari.page
    sari.page = second
    sari.send("/terbit")
    assert [item.title for item in shown(hall)] == ["Kedua"]
    assert "Pertama" in sari.page, "the other one waits"
    sari.page = preview
    sari.send("/terbit")
    assert {item.title for item in shown(hall)} == {"Pertama", "Kedua"}
    (notice,) = (each for each in hall.notice_store.up(hall.now) if each.title == "Pertama")
    assert [each.file for each in notice.attached] == kept


def test_a_session_that_ends_while_photos_are_sent_keeps_them(hall: Hall, sari: Phone) -> None:
    send(sari, picture("red"))
    hall.later(minutes=31)
    sari.send("/tulis", kata0="merah", teks0="Tulisan", foto=picture("blue"))
    assert "Tulisan Anda aman." in sari.page
    sari.log_in()
    sari.get(f"/tulis?lanjut={draft_of(sari)}")
    assert len(files(sari)) == 2
    assert 'value="merah"' in sari.page
    assert ">Tulisan</textarea>" in sari.page


def test_nobody_fills_the_card(hall: Hall) -> None:
    drafts = hall.notice_store.drafts
    for number in range(MOST_DRAFTS + 20):
        (drafts / f"{number:032}.jpg").write_bytes(b"x")
    hall.notice_store.make_room()
    assert len(list(drafts.iterdir())) == MOST_DRAFTS
    for number in range(4):
        path = drafts / f"gross{number}.pdf"
        with path.open("wb") as file:
            file.truncate(100_000_000)
    hall.notice_store.make_room()
    assert sum(path.stat().st_size for path in drafts.iterdir()) <= 300_000_000


def test_a_photo_that_gave_way_is_told(hall: Hall, sari: Phone) -> None:
    send(sari, picture())
    for path in hall.notice_store.drafts.iterdir():
        path.unlink()
    sari.send("/tulis", kata0="Pasar")
    assert "Satu foto sudah tidak ada di sini." in sari.page
    assert "Pasar murah" in sari.page


def test_notices_of_the_version_before_keep_their_photo(hall: Hall, sari: Phone) -> None:
    sari.write()
    sari.send("/terbit")
    path = hall.notice_store.folder / "notices.json"
    written = path.read_text("utf-8").replace('"attached": []', '"photo": "a.jpg", "photo_alt": "Balai"')
    path.write_text(written, "utf-8")
    (notice,) = hall.notice_store.notices()
    assert [(each.file, each.alt) for each in notice.attached] == [("a.jpg", "Balai")]


@pytest.mark.slow(cases=0)
@pytest.mark.skipif(find() is None, reason="tesseract-ocr and tesseract-ocr-ind are not installed")
def test_a_machine_reads_while_the_author_waits_or_types(tmp_path: Path) -> None:
    from tests.campaigns.posters.layouts import posters
    from tests.campaigns.posters.wear import WEARS

    hall = Hall(tmp_path, tesseract=find())
    sari = hall.phone()
    sari.log_in()
    poster = next(iter(posters(1, 1, 0)))
    body = dict(WEARS)["clean"](poster, 0).body
    sari.get("/tulis")
    sari.send("/tulis", judul="Poster", foto=(io.BytesIO(body), "poster.jpg"))
    assert "Mencari tulisan pada foto Anda" in sari.page
    assert "refresh" not in sari.page, "no page moves by itself (WCAG 2.2.1)"
    draft = draft_of(sari)
    sari.get(f"/tulis?lanjut={draft}&langsung=1")
    assert "Mesin masih mencarinya." in sari.page
    assert "dibaca0" not in sari.page
    ends = time.monotonic() + 400
    while "Mencari tulisan" in sari.get(f"/tulis?lanjut={draft}").text and time.monotonic() < ends:
        time.sleep(0.1)
    assert "Ini yang ditemukan mesin." in sari.page


class Waiting(Bounds):
    """A reader that is at its first picture until it is told to go on, and then fails each."""

    goes_on = threading.Event()

    def __call__(self, *_args: object, **_files: object) -> Any:
        self.goes_on.wait(60)
        raise CacheError(Code.CHILD_DIED, function="prepare", ending="SIGKILL")


def test_few_pictures_wait_for_a_machine_and_one_that_kills_it_is_read_no_more(tmp_path: Path) -> None:
    texts = FoundTexts(tmp_path, Tesseract("/usr/bin/tesseract", "/"), Waiting(0))
    names = [f"{number:032}.jpg" for number in range(40)]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    assert [texts.reading(name) for name in names].count(True) == 30
    assert texts.reading(names[0]), "asked again it is the same one"
    Waiting.goes_on.set()
    ends = time.monotonic() + 60
    while any(texts.text_of(name) is None for name in names[:30]) and time.monotonic() < ends:
        time.sleep(0.01)
    assert texts.text_of(names[0]) == PictureText(), "its author types"
    assert not texts.reading(names[0])
    assert not FoundTexts(tmp_path, None).reading(names[35]), "where nothing reads nobody waits"
