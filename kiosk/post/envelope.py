"""Envelope from a kiosk to its office: a JSON line, a sealed box (X25519), a signature of the kiosk (Ed25519). Pure.

    {"v":1,"kiosk":"25a0f9710781","n":17,"kind":"question","made":"2026-11-27T10:41:07Z","size":61423}\\n
    a sealed box of `size` bytes            libsodium's crypto_box_seal: the sender cannot open it again
    64 bytes                                Ed25519 by the kiosk's key over all before

The box holds the SHA-256 of the line (with its line end) and then the content. A box that somebody else signs anew, under another
line, does not open. An envelope has one form to the byte, so no two readers can understand it differently. Another `v` means a
newer program. Envelopes state their length: many are sent one behind the other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

import msgspec
from msgspec import Struct

from kiosk.post.faults import EnvelopeError, PostCode

VERSION = 1
HIGHEST_NUMBER = 2**53 - 1
"""The highest number that every reader of JSON takes for an integer (RFC 8259, section 6)."""
MOST_LINE = 200  # bytes of the JSON line
_SIGNATURE_BYTES = 64
_LINE_DIGEST = 32  # bytes of the line's SHA-256
_SEAL_BYTES = 48  # bytes that crypto_box_seal adds: a key of its own, and a tag
BOX_MORE = _LINE_DIGEST + _SEAL_BYTES
"""Number of bytes by which a box is longer than its content."""
VOICE_KEPT = timedelta(days=30)
"""Time after asking when a resident's voice is gone from kiosk and office, as the kiosk's screen promises."""
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")
_MADE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class EnvelopeKind(StrEnum):
    """Kind of an envelope's content.

    `ENROL` makes the kiosk known to the office (`enrolment`), `WAITING` says which numbers will never come (`account`).
    The others carry reports of people and of the kiosk."""

    QUESTION = "question"
    NOTICE = "notice"
    COUNTS = "counts"
    HEALTH = "health"
    PICTURE = "picture"
    LOG = "log"
    VOTE = "vote"
    ENROL = "enrol"
    WAITING = "waiting"
    BACKUP = "backup"
    PROMPT = "prompt"


MOST: Mapping[EnvelopeKind, int] = MappingProxyType(
    dict.fromkeys(EnvelopeKind, 4_000)
    | {
        EnvelopeKind.QUESTION: 300_000,
        EnvelopeKind.LOG: 100_000,
        EnvelopeKind.PICTURE: 80_000,
        EnvelopeKind.BACKUP: 61_000,
        EnvelopeKind.PROMPT: 20_200,
    }
)
"""Most bytes of content, by kind."""
MOST_ENVELOPE = MOST_LINE + BOX_MORE + max(MOST.values()) + _SIGNATURE_BYTES


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """Header of an envelope: its JSON line.

    *kiosk* is the name as in reports; *n* counts from 1. *made* is by the kiosk's clock, which may be wrong; *size* is
    the box's, in bytes."""

    v: int
    kiosk: str
    n: int
    kind: EnvelopeKind
    made: str
    size: int

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.made)


