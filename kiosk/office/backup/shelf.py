"""Backups that an office keeps on its own server: the newest few, each a file to download."""

from __future__ import annotations

import os
import re
import secrets
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from content_cache.files import lock, sync_folder
from content_cache.model.problems import Problem
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.office.backup.key import MEMORY, BackupKey, key_file
from kiosk.office.backup.snapshot import SHELF, BackupManifest, write_backup
from kiosk.office.base.faults import OfficeError, full_disk_told
from kiosk.office.base.folders import PRIVATE
from kiosk.office.keys.passwords import PasswordRule

KEPT = 3
"""Number of backups that stay on the server. Older ones are kept elsewhere by those who want them."""

_LOCK = ".kunci"
_NAME = re.compile(r"kantor-\d{8}-\d{6}\.cadangan")


class Backup(Struct, frozen=True):
    """Backup on the shelf; `size` is in bytes, `made` in seconds since the epoch."""

    name: str
    size: int
    made: float


class BackupShelf:
    """Backups of the office in *folder*. `making` is set while this process makes one; `fault` says why its last one failed."""

    def __init__(self, folder: Path, rule: PasswordRule | None = None, *, memory: int = MEMORY) -> None:
        self.folder = folder
        self.place = folder / PRIVATE / SHELF
        self._key = key_file(folder)
        self._rule = rule or PasswordRule()
        self._memory = memory
        self.making = False
        self.fault: Problem | None = None

    @property
    def has_password(self) -> bool:
        return self._key.load_if_valid() is not None

    def set_password(self, password: str, again: str) -> None:
        """Set the password of the backups that are made from now on. Raise OfficeError if it is weak or differs from
        its repetition *again*."""
        self._rule.check_password(password, again)
        before = self._key.load_if_valid()
        with full_disk_told():
            self._key.write(BackupKey.new_key(password, before.office if before else "", memory=self._memory))

    def list_backups(self) -> list[Backup]:
        """Return the backups on the shelf, the newest first."""
        found = []
        with suppress(OSError):
            for path in self.place.iterdir():
                if _NAME.fullmatch(path.name):
                    state = path.stat()
                    found.append(Backup(path.name, state.st_size, state.st_mtime))
        return sorted(found, key=lambda each: each.name, reverse=True)

    def path(self, name: str) -> Path | None:
        """Return the file of the backup *name*, None where there is none."""
        path = self.place / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    def make_backup(self, now: datetime) -> tuple[Path, BackupManifest]:
        """Make a backup as of the aware time *now*, and remove the oldest beyond the limit. Return its file and
        manifest. Raise BackupError, OfficeError."""
        key = self._key.load_if_valid()
        if key is None:
            raise BackupError(BackupCode.NO_PASSWORD)
        with full_disk_told():
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.place / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                lock(handle, 0.0)
                return self._make_backup(key, now)
            except BlockingIOError as error:
                raise BackupError(BackupCode.BUSY) from error
            finally:
                os.close(handle)

    def make_in_background(self, now: datetime) -> None:
        """Start a thread that makes a backup as of *now*; its failure is told by `fault`."""
        self.making, self.fault = True, None
        threading.Thread(target=self._make_quietly, args=(now,), daemon=True).start()

    def _make_quietly(self, now: datetime) -> None:
        try:
            self.make_backup(now)
        except (BackupError, OfficeError) as error:
            self.fault = error.problem
        finally:
            self.making = False

    def _make_backup(self, key: BackupKey, now: datetime) -> tuple[Path, BackupManifest]:
        for left in self.place.glob(".*.????????"):  # leftovers of a killed process
            left.unlink(missing_ok=True)
        path = self.place / f"kantor-{now:%Y%m%d-%H%M%S}.cadangan"
        draft = self.place / f".{path.name}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                manifest = write_backup(self.folder, key, file, now)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self.place)
        for old in self.list_backups()[KEPT:]:
            (self.place / old.name).unlink(missing_ok=True)
        return path, manifest
