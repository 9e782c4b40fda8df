"""Value made from a file, cached until the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class CachedFile(Generic[T]):
    """Cache of what *read* makes of the file *path*. A call reads again if the file was replaced, came or went, or if
    its time or size differs."""

    def __init__(self, path: Path, read: Callable[[], T]) -> None:
        self._path = path
        self._read = read
        self._kept: tuple[tuple[int, int, int] | None, T] | None = None

    @property
    def last(self) -> T | None:
        """Return the last value read, or `None` before the first."""
        return self._kept[1] if self._kept is not None else None

    def __call__(self) -> T:
        try:
            stat = self._path.stat()
            stamp: tuple[int, int, int] | None = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        except OSError:
            stamp = None
        kept = self._kept
        if kept is None or kept[0] != stamp:
            kept = stamp, self._read()
            self._kept = kept
        return kept[1]
