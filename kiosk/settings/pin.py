"""Hashing of the technician's PIN: kept as a salted scrypt hash (RFC 7914), compared in constant time.

A PIN of six digits is guessed within minutes from any hash. What protects it is that the card must be stolen first, and
that the kiosk's own pad counts (`kiosk.shell.tools.staff_pin`). The cost below takes a Raspberry Pi 3 about a fifth of
a second.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re

_N, _R, _P = 2**14, 8, 1
_MARK = "scrypt"
_DIGITS = re.compile(r"\d{6,12}")
_HASH = re.compile(rf"scrypt\${_N}\${_R}\${_P}\$([0-9a-f]{{32}})\$([0-9a-f]{{64}})")


def fit(pin: str) -> bool:
    """Return whether *pin* may be chosen as a new PIN: 6 to 12 digits. A shorter one that was set before stays valid."""
    return _DIGITS.fullmatch(pin) is not None and pin.isascii()


def hash_pin(pin: str) -> str:
    """Return the hash of *pin* for settings.local.toml: "scrypt$16384$8$1$<salt>$<hash>".

    Raises ValueError unless *pin* has 6 to 12 digits.
    """
    if not fit(pin):
        raise ValueError("a PIN has 6 to 12 digits")
    salt = os.urandom(16)
    return f"{_MARK}${_N}${_R}${_P}${salt.hex()}${_derive(pin, salt).hex()}"


def is_hash(text: str) -> bool:
    """Return whether *text* is a hash by `hash_pin` with the same cost: another cost could freeze the pad, or not
    be computable.
    """
    return _HASH.fullmatch(text) is not None


def matches(pin: str, kept: str) -> bool:
    """Return whether *pin* matches *kept*: a hash, or the plain PIN as kiosk.toml has it before the first boot.

    An empty *pin* matches none.
    """
    if not kept or not pin:
        return False
    if not kept.startswith(f"{_MARK}$"):
        return hmac.compare_digest(pin.encode(), kept.encode())
    whole = _HASH.fullmatch(kept)
    if whole is None:
        return False  # a damaged hash opens nothing
    salt, wanted = map(bytes.fromhex, whole.groups())
    try:
        return hmac.compare_digest(_derive(pin, salt), wanted)
    except MemoryError:
        return False


def _derive(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=64 * 1024 * 1024, dklen=32)
