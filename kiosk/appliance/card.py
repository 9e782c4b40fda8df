"""FAT partition of the card, which any PC reads and writes: finding a file, reading it, wiping secrets from it.

Windows hides ".txt", and its editors add it. They write a byte order mark, CRLF, or UTF-16."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.appliance.card_secrets import cover_of, find_secrets
from kiosk.appliance.root_files.held_folder import OwnFolder
from kiosk.settings.file_text import decoded, encoding_of

NAMES = ("kiosk.toml", "kiosk.toml.txt")
NEW_PIN = ("pin-baru.txt", "pin-baru.txt.txt", "pin-baru")
_MOST = 200_000  # bytes of a settings file
_USED = b"*"


@dataclass(frozen=True, slots=True)
class CardFile:
    """File as it lies on the card."""

    path: Path
    content: bytes

    def read_text(self) -> str:
        """Return the content as text. Raise UnicodeDecodeError."""
        return decoded(self.content)


def newest(card: Path, names: Iterable[str] = NAMES) -> CardFile | None:
    """Return the file among *names* that was written last; None if there is none that can be read."""
    found = []
    for name in names:
        try:
            with OwnFolder(card) as folder, folder.open(name) as file:
                found.append((os.fstat(file.fileno()).st_mtime_ns, CardFile(card / name, file.read(_MOST))))
        except OSError:
            continue  # the file is missing, or the card cannot be read
    return max(found, key=lambda each: each[0])[1] if found else None


def wipe_secrets(written: CardFile, paths: Iterable[str]) -> int:
    """Cover the secrets with these keys on the card, and return their number. Raise OSError, and ValueError for a file
    that is no TOML.

    First comes the character that makes a comment of the line, then the secret. A power cut between the two leaves a
    file with the final meaning."""
    kept = set(paths)
    wanted = [secret for secret in find_secrets(written.read_text()) if secret.path in kept]
    if not wanted:
        return 0
    text = written.read_text()
    mark, encoding = encoding_of(written.content)
    with OwnFolder(written.path.parent) as folder, folder.changing(written.path.name) as file:
        for part in (1, None):
            for secret in wanted:
                file.seek(len(mark) + len(text[: secret.start].encode(encoding)))
                file.write(cover_of(secret)[:part].encode(encoding))  # stored secrets are ASCII
            os.fsync(file.fileno())
    return len(wanted)


def new_pin(card: Path) -> tuple[CardFile, str] | None:
    """Return the file by which a technician who forgot the PIN sets a new one, and its text. Return None if there is
    none or it was used."""
    written = newest(card, NEW_PIN)
    if written is None or not written.content.strip(_USED + b" \r\n"):
        return None
    try:
        return written, written.read_text().strip()
    except UnicodeDecodeError:
        return written, ""


def wipe_pin(written: CardFile) -> None:
    """Overwrite the PIN on the card, which also marks the file as used. Raise OSError."""
    with OwnFolder(written.path.parent) as folder, folder.changing(written.path.name) as file:
        file.write(_USED * len(written.content))
        os.fsync(file.fileno())
