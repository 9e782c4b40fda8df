"""Hashes of passwords and PINs: argon2id (RFC 9106) by libsodium."""

from __future__ import annotations

import re
import secrets
from functools import cached_property

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

_MOST_KIB = 1 << 18  # limit for a hash that somebody wrote by hand
_MOST_ROUNDS = 10
_HASH = re.compile(r"\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=\d{1,3}\$[A-Za-z0-9+/]{8,90}\$[A-Za-z0-9+/]{8,90}")


class PasswordHasher:
    """Hasher for one table of people. *memory_kib* and *rounds* apply to new hashes; an existing hash states its own."""

    def __init__(self, *, memory_kib: int, rounds: int) -> None:
        self._memory = memory_kib * 1024  # bytes
        self._rounds = rounds

    def hash(self, password: str) -> str:
        """Return *password* hashed with a new salt."""
        return argon2id.str(password.encode(), opslimit=self._rounds, memlimit=self._memory).decode("ascii")

    def matches(self, hashed: str | None, password: str) -> bool:
        """Return whether *hashed* is the hash of *password*. For `None`, an unknown person, it takes as long as for a
        wrong password."""
        wanted = self._nobody if hashed is None else hashed
        cost = _HASH.fullmatch(wanted)
        if cost is None or int(cost[1]) > _MOST_KIB or int(cost[2]) > _MOST_ROUNDS:
            return False
        try:
            return argon2id.verify(wanted.encode(), password.encode()) and hashed is not None
        except (CryptoError, ValueError):
            return False

    @cached_property
    def _nobody(self) -> str:
        return self.hash(secrets.token_hex(8))
