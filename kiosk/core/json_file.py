"""One value in a file of JSON: read within bounds, checked against its type, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from content_cache.files import MOST_READ, read_plain, write_whole

T = TypeVar("T")


class JsonFile(Generic[T]):
    """File of one process that writes it. A file that is missing, damaged or longer than `most` bytes reads as `empty()`."""

    def __init__(
        self, path: Path, kind: type[T], empty: Callable[[], T], *, mode: int = 0o600, most: int = MOST_READ
    ) -> None:
        self._path = path
        self._kind = kind
        self._empty = empty
        self._mode = mode
        self._most = most

    def read(self) -> T:
        """Return what the file holds."""
        with suppress(OSError, msgspec.MsgspecError, RecursionError):
            content = read_plain(self._path, self._most + 1)
            if len(content) <= self._most:
                return msgspec.json.decode(content, type=self._kind)
        return self._empty()

    def write(self, value: T) -> None:
        """Put *value* in place of what was there. Raises OSError."""
        write_whole(self._path, msgspec.json.encode(value), self._mode)
