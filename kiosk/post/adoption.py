"""Adoption of a kiosk by an office: what each side shows and hands over. Pure.

The kiosk shows a code, four words and a QR code of its introduction. The office shows the same words beside the code; people
compare them by telephone, because the code alone can be seen by anybody in the hall. Words that are the same mean that both
sides have the same keys. The office answers with an acceptance, which only that kiosk opens and only that office can have made
(libsodium's crypto_box):

    {"v":1,"kiosk":"25a0f9710781","office":"<the office's key, 48 characters>"}\\n
    a box by the office's key to the kiosk's: JSON of `Acceptance`
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from kiosk.post.enrolment import parse_code
from kiosk.post.envelope import key_text, parse_key
from kiosk.post.faults import EnvelopeError, PostCode
from kiosk.post.word_code import word_list

MOST_ACCEPTANCE = 20_000
"""Most bytes of a sealed acceptance."""
SUFFIX = ".terima"
FOLDER = "kantor"
"""Folder of acceptances on a stick; each is named by its kiosk."""
ACCEPT_PATH = "/pendaftaran/terima"
"""Path of the office's page on which a kiosk is accepted."""
_WORDS = 4
_BITS = 9  # of a word
_COST = 2**14  # scrypt's: a key with the same words takes 2^36 tries of 50 ms and 16 MB each
_MARK = "KIM-KIOS"
_KIOSK = re.compile(r"[0-9A-Za-z]{12}")
_Aware = Annotated[datetime, Meta(tz=True)]


class Introduction(Struct, frozen=True):
    """Introduction of a kiosk without a line, in its QR code and on a stick: its id, public key (32 bytes) and code."""

    kiosk: str
    key: bytes
    code: str

    @property
    def line(self) -> str:
        """Return the introduction as one line."""
        return f"{_MARK} {self.kiosk} {self.code} {key_text(self.key, 'kiosk')}"


class Acceptance(Struct, frozen=True):
    """Acceptance of a kiosk, which has the code *code*, by the office *office* at the time *at* (aware).

    *url* is where the office receives post, "" for nowhere. *place* and *area* are where the kiosk stands, "" for as it
    has been. *sources* are `[[source]]` tables.
    """

    kiosk: str
    code: str
    office: str
    at: _Aware
    url: str = ""
    place: str = ""
    area: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()


class _Head(Struct, frozen=True):
    v: int
    kiosk: str
    office: str


def parse_introduction(text: str) -> Introduction:
    """Return the introduction in *text*, wherever in it that stands. Raise EnvelopeError."""
    found = re.search(rf"{_MARK}[ +](\S{{12}})[ +](\S{{8}})[ +](\S{{48}})", text)
    if found is None or not _KIOSK.fullmatch(found[1]):
        raise EnvelopeError(PostCode.NO_INTRODUCTION)
    return Introduction(found[1], parse_key(found[3], "kiosk"), parse_code(found[2]))


def compared_words(key: bytes, code: str, office: bytes = b"") -> str:
    """Return the four words that people compare, for the kiosk's *key*, its *code* and the *office*'s key, if known."""
    digest = hashlib.scrypt(key + office, salt=code.encode(), n=_COST, r=8, p=1, dklen=8)
    number, words = int.from_bytes(digest), word_list()
    return " ".join(words[(number >> _BITS * place) % 2**_BITS] for place in range(_WORDS))


def seal_acceptance(accepted: Acceptance, key: bytes, secret: bytes) -> bytes:
    """Return *accepted*, sealed to the kiosk's public *key* by the office's *secret* (X25519). Raise EnvelopeError."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PrivateKey
    from nacl.signing import VerifyKey

    try:
        own = PrivateKey(secret)
        box = Box(own, VerifyKey(key).to_curve25519_public_key())
        head = _Head(1, accepted.kiosk, key_text(bytes(own.public_key), "office"))
        return msgspec.json.encode(head) + b"\n" + bytes(box.encrypt(msgspec.json.encode(accepted)))
    except (CryptoError, RuntimeError, TypeError, ValueError) as error:
        raise EnvelopeError(PostCode.NO_KEY, text="") from error


def office_of(content: bytes) -> bytes:
    """Return the public key (32 bytes) of the office that an acceptance names. Raise EnvelopeError."""
    return _split(content)[1]


def open_acceptance(content: bytes, kiosk: str, seed: bytes) -> Acceptance:
    """Return the acceptance in *content*, which is for *kiosk* alone, by that kiosk's *seed* (Ed25519).

    It is made by the office of `office_of`. The caller must check that it may be. Raise EnvelopeError.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PublicKey
    from nacl.signing import SigningKey

    whose, office, sealed = _split(content)
    if whose != kiosk:
        raise EnvelopeError(PostCode.OTHER_KIOSK)
    try:
        box = Box(SigningKey(seed).to_curve25519_private_key(), PublicKey(office))
        accepted = msgspec.json.decode(box.decrypt(sealed), type=Acceptance)
    except (CryptoError, RuntimeError, TypeError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise EnvelopeError(PostCode.NO_ACCEPTANCE) from error
    if accepted.kiosk != kiosk:
        raise EnvelopeError(PostCode.OTHER_KIOSK)
    return accepted


def _split(content: bytes) -> tuple[str, bytes, bytes]:
    """Return (kiosk, the office's key, the box). Raise EnvelopeError."""
    line, _, sealed = content[:MOST_ACCEPTANCE].partition(b"\n")
    try:
        head = msgspec.json.decode(line, type=_Head)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise EnvelopeError(PostCode.NO_ACCEPTANCE) from error
    if head.v != 1 or not _KIOSK.fullmatch(head.kiosk):
        raise EnvelopeError(PostCode.NO_ACCEPTANCE)
    return head.kiosk, parse_key(head.office, "office"), sealed
