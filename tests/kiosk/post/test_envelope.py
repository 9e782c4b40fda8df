"""Envelopes: what is sealed comes out again, and no other bytes are taken for one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from kiosk.post.envelope import (
    BOX_MORE,
    HIGHEST_NUMBER,
    MOST,
    MOST_ENVELOPE,
    MOST_LINE,
    EnvelopeKind,
    key_text,
    open_,
    parse_key,
    read_header,
    seal,
    split,
    verify,
)
from kiosk.post.faults import EnvelopeError, PostCode

pytestmark = [
    pytest.mark.attack(
        "what goes back",
        "an envelope is forged, cut at any byte, changed, has the line of another one, is another kiosk's or "
        "for another office, or plays with JSON",
        "refused with its code; nothing of its content is used before its signature",
    ),
    pytest.mark.attack(
        "what goes back",
        "a kiosk signs what another one asked as its own, to be told the answer",
        "the sealed box holds the hash of the line that it was sealed under",
    ),
]


KIOSK, OTHER_KIOSK = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
OFFICE, OTHER_OFFICE = PrivateKey(b"f" * 32), PrivateKey(b"g" * 32)
PUBLIC = bytes(KIOSK.verify_key)
NAME, OTHER_NAME = "25a0f9710781", "0123456789ab"
MADE = datetime(2026, 11, 27, 10, 41, 7, tzinfo=UTC)
QUESTION = b"berapa harga pupuk"


def in_parts(envelopes: bytes) -> list[bytes]:
    return list(split(envelopes))


def sealed(
    content: bytes = QUESTION,
    *,
    kind: EnvelopeKind = EnvelopeKind.QUESTION,
    number: int = 17,
    kiosk: str = NAME,
    made: datetime = MADE,
    key: SigningKey = KIOSK,
    office: PrivateKey = OFFICE,
) -> bytes:
    return seal(
        kind,
        content,
        kiosk=kiosk,
        number=number,
        made=made,
        key=bytes(key),
        office=bytes(office.public_key),
    )


def by_hand(line: bytes, content: bytes = QUESTION, *, bound_to: bytes | None = None, size: int | None = None) -> bytes:
    """Signed by the kiosk itself, whatever the line says: what a program gone wrong would make. `%d` becomes the box's size."""
    size = len(content) + BOX_MORE if size is None else size
    line = line.replace(b"%d", b"%d" % size) + b"\n"
    bound = hashlib.sha256(line if bound_to is None else bound_to).digest()
    box = SealedBox(PublicKey(bytes(OFFICE.public_key))).encrypt(bound + content)
    return line + box + KIOSK.sign(line + box).signature


def code_of(do: Callable[..., object], *given: object) -> str:
    with pytest.raises(EnvelopeError) as caught:
        do(*given)
    return caught.value.problem.code


@pytest.mark.parametrize("kind", list(EnvelopeKind))
def test_what_is_sealed_comes_out_again_up_to_the_last_byte_of_its_kind(kind: EnvelopeKind) -> None:
    for content in (b"", b"\0", b"x" * MOST[kind]):
        envelope = sealed(content, kind=kind)
        header = verify(envelope, PUBLIC)
        assert (header.kiosk, header.n, header.kind, header.when) == (NAME, 17, kind, MADE)
        assert open_(envelope, bytes(OFFICE)) == content
        assert len(envelope) <= MOST_ENVELOPE
    assert code_of(lambda: sealed(b"x" * (MOST[kind] + 1), kind=kind)) == PostCode.CONTENT_TOO_LARGE


def test_the_line_is_as_the_contract_has_it() -> None:
    line = sealed().partition(b"\n")[0]
    assert line == (
        b'{"v":1,"kiosk":"25a0f9710781","n":17,"kind":"question","made":"2026-11-27T10:41:07Z","size":%d}'
        % (len(QUESTION) + BOX_MORE)
    )
    longest = sealed(b"x" * MOST[EnvelopeKind.QUESTION], number=HIGHEST_NUMBER).partition(b"\n")[0]
    assert len(longest) < MOST_LINE


def test_nothing_of_the_content_can_be_read_and_no_two_envelopes_are_alike() -> None:
    one, other = sealed(), sealed()
    assert QUESTION not in one
    assert one != other
    assert one[-64:] != other[-64:]


