"""Links, pipes and exchanged folders, as a process of the kiosk lays them where root looks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.appliance.root_files.held_folder import Folder, OwnFolder, StrangeFileError, write_own

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a link in the data folder makes root write over its own settings",
    ),
    pytest.mark.attack(
        "root and keys",
        "the power fails while `autoboot.txt` or `config.txt` is rewritten",
    ),
]


SECRET = b"psk=rahasia desa"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "system/secret"
    path.parent.mkdir(mode=0o700)
    path.write_bytes(SECRET)
    return path


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def test_a_link_in_place_of_a_file_or_of_a_folder_is_not_followed(secret: Path, strange: Path) -> None:
    (strange / "file").symlink_to(secret)
    (strange / "folder").symlink_to(secret.parent)
    with Folder(strange) as folder, pytest.raises(StrangeFileError):
        folder.read("file", 100)
    with pytest.raises(StrangeFileError):
        Folder(strange / "folder")
    with pytest.raises(StrangeFileError):
        Folder(strange / "folder/further")
    for name in ("../system/secret", "folder/secret", "..", ".", "", "a\0b"):
        with Folder(strange) as folder, pytest.raises(StrangeFileError):
            folder.read(name, 100)


def test_neither_a_pipe_nor_a_device_nor_what_is_too_large_is_read(strange: Path) -> None:
    os.mkfifo(strange / "pipe")
    (strange / "large").write_bytes(b"x" * 101)
    (strange / "folder").mkdir()
    names = ["pipe", "large", "folder"]
    try:
        os.mknod(strange / "device", 0o20666, os.makedev(1, 5))  # /dev/zero
        names.append("device")
    except PermissionError:
        pass  # only root makes one; the mount forbids them on the appliance
    for name in names:
        with Folder(strange) as folder, pytest.raises(OSError, match=name):
            folder.read(name, 100)


def test_another_names_file_is_not_the_users_own(strange: Path) -> None:
    (strange / "file").write_bytes(b"x")
    os.link(strange / "file", strange / "second")
    with Folder(strange) as folder:
        assert folder.read("file", 10) == b"x"
        with pytest.raises(StrangeFileError):
            folder.read("file", 10, of=folder.owner)  # it has a second name
        (strange / "second").unlink()
        assert folder.read("file", 10, of=folder.owner) == b"x"
        with pytest.raises(StrangeFileError):
            folder.read("file", 10, of=folder.owner + 1)


def test_root_writes_in_no_folder_that_others_may_write(strange: Path) -> None:
    for inner in (strange, strange / "inner"):
        inner.mkdir(exist_ok=True)
        with pytest.raises(StrangeFileError):
            OwnFolder(inner)
    with pytest.raises(StrangeFileError):
        OwnFolder(strange / "new", make=0o700)
    assert not (strange / "new").exists()


def test_what_root_writes_lands_on_no_link(secret: Path) -> None:
    link = secret.parent / "kept.json"
    link.symlink_to(secret)
    with OwnFolder(secret.parent) as own:
        own.write("kept.json", b"new", 0o640)
    assert secret.read_bytes() == SECRET
    assert link.read_bytes() == b"new"
    assert not link.is_symlink()
    assert sorted(path.name for path in secret.parent.iterdir()) == ["kept.json", "secret"]


@pytest.mark.attack(
    "root and keys",
    "a folder is exchanged for a link while root looks",
    "looked up in the folder that is held",
)
def test_a_folder_that_is_exchanged_all_the_time_gives_nothing_else_away(secret: Path, strange: Path) -> None:
    """The race that a check before an open loses: a folder with the right file and a link to root's take turns."""
    right, wrong = strange / "right", strange / "wrong"
    right.mkdir()
    (right / "secret").write_bytes(b"harmless")
    wrong.symlink_to(secret.parent)
    way = strange / "way"
    stop = threading.Event()

    def exchange() -> None:
        while not stop.is_set():
            right.rename(way)
            way.rename(right)
            wrong.rename(way)
            way.rename(wrong)

    thread = threading.Thread(target=exchange)
    thread.start()
    seen: set[bytes] = set()
    followed = False
    try:
        for _ in range(3_000):
            try:
                with Folder(way) as folder:
                    seen.add(folder.read("secret", 100))
            except OSError:
                continue
        for _ in range(100_000):  # the attack itself works: who follows links reads the secret
            try:
                followed = (way / "secret").read_bytes() == SECRET
            except OSError:
                continue
            if followed:
                break
    finally:
        stop.set()
        thread.join()
    assert seen <= {b"harmless"}
    assert followed


_AS_A_UNIT = """
import os, sys, pyseccomp
from pathlib import Path
os.setgroups([801])
os.setegid(801)
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for call in ("chown", "fchown", "lchown", "fchownat"):
    rules.add_rule(pyseccomp.ERRNO(1), call)
rules.load()
from kiosk.appliance.root_files.held_folder import write_own
own, shared = (Path(each) for each in sys.argv[1:])
write_own(own / "kept.json", b"root alone", 0o600)
write_own(own / "floor", b"for all", 0o644)
write_own(shared / "kiosk.toml.kept", b"for a group", 0o640)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="takes another group, which root may")
def test_what_root_keeps_is_written_where_no_unit_may_call_fchown(tmp_path: Path) -> None:
    """A first start told that the settings could not be kept: a file of root's own is of its unit's group, not of the folder's."""
    pytest.importorskip("pyseccomp", reason="libseccomp is missing")
    tmp_path.chmod(0o755)
    own, shared = tmp_path / "kiosk-system", tmp_path / "kiosk-settings"
    own.mkdir(mode=0o700)
    shared.mkdir()
    os.chown(shared, 0, 802)
    shared.chmod(0o2755)
    done = subprocess.run(
        [sys.executable, "-c", _AS_A_UNIT, str(own), str(shared)],
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert (shared / "kiosk.toml.kept").stat().st_gid == 802, "the processes of that group read it"


def test_what_was_there_is_held_until_the_name_leads_to_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A FAT gives the bytes of a file that nobody holds away with the rename: until the new one is synced a firmware that reads
    config.txt would find what follows there."""
    path, fsync = tmp_path / "config.txt", os.fsync
    synced: list[tuple[str, bool]] = []

    def noted(handle: int) -> None:
        held = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
        synced.append((Path(f"/proc/self/fd/{handle}").readlink().name, Path(f"{path} (deleted)") in held))
        fsync(handle)

    write_own(path, b"old")
    monkeypatch.setattr(os, "fsync", noted)
    write_own(path, b"new")
    assert [held for _, held in synced] == [False, True, True]
    assert [name for name, _ in synced[1:]] == ["config.txt", tmp_path.name]
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["config.txt"]
