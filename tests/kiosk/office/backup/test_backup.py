"""A backup of an office and its restoration: what is in it, where it may go, and what a full disk or a kill leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from content_cache.signing.keyring import KeyRole
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.office.backup import restore as restoring
from kiosk.office.backup import snapshot
from kiosk.office.backup.restore import GAP, complete_restoration, restore
from kiosk.office.backup.shelf import KEPT, BackupShelf
from kiosk.office.backup.snapshot import BackupManifest
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.previous import in_folder
from kiosk.office.opening import open_office
from kiosk.office.setup.setup import read_setup
from tests.support.full_disk import full_disk
from tests.support.newsroom import KEY_PASSWORD, Newsroom, make_shared_keys

SECRET = "cumi cumi terbang malam"


def shelf_of(folder: Path) -> BackupShelf:
    shelf = BackupShelf(folder, memory=2**16)
    if not shelf.has_password:
        shelf.set_password(SECRET, SECRET)
    return shelf


def made(room: Newsroom) -> tuple[Path, BackupManifest]:
    return shelf_of(room.folder).make_backup(room.now)


def restored(folder: Path, backup: Path, *, older: bool = False, password: str = SECRET) -> restoring.Restored:
    folder.mkdir(exist_ok=True)
    with backup.open("rb") as file:
        return restore(folder, file, password, older=older)


def publish(room: Newsroom) -> int:
    office = room.office
    if office.cabinet.public(KeyRole.NEWS) is None:
        make_shared_keys(office.cabinet)
    key = office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    office.editions.wait_until_done(30)
    return in_folder(office.editions.out).seq


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an office with a notice on show, a draft and an edition."""
    room = Newsroom(tmp_path_factory.mktemp("kantor") / "kantor")
    rahma = room.browser("Rahma Lasaeo")
    rahma.write("Air PDAM mati", "Sampai sore.")
    name = rahma.write("Posyandu pindah", "Ke balai desa.")
    rahma.get(f"/kabar/{name}")
    rahma.post(f"/siap/{name}", {"tanda": rahma.token})
    assert publish(room) == 1
    shelf_of(room.folder)
    return room.folder


def opened(folder: Path) -> Newsroom:
    return Newsroom.over(open_office(folder, clock=lambda: Newsroom.now))


@pytest.fixture
def full(template: Path, tmp_path: Path) -> Newsroom:
    return opened(Path(shutil.copytree(template, tmp_path / "kantor")))


def test_a_backup_restored_elsewhere_is_the_office_with_its_people_and_history(full: Newsroom, tmp_path: Path) -> None:
    backup, manifest = made(full)
    assert manifest.edition == 1
    assert b"Posyandu" not in backup.read_bytes()
    elsewhere = tmp_path / "lain" / "tempat"
    elsewhere.parent.mkdir()
    done = restored(elsewhere, backup)
    assert (done.number, done.before) == (1 + GAP, None)
    assert subprocess.run(["git", "-C", elsewhere, "fsck", "--full", "--strict"], check=False).returncode == 0
    here, there = contents(full.folder), contents(elsewhere)
    changed = {name for name in here.keys() & there.keys() if here[name] != there[name]}
    assert changed == {".kantor/orang.sqlite", ".kantor/kiriman.sqlite"}
    left_out = {name for name in here.keys() - there.keys() if not name.startswith(".kantor/cadangan/")}
    left_out -= {name for name in left_out if name.endswith(("-wal", "-shm"))}
    assert left_out == {".kantor/kunci/spare.key"}
    assert there.keys() - here.keys() == {f".kantor/terbit/feed-{1 + GAP}.json"}

    again = opened(elsewhere)
    rahma = again.browser()
    rahma.log_in("Rahma Lasaeo")
    assert rahma.page.status_code == 303
    rahma.get("/kabar")
    assert "Air PDAM mati" in rahma.words
    assert "Posyandu pindah" in rahma.words
    assert again.office.history.deeds(100) == full.office.history.deeds(100)
    assert again.office.cabinet.public(KeyRole.NEWS) == full.office.cabinet.public(KeyRole.NEWS)
    assert publish(again) == done.number + 1
    assert in_folder(again.office.editions.out).feed["_kiosk"]["seq"] == done.number + 1


def test_sessions_of_before_are_over(full: Newsroom, tmp_path: Path) -> None:
    rahma = full.browser("Rahma Lasaeo")
    assert rahma.get("/kabar").status_code == 200
    backup, _ = made(full)
    restored(tmp_path / "lain", backup)
    rahma.room = opened(tmp_path / "lain")
    old, rahma.client = rahma.client, rahma.room.app.test_client()
    for cookie in (each for name in ("kantor", "perangkat") if (each := old.get_cookie(name))):
        rahma.client.set_cookie(cookie.key, cookie.value)
    assert rahma.get("/kabar").status_code == 302


def test_editions_that_are_written_outside_come_back_within(full: Newsroom, tmp_path: Path) -> None:
    outside = tmp_path / "www"
    shutil.move(full.folder / ".kantor/terbit", outside)
    (full.folder / "office.toml").write_text(f'out = "{outside}"\n', "utf-8")
    backup, manifest = made(full)
    assert (manifest.edition, manifest.published) == (1, ".kantor/terbit")
    done = restored(tmp_path / "lain", backup)
    assert read_setup(tmp_path / "lain").out == ".kantor/terbit"
    found = in_folder(tmp_path / "lain/.kantor/terbit")
    assert (found.signed, found.seq) == (1, done.number)


