"""A private answer of an edition, sealed to the key of the kiosk at which it was asked. Pure.

    SealedBox (X25519, of the kiosk's Ed25519 key):  SHA-256 of "kiosk-answer <kiosk> <number> <part>", then the content

The parts are `text` and `sound`. Whoever puts a box under another kiosk, number or part gets nothing that opens. That it is the
office's says the edition's signature. A text is padded, so that its length does not tell yes from no.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum

import msgspec
from msgspec import UNSET, Struct, UnsetType

_MARK = 32  # bytes of the SHA-256
_BLOCK = 512


class Part(StrEnum):
    TEXT = "text"
    SOUND = "sound"


class AnswerError(Exception):
    """Error for a box that cannot be opened: sealed to another key, for another question, cut off or changed."""


class AnswerContent(Struct, frozen=True):
    """Content of a box of the part `text`. *sound* is the SHA-256 (hex) of the opened recording, "" for none. *stage* is left
    out where there is none: the box of an older answer stays the same bytes."""

    title: str
    text: str
    sound: str = ""
    stage: str | UnsetType = UNSET


def seal(content: bytes, part: Part, *, kiosk: str, number: int, key: bytes, secret: bytes) -> bytes:
    """Seal *content* to *key*, the kiosk's public key (Ed25519, 32 bytes), for question *number* of *kiosk*.

    *secret* makes the result repeatable, so that an edition with nothing new has the same bytes; it opens no box. Raise
    ValueError for an invalid key.
    """
    from nacl.bindings import crypto_box, crypto_scalarmult_base
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    marked = _answer_hash(kiosk, number, part) + content
    try:
        to = bytes(VerifyKey(key).to_curve25519_public_key())
    except (CryptoError, TypeError, ValueError) as error:
        raise ValueError("no key of a kiosk") from error
    once = hmac.digest(secret, to + marked, "sha256")
    begun = crypto_scalarmult_base(once)
    nonce = hashlib.blake2b(begun + to, digest_size=24).digest()  # as crypto_box_seal has it
    return begun + crypto_box(marked, nonce, to, once)


def open_(box: bytes, part: Part, *, kiosk: str, number: int, key: bytes) -> bytes:
    """Open a sealed box with the kiosk's secret key (Ed25519 seed, 32 bytes). Raises AnswerError."""
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox
    from nacl.signing import SigningKey

    try:
        opened = SealedBox(SigningKey(key).to_curve25519_private_key()).decrypt(box)
    except (CryptoError, TypeError, ValueError) as error:
        raise AnswerError("sealed to another key, or changed") from error
    if not hmac.compare_digest(opened[:_MARK], _answer_hash(kiosk, number, part)):
        raise AnswerError("sealed for another question")
    return opened[_MARK:]


def seal_text(said: AnswerContent, *, kiosk: str, number: int, key: bytes, secret: bytes) -> bytes:
    """Seal the text of an answer, padded so that its length tells nothing. Raise ValueError for an invalid key."""
    written = msgspec.json.encode(said)
    padded = written + b" " * (-len(written) % _BLOCK)
    return seal(padded, Part.TEXT, kiosk=kiosk, number=number, key=key, secret=secret)


def open_text(box: bytes, *, kiosk: str, number: int, key: bytes) -> AnswerContent:
    """Open a box with the text of an answer. Raises AnswerError."""
    try:
        return msgspec.json.decode(open_(box, Part.TEXT, kiosk=kiosk, number=number, key=key), type=AnswerContent)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise AnswerError("no answer") from error


def open_sound(box: bytes, said: AnswerContent, *, kiosk: str, number: int, key: bytes) -> bytes:
    """Open a box with a recording. Raise AnswerError if it is not the recording that the text *said* names."""
    sound = open_(box, Part.SOUND, kiosk=kiosk, number=number, key=key)
    if hashlib.sha256(sound).hexdigest() != said.sound:
        raise AnswerError("another recording")
    return sound


def _answer_hash(kiosk: str, number: int, part: Part) -> bytes:
    return hashlib.sha256(f"kiosk-answer {kiosk} {number} {part}".encode()).digest()
