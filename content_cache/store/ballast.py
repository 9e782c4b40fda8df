"""A file that only takes up room: on a full disk SQLite can neither delete nor checkpoint until something else is removed."""

from __future__ import annotations

import os
from pathlib import Path

from content_cache.files import clear_way, open_to_write, strangeness

RESERVE = "reserve"
RESERVE_BYTES = 8_000_000  # a WAL at its size after a checkpoint, twice


class Reserve:
    """Reserve file of a data folder."""

    def __init__(self, folder: Path, size: int = RESERVE_BYTES) -> None:
        self._path = folder / RESERVE
        self._size = size

    def is_whole(self) -> bool:
        try:
            return not strangeness(self._path, 2 * self._size) and self._path.stat().st_size >= self._size
        except OSError:
            return False

    def fill_reserve(self) -> None:
        """Create the reserve file if there is room for it and as much again; else do nothing. Raises OSError."""
        if self.is_whole():
            return
        state = os.statvfs(self._path.parent)
        if state.f_bavail * state.f_frsize < 2 * self._size:
            return
        with open_to_write(self._path) as file:
            file.truncate(min(os.fstat(file.fileno()).st_size, self._size))
            os.posix_fallocate(file.fileno(), 0, self._size)
            os.fsync(file.fileno())

    def free_reserve(self) -> bool:
        """Remove the reserve file to free its room; return whether there was one. Raises OSError."""
        clear_way(self._path)
        if not self._path.exists():
            return False
        self._path.unlink()
        return True
