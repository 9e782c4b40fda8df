"""Restoration of a backup: unpacked beside what is there, checked whole, and only then put in its place.

The exchange is a few renames. A process that is killed between them leaves a note, and `finish` completes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import check_room, write_whole
from content_cache.signing.edition import feed_name
from kiosk.office.backup import archive
from kiosk.office.backup.faults import BackupCode, BackupError
from kiosk.office.backup.key import HEAD_BYTES, file_key, key_file
from kiosk.office.backup.snapshot import BEFORE, FORMAT, MANIFEST, SPARE_KEY, STAGE, STAYS, BackupManifest
from kiosk.office.backup.stream import SealedReader
from kiosk.office.base.faults import full_disk_told
from kiosk.office.base.folders import PRIVATE
from kiosk.office.editions.previous import in_folder
from kiosk.office.people.access_file import access_file
from kiosk.office.people.access_tables import SessionTable
from kiosk.office.setup.setup import FILE, read_setup, set_value

GAP = 100
"""Numbers that are left out: kiosks take no number twice, and may have taken editions that came after the backup."""

MOST_FILES = 2_000_000
_MOST_MANIFEST = 400_000_000
_RESERVE = 50_000_000  # bytes of the disk that stay free
_NEW, _OLD, _READY, _MOVED = "baru", "lama", "lengkap", "dipindah"


class Restored(Struct, frozen=True):
    """Result: what was in the backup, the `number` at which editions go on, and the folder with what was there before, if any."""

    manifest: BackupManifest
    number: int
    before: Path | None


def restore(folder: Path, file: BinaryIO, password: str, *, older: bool = False) -> Restored:
    """Put the backup *file* in place of what is in *folder*, whose desk is closed. With *older* also a backup whose newest
    edition is older than what is there. Raises OfficeError, and nothing was changed."""
    with full_disk_told():
        finish(folder)
        stage = folder / PRIVATE / STAGE
        new = stage / _NEW
        try:
            new.mkdir(mode=0o700, parents=True)
            head = file.read(HEAD_BYTES)
            source = SealedReader(file, file_key(head, password), head)
            manifest = _unpacked(source, new)
            here = in_folder(folder / read_setup(folder).out)
            _check(folder, manifest, here.signed, older=older)
            number = _adapt(new, manifest, max(manifest.edition, here.seq))
            os.sync()
            write_whole(stage / _READY, b"")
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        return Restored(manifest, number, finish(folder))


def finish(folder: Path) -> Path | None:
    """Complete a restoration that was cut off while it put things in their place, and remove one that was not so far. Return the
    folder with what was there before, None for an empty one. Raises OSError."""
    private = folder / PRIVATE
    stage = private / STAGE
    new, old = stage / _NEW, stage / _OLD
    if not (stage / _READY).exists():
        shutil.rmtree(stage, ignore_errors=True)
        return None
    if not (stage / _MOVED).exists():
        (old / PRIVATE).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in list(_entries(folder)):
            (folder / name).replace(old / name)
        os.sync()
        write_whole(stage / _MOVED, b"")
    for name in list(_entries(new)):
        (new / name).replace(folder / name)
    os.sync()
    before = private / BEFORE if any(_entries(old)) else None
    if before is not None:
        shutil.rmtree(before, ignore_errors=True)
        old.replace(before)
    shutil.rmtree(stage)
    return before


def _entries(place: Path) -> Iterator[str]:
    """Yield the names that a restoration exchanges: all of the folder but what stays in its private one."""
    for at, prefix, left in ((place, "", (PRIVATE,)), (place / PRIVATE, f"{PRIVATE}/", STAYS)):
        if at.is_dir():
            yield from (f"{prefix}{path.name}" for path in at.iterdir() if path.name not in left)


def _unpacked(source: SealedReader, new: Path) -> BackupManifest:
    """Unpack into the folder *new*, and leave there what the manifest names. Raises BackupError, OSError."""
    found: dict[str, tuple[int, str]] = {}
    manifest = None
    for member, content in archive.members(source):
        check_room(new, member.size, _RESERVE)
        if manifest is not None or len(found) >= MOST_FILES:
            raise BackupError(BackupCode.DAMAGED)
        if member.name == MANIFEST:
            manifest = _manifest(member, content)
            continue
        if member.name == SPARE_KEY or any(f"{member.name}/".startswith(f"{PRIVATE}/{each}/") for each in STAYS):
            raise BackupError(BackupCode.STRANGE, name=member.name[:100])
        try:
            found[member.name] = member.size, _write(new / member.name, member, content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise BackupError(BackupCode.STRANGE, name=member.name[:100]) from error
    source.finish()
    if manifest is None or any(found.get(name) != file for name, file in manifest.files.items()):
        raise BackupError(BackupCode.DAMAGED)
    for name in found.keys() - manifest.files.keys():
        (new / name).unlink()
    return manifest


def _manifest(member: archive.Member, content: Iterator[bytes]) -> BackupManifest:
    """Raises BackupError, also for one of a newer program."""
    if member.size > _MOST_MANIFEST:
        raise BackupError(BackupCode.STRANGE, name=MANIFEST)
    try:
        manifest = msgspec.json.decode(b"".join(content), type=BackupManifest)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BackupError(BackupCode.DAMAGED) from error
    parts = manifest.published.split("/")
    if manifest.format != FORMAT or any(part in ("", ".", "..") for part in parts):
        raise BackupError(BackupCode.NO_BACKUP)
    return manifest


def _write(path: Path, member: archive.Member, content: Iterator[bytes]) -> str:
    """Write one file, in place of an earlier copy, and return its SHA-256 (hex). Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    digest = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in content:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fchmod(file.fileno(), member.mode & ~stat.S_IWGRP & ~stat.S_IWOTH | stat.S_IRUSR | stat.S_IWUSR)
    moment = round(member.changed * 10**9)
    os.utime(path, ns=(moment, moment))
    return digest.hexdigest()


def _check(folder: Path, manifest: BackupManifest, here: int, *, older: bool) -> None:
    """Raises BackupError for a backup that does not belong here."""
    if not any(_entries(folder)):
        return
    key = key_file(folder).find()
    if key is None or key.office != manifest.office:
        raise BackupError(BackupCode.OTHER_OFFICE, folder=str(folder))
    if manifest.edition < here and not older:
        raise BackupError(BackupCode.OLDER, edition=manifest.edition, here=here)


def _adapt(new: Path, manifest: BackupManifest, used: int) -> int:
    """Fit what was unpacked to this machine: the folder of editions lies within, everybody logs in anew, and editions go on at a
    number that no kiosk has seen, GAP above those *used*. Return that number. Raises BackupError, OSError."""
    key = key_file(new).find()
    if key is None or key.office != manifest.office:
        raise BackupError(BackupCode.DAMAGED)
    (new / PRIVATE).chmod(0o700)
    if (new / FILE).exists():
        set_value(new / FILE, "out", manifest.published)
    file = access_file(new / PRIVATE)
    SessionTable(file).keep({}, 0.0)
    file.close()
    if not used:
        return 1
    published = new / manifest.published
    published.mkdir(parents=True, exist_ok=True)
    write_whole(published / feed_name(used + GAP), b"{}\n", mode=None)
    return used + GAP
