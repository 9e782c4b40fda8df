"""Cropping a picture at the office's desk: by numbers and shapes, without script; what it must not touch or open."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.support.newsroom import Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "a crop names another picture, numbers beyond it, or a notice of somebody else",
    "a picture of that notice alone, whole numbers within bounds, a new file",
)


NOTICE = """\
---
title: Pasar
category: berita
pictures:
  - file: lampiran/pasar.jpg
    alt: "Pasar <pagi>"
    text: Buka pukul 6
---
Isi.
"""


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "kantor")
    (made.folder / "lampiran").mkdir()
    picture = Image.new("RGB", (400, 200), "green")
    picture.paste((255, 0, 0), (0, 0, 100, 200))  # a red quarter at the left
    picture.save(made.folder / "lampiran/pasar.jpg", quality=95)
    (made.folder / "pasar.md").write_text(NOTICE, "utf-8")
    return made


@pytest.fixture
def rahma(room: Newsroom) -> Browser:
    editor = room.browser("Rahma Lasaeo")
    editor.get("/potong/pasar?gambar=lampiran/pasar.jpg")
    return editor


def shown(room: Newsroom) -> tuple[str, Image.Image, dict[str, str]]:
    from kiosk.office.notices.parts import pictures

    (entry,) = pictures(room.office.notices.open("pasar").parts)
    return entry["file"], Image.open(io.BytesIO((room.folder / entry["file"]).read_bytes())), entry


def test_it_is_cropped_by_numbers_and_by_shape_and_the_original_stays(room: Newsroom, rahma: Browser) -> None:
    whole = room.folder / "lampiran/pasar.jpg"
    before = hashlib.sha256(whole.read_bytes()).hexdigest()
    rahma.submit("/potong/pasar", kiri="25")
    rahma.follow()
    assert "Kios menampilkannya sesudah diterbitkan." in rahma.words
    assert "Lanjut ke Terbitkan" in rahma.words
    assert 'name="kiri" value="25"' in rahma.text, "a little more is a number more"
    file, picture, entry = shown(room)
    assert (file, picture.size) == ("lampiran/pasar-potong.jpg", (300, 200))
    red, green, _blue = picture.convert("RGB").getpixel((2, 100))  # type: ignore[misc]
    assert green > red, "the red quarter is gone"
    assert (entry["alt"], entry.get("text", "")) == ("Pasar <pagi>", ""), "words that may be cut off are looked at anew"
    rahma.submit("/potong/pasar", bentuk="1:1", kiri="0")
    rahma.follow()
    file, picture, _ = shown(room)
    assert (file, picture.size) == ("lampiran/pasar-potong-2.jpg", (200, 200)), "out of the whole one, again"
    rahma.submit("/potong/pasar", bentuk="16:9", kiri="0")
    rahma.follow()
    assert shown(room)[1].size == (356, 200)
    rahma.submit("/potong/pasar", lalu="utuh")
    rahma.follow()
    file, _, entry = shown(room)
    assert (file, entry["text"], "whole" in entry) == ("lampiran/pasar.jpg", "Buka pukul 6", False), "with its own text"
    assert hashlib.sha256(whole.read_bytes()).hexdigest() == before
    rahma.get("/kabar/pasar")
    assert "/potong/pasar?gambar=lampiran/pasar.jpg" in rahma.text


@pytest.mark.slow(cases=0)
def test_the_notice_says_what_a_picture_was_cut_out_of(room: Newsroom) -> None:
    """However long its name is, and though another notice's picture has the same one with another ending."""
    long, place = "whatsapp-image-2026-11-28-at-10-20-30", room.folder / "lampiran"
    (place / f"{long}.jpg").write_bytes((place / "pasar.jpg").read_bytes())
    Image.new("RGB", (300, 200), "blue").save(place / f"{long}.png")
    (room.folder / "pasar.md").write_text(NOTICE.replace("pasar.jpg", f"{long}.png"), "utf-8")
    rahma = room.browser("Rahma Lasaeo")
    rahma.get(f"/potong/pasar?gambar=lampiran/{long}.png")
    for cut, width in (("10", 270), ("20", 240)):
        rahma.submit("/potong/pasar", kiri=cut)
        rahma.follow()
        file, picture, entry = shown(room)
        assert (picture.width, entry["whole"]) == (width, f"lampiran/{long}.png"), "out of its own whole one, each time"
        assert "-potong" in file
    rahma.get("/kabar/pasar")
    rahma.submit("/kabar/pasar", judul="Pasar pagi")
    rahma.get(f"/potong/pasar?gambar={file}")
    rahma.submit("/potong/pasar", lalu="utuh")
    assert shown(room)[0] == f"lampiran/{long}.png"
    assert "whole" not in shown(room)[2]


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "whole", ["../luar.jpg", "office.toml", "/etc/passwd", "lampiran/tidak-ada.jpg", "x" * 3000 + ".jpg"]
)
def test_a_whole_that_is_no_picture_of_the_folder_is_none(room: Newsroom, rahma: Browser, whole: str) -> None:
    (room.folder.parent / "luar.jpg").write_bytes((room.folder / "lampiran/pasar.jpg").read_bytes())
    (room.folder / "pasar.md").write_text(NOTICE.replace("    alt:", f"    whole: {whole}\n    alt:"), "utf-8")
    rahma.get("/potong/pasar?gambar=lampiran/pasar.jpg")
    assert 'value="utuh"' not in rahma.text
    rahma.submit("/potong/pasar", kiri="25")
    assert shown(room)[2]["whole"] == "lampiran/pasar.jpg"


