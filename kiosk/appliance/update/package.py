"""Signed update of the program: a squashfs of the virtual environment and a minisign signature that says what it is.

`kiosk-<number>-<machine>.squashfs`, the virtual environment, and `kiosk-<machine>.minisig`, whose trusted comment is
`kim-kiosk-program number=<n> version=<v> machine=<m> file=<file> size=<bytes>`. A kiosk takes a number above that of
what runs and of its image (`/usr/share/kiosk/number`), signed by keys of the image (`/usr/share/kiosk/update-keys`)
or of the first `kiosk.toml` that named any. Of two slots, one that does not show the home screen within ten minutes
gives way. deploy/make-update.sh makes one.

The signature is a small file with a fixed name, `kiosk-<machine>.minisig`; its trusted comment names the number, the version and
the file. Only a key of [update] in the settings may sign one: the comment's first word keeps any other signature from being one.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from content_cache.model.errors import SignatureError
from content_cache.signing.keys import PublicKey
from content_cache.signing.signatures import Signature
from kiosk.appliance.update.faults import UpdateCode

FOLDER = "pembaruan"
MOST_PACKAGE = 600_000_000  # bytes
_COMMENT = re.compile(
    r"kim-kiosk-program number=(?P<number>[1-9]\d{0,8}) version=(?P<version>[0-9A-Za-z.+~-]{1,40})"
    r" machine=(?P<machine>[a-z0-9_]{1,20}) file=(?P<file>kiosk-(?P=number)-(?P=machine)\.squashfs) size=(?P<size>[1-9]\d{0,9})"
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """Update as its signature announces it. `size` is in bytes."""

    number: int
    version: str
    machine: str
    file: str
    size: int


def signature_name(machine: str | None = None) -> str:
    """Return the name of the signature file for *machine*, as in uname(2), by default this one."""
    return f"kiosk-{machine or platform.machine()}.minisig"


def read_package(signature: Signature, keys: Iterable[str], machine: str | None = None) -> tuple[Package, PublicKey]:
    """Return the update that *signature* announces, and the key that made it.

    Raise SignatureError for a signature of any other key, or of anything else. The machine's name is signed, the file's
    name is not: an update for a *machine* other than this one is refused."""
    key = next((key for key in map(PublicKey.parse, keys) if key.id == signature.key_id), None)
    if key is None:
        raise SignatureError(UpdateCode.OTHER_KEY, key=signature.key_name)
    signature.verify_comment(key)
    found = _COMMENT.fullmatch(signature.comment)
    if found is None or not signature.prehashed:
        raise SignatureError(UpdateCode.NO_UPDATE)
    size = int(found["size"])
    if size > MOST_PACKAGE:
        raise SignatureError(UpdateCode.TOO_LARGE, bytes=size)
    here = machine or platform.machine()
    if found["machine"] != here:
        raise SignatureError(UpdateCode.OTHER_MACHINE, machine=found["machine"], here=here)
    return Package(int(found["number"]), found["version"], found["machine"], found["file"], size), key


def verified(signature: bytes, package: BinaryIO, keys: Iterable[str], machine: str | None = None) -> Package:
    """Read all of the open file *package*, verify it, and return the update. Raise SignatureError and OSError."""
    parsed = Signature.parse(signature)
    told, key = read_package(parsed, keys, machine)
    digest, size = hashlib.blake2b(), 0
    while chunk := package.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > told.size:
            break
    if size != told.size:
        raise SignatureError(UpdateCode.OTHER_SIZE)
    parsed.verify_digest(key, digest.digest())
    return told
