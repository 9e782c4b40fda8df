"""Check of stored pictures and recordings: their names are the hashes of their content."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from content_cache.files import clear_way, open_plain
from content_cache.model.records import MediaRecord

BYTES_A_LOOK = 32_000_000
REST = 24 * 3600.0  # seconds between two turns: reading wears nothing, but a small computer has other things to do


class MediaCheck:
    """Checker of a data folder's files, some at each call, each once a day. *monotonic* returns seconds."""

    def __init__(
        self, data_dir: Path, *, bytes_a_look: int = BYTES_A_LOOK, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = data_dir
        self._bytes = bytes_a_look
        self._monotonic = monotonic
        self._began = monotonic()
        self._read: set[str] = set()  # paths whose content was found to be right in this turn

    def broken(self, records: Mapping[str, MediaRecord]) -> list[MediaRecord]:
        """Return the records whose file is missing or of another size or content, reset as if they had never been
        downloaded.

        A damaged file is removed: it would be taken for its replacement.
        """
        if self._monotonic() - self._began > REST:
            self._began = self._monotonic()
            self._read.clear()
        stored = [record for record in records.values() if record.path]
        left = self._bytes
        found: list[MediaRecord] = []
        for record in stored:
            files = ((record.path, record.bytes), (record.thumbnail, record.thumbnail_bytes))
            sound = True
            for name, size in files:
                if name:
                    read = name not in self._read and left > 0
                    left -= size if read else 0
                    sound &= self._is_sound(name, size, read=read)
            if not sound:
                self._read.difference_update((record.path, record.thumbnail))
                found.append(replace(record, path="", bytes=0, thumbnail="", thumbnail_bytes=0))
        return found

    def _is_sound(self, name: str, size: int, *, read: bool) -> bool:
        path = self._folder / name
        try:
            clear_way(path)
            sound = path.stat().st_size == size
            if sound and read:
                with open_plain(path) as file:
                    sound = hashlib.file_digest(file, "sha256").hexdigest() == path.stem
                self._read.add(name)
            if not sound:
                path.unlink()
        except OSError:  # it is missing, or the disk cannot give it
            return False
        return sound