def test_only_the_password_opens_it(full: Newsroom, tmp_path: Path) -> None:
    backup, _ = made(full)
    with pytest.raises(BackupError) as refused:
        restored(tmp_path / "lain", backup, password="cumi cumi terbang siang")
    assert refused.value.problem.code == BackupCode.PASSWORD_WRONG
    shelf_of(full.folder).set_password("pari manta biru besar", "pari manta biru besar")
    restored(tmp_path / "lain", backup)
    newer, _ = shelf_of(full.folder).make_backup(full.now + timedelta(seconds=1))
    restored(tmp_path / "lain", newer, password="pari manta biru besar")


def test_an_older_backup_and_that_of_another_office_are_refused(full: Newsroom, tmp_path: Path) -> None:
    first, _ = made(full)
    (full.folder / "baru.md").write_text("---\ntitle: Baru\n---\nIsi.\n", "utf-8")
    assert publish(full) == 2
    for name in ("orang", "kiriman"):
        (full.folder / f".kantor/{name}.sqlite-wal").unlink(missing_ok=True)
    before = contents(full.folder)
    with pytest.raises(BackupError) as refused:
        restored(full.folder, first)
    assert (refused.value.problem.code, refused.value.problem.details) == (BackupCode.OLDER, {"edition": 1, "here": 2})
    other = Newsroom(tmp_path / "lain")
    shelf_of(other.folder)
    with pytest.raises(BackupError) as refused:
        restored(other.folder, first)
    assert refused.value.problem.code == BackupCode.OTHER_OFFICE
    assert contents(full.folder) == before

    done = restored(full.folder, first, older=True)
    assert done.number == 2 + GAP
    assert done.before is not None
    assert (done.before / "baru.md").exists()
    assert not (full.folder / "baru.md").exists()
    assert BackupShelf(full.folder).list_backups(), "backups stay where they are"


def test_a_full_disk_leaves_what_was(full: Newsroom) -> None:
    backup, _ = made(full)
    (full.folder / "gambar.jpg").write_bytes(bytes(3_000_000))
    before = contents(full.folder)
    with full_disk(1_000_000), pytest.raises(OfficeError) as refused:
        shelf_of(full.folder).make_backup(full.now + timedelta(seconds=1))
    assert refused.value.problem.code == OfficeCode.NO_ROOM
    large, _ = shelf_of(full.folder).make_backup(full.now + timedelta(seconds=2))
    with full_disk(1_000_000), pytest.raises(OfficeError) as refused:
        restored(full.folder, large)
    assert refused.value.problem.code == OfficeCode.NO_ROOM
    large.unlink()
    assert contents(full.folder) == before
    assert backup.exists()


def test_the_newest_stay_and_one_at_a_time_is_made(full: Newsroom) -> None:
    shelf = shelf_of(full.folder)
    paths = [shelf.make_backup(full.now + timedelta(days=day))[0] for day in range(KEPT + 2)]
    assert [each.name for each in shelf.list_backups()] == [path.name for path in paths[: -KEPT - 1 : -1]]
    assert shelf.path("../orang.sqlite") is None
    assert shelf.path(paths[0].name) is None
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths[-KEPT:])


@pytest.mark.parametrize("renames", [0, 3, 8, 20, 30, 39, 40, 41, 60])
def test_a_restoration_that_is_killed_is_all_or_nothing(template: Path, tmp_path: Path, renames: int) -> None:
    """The process ends before that many renames and no more."""
    folder = Path(shutil.copytree(template, tmp_path / "kantor"))
    backup, _ = shelf_of(folder).make_backup(Newsroom.now)
    (folder / "baru.md").write_text("---\ntitle: Baru\n---\nIsi.\n", "utf-8")
    before = contents(folder)
    child = os.fork()
    if not child:
        left = [renames]

        def hook(event: str, _arguments: tuple[object, ...]) -> None:
            if event == "os.rename":
                if not left[0]:
                    os._exit(9)
                left[0] -= 1

        sys.addaudithook(hook)
        with suppress(BaseException):
            restored(folder, backup)
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in (0, 9)
    complete_restoration(folder)
    assert not (folder / ".kantor/pemulihan").exists()
    if (folder / "baru.md").exists():
        assert contents(folder) == before
        return
    assert (folder / ".kantor/sebelum-pemulihan/baru.md").exists()
    assert (folder / ".kantor/terbit/feed-101.json").exists()
    assert open_office(folder, clock=lambda: Newsroom.now).people.named("Rahma Lasaeo") is not None


def test_what_changes_while_it_is_copied_is_copied_again(full: Newsroom) -> None:
    """A notice that is renamed while the folder is listed, and one that grows while it is read."""
    name = full.browser("Anton Djalil").write("Sebelum", "Isi.")
    renamed = full.folder / "_pindah.md"

    class Meddling:
        def __init__(self, sink: Callable[[bytes], object]) -> None:
            self.sink, self.pieces = sink, 0

        def write(self, content: bytes) -> None:
            self.pieces += 1
            if self.pieces == 40:
                (full.folder / f"_{name}.md").rename(renamed)
            if self.pieces % 10 == 0:
                with (full.folder / "catatan.txt").open("a") as file:
                    file.write("satu baris\n" * (self.pieces < 400))
            self.sink(content)

    copying = snapshot.Copying(full.folder, Meddling(lambda _content: None))
    copying.copy_all()
    copying.copy_until_it_rests()
    assert "_pindah.md" in copying.files
    assert f"_{name}.md" not in copying.files
    assert copying.files["catatan.txt"][0] == (full.folder / "catatan.txt").stat().st_size
