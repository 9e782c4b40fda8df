"""A file that only takes up room: on a full disk SQLite can neither delete nor checkpoint until something else is removed."""

from __future__ import annotations

import os
from pathlib import Path

RESERVE = "reserve"
RESERVE_BYTES = 8_000_000  # a WAL at its size after a checkpoint, twice


class Reserve:
    """The ballast of a data folder."""

    def __init__(self, folder: Path, size: int = RESERVE_BYTES) -> None:
        self._path = folder / RESERVE
        self._size = size

    def is_whole(self) -> bool:
        try:
            return self._path.stat().st_size >= self._size
        except OSError:
            return False

    def make(self) -> None:
        """Make it where there is room for it and as much again; else leave things as they are. Raises OSError."""
        if self.is_whole():
            return
        state = os.statvfs(self._path.parent)
        if state.f_bavail * state.f_frsize < 2 * self._size:
            return
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o660)
        try:
            os.posix_fallocate(handle, 0, self._size)
            os.fsync(handle)
        finally:
            os.close(handle)

    def release(self) -> bool:
        """Give its room back; whether there was any. Raises OSError."""
        if not self._path.exists():
            return False
        self._path.unlink()
        return True
