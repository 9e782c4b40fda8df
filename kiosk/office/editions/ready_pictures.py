"""What was made of the office's pictures before, so that nothing is made twice: by the SHA-256 of each picture, in a file of the
office's folder.

Making a telephone's picture fit takes a third of a second, and a later version of the library would make another file of it,
which every kiosk would fetch anew. Nothing is believed of the list but name and size: what it names is taken if it lies in the
published folder with that size, and goes to a target if it has that hash.
"""

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
    """Of the office's `folder`, whose editions lie in `out`."""

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
        """Return the published form of the picture *content*, from the list if known, else by *make*. Raises what *make*
        raises."""
        source = hashlib.sha256(content).hexdigest()
        ready = self._stored_picture(self._before.get(source, "")) or make(content)
        self._made[source] = f"{ready.name} {ready.size}"
        return ready

    def _stored_picture(self, kept: str) -> ReadyAttachment | None:
        """One that is there with the size that it was made with: half a file is made anew."""
        name, _, size = kept.partition(" ")
        path, digest = self._out / name, media_hash(name)
        if not digest or path.suffix[1:] not in TYPES or not path.is_file() or size != str(path.stat().st_size):
            return None
        return ReadyAttachment(name, digest, path, TYPES[path.suffix[1:]], path.stat().st_size)

    def list_content(self) -> bytes:
        """The content of FILE for the next time; empty where it is that of before."""
        if self._made == self._before:
            return b""
        return json.dumps({"rules": _RULES, "pictures": self._made}, indent=0, sort_keys=True).encode() + b"\n"
