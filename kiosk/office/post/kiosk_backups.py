"""Backups that kiosks sent by post, part by part: the last two of each, sealed as they came.

Each kiosk has a folder in the private folder. It has complete backups, named by the number of their last envelope, and
one that is still coming. A complete one was opened once with the post's key: it is whole, sealed to this office, and
signed by that kiosk."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from content_cache.files import make_folder, open_below, sync_folder, write_whole
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_head import read_head
from kiosk.hall.backup.parts import PART_BYTES, PartHead, part_count, read_part
from kiosk.office.post.handing_on import check_backup, hand_on

FOLDER = "cadangan-kios"
KEPT = 2
"""Backups that are kept of one kiosk."""
MOST_OF_ALL = 20_000_000_000
"""Most bytes of all kiosks' backups. Beyond it the older of a kiosk's two backups is deleted, the oldest first; then no
more are accepted."""
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")
_COMPLETE = re.compile(r"([0-9]{16})\.cadangan")
_COMING = re.compile(r"([0-9a-f]{64})-([0-9]{1,8})")
_HANDED = re.compile(r"([0-9a-f]{64})\.serahan")
_PART = re.compile(r"([0-9]{4})-([0-9]{16})")


class KeptBackup(Struct, frozen=True):
    """Complete backup of a kiosk: its file below `place`, its time by the kiosk's clock, its size in bytes."""

    name: str
    place: Path
    made: datetime
    size: int

    def open(self) -> BinaryIO:
        """Open the file for reading. Raise OSError."""
        return open_below(self.place, self.name)


class HandedOn(Struct, frozen=True):
    """Backup of a dead kiosk that was sealed to another one: its SHA-256 (hex) and its bytes."""

    sha256: str
    size: int


class ComingBackup(Struct, frozen=True):
    """Backup that is still coming: the number of parts that are here, and of all."""

    here: int
    count: int


