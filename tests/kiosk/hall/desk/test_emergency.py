"""The desk's form of numbers and assembly points, and those who misuse it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.state.hall_emergency import read_emergency
from tests.kiosk.hall.desk.test_attacks import png_bomb
from tests.support.desk import Hall, Phone
from tests.support.pdfs import apbdes

pytestmark = [
    pytest.mark.attack(
        "people",
        "somebody with one person's PIN enters a false number, markup or 10,000 letters at the desk",
        "what the technician has set stands above it; the log says who entered what; a number that cannot be "
        "called is refused, marks of direction and markup go",
    ),
    pytest.mark.attack(
        "people",
        "a form names a file of somebody else, a path, or a notice of another tab",
    ),
]


GOOD = {"nama0": "Puskesmas Bunga", "nomor0": "0461 000 118", "titik0": "Lapangan SDN 1", "arah0": "ke arah bukit"}


def test_numbers_are_saved_whole_and_who_did_it_is_known(hall: Hall, sari: Phone) -> None:
    sari.get("/nomor")
    assert "Nomor darurat" in sari.page
    sari.send("/nomor", **GOOD)
    saved = read_emergency(hall.data)
    assert [(each.name, each.number) for each in saved.contacts] == [("Puskesmas Bunga", "0461 000 118")]
    assert saved.points[0].direction == "ke arah bukit"
    assert saved.checked == hall.now.date()
    assert hall.notice_store.audit()[0]["who"] == "Sari"
    sari.get("/nomor")
    assert "0461 000 118" in sari.page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"nomor0": "tel:112"}, "angka saja"),
        ({"nomor0": "٠٤٦١٠٠٠"}, "angka saja"),
        ({"nomor0": "1" * 60}, "angka saja"),
        ({"nama0": ""}, "Tulis nama"),
        ({"nama0": "A" * 10_000}, "Tulis nama"),
        ({"titik0": "A" * 10_000}, "Tulis nama"),
        ({"titik0": "", "arah0": "ke bukit"}, "Tulis nama"),
        ({"nama0": "<script>alert(1)</script>"}, "angka saja"),
    ],
)
def test_what_cannot_be_called_is_told_and_nothing_saved(
    hall: Hall, sari: Phone, wrong: dict[str, str], told: str
) -> None:
    sari.send("/nomor", **(GOOD | wrong))
    assert told in sari.page
    assert "<script>" not in sari.page
    assert read_emergency(hall.data).contacts == ()
    assert not (hall.notice_store.folder / "emergency.json").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("(0461) 21024", "0461 21024"), ("0812.3456.7890", "0812 3456 7890"), ("0461-21024", "0461-21024")],
)
def test_a_number_is_taken_as_it_stands_on_paper(hall: Hall, sari: Phone, typed: str, kept: str) -> None:
    sari.send("/nomor", **(GOOD | {"nomor0": typed}))
    assert [each.number for each in read_emergency(hall.data).contacts] == [kept]


def test_nobody_saves_numbers_without_logging_in_or_by_a_foreign_form(hall: Hall, sari: Phone) -> None:
    stranger = hall.phone()
    stranger.be_paired()
    stranger.get("/")
    stranger.send("/nomor", **GOOD)
    assert read_emergency(hall.data).contacts == ()
    answer = sari.client.post("/nomor", base_url="https://kios.local:8080", data=GOOD)
    assert answer.status_code == 403
    assert read_emergency(hall.data).contacts == ()


def test_marks_of_direction_and_markup_stay_letters(hall: Hall, sari: Phone) -> None:
    sari.send("/nomor", nama0="Polsek \u202eLuwuk", nomor0="110", titik0="<b>Bukit</b>", arah0="[b]ke[/b] atas")
    saved: Any = json.loads((hall.notice_store.folder / "emergency.json").read_text("utf-8"))
    assert saved["numbers"] == [{"name": "Polsek Luwuk", "number": "110"}]
    assert saved["points"] == [{"name": "Bukit", "direction": "[b]ke[/b] atas"}]


Photo = Callable[[], tuple[io.BytesIO, str]]


def media(hall: Hall) -> list[Path]:
    return list((hall.notice_store.folder / "media").iterdir())


def test_a_point_has_a_photo_until_it_is_left_out(hall: Hall, sari: Phone, photo: Photo) -> None:
    sari.send("/nomor", **GOOD, foto0=photo())
    (point,) = read_emergency(hall.data).points
    (kept,) = media(hall)
    assert point.picture == kept.name
    with Image.open(kept) as picture:
        assert picture.size == (640, 480), "as large as its part of the screen"
    sari.get("/nomor")
    assert f'src="/berkas/{kept.name}"' in sari.page
    assert sari.get(f"/berkas/{kept.name}").mimetype == "image/jpeg"
    sari.get("/nomor")
    sari.send("/nomor", arah0="ke laut")
    assert read_emergency(hall.data).points[0].picture == kept.name, "saved again it stays"
    sari.write()
    sari.send("/terbit")
    assert media(hall) == [kept], "and outlives a notice"
    sari.get("/nomor")
    sari.send("/nomor", buang0="ya")
    assert (read_emergency(hall.data).points[0].picture, media(hall)) == ("", [])


def test_points_without_numbers_are_kept(hall: Hall, sari: Phone) -> None:
    sari.send("/nomor", titik0="Lapangan SDN 1")
    assert [each.name for each in read_emergency(hall.data).points] == ["Lapangan SDN 1"]


def test_a_photo_outlives_a_fault_beside_it(hall: Hall, sari: Phone, photo: Photo) -> None:
    sari.get("/nomor")
    sari.send("/nomor", **(GOOD | {"nomor0": "tel"}), foto0=photo())
    assert "angka saja" in sari.page
    sari.send("/nomor", nomor0="112")
    assert len(media(hall)) == 1
    assert read_emergency(hall.data).points[0].picture


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("content", [png_bomb(), b"", b"<script>", apbdes(1)])
def test_a_photo_that_is_none_is_told(hall: Hall, sari: Phone, content: bytes) -> None:
    sari.send("/nomor", **GOOD, foto0=(io.BytesIO(content), "../../peta.jpg"))
    assert "Foto ini" in sari.page
    assert "Lapangan SDN 1" in sari.page, "what was typed is not lost"
    assert media(hall) + list(hall.notice_store.drafts.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../people.json", "/etc/passwd", "0" * 32 + ".jpg", "people.json", "a" * 5_000, "\u0301" * 100]
)
def test_a_form_names_a_file_that_is_none_of_its(hall: Hall, sari: Phone, name: str) -> None:
    sari.send("/nomor", **GOOD, peta0=name)
    assert read_emergency(hall.data).points[0].picture == ""
    path = hall.notice_store.folder / "emergency.json"
    path.write_text(path.read_text("utf-8").replace('"direction"', f'"picture": "{name}", "direction"'), "utf-8")
    assert read_emergency(hall.data).points[0].picture in ("", "0" * 32 + ".jpg")
