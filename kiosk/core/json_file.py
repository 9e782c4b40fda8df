"""One value in a file of JSON: read within bounds, checked against its type, and written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from content_cache.files import MOST_READ, read_plain, write_whole

T = TypeVar("T")


class JsonFile(Generic[T]):
    """File of one process that writes it, with a value of the type `kind` and at most `most` bytes. `mode` None is that of the
    folder."""

    def __init__(self, path: Path, kind: type[T], *, mode: int | None = 0o600, most: int = MOST_READ) -> None:
        self.path = path
        self._kind = kind
        self._mode = mode
        self._most = most

    def read_value(self) -> T:
        """Return the file's value. Raise OSError if it cannot be read, ValueError if it is damaged or too long."""
        content = read_plain(self.path, self._most + 1)
        if len(content) > self._most:
            raise ValueError(f"{self.path}: too long")
        try:
            return msgspec.json.decode(content, type=self._kind)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ValueError(f"{self.path}: damaged") from error

    def load_if_valid(self) -> T | None:
        """Return the file's value, or None if the file is missing, damaged or too long."""
        with suppress(OSError, ValueError):
            return self.read_value()
        return None

    def read(self) -> T:
        """Return the file's value, or the empty value of its type if the file is missing, damaged or too long."""
        found = self.load_if_valid()
        return self._kind() if found is None else found

    def write(self, value: T) -> None:
        """Write *value* to the file, whole or not at all. Raises OSError."""
        write_whole(self.path, msgspec.json.encode(value), self._mode)
