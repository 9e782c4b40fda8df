"""Enrolment of a kiosk at an office: an envelope of the kind `enrol` brings its key and a code. Pure.

The office has made the code, and it serves once. Or it is the kiosk's own, shown on its screen, and then a person at the office
accepts the kiosk or does not (`adoption`). The code is sealed as all content is: whoever carries the stick does not learn it.
The envelope is signed by the key that it brings.
"""

from __future__ import annotations

import re
import secrets

import msgspec
from msgspec import Struct

from kiosk.post.envelope import EnvelopeKind, key_text, open_, parse_key, read_header, verify
from kiosk.post.faults import EnvelopeError, PostCode

LETTERS = "ACDEFGHJKLMNPQRSTUVWXY34679"
"""Letters of a code, without those that look alike."""
CODE_LETTERS = 8
MOST_MACHINE = 60
"""Most characters of a machine's name."""
_CODE = re.compile(r"[A-Z0-9]{8}")


class _Content(Struct, frozen=True, omit_defaults=True):
    key: str
    code: str
    own: bool = False
    machine: str = ""


class Enrolment(Struct, frozen=True):
    """Enrolment of the kiosk with the id *kiosk* and the public key *key* (32 bytes).

    *own*: the kiosk has made the code itself. *machine* is its board, as the kernel names it; it is a stranger's text.
    """

    kiosk: str
    key: bytes
    code: str
    own: bool = False
    machine: str = ""


def make_code() -> str:
    """Return a random code, which is easy to read out."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def parse_code(text: str) -> str:
    """Return a typed code without spaces and hyphens: 8 letters or digits, upper case. Raise EnvelopeError."""
    code = re.sub(r"[\s-]", "", text).upper()
    if not _CODE.fullmatch(code):
        raise EnvelopeError(PostCode.NO_CODE, text=text[:70])
    return code


def enrolment(public: bytes, code: str, *, own: bool = False, machine: str = "") -> bytes:
    """Return the content of the envelope. *public* is the kiosk's key, *code* the office's, or with *own* the kiosk's.

    Raise EnvelopeError.
    """
    content = _Content(key_text(public, "kiosk"), parse_code(code), own, machine[:MOST_MACHINE])
    return msgspec.json.encode(content)


def read_enrolment(envelope: bytes, secret: bytes) -> Enrolment:
    """Return the enrolment in an envelope that is whole, signed by the key that it brings and sealed to this office.

    The caller must check that the code belongs to that kiosk. Raise EnvelopeError.
    """
    if read_header(envelope).kind is not EnvelopeKind.ENROL:
        raise EnvelopeError(PostCode.NO_ENROLMENT)
    try:
        told = msgspec.json.decode(open_(envelope, secret), type=_Content)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise EnvelopeError(PostCode.NO_ENROLMENT) from error
    public, code = parse_key(told.key, "kiosk"), parse_code(told.code)
    return Enrolment(verify(envelope, public).kiosk, public, code, told.own, told.machine[:MOST_MACHINE])
