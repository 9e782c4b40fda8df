"""Keys derived from typed passwords: argon2id (RFC 9106). The file names the work; the reader limits it."""

from __future__ import annotations

from kiosk.hall.backup.faults import BackupCode, BackupError

OPERATIONS = 3
SALT_BYTES = 16
_MOST_OPERATIONS = 10


def stretched(typed: str, salt: bytes, operations: int, memory: int, *, most_memory: int) -> bytes:
    """Return a key of 32 bytes derived from *typed*. *memory* is in bytes. Raise BackupError if *operations* or
    *memory* exceed what is allowed."""
    from nacl.pwhash import argon2id

    if operations > _MOST_OPERATIONS or memory > most_memory:
        raise BackupError(BackupCode.COSTLY)
    try:
        return argon2id.kdf(32, typed.encode("utf-8", "surrogatepass"), salt, opslimit=operations, memlimit=memory)
    except MemoryError as error:
        raise BackupError(BackupCode.COSTLY) from error
