"""Backup of an office's folder while its desk runs.

The folder is listed and copied in rounds until nothing changes during one. If that never happens, the last two listings
count together: a file that was renamed is then in the backup twice, and none is missing. SQLite files are copied by
SQLite. All that was on the disk at the moment that the manifest names is in the backup. The newest backup of each kiosk
comes last, as far as there is room."""

from __future__ import annotations

import fnmatch
import io
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content_cache.files import DRAFT, open_readable
from content_cache.tables.copying import copy_database
from kiosk.hall.backup import archive
from kiosk.hall.backup.archive import Member
from kiosk.hall.backup.stream import SealedWriter
from kiosk.office.backup.key import BackupKey
from kiosk.office.base.folders import PRIVATE
from kiosk.office.base.only_desk import LOCK
from kiosk.office.editions.previous import in_folder
from kiosk.office.post.kiosk_backups import FOLDER as KIOSK_BACKUPS
from kiosk.office.post.kiosk_backups import KioskBackups
from kiosk.office.setup.setup import PUBLISHED, read_setup

FORMAT = 1
SHELF, STAGE, BEFORE = "cadangan", "pemulihan", "sebelum-pemulihan"
MANIFEST = f"{PRIVATE}/{SHELF}/manifest.json"
STAYS = (LOCK, SHELF, STAGE, BEFORE)
"""Names in the private folder that belong to this machine. They are in no backup, and no restoration touches them."""

SPARE_KEY = f"{PRIVATE}/kunci/spare.key"
_LEFT_OUT = (
    *(f"{PRIVATE}/{name}" for name in STAYS),
    SPARE_KEY,
    f"{PRIVATE}/*.sqlite-wal",
    f"{PRIVATE}/*.sqlite-shm",
    f"{PRIVATE}/{KIOSK_BACKUPS}",
    ".git/*.lock",
)
_DATABASES = f"{PRIVATE}/*.sqlite"
_MOST_ROUNDS = 12
MOST_OF_KIOSKS = 3_000_000_000
"""Most bytes of kiosks' backups in one backup: with the office's own files it still fits into a file of FAT32."""
RESERVE = 1_000_000_000
"""Bytes of the disk that kiosks' backups leave free, so that the office's own backup never fails for them."""

_Mark = tuple[int, int, int]


class BackupManifest(Struct, frozen=True):
    """Manifest, the last file of a backup. `files` maps each name to its size in bytes and its SHA-256 (hex). Other
    files in the archive were deleted or replaced while it was written. `published` is the folder of editions, whose
    newest number is `edition`; `links` counts the symbolic links, which are left out, `kiosks_left` the backups of kiosks
    for which there was no room."""

    format: int
    office: str
    made: datetime
    edition: int
    published: str
    files: dict[str, tuple[int, str]]
    links: int = 0
    kiosks_left: int = 0


def write_backup(
    folder: Path, key: BackupKey, out: BinaryIO, now: datetime, *, most_of_kiosks: int = MOST_OF_KIOSKS
) -> BackupManifest:
    """Write the encrypted backup of *folder* into *out*, and return its manifest. *most_of_kiosks* bounds the bytes of
    kiosks' backups. Raise OSError; *out* then holds no valid backup."""
    file_key = secrets.token_bytes(32)
    head = key.head(file_key)
    out.write(head)
    sink = SealedWriter(out, file_key, head)
    copying = Copying(folder, sink)
    copying.copy_all()
    copying.copy_databases()
    copying.copy_until_it_rests()
    kiosks_left = copying.copy_kiosk_backups(min(most_of_kiosks, shutil.disk_usage(folder).free - RESERVE))
    editions = folder / read_setup(folder).out
    seq, links = in_folder(editions).seq, len(copying.links)
    made = BackupManifest(FORMAT, key.office, now, seq, copying.published, copying.files, links, kiosks_left)
    content = msgspec.json.encode(made)
    archive.write_member(sink, Member(MANIFEST, 0o600, now.timestamp(), len(content)), io.BytesIO(content))
    archive.write_end(sink)
    sink.close()
    return made


