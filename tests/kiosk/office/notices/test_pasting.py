"""Clipboards of the programs that clerks use, and hostile ones."""

from __future__ import annotations

import time

import pytest

from kiosk.office.editions.markdown import render
from kiosk.office.notices.block_markdown import LONGEST
from kiosk.office.notices.pasting import pasted
from tests.kiosk.office.notices.clipboards import ALL, Clipboard
from tests.support.newsroom import Browser


@pytest.mark.parametrize("board", ALL.values(), ids=ALL)
def test_a_clipboard_becomes_markdown(board: Clipboard) -> None:
    assert pasted(board.html, board.text) == board.markdown


@pytest.mark.parametrize(
    "text",
    ["https://dinas.go.id/s.id/x", "surel a@bit.ly/x", "[tautan](https://bit.ly/x)", "lihat xbit.ly/x"],
)
def test_an_address_that_is_not_shortened_stays(text: str) -> None:
    assert pasted("", text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("s.id/rapat.desa", "[tautan](https://s.id/rapat.desa)"),
        ("https://bit.ly/Data#juli.", "[tautan](https://bit.ly/Data#juli)."),
        ("youtu.be/a?t=1:30, lalu t.ly/~x!", "[tautan](https://youtu.be/a?t=1:30), lalu [tautan](https://t.ly/~x)!"),
        ("s.id/...", "s.id/..."),
    ],
)
def test_shortened_address_is_taken_whole_without_the_end_of_its_sentence(text: str, markdown: str) -> None:
    assert pasted("", text) == markdown
    assert pasted(f"<ul><li>{text}</li></ul>", "") == f"- {markdown}"


DATES = "- 12\\. Agustus libur\n- Rabu masuk"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li>12. Agustus libur</li><li>Rabu masuk</li></ul>", ""),
        ("<p class=MsoListParagraph>·  12. Agustus libur</p><p class=MsoListParagraph>·  Rabu masuk</p>", ""),
        ("", "• 12. Agustus libur\n• Rabu masuk"),
        ("", "- 12. Agustus libur\n- Rabu masuk"),
    ],
)
def test_bullet_that_begins_with_a_day_stays_a_bullet(html: str, text: str) -> None:
    assert pasted(html, text) == DATES
    assert render(DATES, lambda file: file).text == "12. Agustus libur\nRabu masuk"


def test_numbered_list_stays_one_with_lists_within_it() -> None:
    html = "<ol><li>Isi<ol><li>a</li><li>b</li></ol></li><li>Kirim<ul><li>3. Mei</li><li>9. Mei</li></ul></li></ol>"
    assert pasted(html, "") == "1. Isi\n1. a\n2. b\n2. Kirim\n3. Mei\n- 9\\. Mei", (
        "a day that goes on with the numbers is one"
    )


@pytest.mark.attack(
    "people",
    "a web page that a clerk copies from carries scripts, frames, addresses of files and markup without end",
    "read in a bounded child by the sanitiser of feeds; nothing but text, lists and tables comes out",
)
@pytest.mark.parametrize(
    "html",
    [
        "<h2>Judul</h2><script>alert(1)</script><p onclick='x()'>Isi</p>",
        "<ul><li>Isi<img src=x onerror=alert(1)></li></ul><iframe src='javascript:alert(1)'></iframe>",
        "<table><tr><td>&lt;script&gt;</td><td>b</td></tr><tr><td><a href='javascript:x'>Isi</a></td><td>x</td></tr></table>",
        "<h2>Isi</h2><p>&lt;img src=x onerror=alert(1)&gt; ![x](file:///etc/passwd) [y](javascript:alert(1))</p>",
        "<table><tr><td><svg onload=alert(1)>Isi</svg></td></tr></table><template><li>x</template><h1>Isi</h1>",
    ],
)
def test_hostile_markup_is_words(html: str) -> None:
    shown = render(pasted(html, ""), lambda file: file).html
    assert "Isi" in shown or "script" in shown
    for sign in ("<script", "<img", "<svg", "<iframe", "<a ", "href", 'src="', 'onerror="', "onclick"):
        assert sign not in shown


@pytest.mark.parametrize(
    "html",
    [
        "<table>" * 20_000,
        "<li>" + "<div>" * 60_000,
        "<table>" + "<tr><td>x" * 20_000,
        "<h1>" + "a" * 800_000,
        "<table><tr>" + "<td colspan=999999>x" * 999,
    ],
)
def test_markup_without_end_is_short(anton: Browser, html: str) -> None:
    anton.get("/tulis")
    begun = time.monotonic()
    told = anton.post("/tempel", {"tanda": anton.token, "html": html, "teks": "x"})
    assert told.status_code == 200
    assert len(told.get_json()["isi"]) <= LONGEST
    assert time.monotonic() - begun < 60


def test_a_paste_needs_the_pages_token(anton: Browser) -> None:
    assert anton.post("/tempel", {"teks": "x"}).status_code == 403
    anton.get("/tulis")
    told = anton.post("/tempel", {"tanda": anton.token, "html": ALL["Excel"].html, "teks": ""})
    assert told.get_json() == {"isi": ALL["Excel"].markdown}
