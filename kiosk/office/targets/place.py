"""What each kind of target can do, and what goes there."""

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
"""Of an edition; nothing else is ever listed, written or removed."""
PART = ".part"
CONNECT_S, SILENT_S = 20.0, 60.0
MOST_BYTES = 50_000_000  # of one file there

# what the targets' programs call a file that has not come whole: ours, write_whole's, rsync's
_DRAFT = re.compile(r"(?P<ours>.+)\.part|\.(?P<theirs>.+)\.(?:[0-9a-f]{8}|[A-Za-z0-9]{6})")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file there: its `size` in bytes, and a `stamp` that changes when the host's file does, "" where it says none."""

    size: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file of the edition's folder."""

    name: str
    path: Path
    size: int
    sha256: str

    def content(self) -> bytes:
        """Raises TargetError unless the folder has what the edition names: nothing else goes out."""
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
    """An open target. Names are those of an edition. Everything raises TargetError, CutError where the line broke."""

    def entries(self) -> dict[str, RemoteFile]:
        """The files of its FOLDERS by name; none where there is no such folder."""

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        """Each whole or not at all where the protocol can say so, in this order; `sent` is told of each."""

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and content of each of *names* that exists, in any order, at most MOST_BYTES each."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove the files *names*. Missing ones are no error."""

    def close(self) -> None:
        """Never raises."""


def is_edition_name(name: str) -> bool:
    return name in (LATEST, ALIAS, KEYS, KEYS_SIGNATURE) or bool(seq_of(name) or media_hash(name) or file_hash(name))


def is_draft(name: str) -> bool:
    """Whether it is a file of an edition that came in half."""
    folder, slash, last = name.rpartition("/")
    found = _DRAFT.fullmatch(last)
    return found is not None and is_edition_name(f"{folder}{slash}{found['ours'] or found['theirs']}")
