"""Backups that no desk wrote: cut, changed, put together anew, and such as want to write elsewhere or to take all memory."""

from __future__ import annotations

import io
import shutil
import tarfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest

from kiosk.hall.backup import archive
from kiosk.hall.backup.archive import Member
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.stream import PIECE, SealedWriter
from kiosk.office.backup.key import HEAD_BYTES, MAGIC, BackupKey
from kiosk.office.backup.restore import restore
from kiosk.office.backup.snapshot import FORMAT, MANIFEST, BackupManifest, write_backup
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.setup.setup import write_setup

pytestmark = pytest.mark.attack(
    "root and keys",
    "a forged or damaged backup is restored: cut, changed, leading out of the folder, with links, a bomb",
    "nothing of it is put in place before all of it has been checked, and only plain files below the folder can be in it",
)
SECRET = "cumi cumi terbang malam"
NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)


@cache
def key() -> BackupKey:
    return BackupKey.new_key(SECRET, memory=2**16)


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("asal") / "kantor"
    write_setup(folder, title="Diskominfo", area="72.01", out="")
    (folder / ".kantor/cadangan").mkdir()
    (folder / ".kantor/cadangan.json").write_bytes(msgspec.json.encode(key()))
    (folder / "besar.jpg").write_bytes(bytes(range(256)) * 1_000)
    out = io.BytesIO()
    write_backup(folder, key(), out, NOW)
    return out.getvalue()


def sealed(content: Iterable[bytes]) -> bytes:
    """Encrypt *content* as somebody does who knows the office's key."""
    out, file_key = io.BytesIO(), bytes(32)
    head = key().head(file_key)
    out.write(head)
    writer = SealedWriter(out, file_key, head)
    for piece in content:
        writer.write(piece)
    writer.close()
    return out.getvalue()


def packed(
    *infos: tuple[tarfile.TarInfo, bytes], files: dict[str, tuple[int, str]] | None = None, published: str = "terbit"
) -> bytes:
    pieces = []
    for info, content in infos:
        info.size = info.size or len(content)
        pieces += [info.tobuf(tarfile.PAX_FORMAT), content, bytes(-len(content) % 512)]
    manifest = msgspec.json.encode(BackupManifest(FORMAT, key().office, NOW, 0, published, files or {}))
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(manifest)
    return sealed([*pieces, info.tobuf(), manifest, bytes(-len(manifest) % 512), bytes(1024)])


def plain(name: str, content: bytes = b"isi") -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), content


def refusal(folder: Path, content: bytes) -> str:
    """Restore over an office, and return the code of the refusal; nothing is changed there or beside it."""
    write_setup(folder / "kantor", title="Lama", area="72.01", out="")
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file())
    with pytest.raises((BackupError, OfficeError)) as refused:
        restore(folder / "kantor", io.BytesIO(content), SECRET)
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()) == before
    assert isinstance(refused.value, BackupError | OfficeError)
    return refused.value.problem.code


def test_it_is_whole_to_begin_with(tmp_path: Path, backup: bytes) -> None:
    assert restore(tmp_path / "kantor", io.BytesIO(backup), SECRET).manifest.office == key().office
    assert (tmp_path / "kantor/besar.jpg").stat().st_size == 256_000


def swapped(content: bytes) -> bytes:
    begin, size = HEAD_BYTES + 24, PIECE + 17
    one, two = content[begin : begin + size], content[begin + size : begin + 2 * size]
    return content[:begin] + two + one + content[begin + 2 * size :]


def without_the_second_piece(content: bytes) -> bytes:
    begin, size = HEAD_BYTES + 24, PIECE + 17
    return content[: begin + size] + content[begin + 2 * size :]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-1],
        lambda content: content[: HEAD_BYTES + 24 + 2 * (PIECE + 17)],
        lambda content: content[: HEAD_BYTES + 10],
        lambda content: content + b"x",
        lambda content: content[:100_000] + bytes([content[100_000] ^ 1]) + content[100_001:],
        lambda content: content[: HEAD_BYTES - 5] + b"\0" + content[HEAD_BYTES - 4 :],
        swapped,
        without_the_second_piece,
    ],
    ids=["a byte", "pieces", "head", "more", "bit", "file key", "swapped", "left out"],
)
def test_what_is_cut_or_changed_is_damaged(tmp_path: Path, backup: bytes, change: Callable[[bytes], bytes]) -> None:
    assert refusal(tmp_path, change(backup)) == BackupCode.DAMAGED


@pytest.mark.parametrize("content", [b"", b"x" * 1_000, MAGIC, b"PK\3\4" * 100])
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == BackupCode.NO_BACKUP