@pytest.mark.parametrize(
    ("cuts", "told", "at"),
    [
        ({"kiri": "-1"}, "Sisi kiri: tulis angka bulat dari 0 sampai 90.", ["kiri"]),
        ({"kiri": "60", "kanan": "40%"}, "Sisi kiri dan kanan: bersama paling banyak 90 persen", ["kiri", "kanan"]),
        ({"atas": "satu"}, "Sisi atas: tulis", ["atas"]),
        ({"bawah": "9" * 5000}, "Sisi bawah: tulis", ["bawah"]),
        ({"atas": "45", "bawah": "46"}, "Sisi atas dan bawah: bersama", ["atas", "bawah"]),
        ({"kiri": "0 %"}, "Tidak ada yang terpotong", []),
    ],
)
def test_numbers_that_leave_or_cut_nothing_are_told(
    room: Newsroom, rahma: Browser, cuts: dict[str, str], told: str, at: list[str]
) -> None:
    rahma.submit("/potong/pasar", **cuts)
    assert told in rahma.words
    assert [each for each in ("kiri", "atas", "kanan", "bawah") if f'id="{each}"' in invalid(rahma.text)] == at
    assert shown(room)[2]["text"] == "Buka pukul 6"
    assert sorted(path.name for path in (room.folder / "lampiran").iterdir()) == ["pasar.jpg"]


def invalid(page: str) -> str:
    return "".join(each for each in page.split("<") if 'aria-invalid="true"' in each)


def test_no_picture_but_the_notices_own(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "lampiran/lain.jpg").write_bytes((room.folder / "lampiran/pasar.jpg").read_bytes())
    token = rahma.token
    for file in ("lampiran/lain.jpg", "../kantor/lampiran/pasar.jpg", "/etc/passwd", "office.toml", ""):
        assert rahma.get(f"/potong/pasar?gambar={file}").status_code == 404
        assert rahma.post("/potong/pasar", {"tanda": token, "gambar": file}).status_code == 404
    assert rahma.get("/potong/tidak-ada?gambar=lampiran/pasar.jpg").status_code == 404
    assert rahma.post("/potong/pasar", {"gambar": "lampiran/pasar.jpg"}).status_code == 403, "without its token"


def test_who_may_not_change_the_notice_does_not_crop_it(room: Newsroom) -> None:
    anton = room.browser("Anton Djalil")
    assert anton.get("/potong/pasar?gambar=lampiran/pasar.jpg").status_code == 403
    anton.get("/tulis")
    assert anton.post("/potong/pasar", {"tanda": anton.token, "gambar": "lampiran/pasar.jpg"}).status_code == 403
    assert shown(room)[0] == "lampiran/pasar.jpg"


def test_what_is_no_picture_is_told_and_nothing_is_left(room: Newsroom, rahma: Browser) -> None:
    (room.folder / "lampiran/pasar.jpg").write_bytes(b"<html>" * 50)
    rahma.submit("/potong/pasar", kiri="10")
    assert 'role="alert"' in rahma.text
    (room.folder / "lampiran/pasar.jpg").unlink()
    rahma.submit("/potong/pasar", kiri="10")
    assert rahma.page.status_code in (200, 507)
    (room.folder / "lampiran/pasar.jpg").symlink_to("/etc/hostname")
    rahma.get("/potong/pasar?gambar=lampiran/pasar.jpg")
    rahma.submit("/potong/pasar", kiri="10")
    assert 'role="alert"' in rahma.text
