"""Key of an office's backups: the public half makes them, the password opens them.

Whoever copies the server's disk can make a backup, and cannot read one that was made before."""

from __future__ import annotations

import secrets
from pathlib import Path
from struct import Struct as Layout

import msgspec

from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.stretching import OPERATIONS, SALT_BYTES, stretched
from kiosk.office.base.folders import PRIVATE

FILE = f"{PRIVATE}/cadangan.json"
MAGIC = b"KIM-KANTOR-BACK1"
MEMORY = 2**28  # bytes, as for the keys of an edition
_MOST_MEMORY = 2**30
_LOCKED_BYTES, _SEALED_BYTES = 72, 80
_HEAD = Layout(f">16s16sIQ{_LOCKED_BYTES}s{_SEALED_BYTES}s")
HEAD_BYTES = _HEAD.size


class BackupKey(msgspec.Struct, frozen=True):
    """Key pair of one office. `locked` is the secret half (X25519), encrypted by the password: argon2id with `salt`,
    `operations` and `memory` in bytes, then XSalsa20-Poly1305. `office` is the office's id, 32 hex digits."""

    office: str
    public: bytes
    salt: bytes
    operations: int
    memory: int
    locked: bytes

    @classmethod
    def new_key(cls, password: str, office: str = "", *, memory: int = MEMORY) -> BackupKey:
        """Return a new key that *password* protects, of a new office where *office* is "". *memory* is argon2id's, in bytes."""
        from nacl.public import PrivateKey
        from nacl.secret import SecretBox

        pair, salt = PrivateKey.generate(), secrets.token_bytes(SALT_BYTES)
        locked = bytes(SecretBox(_stretched(password, salt, OPERATIONS, memory)).encrypt(bytes(pair)))
        public = bytes(pair.public_key)
        return cls(office or secrets.token_hex(16), public, salt, OPERATIONS, memory, locked)

    def head(self, file_key: bytes) -> bytes:
        """Return the head, HEAD_BYTES long, of a backup that is encrypted with *file_key*."""
        from nacl.public import PublicKey, SealedBox

        sealed = SealedBox(PublicKey(self.public)).encrypt(file_key)
        return _HEAD.pack(MAGIC, self.salt, self.operations, self.memory, self.locked, sealed)


def key_file(folder: Path) -> JsonFile[BackupKey]:
    """Return the file in the office's *folder* that holds the key of its backups."""
    return JsonFile(folder / FILE, BackupKey)


def file_key(head: bytes, password: str) -> bytes:
    """Open *head* with *password*, and return the key that encrypts the rest of that backup. Raise BackupError for a
    wrong password or a damaged head."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox
    from nacl.secret import SecretBox

    if len(head) != HEAD_BYTES or not head.startswith(MAGIC):
        raise BackupError(BackupCode.NO_BACKUP)
    _, salt, operations, memory, locked, sealed = _HEAD.unpack(head)
    try:
        secret = SecretBox(_stretched(password, salt, operations, memory)).decrypt(locked)
    except BackupError:
        raise
    except (CryptoError, ValueError) as error:
        raise BackupError(BackupCode.PASSWORD_WRONG) from error
    try:
        return SealedBox(PrivateKey(secret)).decrypt(sealed)
    except (CryptoError, ValueError) as error:
        raise BackupError(BackupCode.DAMAGED) from error


def _stretched(password: str, salt: bytes, operations: int, memory: int) -> bytes:
    return stretched(password, salt, operations, memory, most_memory=_MOST_MEMORY)
