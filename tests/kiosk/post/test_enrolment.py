"""A kiosk makes itself known to its office."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.post.enrolment import enrolment, parse_code, read_enrolment
from kiosk.post.envelope import EnvelopeKind, key_text, seal
from kiosk.post.faults import EnvelopeError, PostCode

pytestmark = pytest.mark.attack(
    "what goes back",
    "a stranger makes himself known as a kiosk",
    "a code of the office's, sealed; the key must have signed it",
)


KIOSK, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
OFFICE, OTHER_OFFICE = PrivateKey(b"f" * 32), PrivateKey(b"g" * 32)
PUBLIC = bytes(KIOSK.verify_key)


def sent(
    content: bytes, *, kind: EnvelopeKind = EnvelopeKind.ENROL, key: SigningKey = KIOSK, office: PrivateKey = OFFICE
) -> bytes:
    made, to = datetime(2026, 11, 27, tzinfo=UTC), bytes(office.public_key)
    return seal(kind, content, kiosk="25a0f9710781", number=1, made=made, key=bytes(key), office=to)


def test_the_office_learns_key_and_code_and_nobody_else_the_code() -> None:
    envelope = sent(enrolment(PUBLIC, "abcd-efgh"))
    told = read_enrolment(envelope, bytes(OFFICE))
    assert (told.kiosk, told.key, told.code, told.own) == ("25a0f9710781", PUBLIC, "ABCDEFGH", False)
    assert b"ABCDEFGH" not in envelope


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        (sent(enrolment(PUBLIC, "ABCDEFGH"), key=OTHER), PostCode.SIGNATURE_WRONG),  # a key that is not its own
        (sent(enrolment(PUBLIC, "ABCDEFGH"), office=OTHER_OFFICE), PostCode.NOT_TO_US),
        (sent(enrolment(PUBLIC, "ABCDEFGH"), kind=EnvelopeKind.VOTE), PostCode.NO_ENROLMENT),
        (sent(b"{}"), PostCode.NO_ENROLMENT),
        (sent(b"[" * 3_000), PostCode.NO_ENROLMENT),
        (sent(b"\xff\xfe"), PostCode.NO_ENROLMENT),
        (sent(b'{"key":7,"code":"ABCDEFGH"}'), PostCode.NO_ENROLMENT),
        (sent(json.dumps({"key": "x" * 48, "code": "ABCDEFGH"}).encode()), PostCode.NO_KEY),
        (sent(json.dumps({"key": key_text(PUBLIC, "office"), "code": "ABCDEFGH"}).encode()), PostCode.NO_KEY),
        (sent(json.dumps({"key": key_text(PUBLIC, "kiosk"), "code": "' OR 1=1"}).encode()), PostCode.NO_CODE),
        (sent(enrolment(PUBLIC, "ABCDEFGH"))[:-1], PostCode.ENVELOPE_CUT),
    ],
)
def test_what_is_no_enrolment_is_told(envelope: bytes, code: PostCode) -> None:
    with pytest.raises(EnvelopeError) as caught:
        read_enrolment(envelope, bytes(OFFICE))
    assert caught.value.problem.code == code


@pytest.mark.parametrize("typed", ["abcd efgh", "ABCD-EFGH", " abcdefgh\n", "A B C D E F G H"])
def test_a_code_is_taken_as_people_type_it(typed: str) -> None:
    assert parse_code(typed) == "ABCDEFGH"


@pytest.mark.parametrize("typed", ["", "ABCDEFG", "ABCDEFGHI", "ABCDÉFGH", "ABCD/FGH", "ÁBCDEFGH", "ＡBCDEFGH"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(EnvelopeError) as caught:
        parse_code(typed)
    assert caught.value.problem.code == PostCode.NO_CODE
