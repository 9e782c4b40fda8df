"""Backups in the browser: made by a key, fetched, told when they are old, and nobody but an administrator's."""

from __future__ import annotations

import io
from pathlib import Path

from kiosk.office.backup.restore import restore
from kiosk.office.backup.shelf import BackupShelf
from tests.support.newsroom import Newsroom

SECRET = "cumi cumi terbang malam"


def test_an_administrator_makes_one_and_fetches_it(room: Newsroom, tmp_path: Path) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/cadangan")
    assert "sudo kantor backup" in fatma.words
    assert "Cadangkan sekarang" not in fatma.words
    BackupShelf(room.folder, memory=2**16).set_password(SECRET, SECRET)
    fatma.get("/cadangan")
    fatma.submit("/cadangan")
    while room.office.shelf.making:
        pass
    fatma.get("/cadangan")
    (backup,) = room.office.shelf.list_backups()
    assert f"/cadangan/{backup.name}" in fatma.text
    got = fatma.get(f"/cadangan/{backup.name}")
    assert got.headers["Content-Disposition"].startswith("attachment")
    done = restore(tmp_path / "lain", io.BytesIO(got.data), SECRET)
    assert "office.toml" in done.manifest.files
    assert room.office.history.deeds(1)[0].what == f"mengambil cadangan {backup.name}"


def test_an_old_backup_is_told(room: Newsroom) -> None:
    shelf = BackupShelf(room.folder, memory=2**16)
    shelf.set_password(SECRET, SECRET)
    shelf.make_backup(room.now)
    room.now = room.office.clock().replace(year=2036)
    fatma = room.browser("Fatma Adam")
    fatma.get("/cadangan")
    assert "Cadangan terbaru sudah lama" in fatma.words


def test_others_see_none_and_no_other_file_is_handed_out(room: Newsroom) -> None:
    rahma = room.browser("Rahma Lasaeo")
    assert rahma.get("/cadangan").status_code == 403
    fatma = room.browser("Fatma Adam")
    for name in ("cadangan.json", "..%2Forang.sqlite", ".kunci", "kantor-20260101-000000.cadangan"):
        assert fatma.get(f"/cadangan/{name}").status_code == 404
