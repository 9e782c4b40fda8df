"""Interface of all kinds of targets, and the files that are sent there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from content_cache.signing.edition import ALIAS, KEYS, KEYS_SIGNATURE, LATEST, file_hash, media_hash, seq_of
from kiosk.office.targets.faults import TargetCode, TargetError

FOLDERS = ("", "media", "alerts")
"""Folders of an edition. No other is ever listed, written or removed."""
PART = ".part"
CONNECT_S, SILENT_S = 20.0, 60.0
MOST_BYTES = 50_000_000  # most bytes read of one file

# what the targets' programs call a file that has not come whole: ours, write_whole's, rsync's
_DRAFT = re.compile(r"(?P<ours>.+)\.part|\.(?P<theirs>.+)\.(?:[0-9a-f]{8}|[A-Za-z0-9]{6})")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """File at a target: its `size` in bytes, and a `stamp` that changes with the file, "" if the host gives none."""

    size: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """File of the edition's folder that is to be sent."""

    name: str
    path: Path
    size: int
    sha256: str

    def content(self) -> bytes:
        """Return the content of the file. Raise TargetError if it differs from what the edition names, so that it is not sent."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise TargetError(TargetCode.FILE_HERE, file=self.name) from error
        if not self.is_same(content):
            raise TargetError(TargetCode.FILE_HERE, file=self.name)
        return content

    def is_same(self, content: bytes) -> bool:
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


class OpenTarget(Protocol):
    """Open connection to a target. Names are those of an edition's files. Methods raise TargetError; CutError if the
    line broke."""

    def entries(self) -> dict[str, RemoteFile]:
        """Return the files in its FOLDERS by name. A missing folder counts as empty."""

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        """Write *files* in this order, each whole or not at all if the protocol allows that. Call *sent* after each."""

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and content of each of *names* that exists, in any order, at most MOST_BYTES each."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove the files *names*. Missing ones are no error."""

    def close(self) -> None:
        """Close the connection. Never raise."""


def is_edition_name(name: str) -> bool:
    return name in (LATEST, ALIAS, KEYS, KEYS_SIGNATURE) or bool(seq_of(name) or media_hash(name) or file_hash(name))


def is_draft(name: str) -> bool:
    """Return whether *name* is that of an incomplete file of an edition."""
    folder, slash, last = name.rpartition("/")
    found = _DRAFT.fullmatch(last)
    return found is not None and is_edition_name(f"{folder}{slash}{found['ours'] or found['theirs']}")
