"""Who is in today: written at the desk, read by the refresher as a sheet of the day, gone at midnight; and attacked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from content_cache.formats import read_feed
from content_cache.model.items import Sheet
from kiosk.hall.notices.staff import LONGEST, MOST_PEOPLE
from kiosk.state.hall_sources import local_sources
from tests.support.desk import Hall, Phone

PERSON = {"nama": "Ibu Rahma", "tugas": "Kasi Pelayanan", "mulai": "8", "selesai": "15.00"}


def sheet(hall: Hall) -> Sheet:
    """Return the staff sheet as the refresher reads it."""
    (source,) = (each for each in local_sources(hall.data, "Bunga", "Asia/Makassar") if each.format == "hari-ini")
    path = hall.notice_store.folder / "staff.json"
    (found,) = read_feed(path.read_bytes(), source, now=hall.now).items
    assert isinstance(found, Sheet)
    return found


def names(hall: Hall) -> list[str]:
    return [person.name for person in hall.notice_store.staff(hall.now)]


def test_a_person_is_in_until_midnight(hall: Hall, sari: Phone, photo: Callable[[], tuple[io.BytesIO, str]]) -> None:
    hall.notice_store.mend(hall.now)
    sari.get("/petugas")
    sari.send("/petugas", **PERSON, foto=photo())
    assert hall.taken == 1
    (person,) = sheet(hall).people
    assert (person.name, person.role, person.begins, person.ends) == ("Ibu Rahma", "Kasi Pelayanan", "08.00", "15.00")
    assert person.photo.endswith(".jpg")
    assert (hall.notice_store.folder / "media").joinpath(person.photo.rpartition("/")[2]).is_file()
    hall.notice_store.mend(hall.now)
    hall.later(hours=15)
    assert names(hall) == []
    assert sheet(hall).expires is not None
    assert hall.notice_store.audit(1)[0]["what"] == "petugas"


def test_somebody_is_taken_off_with_the_photo(
    hall: Hall, sari: Phone, photo: Callable[[], tuple[io.BytesIO, str]]
) -> None:
    sari.get("/petugas")
    sari.send("/petugas", **PERSON, foto=photo())
    sari.send("/petugas", nama="Pak Adi")
    assert sari.send("/petugas/hapus", nomor="0", nama="Pak Adi").status_code == 404, "the list has moved since"
    sari.get("/petugas")
    sari.send("/petugas/hapus", nomor="0", nama="Ibu Rahma")
    assert names(hall) == ["Pak Adi"]
    assert list((hall.notice_store.folder / "media").iterdir()) == []


def test_a_photo_outlives_the_next_notice(hall: Hall, sari: Phone, photo: Callable[[], tuple[io.BytesIO, str]]) -> None:
    sari.get("/petugas")
    sari.send("/petugas", **PERSON, foto=photo())
    sari.get("/tulis")
    sari.send("/tulis", jenis="pengumuman", judul="Rapat", isi="Nanti malam", sampai="besok")
    sari.send("/terbit")
    assert len(list((hall.notice_store.folder / "media").iterdir())) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"nama": ""}, {"nama": " \u202e\u200b "}, {"nama": "x" * (LONGEST + 1)}, {"tugas": "y" * 5_000}, {"mulai": "25.00"},
        {"mulai": "pagi"}, {"mulai": "08.00", "selesai": "07.00"}, {"selesai": "15:99"}, {"mulai": "8" * 1_000},
    ],
    ids=lambda wrong: str(wrong)[:40],
)  # fmt: skip
def test_what_cannot_be_is_asked_again(hall: Hall, sari: Phone, wrong: dict[str, str]) -> None:
    sari.get("/petugas")
    answer = sari.send("/petugas", **(PERSON | wrong))
    assert answer.status_code == 200
    assert 'role="alert"' in sari.page
    assert names(hall) == []


def test_hours_that_run_backwards_are_told_as_that(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    sari.send("/petugas", **(PERSON | {"mulai": "20,00", "selesai": "02.00"}))
    assert "Selesainya lebih awal daripada mulainya." in sari.page
    sari.send("/petugas", selesai="23.59")
    (person,) = hall.notice_store.staff(hall.now)
    assert (person.begins, person.ends) == ("20.00", "23.59")


def test_markup_is_words_everywhere(hall: Hall, sari: Phone) -> None:
    hall.notice_store.mend(hall.now)
    evil = '"><script>alert(1)</script>\u202e\x07{{ 7*7 }}'
    sari.get("/petugas")
    sari.send("/petugas", nama=evil, tugas=evil)
    assert "<script>" not in sari.page
    assert "49" not in sari.page.partition("<main")[2]
    (person,) = sheet(hall).people
    assert not set("\u202e\x07") & set(person.name)
    assert "<script>" not in person.name


def test_a_crowd_is_bounded(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    for number in range(MOST_PEOPLE + 3):
        sari.send("/petugas", nama=f"Petugas {number}")
    assert len(names(hall)) == MOST_PEOPLE
    assert "Hapus satu dulu." in sari.page


def test_no_picture_is_no_photo(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    sari.send("/petugas", **PERSON, foto=(io.BytesIO(b"<svg onload=alert(1)>"), "../../x.jpg"))
    assert names(hall) == []
    assert 'id="salah-foto"' in sari.page


@pytest.mark.parametrize("place", ["-1", "99", "x", "", "٣", "1" * 50])
def test_nobody_is_taken_off_by_a_wrong_place(hall: Hall, sari: Phone, place: str) -> None:
    sari.get("/petugas")
    sari.send("/petugas", **PERSON)
    assert sari.send("/petugas/hapus", nomor=place, nama="Ibu Rahma").status_code == 404
    assert names(hall) == ["Ibu Rahma"]


def test_strangers_and_forged_forms_change_nothing(hall: Hall, sari: Phone) -> None:
    stranger = hall.phone()
    assert stranger.ask("POST", "/petugas", data=PERSON).status_code == 403
    assert stranger.get("/petugas").status_code == 302
    sari.get("/petugas")
    assert sari.ask("POST", "/petugas", data={"tanda": "x" * 43} | PERSON).status_code == 403
    assert sari.ask("POST", "/petugas/hapus", data={"nomor": "0", "nama": "Ibu Rahma"}).status_code == 403
    assert names(hall) == []


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "[]",
        "null",
        '{"valid_until": 5}',
        '{"valid_until": "2099-01-01T00:00:00+08:00", "rows": 7}',
        "\x00" * 99,
    ],
)
def test_a_damaged_file_is_nobody(hall: Hall, sari: Phone, written: str) -> None:
    (hall.notice_store.folder / "staff.json").write_text(written)
    sari.get("/petugas")
    sari.send("/petugas", **PERSON)
    assert names(hall) == ["Ibu Rahma"]
    assert json.loads((hall.notice_store.folder / "staff.json").read_text())["type"] == "staff"


def test_a_photo_is_a_name_in_the_media_folder(hall: Hall) -> None:
    rows = [
        {"name": "Ibu Rahma", "photo": photo} for photo in ("media/../../kiosk.toml", "/etc/passwd", "media/a/b.jpg")
    ]
    written = {"type": "staff", "valid_until": "2099-01-01T00:00:00+08:00", "rows": rows}
    (hall.notice_store.folder / "staff.json").write_text(json.dumps(written))
    assert [person.photo for person in hall.notice_store.staff(hall.now)] == ["", "", ""]
