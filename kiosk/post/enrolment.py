"""How an office comes to know a kiosk's key: an envelope of the kind `enrol` brings it, with a code that the office made. Pure.

The code is sealed as all content is: who carries the stick does not learn it. The envelope is signed by the key that it brings.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kiosk.post.envelope import Header, Kind, key_text, open_, parse_key, read_header, verify
from kiosk.post.faults import EnvelopeError, PostCode

_CODE = re.compile(r"[A-Z0-9]{8}")


class _Enrolment(Struct, frozen=True):
    key: str
    code: str


def parse_code(text: str) -> str:
    """A code as it was typed, without what people put between: 8 letters or digits. Raises EnvelopeError."""
    code = re.sub(r"[\s-]", "", text).upper()
    if not _CODE.fullmatch(code):
        raise EnvelopeError(PostCode.NO_CODE, text=text[:70])
    return code


def enrolment(public: bytes, code: str) -> bytes:
    """The content: `public` is the kiosk's key, `code` the office's. Raises EnvelopeError."""
    return msgspec.json.encode(_Enrolment(key_text(public, "kiosk"), parse_code(code)))


def read_enrolment(envelope: bytes, secret: bytes) -> tuple[Header, bytes, str]:
    """(what the line says, the kiosk's key, the code): whole, signed by that key, sealed to this office. Whether the code is good
    for that kiosk is the caller's to look up. Raises EnvelopeError."""
    if read_header(envelope).kind is not Kind.ENROL:
        raise EnvelopeError(PostCode.NO_ENROLMENT)
    try:
        told = msgspec.json.decode(open_(envelope, secret), type=_Enrolment)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise EnvelopeError(PostCode.NO_ENROLMENT) from error
    public, code = parse_key(told.key, "kiosk"), parse_code(told.code)
    return verify(envelope, public), public, code