def seal(
    kind: EnvelopeKind, content: bytes, *, kiosk: str, number: int, made: datetime, key: bytes, office: bytes
) -> bytes:
    """Return a sealed and signed envelope.

    *made* is aware; *key* is the kiosk's secret (seed, 32 bytes), *office* the office's public key (32 bytes). Raise
    EnvelopeError where no reader would take it: the content too large, an invalid number, name or key.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import PublicKey, SealedBox
    from nacl.signing import SigningKey

    written = f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")  # %Y of the year 970 is "970"
    line = _header_line(Header(VERSION, kiosk, number, kind, written, len(content) + BOX_MORE))
    _parse_header(line)
    try:
        box = SealedBox(PublicKey(office)).encrypt(hashlib.sha256(line).digest() + content)
        signed = line + box
        return signed + SigningKey(key).sign(signed).signature
    except (CryptoError, TypeError, ValueError) as error:
        raise EnvelopeError(PostCode.NO_KEY, text="") from error


def read_header(envelope: bytes) -> Header:
    """Return the header of one whole envelope. Nothing in it may be believed before `verify`. Raise EnvelopeError."""
    header, end = _parse_beginning(envelope)
    if len(envelope) < end:
        raise EnvelopeError(PostCode.ENVELOPE_CUT)
    if len(envelope) > end:
        raise EnvelopeError(PostCode.ENVELOPE_LONG)
    return header


def split(envelopes: bytes) -> Iterator[bytes]:
    """Yield each of the envelopes that lie one behind the other. Raise EnvelopeError at the first bytes that are none."""
    rest = memoryview(envelopes)
    while rest:
        _, end = _parse_beginning(bytes(rest[: MOST_LINE + 1]))
        if len(rest) < end:
            raise EnvelopeError(PostCode.ENVELOPE_CUT)
        yield bytes(rest[:end])
        rest = rest[end:]


def verify(envelope: bytes, public: bytes) -> Header:
    """Check the signature and return the header. *public* is the key (32 bytes) of the kiosk that the header names.

    Raise EnvelopeError.
    """
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    header = read_header(envelope)
    try:
        VerifyKey(public).verify(envelope[:-_SIGNATURE_BYTES], envelope[-_SIGNATURE_BYTES:])
    except (BadSignatureError, TypeError, ValueError) as error:
        raise EnvelopeError(PostCode.SIGNATURE_WRONG) from error
    return header


def open_(envelope: bytes, secret: bytes) -> bytes:
    """Return the content, opened by the office's secret key (32 bytes). Only `verify` tells whose it is.

    Raise EnvelopeError: NOT_TO_US where another key may open it, HEADER_SWAPPED where the box was sealed under another
    line.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    header = read_header(envelope)
    start = len(envelope) - _SIGNATURE_BYTES - header.size
    try:
        opened = SealedBox(PrivateKey(secret)).decrypt(envelope[start:-_SIGNATURE_BYTES])
    except (CryptoError, TypeError, ValueError) as error:
        raise EnvelopeError(PostCode.NOT_TO_US) from error
    if opened[:_LINE_DIGEST] != hashlib.sha256(envelope[:start]).digest():
        raise EnvelopeError(PostCode.HEADER_SWAPPED)
    return opened[_LINE_DIGEST:]


def key_text(public: bytes, owner: str) -> str:
    """Return a public key as people copy it: 48 characters of base64, the last of which are a checksum.

    *owner* is "office" for the key that envelopes are sealed to, "kiosk" for one that signs them: the one is never
    taken for the other.
    """
    return base64.b64encode(public + _checksum(public, owner)).decode()


def parse_key(text: str, owner: str) -> bytes:
    """Return the 32 bytes of a copied key. Raise EnvelopeError."""
    try:
        packed = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        packed = b""
    if len(packed) != 36 or _checksum(packed[:32], owner) != packed[32:]:
        raise EnvelopeError(PostCode.NO_KEY, text=text[:70])
    return packed[:32]


def _checksum(public: bytes, owner: str) -> bytes:
    return hashlib.sha256(f"{owner} ".encode() + public).digest()[:4]


def _header_line(header: Header) -> bytes:
    return msgspec.json.encode(header) + b"\n"


def _parse_beginning(envelope: bytes) -> tuple[Header, int]:
    """Return (header, where the envelope ends). Raise EnvelopeError."""
    line, end, _ = envelope[:MOST_LINE].partition(b"\n")
    if not end:
        short = len(envelope) < MOST_LINE and envelope.startswith(b'{"v":1,')
        raise EnvelopeError(PostCode.ENVELOPE_CUT if short else PostCode.NO_ENVELOPE)
    header = _parse_header(line + end)
    return header, len(line) + 1 + header.size + _SIGNATURE_BYTES


def _parse_header(line: bytes) -> Header:
    try:
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise EnvelopeError(PostCode.NO_ENVELOPE) from error
    one_form = _header_line(header) == line and len(line) <= MOST_LINE and header.v == VERSION
    if not (one_form and 1 <= header.n <= HIGHEST_NUMBER and _KIOSK.fullmatch(header.kiosk) and _is_time(header.made)):
        raise EnvelopeError(PostCode.NO_ENVELOPE)
    if not BOX_MORE <= header.size <= MOST[header.kind] + BOX_MORE:
        raise EnvelopeError(PostCode.CONTENT_TOO_LARGE, kind=str(header.kind), most=MOST[header.kind])
    return header


def _is_time(text: str) -> bool:
    try:
        return bool(_MADE.fullmatch(text)) and datetime.fromisoformat(text).year > 0
    except ValueError:
        return False
