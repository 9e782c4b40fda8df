"""Exchange of a folder's files for unpacked ones, all or nothing.

It consists of a few renames. A process that is killed between them leaves a note in the stage, and `complete_exchange`
completes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from content_cache.files import write_whole

_NEW, _OLD, _READY, _MOVED = "baru", "lama", "lengkap", "dipindah"


class Exchange:
    """Exchange in *folder*. Files are unpacked into `new`, within *stage*; the former files move to *before*.

    *entries* returns the names below a folder that are exchanged: files, or folders as a whole. *last* is called with
    `new` at the end of the exchange, for files that it moves itself; after an interruption it is called again."""

    def __init__(
        self,
        folder: Path,
        stage: Path,
        before: Path,
        entries: Callable[[Path], Iterable[str]],
        *,
        mode: int = 0o700,
        last: Callable[[Path], None] = lambda _new: None,
    ) -> None:
        self.new = stage / _NEW
        self._old = stage / _OLD
        self._folder = folder
        self._stage = stage
        self._before = before
        self._entries = entries
        self._mode = mode
        self._last = last

    def prepare_new(self) -> None:
        """Complete or remove an earlier restoration that was cut off, and make the folder `new`. Raise OSError."""
        self.complete_exchange()
        self.new.mkdir(mode=self._mode, parents=True)

    def remove_unpacked(self) -> None:
        """Remove the unpacked files."""
        shutil.rmtree(self._stage, ignore_errors=True)

    def commit(self) -> Path | None:
        """Put the files of `new` in their place. Return the folder with the former files, None if there were none.
        Raise OSError."""
        try:
            os.sync()
            write_whole(self._stage / _READY, b"")
        except OSError:
            self.remove_unpacked()
            raise
        return self.complete_exchange()

    def complete_exchange(self) -> Path | None:
        """Complete an exchange that was committed, and remove one that was not. Return as `commit`. Raise OSError."""
        if not (self._stage / _READY).exists():
            self.remove_unpacked()
            return None
        if not (self._stage / _MOVED).exists():
            self._move(self._folder, self._old)
            os.sync()
            write_whole(self._stage / _MOVED, b"")
        self._move(self.new, self._folder)
        self._last(self.new)
        os.sync()
        before = self._before if any(self._entries(self._old)) else None
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)
            self._old.replace(before)
        shutil.rmtree(self._stage)
        return before

    def _move(self, source: Path, target: Path) -> None:
        for name in list(self._entries(source)):
            (target / name).parent.mkdir(mode=self._mode, parents=True, exist_ok=True)
            (source / name).replace(target / name)
