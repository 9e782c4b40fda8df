"""The technician's PIN: kept as a salted scrypt hash (RFC 7914), compared in constant time.

A PIN of six digits is guessed within minutes from any hash; what protects it is that the card must be stolen first, and that
the kiosk's own pad counts (`kiosk.service.pin_pad`). The cost below takes a Raspberry Pi 3 about a fifth of a second.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re

_N, _R, _P = 2**14, 8, 1
_MARK = "scrypt"
_DIGITS = re.compile(r"\d{4,12}")
_HASH = re.compile(r"scrypt\$\d{1,7}\$\d{1,2}\$\d{1,2}\$[0-9a-f]{32}\$[0-9a-f]{64}")


def fit(pin: str) -> bool:
    """Can this be typed on the pad: 4 to 12 digits?"""
    return _DIGITS.fullmatch(pin) is not None and pin.isascii()


def hash_pin(pin: str) -> str:
    """ "scrypt$16384$8$1$<salt>$<hash>", for settings.local.toml. Raises ValueError for what is not 4 to 12 digits."""
    if not fit(pin):
        raise ValueError("a PIN has 4 to 12 digits")
    salt = os.urandom(16)
    return f"{_MARK}${_N}${_R}${_P}${salt.hex()}${_derive(pin, salt, _N, _R, _P).hex()}"


def is_hash(text: str) -> bool:
    """Is this what `hash_pin` makes?"""
    return _HASH.fullmatch(text) is not None


def matches(pin: str, kept: str) -> bool:
    """Is `pin` what is `kept`: a hash, or the plain PIN as kiosk.toml has it before the first boot? "" is matched by none."""
    if not kept or not pin:
        return False
    mark, *rest = kept.split("$")
    if mark != _MARK:
        return hmac.compare_digest(pin.encode(), kept.encode())
    try:
        n, r, p = (int(number) for number in rest[:3])
        salt, wanted = (bytes.fromhex(part) for part in rest[3:])
        return hmac.compare_digest(_derive(pin, salt, n, r, p), wanted)
    except (ValueError, OverflowError, MemoryError):
        return False  # a damaged hash opens nothing


def _derive(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=64 * 1024 * 1024, dklen=32)
