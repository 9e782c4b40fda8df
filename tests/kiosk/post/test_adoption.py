"""What kiosk and office show and hand over when one adopts the other, and what strangers make of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.post.adoption import (
    MOST_ACCEPTANCE,
    Acceptance,
    Introduction,
    compared_words,
    office_of,
    open_acceptance,
    parse_introduction,
    seal_acceptance,
)
from kiosk.post.enrolment import LETTERS, make_code
from kiosk.post.envelope import key_text
from kiosk.post.faults import EnvelopeError, PostCode
from kiosk.post.word_code import word_list

pytestmark = pytest.mark.attack(
    "what goes back",
    "a stranger's office adopts a kiosk, or a stranger's kiosk is adopted in another's name",
    "four words of both keys and the code, which people compare; what is accepted opens by that kiosk's key, and only that "
    "office can have made it",
)

KIOSK, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
OFFICE, STRANGER = PrivateKey(b"f" * 32), PrivateKey(b"s" * 32)
PUBLIC, ID = bytes(KIOSK.verify_key), "25a0f9710781"
ACCEPTED = Acceptance(
    ID, "KX7MWPRQ", "Diskominfo Banggai", datetime(2026, 11, 24, tzinfo=UTC), "https://kabar.example.go.id", "Kilongan",
    "72.01.05.2003", ({"name": "Diskominfo", "url": "https://kabar.example.go.id/edisi/"},),
)  # fmt: skip


def sealed(accepted: Acceptance = ACCEPTED, key: bytes = PUBLIC, office: PrivateKey = OFFICE) -> bytes:
    return seal_acceptance(accepted, key, bytes(office))


def test_both_sides_show_the_same_four_words_and_any_other_key_or_code_others() -> None:
    office = bytes(OFFICE.public_key)
    words = compared_words(PUBLIC, "KX7MWPRQ", office)
    assert words == compared_words(PUBLIC, "KX7MWPRQ", office)
    assert len(words.split()) == 4
    assert set(words.split()) <= set(word_list())
    others = [
        compared_words(bytes(OTHER.verify_key), "KX7MWPRQ", office),
        compared_words(PUBLIC, "KX7MWPRA", office),
        compared_words(PUBLIC, "KX7MWPRQ", bytes(STRANGER.public_key)),
        compared_words(PUBLIC, "KX7MWPRQ"),
    ]
    assert len({words, *others}) == 5


def test_a_code_has_no_letters_that_look_alike() -> None:
    codes = [make_code() for _ in range(200)]
    assert len(set(codes)) == 200
    assert {letter for code in codes for letter in code} <= set(LETTERS)
    assert not set(LETTERS) & set("IO01")


def test_an_introduction_is_found_in_what_was_copied_with_it() -> None:
    told = Introduction(ID, PUBLIC, "KX7MWPRQ")
    for text in (
        told.line,
        f"  {told.line}\r\n",
        f"Ini kodenya: {told.line}. Terima kasih",
        told.line.replace(" ", "+", 3),
    ):
        assert parse_introduction(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "KX7M WPRQ",
        f"KIM-KIOS {ID} KX7MWPRQ {key_text(PUBLIC, 'office')}",
        f"KIM-KIOS {ID} KX7MWPRQ {'A' * 48}",
        f"KIM-KIOS ../../../../etc KX7MWPRQ {key_text(PUBLIC, 'kiosk')}",
        f"KIM-KIOS {ID} <script> {key_text(PUBLIC, 'kiosk')}",
        "KIM-KIOS " * 10_000,
    ],
)
def test_what_is_no_introduction_is_told(text: str) -> None:
    with pytest.raises(EnvelopeError):
        parse_introduction(text)


def test_that_kiosk_alone_reads_what_that_office_alone_can_have_written() -> None:
    content = sealed()
    assert office_of(content) == bytes(OFFICE.public_key)
    assert open_acceptance(content, ID, bytes(KIOSK)) == ACCEPTED
    assert b"Kilongan" not in content
    assert len(content) < MOST_ACCEPTANCE


def test_a_stranger_cannot_write_in_the_offices_name() -> None:
    head, _, _ = sealed().partition(b"\n")
    _, _, box = sealed(office=STRANGER).partition(b"\n")
    with pytest.raises(EnvelopeError) as caught:
        open_acceptance(head + b"\n" + box, ID, bytes(KIOSK))
    assert caught.value.problem.code == PostCode.NO_ACCEPTANCE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (sealed(key=bytes(OTHER.verify_key)), PostCode.NO_ACCEPTANCE),
        (sealed(replace(ACCEPTED, kiosk="0123456789ab")), PostCode.OTHER_KIOSK),
        (sealed()[:-1], PostCode.NO_ACCEPTANCE),
        (sealed()[:60], PostCode.NO_ACCEPTANCE),
        (sealed() + b"x", PostCode.NO_ACCEPTANCE),
        (b"", PostCode.NO_ACCEPTANCE),
        (b"[" * 100_000, PostCode.NO_ACCEPTANCE),
        (b"\xff\xfe\n", PostCode.NO_ACCEPTANCE),
        (b'{"v":2,"kiosk":"25a0f9710781","office":""}\n', PostCode.NO_ACCEPTANCE),
        (b'{"v":1,"kiosk":"25a0f9710781","office":"x"}\n', PostCode.NO_KEY),
    ],
)
def test_what_is_no_acceptance_of_this_kiosk_is_told(content: bytes, code: PostCode) -> None:
    with pytest.raises(EnvelopeError) as caught:
        open_acceptance(content, ID, bytes(KIOSK))
    assert caught.value.problem.code == code


@pytest.mark.parametrize("at", range(0, len(sealed()), 7))
def test_no_changed_byte_is_believed(at: int) -> None:
    content = bytearray(sealed())
    content[at] ^= 1
    with pytest.raises(EnvelopeError):
        open_acceptance(bytes(content), ID, bytes(KIOSK))
