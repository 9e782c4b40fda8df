"""Edition in a folder of `kiosk publish`: which files are sent, and in which order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from content_cache.model.errors import SignatureError
from content_cache.signing.edition import (
    ALIAS,
    KEYS,
    KEYS_SIGNATURE,
    LATEST,
    Latest,
    file_hash,
    media_hash,
    seq_of,
)
from content_cache.signing.keys import PublicKey
from content_cache.signing.signatures import Signature
from kiosk.office.editions.previous import names_in
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.place import Outgoing


@dataclass(frozen=True, slots=True)
class Edition:
    """Edition to send. `media` are the files that it names, each by its hash; `beside` are the feed and, if any, the
    keys. `alias` is a copy for other feed readers; `pointer` is the signature, which kiosks look for. `kept` are the
    names of earlier editions' files."""

    latest: Latest
    media: tuple[Outgoing, ...]
    beside: tuple[Outgoing, ...]
    alias: Outgoing
    pointer: Outgoing
    kept: frozenset[str]

    @classmethod
    def in_folder(cls, folder: Path, key: PublicKey) -> Self:
        """Read the newest edition in *folder*. Raise TargetError if it is incomplete, or not signed by *key*."""
        try:
            signed = (folder / LATEST).read_bytes()
            signature = Signature.parse(signed)
            latest = Latest.parse(signature.comment)
            body = (folder / latest.edition_name).read_bytes()
            signature.verify(key, body)
            media = tuple(
                Outgoing(name, folder / name, (folder / name).stat().st_size, media_hash(name) or file_hash(name))
                for name in _media_first(names_in(body))
            )
            beside = [_as_it_is(folder / latest.edition_name, body)]
            if latest.keys:
                beside += [_as_it_is(folder / name, (folder / name).read_bytes()) for name in (KEYS_SIGNATURE, KEYS)]
            kept = frozenset().union(*(_names_of_edition(path) for path in folder.iterdir() if seq_of(path.name)))
        except (OSError, SignatureError) as error:
            raise TargetError(TargetCode.EDITION_HERE, folder=str(folder)) from error
        if not all(one.sha256 for one in media):  # every name must be a hash, so none leads elsewhere
            raise TargetError(TargetCode.EDITION_HERE, folder=str(folder))
        alias = _as_it_is(folder / ALIAS, body)
        return cls(latest, media, tuple(beside), alias, _as_it_is(folder / LATEST, signed), kept)

    @property
    def total_bytes(self) -> int:
        """Return the size in bytes of all that a kiosk takes."""
        return sum(one.size for one in (*self.media, *self.beside, self.pointer))

    @property
    def count(self) -> int:
        return len(self.media) + len(self.beside) + 1


def issued_there(signature: bytes) -> int:
    """Return the number of the edition that *signature* is for, 0 for no signature. It is not verified."""
    try:
        return Latest.parse(Signature.parse(signature).comment).seq
    except SignatureError:
        return 0


def _media_first(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (not media_hash(name), name))


def _as_it_is(path: Path, content: bytes) -> Outgoing:
    return Outgoing(path.name, path, len(content), hashlib.sha256(content).hexdigest())


def _names_of_edition(path: Path) -> set[str]:
    """Return the names in the edition's file *path*, and its own."""
    return {path.name, *names_in(path.read_bytes())}
