"""Notices that begin with a starter or as a copy of another: blanks must be filled in, and days are never carried on."""

from __future__ import annotations

import pytest

from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.office.editions.front_matter import split
from kiosk.office.notices.advice import _BLANK
from kiosk.office.notices.parts import BODY
from kiosk.office.notices.starters import STARTERS, starter_parts
from tests.support.newsroom import Browser, Newsroom

WORDS = Words(Translation("id"))


@pytest.mark.parametrize("name", [each.name for each in STARTERS])
def test_starter_stands_in_the_form_and_does_not_go_out_with_its_blanks(
    room: Newsroom, rahma: Browser, name: str
) -> None:
    told = starter_parts(name, WORDS)
    rahma.get(f"/tulis?mulai={name}")
    assert told["title"] in rahma.text
    assert told[BODY].split("\n")[0] in rahma.text
    blanks = _BLANK.findall(told["title"]) + _BLANK.findall(told[BODY])
    assert blanks, "a starter without a blank would go out as it stands"
    written = rahma.write(told["title"], told[BODY], jenis=told["category"], acara="5 Desember 2026, 08.00")
    rahma.get(f"/kabar/{written}")
    rahma.post(f"/siap/{written}", {"tanda": rahma.token})
    assert f"Isi {blanks[0]}" in rahma.words
    assert room.files() == [f"_{written}.md"]


def test_unknown_starter_is_an_empty_form(rahma: Browser) -> None:
    rahma.get("/tulis?mulai=../../etc/passwd")
    assert rahma.page.status_code == 200
    assert starter_parts("../../etc/passwd", WORDS) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Baca [surat edaran](https://contoh.go.id)",
        "![peta desa](peta.png)",
        "[x] selesai",
        "[foto: Rahma]",
        "<!--[if mso]>",
    ],
)
def test_brackets_of_people_and_programs_are_no_blanks(text: str) -> None:
    assert _BLANK.search(text) is None


def test_copy_has_words_villages_and_pictures_and_no_day(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    first = anton.write(
        "Posyandu Melati", "Balita ditimbang.", jenis="kegiatan", acara="5 Desember 2026, 08.00", semua="",
        daerah="72.01.05.2003", sampai="6 Desember 2026, 18.00", kelompok="balita",
    )  # fmt: skip
    before = (room.folder / f"_{first}.md").read_text("utf-8")
    rahma.get(f"/kabar/{first}")
    rahma.post(f"/salin/{first}", {"tanda": rahma.token})
    assert rahma.page.status_code == 303
    other = rahma.page.headers["Location"].removeprefix("/kabar/")
    matter = split((room.folder / f"_{other}.md").read_text("utf-8"))
    assert matter.values["title"] == "Posyandu Melati"
    assert matter.values["areas"] == ["72.01.05.2003"]
    assert not {"starts", "expires", "publish_from"} & set(matter.values)
    assert (room.folder / f"_{first}.md").read_text("utf-8") == before
    assert len(room.files()) == 2


@pytest.mark.attack(
    "people",
    "a copy is asked for of a name that is no notice, or from another site",
    "no such notice: nothing is written; a form without its token is refused",
)
def test_no_copy_of_what_is_no_notice_or_without_a_token(room: Newsroom, rahma: Browser) -> None:
    rahma.get("/tulis")
    token = rahma.token
    for name in ("tidak-ada", "../feed", "%2e%2e%2ffeed.toml"):
        rahma.post(f"/salin/{name}", {"tanda": token})
        assert rahma.page.status_code in (404, 308, 422), name
    written = rahma.write("Air mati", "Besok.")
    rahma.post(f"/salin/{written}", {"tanda": "salah"})
    assert rahma.page.status_code in (400, 403)
    assert room.files() == [f"_{written}.md"]
