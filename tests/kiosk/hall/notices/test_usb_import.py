from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from content_cache.model.problems import problem
from kiosk.hall.notices.faults import NoticeCode
from kiosk.hall.notices.usb_import import import_notices
from kiosk.hall.notices.usb_staging import FOLDER, Brought, has_notices
from tests.kiosk.hall.desk.test_walk import shown, tone
from tests.support.desk import Hall
from tests.told import told


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    (folder / FOLDER).mkdir(parents=True)
    return folder


def put(stick: Path, name: str, content: str | bytes) -> None:
    (stick / FOLDER / name).write_bytes(content.encode() if isinstance(content, str) else content)


def test_text_photo_and_recording(hall: Hall, stick: Path) -> None:
    assert not has_notices(stick)
    put(stick, "rapat.txt", "\ufeffRapat desa\r\nPukul 19.30.\r\nDi balai.\r\n")
    put(stick, "RAPAT.mp3", tone("mp3", "libmp3lame"))
    put(stick, "kerja_bakti-minggu.ogg", tone("ogg", "libopus"))
    Image.new("RGB", (64, 48), "green").save(stick / FOLDER / "rapat.jpg")
    assert has_notices(stick)
    brought = import_notices(stick, hall.notice_store, "Petugas", hall.now)
    assert (brought.taken, brought.faults) == (2, [])
    items = {item.title: item for item in shown(hall)}
    assert set(items) == {"Rapat desa", "Kerja bakti minggu"}
    assert items["Rapat desa"].text == "Pukul 19.30.\nDi balai."
    assert sorted(each.type for each in items["Rapat desa"].attachments) == ["audio/wav", "image/jpeg"]
    assert {line["who"] for line in hall.notice_store.audit()} == {"Petugas"}


def test_brought_again_it_is_no_second_one(hall: Hall, stick: Path) -> None:
    put(stick, "rapat.txt", "Rapat desa")
    import_notices(stick, hall.notice_store, "Petugas", hall.now)
    put(stick, "rapat.txt", "Rapat desa ditunda")
    hall.later(hours=1)
    import_notices(stick, hall.notice_store, "Petugas", hall.now)
    assert [item.title for item in shown(hall)] == ["Rapat desa ditunda"]


def test_what_cannot_be_used_is_told_and_the_rest_is_taken(hall: Hall, stick: Path) -> None:
    put(stick, "a.txt", "Rapat")
    put(stick, "b.txt", "k" * 30_000)
    put(stick, "c.txt", "")
    put(stick, "d.mp3", b"\xff\xd8\xff\xe0JFIF")
    put(stick, "e.jpg", b"kosong")
    put(stick, "f.exe", b"MZ")
    put(stick, "latin.txt", "Pembagian cafÃ©".encode("latin-1"))
    brought = import_notices(stick, hall.notice_store, "Petugas", hall.now)
    assert brought.taken == 2
    assert [fault.details["file"] for fault in brought.faults] == ["b.txt", "c.txt", "d.mp3", "e.jpg"]
    assert len(shown(hall)) == 2


def test_links_are_not_followed(hall: Hall, stick: Path, tmp_path: Path) -> None:
    secret = tmp_path / "shadow"
    secret.write_text("root:x")
    (stick / FOLDER / "a.txt").symlink_to(secret)
    (stick / FOLDER / "dir.txt").mkdir()
    os.mkfifo(stick / FOLDER / "pipe.txt")
    assert not has_notices(stick)
    assert import_notices(stick, hall.notice_store, "Petugas", hall.now).taken == 0
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    (elsewhere / FOLDER).symlink_to(stick / FOLDER)
    put(stick, "b.txt", "Rapat")
    assert import_notices(elsewhere, hall.notice_store, "Petugas", hall.now).taken == 0
    assert shown(hall) == []


def test_what_came_of_a_stick_is_kept_and_an_older_answer_is_still_told() -> None:
    file = problem(NoticeCode.STICK_FILE, problem(NoticeCode.STICK_PHOTO_ALONE), file="e.jpg")
    brought = Brought(taken=2, faults=[file])
    assert Brought.from_json(brought.to_json()) == brought
    assert told(file) == "e.jpg: foto tanpa pengumuman .txt"
    older = Brought.from_json('{"taken": 1, "faults": ["e.jpg: foto tanpa pengumuman .txt"]}')
    assert (older.taken, [told(fault) for fault in older.faults]) == (1, ["e.jpg: foto tanpa pengumuman .txt"])
    for broken in ("", "7", '{"taken": 1}', '{"taken": "x", "faults": []}', '{"taken": 1, "faults": [{"code": 7}]}'):
        with pytest.raises(ValueError, match=r"."):
            Brought.from_json(broken)
