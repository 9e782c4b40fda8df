"""Key pairs in the format of minisign (jedisct1.github.io/minisign): readable by that program, and written as it does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from typing import Any, Self

from msgspec import Struct

from content_cache.model.errors import Code, SignatureError

ALGORITHM = b"Ed"  # of keys, and of signatures of the content itself
_SCRYPT, _PLAIN, _BLAKE2B = b"Sc", b"\0\0", b"B2"
KEY_MEMORY = 2**28  # a quarter of libsodium's "sensitive": an office's PC may have 2 GB
_MOST_OPERATIONS, _MOST_MEMORY = 2**30, 2**31  # of a key file that somebody else made
_COMMENT = "untrusted comment: "
_PUBLIC = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{56}(?![A-Za-z0-9+/=])")  # 42 bytes
_SPARE = re.compile(r"\b(?:spare|cadangan)\b", re.IGNORECASE)


class PasswordError(SignatureError):
    """Error for a secret key that needs a password, or another password."""


class PublicKey(Struct, frozen=True):
    """Public key. *id* is the 8 bytes that name it, *point* its 32 bytes of Ed25519; *comment* tells its purpose."""

    id: bytes
    point: bytes
    comment: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a public key: "RWQ…" alone, with words before or after it, or the content of a .pub file. Raises
        SignatureError."""
        found = _PUBLIC.findall(text)
        if len(found) != 1:
            raise SignatureError(Code.NO_PUBLIC_KEY, text=repr(text[:70]))
        packed = base64.b64decode(found[0])
        if packed[:2] != ALGORITHM:
            raise SignatureError(Code.NO_PUBLIC_KEY, text=repr(text[:70]))
        comment = " ".join(text.replace(found[0], " ").replace(_COMMENT.strip(), " ").split())
        return cls(packed[2:10], packed[10:], comment)

    @property
    def name(self) -> str:
        """Return the key's name as minisign prints it: 16 hexadecimal digits."""
        return key_name(self.id)

    @property
    def is_spare(self) -> bool:
        """Return whether the comment marks the key as the spare, which only replaces others (CONTRACTS.md, "Keys and rights")."""
        return bool(_SPARE.search(self.comment))

    def __str__(self) -> str:
        """Write the key as one word (base64), without the comment."""
        return base64.b64encode(ALGORITHM + self.id + self.point).decode()

    def file(self) -> str:
        """Return the content of the key's .pub file."""
        return f"{_COMMENT}{self.comment}\n{self}\n"


class SecretKey(Struct, frozen=True):
    """Secret key. *seed* is the 32 bytes from which the Ed25519 key is derived."""

    id: bytes
    seed: bytes
    comment: str = ""

    def __repr__(self) -> str:
        """Return the key's name without the secret, since a traceback may show it."""
        return f"SecretKey({key_name(self.id)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("id", key_name(self.id))]

    @classmethod
    def generate(cls, comment: str = "") -> Self:
        return cls(secrets.token_bytes(8), secrets.token_bytes(32), comment)

    @classmethod
    def parse(cls, text: str, password: str | None = None) -> Self:
        """Parse a .key file. Raise PasswordError if it is encrypted and *password* is None or wrong; SignatureError."""
        lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
        packed = _decoded(lines[1] if len(lines) == 2 and lines[0].startswith(_COMMENT) else "")
        if len(packed) != 158 or packed[:2] != ALGORITHM or packed[4:6] != _BLAKE2B:
            raise SignatureError(Code.NO_SECRET_KEY)
        kdf, secret = packed[2:4], packed[54:]
        if kdf == _SCRYPT:
            if password is None:
                raise PasswordError(Code.PASSWORD_NEEDED)
            operations, memory = (int.from_bytes(packed[at : at + 8], "little") for at in (38, 46))
            secret = _mixed(secret, _stream(password, packed[6:38], operations, memory))
        elif kdf != _PLAIN:
            raise SignatureError(Code.KEY_PROTECTION)
        key_id, pair, mark = secret[:8], secret[8:72], secret[72:]
        if kdf == _SCRYPT and not secrets.compare_digest(mark, _key_hash(key_id, pair)):
            raise PasswordError(Code.PASSWORD_WRONG)
        key = cls(key_id, pair[:32], lines[0].removeprefix(_COMMENT).strip())
        if key.public.point != pair[32:]:  # minisign gives a key without a password no checksum
            raise SignatureError(Code.KEY_DAMAGED)
        return key

    @property
    def public(self) -> PublicKey:
        from nacl.signing import SigningKey

        return PublicKey(self.id, bytes(SigningKey(self.seed).verify_key), self.comment)

    def file(self, password: str | None = None, *, memory: int = KEY_MEMORY) -> str:
        """Return the content of a .key file, encrypted unless *password* is None; *memory* (bytes) is the cost of each guess."""
        pair = self.seed + self.public.point
        secret = self.id + pair + bytes(32)
        head = _PLAIN + _BLAKE2B + bytes(48)
        if password is not None:
            salt = secrets.token_bytes(32)
            operations = max(memory // 32, 2**15)  # libsodium's ratio: one pass over all of the memory
            secret = _mixed(self.id + pair + _key_hash(self.id, pair), _stream(password, salt, operations, memory))
            head = _SCRYPT + _BLAKE2B + salt + operations.to_bytes(8, "little") + memory.to_bytes(8, "little")
        return f"{_COMMENT}{self.comment}\n{base64.b64encode(ALGORITHM + head + secret).decode()}\n"


def key_name(key_id: bytes) -> str:
    """Return a key's id as minisign prints it: 16 hexadecimal digits."""
    return f"{int.from_bytes(key_id, 'little'):016X}"


def _key_hash(key_id: bytes, pair: bytes) -> bytes:
    return hashlib.blake2b(ALGORITHM + key_id + pair, digest_size=32).digest()


def _stream(password: str, salt: bytes, operations: int, memory: int) -> bytes:
    from nacl import exceptions
    from nacl.pwhash import scrypt

    if operations > _MOST_OPERATIONS or memory > _MOST_MEMORY:
        raise SignatureError(Code.KEY_COSTLY)
    try:
        return scrypt.kdf(104, password.encode(), salt, opslimit=operations, memlimit=memory)
    except exceptions.CryptoError as error:
        raise SignatureError(Code.KEY_UNOPENED, reason=str(error)) from error
    except MemoryError as error:
        raise SignatureError(Code.KEY_MEMORY, megabytes=memory // 1_000_000) from error


def _mixed(secret: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(secret, stream, strict=True))


def _decoded(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""
