"""List of prepared pictures, so that none is prepared twice: by the SHA-256 of each original, in a file of the office's folder.

Preparing a phone's picture takes a third of a second. A later version of the library would make another file of it,
which every kiosk would download again. Only names and sizes are taken from the list. A listed file is used if it lies
in the published folder with that size. It is sent to a target if it has that hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from content_cache.signing.edition import media_hash
from kiosk.office.editions.attachments import TYPES, ReadyAttachment

FILE = ".siap.json"
_RULES = 1  # how pictures are made: another number makes all of them anew


class ReadyPictures:
    """Prepared pictures of the office's *folder*, whose editions lie in *out*."""

    def __init__(self, folder: Path, out: Path) -> None:
        self._out = out
        self._before: dict[str, str] = {}
        self._made: dict[str, str] = {}
        try:
            kept = json.loads((folder / FILE).read_bytes())
            if kept["rules"] == _RULES:
                self._before = {str(source): str(name) for source, name in kept["pictures"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass  # then all is made anew

    def prepare_picture(self, content: bytes, make: Callable[[bytes], ReadyAttachment]) -> ReadyAttachment:
        """Return the published form of the picture *content*, from the list if known, else by *make*. Raise what *make* raises."""
        source = hashlib.sha256(content).hexdigest()
        ready = self._stored_picture(self._before.get(source, "")) or make(content)
        self._made[source] = f"{ready.name} {ready.size}"
        return ready

    def _stored_picture(self, kept: str) -> ReadyAttachment | None:
        """Return the listed picture *kept* if the published folder has it with the listed size, else None: an
        incomplete file is made again."""
        name, _, size = kept.partition(" ")
        path, digest = self._out / name, media_hash(name)
        if not digest or path.suffix[1:] not in TYPES or not path.is_file() or size != str(path.stat().st_size):
            return None
        return ReadyAttachment(name, digest, path, TYPES[path.suffix[1:]], path.stat().st_size)

    def list_content(self) -> bytes:
        """Return the list of prepared pictures as the new content of FILE, b"" if it has not changed."""
        if self._made == self._before:
            return b""
        return json.dumps({"rules": _RULES, "pictures": self._made}, indent=0, sort_keys=True).encode() + b"\n"