class Copying:
    """Copy of the folder's files, made in rounds. `files` has size and hash of the latest copy of each."""

    def __init__(self, folder: Path, sink: archive.ByteSink) -> None:
        self._sink = sink
        self._folder = folder
        editions = folder / read_setup(folder).out
        inside = editions.is_relative_to(folder)
        self.published = editions.relative_to(folder).as_posix() if inside else PUBLISHED
        self._places = {"": folder} | ({} if inside else {f"{PUBLISHED}/": editions})
        self._marks: dict[str, _Mark] = {}
        self.files: dict[str, tuple[int, str]] = {}
        self.links: set[str] = set()
        self._databases: list[str] = []

    def copy_all(self) -> bool:
        """Copy the files that are new or changed since the last round. Return whether there were none."""
        listed = dict(self._files_with_marks())
        rested = listed == self._marks
        # files that name others come first: the history and an edition write the others before the name
        for name in sorted(listed, key=_order):
            if self._marks.get(name) != listed[name]:
                self._copy(name, listed)
        self._marks = listed
        return rested

    def copy_databases(self) -> None:
        """Copy each SQLite file by SQLite's backup, so that it is consistent. Raise OSError."""
        for path in sorted(self._folder.glob(_DATABASES)):
            name = path.relative_to(self._folder).as_posix()
            copy = self._folder / PRIVATE / SHELF / f".{path.name}.{secrets.token_hex(4)}"
            try:
                copy_database(path, copy)
                with copy.open("rb") as file:
                    self._write_member(name, file, 0o600)
            finally:
                copy.unlink(missing_ok=True)
            self._databases.append(name)

    def copy_until_it_rests(self) -> None:
        before: Mapping[str, _Mark] = {}
        for _ in range(_MOST_ROUNDS):
            before = self._marks
            if self.copy_all():
                before = {}
                break
        there = {*before, *self._marks, *self._databases}
        self.files = {name: file for name, file in self.files.items() if name in there}

    def copy_kiosk_backups(self, most: int) -> int:
        """Copy the newest backup of each kiosk, the smallest first, at most *most* bytes in all. Return the number of those
        left out. Raise OSError."""
        backups = KioskBackups(self._folder / PRIVATE)
        files = backups.newest_files()
        for at, (name, _) in enumerate(files):
            with suppress(FileNotFoundError), backups.open_file(name) as file:  # a newer one may have taken its place
                most -= os.fstat(file.fileno()).st_size
                if most < 0:
                    return len(files) - at
                inner = f"{PRIVATE}/{KIOSK_BACKUPS}/{name}"
                if not self._write_member(inner, file, 0o600):
                    del self.files[inner]
        return 0

    def _files_with_marks(self) -> Iterator[tuple[str, _Mark]]:
        for begin, place in self._places.items():
            for at, folders, names in os.walk(place):
                inner = Path(at).relative_to(place).as_posix()
                prefix = begin if inner == "." else f"{begin}{inner}/"
                self.links |= {f"{prefix}{name}" for name in folders if Path(at, name).is_symlink()}
                folders[:] = [name for name in folders if not self._is_left_out(begin, f"{prefix}{name}")]
                for name in names:
                    if self._is_left_out(begin, f"{prefix}{name}") or fnmatch.fnmatchcase(
                        f"{prefix}{name}", _DATABASES
                    ):
                        continue
                    with suppress(OSError):
                        state = os.lstat(f"{at}/{name}")
                        if stat.S_ISREG(state.st_mode):
                            yield f"{prefix}{name}", _file_mark(state)
                        elif stat.S_ISLNK(state.st_mode):
                            self.links.add(f"{prefix}{name}")

    def _is_left_out(self, begin: str, name: str) -> bool:
        # a former folder of editions, which are written elsewhere now
        if not begin and name == PUBLISHED and len(self._places) > 1:
            return True
        return bool(DRAFT.fullmatch(name.rpartition("/")[2])) or any(
            fnmatch.fnmatchcase(name, each) for each in _LEFT_OUT
        )

    def _copy(self, name: str, listed: dict[str, _Mark]) -> None:
        """Copy the file *name*, and correct its mark in *listed* to the state that was copied. Remove the mark of a
        file that is gone."""
        place = next(each for each in reversed(self._places) if name.startswith(each))
        try:
            with open_readable(self._places[place] / name.removeprefix(place)) as file:
                state = os.fstat(file.fileno())
                whole = self._write_member(name, file, state.st_mode & 0o777)
                if whole and _file_mark(os.fstat(file.fileno())) == _file_mark(state):
                    listed[name] = _file_mark(state)
                else:
                    listed[name] = (0, 0, 0)
        except FileNotFoundError:
            listed.pop(name, None)

    def _write_member(self, name: str, file: BinaryIO, mode: int) -> bool:
        """Write *file* into the archive under *name*, and record its size and hash in `files`. Return whether it had
        its full size. Raise OSError."""
        state = os.fstat(file.fileno())
        written = archive.write_member(self._sink, Member(name, mode, state.st_mtime, state.st_size), file)
        self.files[name] = state.st_size, written.sha256
        return written.whole


def _file_mark(state: os.stat_result) -> _Mark:
    return state.st_mtime_ns, state.st_size, state.st_ino


def _order(name: str) -> tuple[int, str]:
    """Return a sort key: files that name other files come first."""
    return _FIRST.match(name) is None, name


_FIRST = re.compile(r"(\.kantor/riwayat/|\.git/(HEAD|refs/|packed-refs|index)|(.*/)?latest\.minisig$)")
