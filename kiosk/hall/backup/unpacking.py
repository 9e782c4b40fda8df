"""Unpacking of a backup into a separate folder. No file is put in its place before all are checked."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from content_cache.files import check_room
from kiosk.hall.backup import archive
from kiosk.hall.backup.archive import Member
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.stream import SealedReader

MOST_FILES = 2_000_000
_RESERVE = 50_000_000  # bytes of the disk that stay free

Files = Mapping[str, tuple[int, str]]
"""Size in bytes and SHA-256 (hex) by name."""


class Unpacked(Struct, frozen=True):
    """Result of unpacking: the content of the manifest, and the size and hash of each other member."""

    manifest: bytes
    files: dict[str, tuple[int, str]]


def unpack(
    source: SealedReader,
    new: Path,
    *,
    manifest: str,
    most_manifest: int,
    is_ours: Callable[[str], bool],
    modes: int = 0o755,
    give: Callable[[int, Member], None] = lambda _handle, _member: None,
) -> Unpacked:
    """Unpack all members but the last into the folder *new*. The last one must be called *manifest*.

    *modes* are the bits that a file's mode may have. *give* is called with each written file, open, to hand it to its
    user. Raise BackupError, also for a name that *is_ours* does not accept, and OSError."""
    found: dict[str, tuple[int, str]] = {}
    listed: bytes | None = None
    for member, content in archive.members(source):
        check_room(new, member.size, _RESERVE)
        if listed is not None or len(found) >= MOST_FILES:
            raise BackupError(BackupCode.DAMAGED)
        if member.name == manifest:
            if member.size > most_manifest:
                raise BackupError(BackupCode.STRANGE, name=manifest)
            listed = b"".join(content)
            continue
        if not is_ours(member.name):
            raise BackupError(BackupCode.STRANGE, name=member.name[:100])
        try:
            found[member.name] = member.size, _unpack_file(new / member.name, member, content, modes, give)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise BackupError(BackupCode.STRANGE, name=member.name[:100]) from error
    source.check_end()
    if listed is None:
        raise BackupError(BackupCode.DAMAGED)
    return Unpacked(listed, found)


def keep_listed(new: Path, unpacked: Unpacked, listed: Files) -> None:
    """Delete the files of *new* that are not *listed*. Raise BackupError if a listed file is missing or differs."""
    if any(unpacked.files.get(name) != file for name, file in listed.items()):
        raise BackupError(BackupCode.DAMAGED)
    for name in unpacked.files.keys() - listed.keys():
        (new / name).unlink()


def _unpack_file(
    path: Path, member: Member, content: Iterator[bytes], modes: int, give: Callable[[int, Member], None]
) -> str:
    """Write one file, in place of an earlier copy, and return its SHA-256 (hex). Raise OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    digest = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in content:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fchmod(file.fileno(), member.mode & modes | stat.S_IRUSR | stat.S_IWUSR)
        give(file.fileno(), member)
    moment = round(member.changed * 10**9)
    os.utime(path, ns=(moment, moment))
    return digest.hexdigest()
