"""Backup of a kiosk into one file while the kiosk runs: written to a temporary file, read back, and only then put in place."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import check_room, open_below, strangeness, sync_folder
from content_cache.tables.copying import copy_database
from kiosk.core.edition_trust import PostKey
from kiosk.hall.backup import archive
from kiosk.hall.backup.archive import Member
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_files import MEMORY, SMALL, large_files
from kiosk.hall.backup.kiosk_head import WORDS_MEMORY, BackupLabel, make_head
from kiosk.hall.backup.stream import SealedReader, SealedWriter
from kiosk.hall.notices.store import desk_lock
from kiosk.state.hall_sources import FOLDER as DESK

MANIFEST = "manifest.json"
MOST_MANIFEST = 20_000_000  # bytes
_RESERVE = 2_000_000  # bytes of a stick that stay free

Progress = Callable[[int, int], None]
"""Function that is called with the number of bytes done and of all."""


class KioskManifest(Struct, frozen=True):
    """Last file of a backup: its label again, size in bytes and SHA-256 (hex) of each file, and the kiosk's
    signature."""

    label: BackupLabel
    files: dict[str, tuple[int, str]]
    signed: bytes = b""


class MadeBackup(Struct, frozen=True):
    """Backup that was written and read back; `size` is in bytes."""

    path: Path
    size: int
    files: int


def file_name(label: BackupLabel) -> str:
    """Return the name of a backup's file in a folder or on a stick."""
    return f"kios-{label.kiosk}-{label.made.astimezone(UTC):%Y%m%d-%H%M%S}.cadangan"


def write_backup(
    data: Path,
    target: Path,
    label: BackupLabel,
    own: PostKey,
    *,
    office: bytes | None,
    words: str,
    words_memory: int = WORDS_MEMORY,
    progress: Progress = lambda _done, _every: None,
) -> MadeBackup:
    """Write the backup of the data folder *data* to the file *target*, in place of an older one.

    *office* is the key of the office that it is sealed to, None for none. With *words* "" no words open it. Raise
    BackupError, and then leave *target* as it was."""
    draft = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}")
    try:
        size = backup_size(data)
        check_room(target.parent, size, _RESERVE)
        key = secrets.token_bytes(32)
        lines = make_head(label, key, own, office=office, words=words, memory=words_memory)
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "r+b") as file:
                manifest = _write_sealed(data, file, lines, key, label, own, _Count(2 * size, progress))
                _read_back(file, lines, key, manifest, _Count(2 * size, progress, size))
                length = os.fstat(file.fileno()).st_size
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        with suppress(OSError):  # not every file system has this call
            sync_folder(target.parent)
    except OSError as error:
        if error.errno == errno.EROFS:
            raise BackupError(BackupCode.TARGET_READ_ONLY, path=str(target)) from error
        raise BackupError(BackupCode.TARGET_UNFIT, path=str(target), reason=error.strerror or str(error)) from error
    return MadeBackup(target, length, len(manifest.files))


class _Count:
    """Sum of the bytes done, which it reports as it grows."""

    def __init__(self, every: int, progress: Progress, done: int = 0) -> None:
        self._every, self._progress, self._done = max(every, 1), progress, done

    def add(self, size: int) -> None:
        self._done = min(self._done + size, self._every)
        self._progress(self._done, self._every)


def backup_size(data: Path) -> int:
    """Return about how many bytes a backup of the data folder *data* has. Raise OSError."""
    total = 0
    for name in (MEMORY, *SMALL, *large_files(data)):
        with suppress(FileNotFoundError):
            total += (data / name).lstat().st_size
    return total


