"""What an office's people bring that cannot be used, or not as it is: too large a file, text of Word, a key that is gone."""

from __future__ import annotations

import io
from typing import Any

import lxml.html
import msgspec
import pytest

from content_cache.files import is_device_name
from content_cache.text.plain import TITLE_LIMIT
from kiosk.office.notices import parts
from tests.kiosk.office.notices.test_writing import publish
from tests.support import pdfs
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom

PHOTO = b"\xff\xd8\xff\xe0" + bytes(30_000_000)
WORD = (
    '<p class=MsoNormal style="margin:0"><b>Rapat\u00a0desa</b><o:p></o:p></p>\u000b\uf0b7\tPukul \u201c09.00\u201d\r\n'
    "*Tebal* \U0001f64f\n\n<script>alert(1)</script><!--[if gte mso 9]><xml>x</xml><![endif]-->"
)


@pytest.mark.parametrize(
    ("content", "filename", "why"),
    [(PHOTO, "foto.jpg", "lebih besar dari 25 MB"), (pdfs.apbdes(200), "buku.pdf", "lebih dari 60 halaman")],
    ids=["30 MB", "200 pages"],
)
def test_why_a_file_is_refused_is_told_and_the_text_stays(
    room: Newsroom, anton: Browser, content: bytes, filename: str, why: str
) -> None:
    name = anton.write("Judul", "Isi")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}") | {"isi": "Isi baru"}
    anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(content), filename)})

    assert f"{filename} tidak dapat dipakai. " in anton.words
    assert why in anton.words
    assert parts.read_parts((room.folder / f"_{name}.md").read_text("utf-8"))["body"] == "Isi baru"
    assert not list(room.folder.glob("lampiran/*"))


def test_a_title_of_300_kb_becomes_one_that_a_field_takes(room: Newsroom, anton: Browser) -> None:
    name = anton.write("Judul", "Isi")
    anton.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", judul="Air " * 75_000)

    assert (
        parts.read_parts((room.folder / f"_{name}.md").read_text("utf-8"))["title"]
        == ("Air " * 75)[:TITLE_LIMIT].strip()
    )


def test_a_title_that_a_file_has_stays_as_long_as_it_is(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "lama.md").write_text(f"---\ntitle: {'Air' * 200}\n---\nIsi\n", "utf-8")
    rahma.get("/kabar/lama")
    rahma.submit("/kabar/lama", isi="Baru")

    kept = parts.read_parts((room.folder / "_lama.md").read_text("utf-8"))
    assert (kept["title"], kept["body"]) == ("Air" * 200, "Baru")


@pytest.mark.parametrize("body", ["a\n\n" * 2_001, "Kabar desa. " * 8_400], ids=["2,001 paragraphs", "100,800 letters"])
def test_a_text_that_no_kiosk_takes_whole_is_refused_and_stays_in_the_form(
    room: Newsroom, anton: Browser, body: str
) -> None:
    name = anton.write("Judul", "Isi")
    before = (room.folder / f"_{name}.md").read_text("utf-8")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}") | {"judul": "Judul baru", "isi": body}
    told = anton.post(f"/simpan/{name}", {**form, "lampiran": (io.BytesIO(), "")})
    assert told.status_code == 422
    assert "100000 huruf dan 2000 baris" in told.text

    anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(), "")})
    assert "Isi paling banyak 100000 huruf dan 2000 baris" in anton.words
    typed = anton.form(f"/kabar/{name}")
    assert (typed["judul"], typed["isi"].split()) == ("Judul baru", body.split())
    assert (room.folder / f"_{name}.md").read_text("utf-8") == before


def test_a_text_of_a_megabyte_that_lies_in_the_folder_is_told_and_can_be_shortened(
    room: Newsroom, rahma: Browser
) -> None:
    """To word 330,000 paragraphs took 14 seconds each time that the notice was opened."""
    path = room.folder / "panjang.md"
    path.write_text("---\ntitle: Panjang\n---\n" + "a\n\n" * 330_000, "utf-8")
    rahma.get("/kabar/panjang")
    assert "isi terlalu panjang; paling banyak 100000 huruf dan 2000 baris" in rahma.words
    assert not lxml.html.fromstring(rahma.text).xpath("//ol[@id='kalimat']/li")
    rahma.submit("/kabar/panjang", isi="Pendek")

    assert parts.read_parts((room.folder / "_panjang.md").read_text("utf-8"))["body"] == "Pendek"


@pytest.mark.parametrize("filename", ["con.pdf", "AUX.pdf", "lpt1.x.pdf"])
def test_no_file_is_called_as_a_device_of_windows(room: Newsroom, anton: Browser, filename: str) -> None:
    """An office's folder lies on Windows, too, and on sticks."""
    name = anton.write("Judul", "Isi")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(pdfs.apbdes(1)), filename)})

    (kept,) = (path.name for path in room.folder.glob("lampiran/*"))
    assert not is_device_name(kept)


def test_what_word_and_whatsapp_leave_in_a_text_is_letters(room: Newsroom, rahma: Browser) -> None:
    rahma.write("Rapat \U0001f64f", WORD, lalu="siap")
    publish(rahma)
    (item,) = edition(room)["items"]

    assert item["title"] == "Rapat \U0001f64f"
    assert "Rapat desa" in item["content_text"]
    assert "Pukul \u201c09.00\u201d Tebal \U0001f64f" in item["content_text"]
    assert not any(mark in item["content_text"] for mark in "\u000b\uf0b7\u00a0")
    assert not any(tag in item["content_html"] for tag in ("<script", "<o:p", "<b>", "<!--"))


