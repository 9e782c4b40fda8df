"""Backups that no kiosk wrote: cut, relabelled, leading out of the folder, with links, keys, bombs and strange databases."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_head import FORMAT, BackupLabel, BackupLocks, WordsLock, make_head
from kiosk.hall.backup.kiosk_snapshot import MANIFEST, KioskManifest
from kiosk.hall.backup.stream import SealedWriter
from tests.kiosk.hall.backup.village import WORDS, Village

pytestmark = pytest.mark.attack(
    "root and keys",
    "a forged or damaged backup of a kiosk is restored: another's, older, cut, leading out of the folder, links, a bomb",
    "nothing is put in place before all is checked; only notices, people, recordings, choices and counts can be in it",
)
KEY = bytes(32)


@pytest.fixture
def bunga(tmp_path: Path) -> Village:
    return Village(tmp_path / "bunga", "Bunga")


def packed(village: Village, info: tarfile.TarInfo, content: bytes = b"isi") -> bytes:
    info.size = info.size or len(content)
    label = BackupLabel(FORMAT, village.key.kiosk, "Bunga", datetime.now(UTC))
    manifest = msgspec.json.encode(
        KioskManifest(label, {info.name: (len(content), hashlib.sha256(content).hexdigest())})
    )
    first, second = make_head(label, KEY, village.key, office=None, words=WORDS, memory=2**16)
    listed = tarfile.TarInfo(MANIFEST)
    listed.size = len(manifest)
    out = io.BytesIO()
    out.write(first + second)
    writer = SealedWriter(out, KEY, first)
    for piece in (
        info.tobuf(tarfile.PAX_FORMAT), content, bytes(-len(content) % 512),
        listed.tobuf(), manifest, bytes(-len(manifest) % 512), bytes(1024),
    ):  # fmt: skip
        writer.write(piece)
    writer.close()
    return out.getvalue()


def names(village: Village) -> list[Path]:
    return sorted(path for path in village.folder.rglob("*") if not path.name.endswith(".lock"))


def refusal(village: Village, content: bytes) -> str:
    """Return why *content* is not restored; nothing has changed in the data folder or beside it."""
    backup = village.stick / "kios.cadangan"
    backup.write_bytes(content)
    before = village.contents(), names(village)
    with pytest.raises(BackupError) as refused:
        village.restore(backup, WORDS)
    assert (village.contents(), names(village)) == before
    return refused.value.problem.code


def test_it_is_whole_to_begin_with(bunga: Village) -> None:
    content = packed(bunga, tarfile.TarInfo("desk/media/a.jpg"))
    (bunga.stick / "kios.cadangan").write_bytes(content)
    assert bunga.restore(bunga.stick / "kios.cadangan").files == 1


def relabelled(content: bytes) -> bytes:
    return content.replace(b'"Bunga"', b'"Bulan"', 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-1],
        lambda content: content[:-600],
        lambda content: content + b"x",
        lambda content: content[:-5] + b"x" + content[-4:],
        relabelled,
    ],
)
def test_what_was_changed_is_refused(bunga: Village, change: Callable[[bytes], bytes]) -> None:
    assert refusal(bunga, change(packed(bunga, tarfile.TarInfo("desk/media/a.jpg")))) == BackupCode.DAMAGED


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"KIM-KANTOR-BACK1" + bytes(300), b"x" * 5_000])
def test_what_is_no_backup_is_refused(bunga: Village, content: bytes) -> None:
    assert refusal(bunga, content) == BackupCode.NO_KIOSK


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"kios-cadangan":2,"kiosk":"","place":"","made":"2026-01-01T00:00:00Z"}\n{}\n', BackupCode.NEWER_PROGRAM),
        (b'{"kios-cadangan":1}\n{}\n', BackupCode.DAMAGED),
        (b'{"kios-cadangan":' + b"[" * 1_900, BackupCode.DAMAGED),
        (b'{"kios-cadangan":1,"kiosk":"","place":"","made":"2026-01-01T00:00:00"}\n{}\n', BackupCode.DAMAGED),
        (b'{"kios-cadangan":1,"kiosk":"","place":"","made":"2026-01-01T00:00:00Z"}\n{}\n', BackupCode.SEALED_TO_OFFICE),
    ],
)
def test_strange_heads_are_refused(bunga: Village, content: bytes, code: BackupCode) -> None:
    assert refusal(bunga, content) == code


@pytest.mark.parametrize(("operations", "memory"), [(2**31, 2**16), (3, 2**40)])
def test_words_that_take_all_memory_are_not_tried(bunga: Village, operations: int, memory: int) -> None:
    locks = BackupLocks(words=WordsLock(bytes(16), operations, memory, bytes(72)))
    label = BackupLabel(FORMAT, "x" * 12, "Bunga", datetime.now(UTC))
    content = msgspec.json.encode(label) + b"\n" + msgspec.json.encode(locks) + b"\n"
    assert refusal(bunga, content) == BackupCode.COSTLY


@pytest.mark.parametrize(
    "name",
    [
        "../luar.txt", "/etc/passwd", "desk/../../luar.txt", "desk/media/../people.json", "desk//people.json",
        "post-key.json", "kiosk-id", "content.sqlite", "kiosk.sqlite-wal", "settings.office.json", "keys/kios.pub",
        "desk/tls/key.pem", "desk/media/.lock", "desk/media/a/b.jpg", "desk/prompts/id/" + "a" * 64 + ".wav",
        "desk/sessions.json", "desk/questions/..", "pemulihan/lengkap",
    ],
)  # fmt: skip
def test_nothing_else_can_be_in_it(bunga: Village, name: str) -> None:
    assert refusal(bunga, packed(bunga, tarfile.TarInfo(name))) == BackupCode.STRANGE


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_plain_files_alone_are_taken(bunga: Village, kind: bytes) -> None:
    info = tarfile.TarInfo("desk/people.json")
    info.type, info.linkname = kind, "/etc/shadow"
    assert refusal(bunga, packed(bunga, info, b"")) == BackupCode.STRANGE


@pytest.mark.parametrize("size", [2**43, 2**60])
def test_a_size_that_no_card_has_is_refused_before_it_is_read(bunga: Village, size: int) -> None:
    info = tarfile.TarInfo("desk/media/a.jpg")
    info.size = size
    code = refusal(bunga, packed(bunga, info))
    assert code == (BackupCode.RESTORE_FAILED if size < 2**53 else BackupCode.STRANGE)


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE counts (day TEXT, x TEXT)",
        "CREATE TABLE t (x); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
        "CREATE VIEW requests AS SELECT 1",
    ],
)
def test_a_memory_that_is_none_of_ours_is_refused(bunga: Village, schema: str) -> None:
    path = bunga.stick / "x.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(schema)
    content = path.read_bytes()
    path.unlink()
    assert refusal(bunga, packed(bunga, tarfile.TarInfo("kiosk.sqlite"), content)) == BackupCode.DAMAGED
    assert refusal(bunga, packed(bunga, tarfile.TarInfo("kiosk.sqlite"), b"x" * 4096)) == BackupCode.DAMAGED
