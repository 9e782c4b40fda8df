"""Enrolment of a kiosk at an office: an envelope of the kind `enrol` brings its key, with a code that the office made. Pure.

The code is sealed as all content is: whoever carries the stick does not learn it. The envelope is signed by the key
that it brings.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kiosk.post.envelope import EnvelopeKind, Header, key_text, open_, parse_key, read_header, verify
from kiosk.post.faults import EnvelopeError, PostCode

_CODE = re.compile(r"[A-Z0-9]{8}")


class _Enrolment(Struct, frozen=True):
    key: str
    code: str


def parse_code(text: str) -> str:
    """Return a typed code without spaces and hyphens: 8 letters or digits, upper case. Raise EnvelopeError."""
    code = re.sub(r"[\s-]", "", text).upper()
    if not _CODE.fullmatch(code):
        raise EnvelopeError(PostCode.NO_CODE, text=text[:70])
    return code


def enrolment(public: bytes, code: str) -> bytes:
    """Return the content of the envelope. *public* is the kiosk's key, *code* the office's. Raise EnvelopeError."""
    return msgspec.json.encode(_Enrolment(key_text(public, "kiosk"), parse_code(code)))


def read_enrolment(envelope: bytes, secret: bytes) -> tuple[Header, bytes, str]:
    """Return (header, the kiosk's key, the code) of an envelope that is whole, signed by that key and sealed to this office.

    The caller must check that the code belongs to that kiosk. Raise EnvelopeError.
    """
    if read_header(envelope).kind is not EnvelopeKind.ENROL:
        raise EnvelopeError(PostCode.NO_ENROLMENT)
    try:
        told = msgspec.json.decode(open_(envelope, secret), type=_Enrolment)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise EnvelopeError(PostCode.NO_ENROLMENT) from error
    public, code = parse_key(told.key, "kiosk"), parse_code(told.code)
    return verify(envelope, public), public, code
