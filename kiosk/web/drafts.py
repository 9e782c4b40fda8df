"""Drafts of forms that people have begun at a desk, kept until the form is sent, a file each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from kiosk.core.json_file import JsonFile

T = TypeVar("T")


class DraftFolder(Generic[T]):
    """Folder of drafts of the type *kind*, by file name. Only this user can read it.

    Beyond *most* files, and *most_of_one* of one person, the oldest are deleted; 0 means no limit."""

    def __init__(self, folder: Path, kind: type[T], *, most: int = 0, most_of_one: int = 0) -> None:
        self.folder = folder
        self._kind = kind
        self._most = most
        self._most_of_one = most_of_one

    def store_draft(self, name: str, draft: T, own: str = "*") -> bool:
        """Store *draft* under *name*, in place of an earlier one. *own* is the pattern of the names of its person's
        drafts. Return false if there is no room."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file(name).write(draft)
        except OSError:
            return False
        with suppress(OSError):
            for pattern, most in ((own, self._most_of_one), ("*", self._most)):
                files = sorted(self.folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)
                for old in files[:-most] if most else ():
                    old.unlink(missing_ok=True)
        return True

    def find(self, name: str) -> T | None:
        """Return the draft *name*; None if it is missing or damaged."""
        return self._file(name).load_if_valid()

    def iter_drafts(self, pattern: str = "*") -> Iterator[T]:
        """Yield the drafts whose names match *pattern*, without the damaged ones."""
        for name in self.names(pattern):
            if (draft := self.find(name)) is not None:
                yield draft

    def names(self, pattern: str = "*") -> list[str]:
        """Return the names that match *pattern*, in no order."""
        return [path.name for path in self.folder.glob(pattern)]

    def delete_draft(self, name: str) -> None:
        """Delete the draft *name*, if it exists. A failure of the disk is ignored."""
        with suppress(OSError):
            (self.folder / name).unlink()

    def _file(self, name: str) -> JsonFile[T]:
        return JsonFile(self.folder / name, self._kind)