def _write_sealed(
    data: Path,
    file: BinaryIO,
    lines: tuple[bytes, bytes],
    key: bytes,
    label: BackupLabel,
    own: PostKey,
    count: _Count,
) -> KioskManifest:
    file.write(b"".join(lines))
    sink = SealedWriter(file, key, lines[0])
    files: dict[str, tuple[int, str]] = {}
    for name in large_files(data):
        _copy(data, name, sink, files, count)
    desk = data / DESK
    with desk_lock(desk) if desk.is_dir() else nullcontext():
        for name in large_files(data):  # files that came meanwhile
            if name not in files:
                _copy(data, name, sink, files, count)
        for name in SMALL:
            _copy(data, name, sink, files, count)
    if (data / MEMORY).exists() and not strangeness(data / MEMORY):
        copy = data / f".{MEMORY}.{secrets.token_hex(4)}"
        try:
            copy_database(data / MEMORY, copy)
            _copy(data, copy.name, sink, files, count, MEMORY)
        finally:
            copy.unlink(missing_ok=True)
    manifest = KioskManifest(label, files)
    manifest = msgspec.structs.replace(manifest, signed=_sign(manifest, own))
    content = msgspec.json.encode(manifest)
    archive.write_member(sink, Member(MANIFEST, 0o600, label.made.timestamp(), len(content)), io.BytesIO(content))
    archive.write_end(sink)
    sink.close()
    file.flush()
    os.fsync(file.fileno())
    return manifest


def _sign(manifest: KioskManifest, own: PostKey) -> bytes:
    from nacl.signing import SigningKey

    return SigningKey(bytes.fromhex(own.seed)).sign(signed_part(manifest)).signature


def _copy(
    data: Path, place: str, sink: archive.ByteSink, files: dict[str, tuple[int, str]], count: _Count, called: str = ""
) -> None:
    """Copy the file at *place* in the data folder into the backup, there with the name *called* if given. Skip a file
    that is gone or not a plain one. Raise BackupError, OSError."""
    name = called or place
    try:
        with open_below(data, place) as read:
            state = os.fstat(read.fileno())
            member = Member(name, stat.S_IMODE(state.st_mode) & 0o777, state.st_mtime, state.st_size, _owner(state))
            written = archive.write_member(sink, member, read)
    except FileNotFoundError:
        return
    except PermissionError as error:
        raise BackupError(BackupCode.FORBIDDEN, path=str(data / place)) from error
    files[name] = state.st_size, written.sha256
    count.add(state.st_size)


def _owner(state: os.stat_result) -> str:
    """Return the name of the file's user if it is one of the kiosk's, else ""."""
    import pwd

    with suppress(KeyError):
        name = pwd.getpwuid(state.st_uid).pw_name
        return name if name.startswith("kiosk") else ""
    return ""


def _read_back(file: BinaryIO, lines: tuple[bytes, bytes], key: bytes, manifest: KioskManifest, count: _Count) -> None:
    """Read the written backup from the disk again. Raise BackupError if it differs."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    if file.read(len(lines[0]) + len(lines[1])) != b"".join(lines):
        raise BackupError(BackupCode.NOT_KEPT)
    try:
        found = read_through(SealedReader(file, key, lines[0]), count.add)
    except BackupError as error:
        raise BackupError(BackupCode.NOT_KEPT) from error
    if found != manifest:
        raise BackupError(BackupCode.NOT_KEPT)


def read_through(source: SealedReader, done: Callable[[int], None] = lambda _size: None) -> KioskManifest:
    """Read a backup to its end, check its content against its manifest, and return the manifest. Raise BackupError,
    OSError. *done* is called with the bytes of each file."""
    found: dict[str, tuple[int, str]] = {}
    listed = b""
    for member, content in archive.members(source):
        if member.name == MANIFEST and member.size > MOST_MANIFEST:
            raise BackupError(BackupCode.STRANGE, name=MANIFEST)
        digest = hashlib.sha256()
        for chunk in content:
            digest.update(chunk)
            if member.name == MANIFEST:
                listed += chunk
        found[member.name] = member.size, digest.hexdigest()
        done(member.size)
    source.check_end()
    manifest = read_manifest(listed)
    if any(found.get(name) != each for name, each in manifest.files.items()):
        raise BackupError(BackupCode.DAMAGED)
    return manifest


def read_manifest(content: bytes) -> KioskManifest:
    """Parse the manifest of a backup. Raise BackupError if it is malformed."""
    try:
        return msgspec.json.decode(content, type=KioskManifest)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BackupError(BackupCode.DAMAGED) from error


def signed_part(manifest: KioskManifest) -> bytes:
    """Return the bytes that the kiosk signs: the manifest with an empty signature, after a prefix."""
    return b"kiosk-backup\n" + msgspec.json.encode(msgspec.structs.replace(manifest, signed=b""))