def test_the_time_is_told_in_utc_whatever_the_clock_says() -> None:
    for made in (
        datetime(2026, 11, 27, 18, 41, 7, 999, tzinfo=timezone(timedelta(hours=8))),
        datetime(970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ):
        assert read_header(sealed(made=made)).when == made.replace(microsecond=0)


def test_a_cut_at_any_byte_is_told() -> None:
    whole = sealed()
    for length in range(len(whole)):
        cut = whole[:length]
        code = code_of(verify, cut, PUBLIC)
        assert code in CUT, length
        assert code == PostCode.ENVELOPE_CUT or length < len(b'{"v":1,')
        assert code_of(open_, cut, bytes(OFFICE))
        if cut:
            assert code_of(in_parts, cut)


def test_a_change_of_any_byte_is_told() -> None:
    whole = sealed()
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert code_of(verify, changed, PUBLIC)


def test_one_that_is_forged_by_another_kiosk_or_for_another_office_is_told() -> None:
    forged = sealed(key=OTHER_KIOSK)
    assert code_of(verify, forged, PUBLIC) == PostCode.SIGNATURE_WRONG
    assert code_of(verify, sealed(), bytes(OTHER_KIOSK.verify_key)) == PostCode.SIGNATURE_WRONG
    assert code_of(open_, sealed(office=OTHER_OFFICE), bytes(OFFICE)) == PostCode.NOT_TO_US
    assert code_of(open_, sealed(), bytes(OTHER_OFFICE)) == PostCode.NOT_TO_US
    for key in (b"", b"short", bytes(33), bytes(31)):
        assert code_of(verify, sealed(), key) == PostCode.SIGNATURE_WRONG
        assert code_of(open_, sealed(), key) == PostCode.NOT_TO_US


def test_a_key_of_small_order_signs_nothing() -> None:
    """Show that no key of small order is accepted: a careless verifier would take a signature of zeros."""
    envelope = sealed()[:-64] + bytes(64)
    for point in (bytes(32), b"\1" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"):
        assert code_of(verify, envelope, point) == PostCode.SIGNATURE_WRONG


def test_a_box_is_not_sealed_to_a_key_of_small_order() -> None:
    for point in (bytes(32), b"\1" + bytes(31), b"short", b""):
        with pytest.raises(EnvelopeError) as caught:
            seal(EnvelopeKind.VOTE, b"x", kiosk=NAME, number=1, made=MADE, key=bytes(KIOSK), office=point)
        assert caught.value.problem.code == PostCode.NO_KEY


def test_a_box_under_another_line_does_not_open() -> None:
    """A kiosk that is known to the office signs what another one asked as its own, to be told the answer."""
    line, _, rest = sealed().partition(b"\n")
    box = rest[:-64]
    for new in (
        line.replace(NAME.encode(), OTHER_NAME.encode()),
        line.replace(b'"n":17', b'"n":18'),
        line.replace(b"T10:", b"T11:"),
        line.replace(b"question", b"log"),
    ):
        signed = new + b"\n" + box
        stolen = signed + OTHER_KIOSK.sign(signed).signature
        verify(stolen, bytes(OTHER_KIOSK.verify_key))
        assert code_of(open_, stolen, bytes(OFFICE)) == PostCode.HEADER_SWAPPED


def test_what_follows_is_no_part_of_it() -> None:
    assert code_of(verify, sealed() + b"x", PUBLIC) == PostCode.ENVELOPE_LONG
    assert code_of(read_header, sealed() + sealed()) == PostCode.ENVELOPE_LONG


CUT = {str(PostCode.ENVELOPE_CUT), str(PostCode.NO_ENVELOPE)}  # of what has no line end within reach it may be either
HEAD = b'{"v":1,"kiosk":"25a0f9710781","n":17,"kind":"question","made":"2026-11-27T10:41:07Z","size":%d}'


@pytest.mark.parametrize(
    "line",
    [
        HEAD.replace(b'"n":17', b'"n":%s' % number)
        for number in (
            b"0",
            b"-1",
            b"-0",
            b"017",
            b"+17",
            b"17.0",
            b"1.7e1",
            b"17.5",
            b"9007199254740992",
            b"18446744073709551617",
            b"1" + b"0" * 100,
            b"1e308",
            b"1e999",
            b"NaN",
            b"Infinity",
            b"null",
            b"true",
            b'"17"',
            b"[17]",
            b"{}",
        )
    ]
    + [
        HEAD.replace(b'"v":1', b'"v":2'),
        HEAD.replace(b'"v":1', b'"v":1.0'),
        HEAD.replace(b'"v":1', b'"v":true'),
        HEAD.replace(b'"v":1,', b""),
        HEAD.replace(b'"n":17', b'"n":17,"n":18'),
        HEAD.replace(b'"kiosk":', b'"kiosk":"0123456789ab","kiosk":'),
        HEAD.replace(b'"n":17', b'"\\u006e":17'),
        HEAD.replace(b"25a0", b"\\u0032\\u0035a0"),
        HEAD.replace(b"25a0", b"25A\xc3\xa9"),
        HEAD.replace(b"25a0", b"../0"),
        HEAD.replace(b"25a0", b"25 0"),
        HEAD.replace(b"25a0", b"25\x000"),
        HEAD.replace(b"25a0", b"\xff\xfe\xfa\xfb"),
        HEAD.replace(b"25a0", b"25a00"),
        HEAD.replace(b"25a0f9710781", b""),
        HEAD.replace(b"question", b"Question"),
        HEAD.replace(b"question", b"fax"),
        HEAD.replace(b'"question"', b'["question"]'),
        HEAD.replace(b'"question"', b"null"),
        HEAD.replace(b"question", b"q" * 300),
        HEAD.replace(b"11-27", b"02-30"),
        HEAD.replace(b"11-27", b"13-01"),
        HEAD.replace(b"2026-", b"0000-"),
        HEAD.replace(b"T10:41", b"T24:00"),
        HEAD.replace(b"T10:41", b"T10:60"),
        HEAD.replace(b":07Z", b":60Z"),
        HEAD.replace(b"07Z", b"07+00:00"),
        HEAD.replace(b"07Z", b"07z"),
        HEAD.replace(b"07Z", b"07.5Z"),
        HEAD.replace(b"07Z", b"07Z\\n"),
        HEAD.replace(b"2026", "２０２６".encode()),
        HEAD.replace(b"07Z", b"07"),
        HEAD.replace(b"}", b',"more":1}'),
        HEAD.replace(b"}", b",}"),
        HEAD.replace(b"}", b"}}"),
        HEAD.replace(b"}", b"} "),
        HEAD.replace(b":1,", b": 1,"),
        b" " + HEAD,
        b"\xef\xbb\xbf" + HEAD,
        HEAD.replace(b'"v":1,', b"").replace(b"}", b',"v":1}'),
        HEAD + b"\r",
        b"[" + HEAD + b"]",
        b"[" * 100_000,
        b'{"a":' * 30,
        b"null",
        b"",
        b"\0" * 100,
        HEAD.replace(b"%d", b"%d.0"),
        HEAD.replace(b"%d", b"0%d"),
        HEAD.replace(b"%d", b'"%d"'),
    ],
    ids=lambda line: ascii(line)[2:50],
)
def test_a_line_that_plays_with_json_is_no_envelope_though_it_is_signed(line: bytes) -> None:
    played = by_hand(line)
    assert code_of(verify, played, PUBLIC) in CUT
    assert code_of(open_, played, bytes(OFFICE)) in CUT
    assert code_of(in_parts, played) in CUT


def test_the_sample_that_is_played_with_is_an_envelope() -> None:
    assert open_(by_hand(HEAD), bytes(OFFICE)) == QUESTION


@pytest.mark.parametrize(
    "size", [-1, 0, BOX_MORE - 1, MOST[EnvelopeKind.QUESTION] + BOX_MORE + 1, 10**9, 2**53, 2**64, 10**60]
)
def test_a_size_that_no_envelope_has_is_refused_before_anything_is_read(size: int) -> None:
    played = by_hand(HEAD, size=size)
    for take in (read_header, in_parts):
        assert code_of(take, played) in {str(PostCode.CONTENT_TOO_LARGE), str(PostCode.NO_ENVELOPE)}


def test_a_size_of_another_kind_is_refused() -> None:
    large = by_hand(HEAD.replace(b"question", b"vote"), b"x" * (MOST[EnvelopeKind.VOTE] + 1))
    assert code_of(verify, large, PUBLIC) == PostCode.CONTENT_TOO_LARGE


@pytest.mark.parametrize("number", [0, -1, HIGHEST_NUMBER + 1, 2**64])
def test_a_number_that_no_reader_takes_is_not_sealed(number: int) -> None:
    assert code_of(lambda: sealed(number=number)) == PostCode.NO_ENVELOPE


@pytest.mark.parametrize("name", ["", "short", "25a0f9710781x", "25a0f97107/1", "25a0f971078\n", "２５a0f9710781"])
def test_a_name_that_no_kiosk_has_is_not_sealed(name: str) -> None:
    assert code_of(lambda: sealed(kiosk=name)) == PostCode.NO_ENVELOPE


def test_many_lie_one_behind_the_other() -> None:
    many = [sealed(b"x" * length, number=1 + length) for length in (0, 1, 5_000, 300_000)]
    assert list(split(b"".join(many))) == many
    assert list(split(b"")) == []
    assert code_of(in_parts, b"".join(many) + b"\n") == PostCode.NO_ENVELOPE
    cut = split(many[0] + many[1] + many[2][:-1])
    assert [next(cut), next(cut)] == many[:2]
    assert code_of(next, cut) == PostCode.ENVELOPE_CUT


def test_what_is_held_by_a_json_reader_is_the_same_as_what_we_read() -> None:
    header = read_header(sealed())
    told = json.loads(sealed().partition(b"\n")[0])
    assert (told["v"], told["kiosk"], told["n"], told["kind"]) == (header.v, header.kiosk, header.n, str(header.kind))


def test_a_key_is_read_as_it_was_written_and_a_slip_is_told() -> None:
    text = key_text(PUBLIC, "kiosk")
    assert len(text) == 48
    assert parse_key(f"  {text}\n", "kiosk") == PUBLIC
    slips = [text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :] for at in range(48)]
    wrong = [
        *slips,
        "",
        text[:-1],
        text + "A",
        text[1:] + text[0],
        text.swapcase(),
        "é" * 48,
        key_text(PUBLIC, "office"),
    ]
    for each in wrong:
        assert code_of(parse_key, each, "kiosk") == PostCode.NO_KEY
