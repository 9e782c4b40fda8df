"""Signatures in the format of minisign: made and verified. Pure; Ed25519 by libsodium (PyNaCl)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Self

from content_cache.model.errors import Code, SignatureError
from content_cache.signing.keys import ALGORITHM, PublicKey, SecretKey, key_name

MOST_BYTES = 4_096  # of a signature file
_PREHASHED = b"ED"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "


@dataclass(frozen=True, slots=True)
class Signature:
    """Parsed .minisig file. Believe nothing of it before `verify_comment` and `verify` have passed.

    *prehashed*: the BLAKE2b-512 of the content was signed and not, as by older minisign, the content itself.
    """

    key_id: bytes
    prehashed: bool
    value: bytes
    comment: str
    over_comment: bytes

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Parse a .minisig file. Raise SignatureError for anything else."""
        try:
            lines = content.decode().split("\n") if len(content) <= MOST_BYTES else []
            untrusted, first, trusted, second = (line.removesuffix("\r") for line in lines[:4])
            packed, over_comment = (base64.b64decode(line, validate=True) for line in (first, second))
        except (ValueError, binascii.Error) as error:
            raise SignatureError(Code.NO_SIGNATURE) from error
        known = (
            untrusted.startswith(_UNTRUSTED) and trusted.startswith(_TRUSTED) and packed[:2] in (ALGORITHM, _PREHASHED)
        )
        if not known or len(packed) != 74 or len(over_comment) != 64 or any(lines[4:]):
            raise SignatureError(Code.NO_SIGNATURE)
        comment = trusted.removeprefix(_TRUSTED)
        return cls(packed[2:10], packed[:2] == _PREHASHED, packed[10:], comment, over_comment)

    @property
    def key_name(self) -> str:
        return key_name(self.key_id)

    def verify_comment(self, key: PublicKey) -> None:
        """Raise SignatureError unless *key* signed this signature with its trusted comment."""
        self._verify(key, self.value + self.comment.encode(), self.over_comment)

    def verify(self, key: PublicKey, content: bytes) -> None:
        """Raise SignatureError unless *key* signed *content* with this trusted comment."""
        self.verify_comment(key)
        self._verify(key, hashlib.blake2b(content).digest() if self.prehashed else content, self.value)

    def verify_digest(self, key: PublicKey, digest: bytes) -> None:
        """Verify a content too large for memory by its BLAKE2b-512 *digest*.

        Raise SignatureError, also if the signature is over the content itself.
        """
        if not self.prehashed:
            raise SignatureError(Code.CONTENT_SIGNED)
        self.verify_comment(key)
        self._verify(key, digest, self.value)

    def _verify(self, key: PublicKey, message: bytes, value: bytes) -> None:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        if self.key_id != key.id:
            raise SignatureError(Code.OTHER_KEY, key=self.key_name, expected=key.name)
        try:
            VerifyKey(key.point).verify(message, value)
        except (BadSignatureError, ValueError) as error:
            raise SignatureError(Code.SIGNATURE_WRONG) from error


def sign(content: bytes, key: SecretKey, comment: str, *, untrusted: str = "") -> bytes:
    """Return a .minisig file for *content* with the trusted *comment* (one line). Equal input gives equal bytes (RFC 8032)."""
    from nacl.signing import SigningKey

    signing = SigningKey(key.seed)
    value = signing.sign(hashlib.blake2b(content).digest()).signature
    over_comment = signing.sign(value + comment.encode()).signature
    first, second = (base64.b64encode(part).decode() for part in (_PREHASHED + key.id + value, over_comment))
    return f"{_UNTRUSTED}{untrusted or key.comment}\n{first}\n{_TRUSTED}{comment}\n{second}\n".encode()
