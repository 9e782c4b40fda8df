"""A file is written whole, with the mode it shall have, or stays as it was."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.files import clear_drafts, is_device_name, write_whole
from tests.support.full_disk import full_disk


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.parametrize(("mode", "found"), [(0o600, 0o600), (0o660, 0o660), (None, 0o640)])
def test_the_mode_is_the_one_given_or_the_umasks(tmp_path: Path, mode: int | None, found: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o604)
    write_whole(path, b"new", mode)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", found)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    path = tmp_path / "file"
    path.symlink_to(theirs)
    write_whole(path, b"ours")
    assert (theirs.read_bytes(), path.read_bytes(), path.is_symlink()) == (b"theirs", b"ours", False)


def test_folder_in_the_place_of_a_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "file.strange"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with full_disk(), pytest.raises(OSError, match="File too large"):
        write_whole(tmp_path / "file", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


def test_two_who_write_one_file_at_one_time_leave_one_of_theirs_whole(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(4)]
    threads = [threading.Thread(target=write_whole, args=(tmp_path / "file", content)) for content in contents * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "file").read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_drafts_of_a_killed_process_are_removed_and_nothing_else(tmp_path: Path) -> None:
    write_whole(tmp_path / "air.md", b"satu")
    names = [".air.md.0a1b2c3d", "lampiran/.foto.jpg.0a1b2c3d", ".air.md.baru", "air.md.0a1b2c3d", ".git/.x.0a1b2c3d"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
        os.utime(path, (1, 1))
    fresh = tmp_path / ".air.md.ffffffff"
    fresh.write_bytes(b"")
    clear_drafts(tmp_path, before=fresh.stat().st_mtime)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"air.md", fresh.name, *names[2:]}


@pytest.mark.parametrize("name", ["con", "AUX", "nul.md", "Com1.tar.gz", "lpt9", "prn .txt", "CONOUT$"])
def test_devices_of_windows_are_known_by_any_ending(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", ["console", "_con", "com", "com10", "aux-1.md", "nullen.md", "icon"])
def test_names_that_only_begin_as_a_device_are_none(name: str) -> None:
    assert not is_device_name(name)
