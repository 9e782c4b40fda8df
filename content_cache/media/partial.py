"""Partial downloads, kept beside the files so that they can be continued after the line broke off."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from content_cache.files import clear_way, make_folder, open_to_write, read_plain
from content_cache.http.messages import Fetched

PREFIX = ".part-"
MOST = 64_000_000  # bytes of a part that are read back
_HEAD = 10_000  # bytes of what stands before it


def part_name(url: str) -> str:
    """Return the file name for the partial download of *url*."""
    return f"{PREFIX}{hashlib.sha256(url.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class PartialDownload:
    """First bytes of a body, with the validator of the whole (an ETag or a Last-Modified); "" if nothing is stored."""

    path: Path
    validator: str = ""
    body: bytes = b""

    @classmethod
    def of(cls, folder: Path, url: str) -> PartialDownload:
        """Return the stored part of *url*'s body; a part torn by a power cut counts as none. Raises OSError."""
        path = folder / part_name(url)
        try:
            mark, validator, body = read_plain(path, MOST + _HEAD).split(b"\n", 2)
            if mark.decode() != _validator_hash(validator, body):
                return cls(path)
            return cls(path, validator.decode(), body)
        except (FileNotFoundError, ValueError):
            return cls(path)

    def append(self, got: Fetched) -> PartialDownload:
        """Return the download continued with *got*, or replaced by it if it begins at byte 0."""
        if got.start:
            return PartialDownload(self.path, self.validator, self.body + got.body)
        return PartialDownload(self.path, _validator(got), got.body)

    def keep(self) -> bool:
        """Write the part to the disk; return False, and remove it, if it has no validator and so cannot be continued.
        Raises OSError.

        It is written without fsync: its hash tells if it was torn.
        """
        if not self.validator or not self.body:
            self.drop()
            return False
        make_folder(self.path.parent)
        draft = self.path.with_name(f"{self.path.name}.new")
        validator = self.validator.encode()
        clear_way(self.path)
        with open_to_write(draft, os.O_TRUNC) as file:
            for part in (_validator_hash(validator, self.body).encode(), b"\n", validator, b"\n", self.body):
                file.write(part)
        draft.replace(self.path)
        return True

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


def _validator_hash(validator: bytes, body: bytes) -> str:
    return hashlib.sha256(validator + b"\n" + body).hexdigest()


def _validator(got: Fetched) -> str:
    """Return a validator for If-Range, or "" (RFC 9110 section 13.1.5): no weak ETag, and no date if there is an ETag."""
    if got.etag:
        return "" if got.etag.startswith("W/") or not got.etag.isprintable() else got.etag
    return got.last_modified if got.last_modified.isprintable() else ""
