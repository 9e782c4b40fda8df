"""A stick that is a computer: it gives one file, and another of the same name once the first was read."""

from __future__ import annotations

import ctypes
import os
import select
import threading
from pathlib import Path
from typing import Self

_CLOSE_NOWRITE = 0x10  # IN_CLOSE_NOWRITE (inotify(7)): whoever read it has closed it


class ChangingFile:
    """While open, `path` becomes what lies at `other` as soon as it was read once."""

    def __init__(self, path: Path, other: Path) -> None:
        self._path, self._other = path, other
        libc = ctypes.CDLL(None, use_errno=True)
        self._watch = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._watch < 0 or libc.inotify_add_watch(self._watch, os.fsencode(path), _CLOSE_NOWRITE) < 0:
            raise OSError(ctypes.get_errno(), "no inotify")
        self.has_changed = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._change)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        os.close(self._watch)

    def _change(self) -> None:
        while not self._ended.is_set():
            if select.select([self._watch], [], [], 0.05)[0]:
                self._other.replace(self._path)
                self.has_changed.set()
                return