class KioskBackups:
    """Backups in the desk's *private* folder. It is safe for threads."""

    def __init__(self, private: Path, *, most: int = MOST_OF_ALL) -> None:
        self._folder = private / FOLDER
        self._most = most
        self._one_at_a_time = threading.Lock()

    def take_part(
        self,
        kiosk: str,
        n: int,
        content: bytes,
        post_keys: Iterable[bytes],
        known: Iterable[tuple[str, bytes]],
    ) -> None:
        """Store the part *content* of the envelope *n* of *kiosk*; the last part completes the backup.

        *post_keys* are the office's secret keys of the post, *known* its kiosks by name and public key. Raise
        BackupError for content that is no part, a part of an older backup, a full shelf, or a backup by somebody else.
        Raise OSError."""
        head, piece = read_part(content)
        with self._one_at_a_time:
            place = self._place(kiosk)
            if n <= max((number for number, _ in self._complete(kiosk)), default=0):
                raise BackupError(BackupCode.PART_STRANGE)
            coming = place / f"{head.backup}-{head.size}"
            for other in _coming_in(place):
                if other != coming and max((at for _, at, _ in _parts(other)), default=0) > n:
                    raise BackupError(BackupCode.PART_STRANGE)
                if other != coming:
                    shutil.rmtree(other)
            self._drop_older(len(piece))
            make_folder(coming, 0o700)
            here = {part for part, _, _ in _parts(coming)}
            if head.part not in here:
                write_whole(coming / f"{head.part:04d}-{n:016d}", piece)
            if len(here | {head.part}) == head.count:
                try:
                    self._complete_backup(kiosk, head, coming, post_keys, known)
                finally:
                    shutil.rmtree(coming)

    def backups_of(self, kiosk: str) -> list[KeptBackup]:
        """Return the complete backups of *kiosk*, the newest first."""
        found = []
        for _, name in sorted(self._complete(kiosk), reverse=True):
            with suppress(OSError, BackupError), open_below(self._folder, f"{kiosk}/{name}") as file:
                size = os.fstat(file.fileno()).st_size
                found.append(KeptBackup(name, self._folder / kiosk, read_head(file).label.made, size))
        return found

    def newest_files(self) -> list[tuple[str, int]]:
        """Return the newest complete backup of each kiosk, and what was handed on to it, the smallest first: name below
        the folder and size in bytes. Raise OSError."""
        if not self._folder.is_dir() or self._folder.is_symlink():
            return []
        found = []
        for kiosk in (path.name for path in self._folder.iterdir()):
            newest = sorted(self._complete(kiosk))[-1:]
            for name in (*(name for _, name in newest), *self._handed_names(kiosk)):
                with suppress(FileNotFoundError):  # a newer one took its place
                    found.append((f"{kiosk}/{name}", (self._folder / kiosk / name).lstat().st_size))
        return sorted(found, key=lambda each: (each[1], each[0]))

    def open_file(self, name: str) -> BinaryIO:
        """Open one of `newest_files` for reading. Raise OSError."""
        return open_below(self._folder, name)

    def hand_on(
        self, old: str, new: str, to: bytes, post_keys: Iterable[bytes], known: Iterable[tuple[str, bytes]]
    ) -> HandedOn:
        """Copy the newest backup of the kiosk *old* for the kiosk *new*, so that its public key *to* opens it, too.

        Raise BackupError, OSError.
        """
        with self._one_at_a_time, self.backups_of(old)[0].open() as file:
            place = self._place(new)
            target = place / f".handed.{secrets.token_hex(4)}"
            try:
                hand_on(file, target, post_keys, known, to)
                with open_below(place, target.name) as made:
                    digest = hashlib.file_digest(made, "sha256").hexdigest()  # type: ignore[arg-type]
                    size = os.fstat(made.fileno()).st_size
                for name in self._handed_names(new):
                    (place / name).unlink()
                target.replace(place / f"{digest}.serahan")
            finally:
                target.unlink(missing_ok=True)
            sync_folder(place)
            return HandedOn(digest, size)

    def handed_to(self, kiosk: str) -> HandedOn | None:
        """Return the backup that was handed on to *kiosk*, if any was."""
        for name in self._handed_names(kiosk):
            with suppress(OSError), open_below(self._folder, f"{kiosk}/{name}") as file:
                return HandedOn(name.removesuffix(".serahan"), os.fstat(file.fileno()).st_size)
        return None

    def open_handed(self, kiosk: str, sha256: str) -> BinaryIO | None:
        """Open the backup that was handed on to *kiosk*, if its SHA-256 is *sha256*. Raise OSError."""
        if f"{sha256}.serahan" not in self._handed_names(kiosk):
            return None
        return open_below(self._folder, f"{kiosk}/{sha256}.serahan")

    def drop_handed(self, kiosk: str) -> None:
        """Delete what was handed on to *kiosk*. Raise OSError."""
        with self._one_at_a_time:
            for name in self._handed_names(kiosk):
                (self._folder / kiosk / name).unlink()

    def _handed_names(self, kiosk: str) -> list[str]:
        place = self._folder / kiosk
        if not _KIOSK.fullmatch(kiosk) or not place.is_dir() or place.is_symlink() or self._folder.is_symlink():
            return []
        return [path.name for path in place.iterdir() if _HANDED.fullmatch(path.name) and not path.is_symlink()]

    def coming(self, kiosk: str) -> ComingBackup | None:
        """Return the progress of the backup that is coming from *kiosk*, or `None`."""
        for folder in _coming_in(self._folder / kiosk) if _KIOSK.fullmatch(kiosk) else ():
            size = int(folder.name.partition("-")[2])
            return ComingBackup(len({part for part, _, _ in _parts(folder)}), part_count(size))
        return None

    def _place(self, kiosk: str) -> Path:
        if not _KIOSK.fullmatch(kiosk):
            raise BackupError(BackupCode.PART_STRANGE)
        make_folder(self._folder, 0o700)
        make_folder(self._folder / kiosk, 0o700)
        return self._folder / kiosk

    def _complete(self, kiosk: str) -> Iterator[tuple[int, str]]:
        """Yield number and name of each complete backup."""
        place = self._folder / kiosk
        if _KIOSK.fullmatch(kiosk) and place.is_dir() and not place.is_symlink() and not self._folder.is_symlink():
            for path in place.iterdir():
                if (named := _COMPLETE.fullmatch(path.name)) and path.is_file() and not path.is_symlink():
                    yield int(named[1]), path.name

    def _drop_older(self, size: int) -> None:
        """Delete the older one of kiosks' two backups until *size* more bytes fit. Raise BackupError if they still do
        not, OSError."""
        files = [path.lstat() for path in self._folder.rglob("*") if path.is_file() and not path.is_symlink()]
        over = sum(state.st_size for state in files) + size - self._most
        second = []
        for place in self._folder.iterdir() if over > 0 else ():
            numbers = sorted(self._complete(place.name), reverse=True)
            second += [place / name for _, name in numbers[1:]]
        for path in sorted(second, key=lambda each: each.lstat().st_mtime):
            if over <= 0:
                break
            over -= path.lstat().st_size
            path.unlink()
        if over > 0:
            raise BackupError(BackupCode.SHELF_FULL)

    def _complete_backup(
        self,
        kiosk: str,
        head: PartHead,
        coming: Path,
        post_keys: Iterable[bytes],
        known: Iterable[tuple[str, bytes]],
    ) -> None:
        """Put all parts together, check the file, and store it beside the former backup. Raise BackupError, OSError."""
        place = coming.parent
        parts = sorted(_parts(coming))
        draft = place / f".backup.{secrets.token_hex(4)}"
        digest = hashlib.sha256()
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "r+b") as file:
                for _, _, name in parts:
                    with open_below(coming, name) as read:
                        piece = read.read(PART_BYTES)
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                if digest.hexdigest() != head.backup:
                    raise BackupError(BackupCode.DAMAGED)
                file.seek(0)
                if check_backup(file, post_keys, known).head.label.kiosk != kiosk:
                    raise BackupError(BackupCode.UNKNOWN_SENDER)
                os.fsync(file.fileno())
            number = max(at for _, at, _ in parts)
            draft.replace(place / f"{number:016d}.cadangan")
        finally:
            draft.unlink(missing_ok=True)
        for _, name in sorted(self._complete(kiosk), reverse=True)[KEPT:]:
            (place / name).unlink()
        sync_folder(place)


def _coming_in(place: Path) -> list[Path]:
    """Return the folders of unfinished backups in the folder *place* of a kiosk."""
    if not place.is_dir() or place.is_symlink():
        return []
    return [
        path for path in place.iterdir() if _COMING.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    ]


def _parts(coming: Path) -> list[tuple[int, int, str]]:
    """Return the parts in the folder *coming*: number of the part, number of its envelope, name of its file."""
    if not coming.is_dir():
        return []
    named = ((_PART.fullmatch(path.name), path) for path in coming.iterdir())
    return [(int(each[1]), int(each[2]), path.name) for each, path in named if each and not path.is_symlink()]