@pytest.mark.slow(cases=0)
def test_a_village_that_is_in_no_list_is_told_as_one_writes(anton: Browser) -> None:
    name = anton.write("Judul", "Isi", semua=None, daerah=["72.01.05.9999", "72.01.05.2003"])
    anton.get(f"/kabar/{name}")

    assert "72.01.05.9999 tidak ada di daftar desa" in anton.words
    assert "72.01.05.2003 tidak ada" not in anton.words


def test_a_key_that_is_gone_is_named_and_nothing_goes_out(room: Newsroom, rahma: Browser) -> None:
    rahma.write("Satu", "Isi", lalu="siap")
    publish(rahma)
    before = (room.office.editions.out / "latest.minisig").read_bytes()
    (room.office.cabinet.folder / "news.key").unlink()
    rahma.write("Dua", "Isi", lalu="siap")
    rahma.get("/terbitkan")
    rahma.submit("/terbitkan", sandi=KEY_PASSWORD)

    assert "Berkas kunci news.key tidak ada di sini" in rahma.words
    assert (room.office.editions.out / "latest.minisig").read_bytes() == before


def edition(room: Newsroom) -> dict[str, Any]:
    found: dict[str, Any] = next(
        read
        for path in room.office.editions.out.glob("*.json")
        if "items" in (read := msgspec.json.decode(path.read_bytes()))
    )
    return found


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        ({"putusan": ""}, "Pilih putusannya"),
        ({"klaim": ""}, "Tulis klaim yang dicek"),
        ({"tautan": ""}, "Tulis sumbernya"),
    ],
)
def test_a_hoax_check_lacking_anything_does_not_go_out(
    room: Newsroom, rahma: Browser, lacks: dict[str, str], told: str
) -> None:
    whole = {
        "jenis": "klarifikasi",
        "klaim": "BLT dihentikan.",
        "putusan": "salah",
        "tautan": "https://kominfo.go.id/x",
    }
    name = rahma.write("BLT dihentikan: salah", "BLT tetap dibagikan.", **whole | lacks)
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    assert told in rahma.words
    assert room.files() == [f"_{name}.md"]


def test_who_says_it_is_a_source_of_a_hoax_check(room: Newsroom, rahma: Browser) -> None:
    fields = {"jenis": "klarifikasi", "klaim": "BLT dihentikan.", "putusan": "belum", "siapa": "Dinas Sosial"}
    name = rahma.write("BLT dihentikan", "Masih diperiksa.", **fields)
    rahma.get(f"/kabar/{name}")
    assert "Belum jelas" in rahma.words
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    assert room.files() == [f"{name}.md"]


def test_an_empty_form_has_no_faults_and_a_fault_no_name_of_a_field_in_a_file(anton: Browser) -> None:
    anton.get("/tulis?jenis=kegiatan")
    assert "pesan-salah" not in anton.text
    assert "w-salah" not in anton.text
    name = anton.write("", "Isi.", jenis="kegiatan")
    anton.get(f"/kabar/{name}")
    assert "Tulis judulnya." in anton.words
    assert "Tulis kapan kegiatannya mulai." in anton.words
    assert "(title)" not in anton.words
    assert "(starts)" not in anton.words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Besok air mati.", True),
        ("Posyandu lusa pagi.", True),
        ("Besok, Sabtu 28 November 2026, air mati.", False),
        ("Hari ini (27 November) air mati.", False),
        ("Air mati Sabtu, 28 November 2026.", False),
    ],
)
def test_a_day_by_a_word_alone_draws_the_advice_to_write_it(anton: Browser, text: str, told: bool) -> None:
    name = anton.write("Air", text)
    anton.get(f"/kabar/{name}")
    assert ("Tulis hari dan tanggalnya" in anton.words) is told


def test_a_file_of_a_word_processor_is_refused_by_its_name(room: Newsroom, anton: Browser) -> None:
    name = anton.write("Judul", "Isi")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(b"PK\x03\x04"), "undangan.docx")})
    assert "undangan.docx tidak diambil. Simpan dulu sebagai PDF." in anton.words
    assert not list(room.folder.glob("lampiran/*"))


def test_a_document_is_not_asked_what_is_seen_in_a_picture(anton: Browser) -> None:
    name = anton.write("Judul", "Isi")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    anton.post(f"/kabar/{name}", {**form, "lampiran": (io.BytesIO(pdfs.apbdes(1)), "apbdes.pdf")})
    anton.follow()
    assert "Nama yang dilihat warga apbdes.pdf" in anton.words
    assert "Menambah: Dibuka halaman demi halaman." in anton.words
    assert "Apa yang tampak di gambar?" not in anton.words


@pytest.mark.parametrize(
    ("body", "until", "told"),
    [
        ("Vaksin hari Sabtu, 12 Desember 2026, pukul 08.00.", "11 Desember 2026, 18.00", True),
        ("Vaksin hari Sabtu, 12 Desember 2026, pukul 08.00.", "12 Desember 2026, 18.00", False),
        ("Rapat Jumat, 27 November 2026, lalu Sabtu 12 Desember 2026.", "4 Desember 2026", True),
        ("Rapat hari Senin, 2 November 2026 sudah selesai.", "4 Desember 2026", False),
        ("Berlaku sampai Jumat, 1 Desember 2028.", "4 Desember 2026", False),
    ],
)
def test_a_notice_that_is_gone_before_the_day_that_it_names_draws_advice(
    anton: Browser, body: str, until: str, told: bool
) -> None:
    name = anton.write("Vaksin ternak", body, sampai=until)
    anton.get(f"/kabar/{name}")
    assert ("pada hari itu tidak ada yang melihatnya" in anton.words) is told