@pytest.mark.parametrize(("operations", "memory"), [(2**32 - 1, 2**16), (3, 2**63), (11, 2**30)])
def test_a_head_that_asks_for_hours_or_gigabytes_is_not_opened(
    tmp_path: Path, backup: bytes, operations: int, memory: int
) -> None:
    head = backup[:32] + operations.to_bytes(4, "big") + memory.to_bytes(8, "big") + backup[44:]
    began = time.process_time()
    assert refusal(tmp_path, head) == BackupCode.COSTLY
    assert time.process_time() - began < 1.0


def test_a_backup_put_together_without_the_offices_key_opens_with_no_password_of_its_own(
    tmp_path: Path, backup: bytes
) -> None:
    forged = (
        BackupKey.new_key("sandi orang asing itu", key().office, memory=2**16).head(bytes(32)) + backup[HEAD_BYTES:]
    )
    assert refusal(tmp_path, forged) == BackupCode.PASSWORD_WRONG


@pytest.mark.parametrize(
    "name",
    ["../luar.md", "/etc/cron.d/x", "a/../../luar.md", "a//b", "./a", "a\\..\\b", "", "a/" * 3_000 + "b",
     ".kantor/meja.lock", ".kantor/cadangan/x", ".kantor/pemulihan/lengkap", ".kantor/kunci/spare.key"],
    ids=lambda name: name[:20],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_strange(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, packed(plain(name))) == BackupCode.STRANGE


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE],
)
def test_only_plain_files_are_taken(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("isi.md")
    info.type, info.linkname = kind, "/etc/passwd"
    assert refusal(tmp_path, packed((info, b""))) == BackupCode.STRANGE


def test_a_file_that_is_a_folder_too_is_strange(tmp_path: Path) -> None:
    assert refusal(tmp_path, packed(plain("a"), plain("a/b"))) == BackupCode.STRANGE


def test_a_header_without_end_takes_no_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 2**33 - 1
    assert refusal(tmp_path, sealed([info.tobuf(tarfile.GNU_FORMAT)])) == BackupCode.STRANGE


@pytest.mark.parametrize("size", [2**40, 2**60])
def test_more_than_the_disk_has_is_refused_before_it_is_written(tmp_path: Path, size: int) -> None:
    info = tarfile.TarInfo("bom")
    info.size = size
    code = refusal(tmp_path, sealed([info.tobuf(tarfile.PAX_FORMAT)]))
    assert code == (OfficeCode.NO_ROOM if size < 2**53 else BackupCode.STRANGE)


@pytest.mark.parametrize("record", [b"99999999999 path=x\n", b"5 \n", b"x", b"12 path=a\0b\n", b"999 size=1\n"])
def test_records_of_a_header_that_are_none(tmp_path: Path, record: bytes) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(record)
    content = [info.tobuf(), record, bytes(-len(record) % 512), archive_of("isi.md")]
    assert refusal(tmp_path, sealed(content)) in (BackupCode.DAMAGED, BackupCode.STRANGE)


def archive_of(name: str) -> bytes:
    out = io.BytesIO()

    class Sink:
        def write(self, content: bytes) -> None:
            out.write(content)

    archive.write_member(Sink(), Member(name, 0o644, 0.0, 3), io.BytesIO(b"isi"))
    return out.getvalue()


@pytest.mark.parametrize("files", [{"isi.md": (3, "0" * 64)}, {"lain.md": (3, "0" * 64)}])
def test_what_the_manifest_names_otherwise_is_damaged(tmp_path: Path, files: dict[str, tuple[int, str]]) -> None:
    assert refusal(tmp_path, packed(plain("isi.md"), files=files)) == BackupCode.DAMAGED


@pytest.mark.parametrize("published", ["../luar", "/srv/www", "", "a/./b"])
def test_editions_are_not_written_outside(tmp_path: Path, published: str) -> None:
    assert refusal(tmp_path, packed(published=published)) == BackupCode.NO_BACKUP


def test_an_archive_without_manifest_and_one_with_more_after_it(tmp_path: Path) -> None:
    assert refusal(tmp_path, sealed([archive_of("isi.md"), bytes(1024)])) == BackupCode.DAMAGED
    shutil.rmtree(tmp_path / "kantor")
    assert refusal(tmp_path, sealed([archive_of(MANIFEST), bytes(1024)])) == BackupCode.DAMAGED


def test_any_tar_reads_what_is_within() -> None:
    content = archive_of("nama panjang é " * 20 + ".md") + bytes(1024)
    with tarfile.open(fileobj=io.BytesIO(content)) as read:
        (info,) = read.getmembers()
    assert info.name.startswith("nama panjang é")
    assert info.size == 3
