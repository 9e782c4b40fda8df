"""Posters made of notices: their words, their size, and titles that no poster takes."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from kiosk.office.notices.poster_drawing import A4, SQUARE, PosterText, draw_poster, drawable, title_fits
from tests.support.newsroom import Browser

_BODY = "Timbang dan **imunisasi** balita.\n\n- Pemeriksaan ibu hamil\n- Bawa buku KIA"
_TEXT = PosterText("Info Desa", "Kegiatan · Desa Bunga", "#235A2D", "Posyandu Melati")


def _event(browser: Browser, title: str = "Posyandu Melati", **fields: str) -> str:
    return browser.write(
        title, _BODY, jenis="kegiatan", acara="2 Desember 2026, 08.00", acara_sampai="11.00",
        tempat="Balai Desa Bunga", semua="", daerah="72.01.05.2004", **fields,
    )  # fmt: skip


def test_a_poster_is_a_page_of_a4_and_a_square(anton: Browser) -> None:
    name = _event(anton)
    anton.get(f"/kabar/{name}")
    assert f"/poster/{name}" in anton.text
    anton.get(f"/poster/{name}")
    assert "Dibuat dari kabar “Posyandu Melati”." in anton.words

    anton.get(f"/poster-berkas/a4.pdf/{name}")
    assert anton.page.headers["Content-Disposition"] == 'attachment; filename="poster-posyandu-melati.pdf"'
    pdf = pypdfium2.PdfDocument(anton.page.data)
    assert len(pdf) == 1
    assert [round(side) for side in pdf[0].get_size()] == [595, 842]
    anton.get(f"/poster-berkas/hp.png/{name}")
    assert Image.open(io.BytesIO(anton.page.data)).size == (1080, 1080)
    assert len(anton.page.data) < 300_000


def test_a_poster_follows_the_notice(anton: Browser) -> None:
    name = _event(anton)
    first = anton.get(f"/poster-berkas/hp.png/{name}").data
    assert anton.get(f"/poster-berkas/hp.png/{name}").data == first
    anton.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", acara="3 Desember 2026, 08.00")
    assert anton.get(f"/poster-berkas/hp.png/{name}").data != first


def test_a_title_that_has_no_room_is_told_and_not_cut(anton: Browser) -> None:
    name = _event(anton, "Pelayanan administrasi kependudukan keliling bagi warga lanjut usia " * 4)
    anton.get(f"/poster/{name}")
    assert "Judul terlalu panjang untuk poster." in anton.words
    assert "poster-berkas" not in anton.text
    assert anton.get(f"/poster-berkas/a4.pdf/{name}").status_code == 422


def test_a_title_of_sixty_letters_has_room() -> None:
    title = "Penyaluran bantuan langsung tunai dana desa tahap keempat 26"
    assert len(title) == 60
    assert title_fits(title, A4)
    assert title_fits(title, SQUARE)


def test_an_unfinished_notice_has_no_poster(anton: Browser) -> None:
    name = anton.write("Posyandu", "Isi", jenis="kegiatan")
    anton.get(f"/poster/{name}")
    assert "Belum ada poster" in anton.words
    assert anton.get(f"/poster-berkas/a4.pdf/{name}").status_code == 404


@pytest.mark.attack(
    "people",
    "a notice with markup, signs of direction, emoji or ten thousand letters as its title or text becomes a poster",
    "it is drawn as plain letters or refused with words; nothing is read as markup",
)
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> & <img src=x onerror=y>",
        "a" * 10_000,
        "kata " * 2_000,
        "مرحبا بكم في القرية",
        "\u202egnusraeh irad utas\u2066",
        "Vaksin 🐄💉 gratis",
        "🐄💉",
        "\ud83d lepas",
        "\0\x1b[31m\nmerah",
        "%s {0} {judul} \\textbf",
        "\u0301" * 300,
    ],
)
@pytest.mark.parametrize("size", [A4, SQUARE])
def test_no_text_breaks_a_poster(hostile: str, size: tuple[int, int]) -> None:
    fits = title_fits(hostile, size)
    made = draw_poster(
        PosterText(hostile, hostile, "#235A2D", hostile if fits else "Judul", (hostile,) * 3, hostile,
                   ((True, hostile), (False, hostile)) * 50, hostile, (hostile,) * 3, "https://contoh.go.id/" + "a" * 270),
        size, "PNG",
    )  # fmt: skip
    assert Image.open(io.BytesIO(made)).size == size


def test_signs_that_no_font_has_are_left_out(anton: Browser) -> None:
    assert drawable("Vaksin 🐄 gratis\u202e") == "Vaksin gratis"
    name = _event(anton, "🐄💉")
    anton.get(f"/poster/{name}")
    assert "Huruf judul ini tidak ada di kios" in anton.words


def test_a_poster_is_drawn_in_a_bounded_child() -> None:
    drawn = Bounds(MEMORY_BYTES)(30.0, draw_poster, _TEXT, A4, "PDF")
    assert drawn.startswith(b"%PDF")


@pytest.mark.attack(
    "people",
    "a poster is asked for by a name outside the folder, of an unknown form, or by nobody",
    "404, or the login",
)
def test_no_poster_of_what_is_no_notice(anton: Browser) -> None:
    for path in (
        "/poster/tidak-ada",
        "/poster-berkas/hp.png/..%2Ffeed",
        "/poster-berkas/x.svg/a",
        "/poster-berkas/hp.png/a%00",
    ):
        assert anton.get(path).status_code in (400, 404), path
    assert Browser(anton.room).get("/poster/a").status_code in (302, 303)
