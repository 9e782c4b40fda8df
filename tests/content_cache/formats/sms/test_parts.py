"""Parts on the air: in any order, doubled, late, forged."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.formats.sms.message import SmsMessage, made
from content_cache.formats.sms.parts import MOST_OPEN, PartBox, binary_parts, from_letters, letter_parts, to_letters
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.signing.keys import SecretKey

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "forged parts of an SMS come before or behind the true one",
        "of letters each place keeps its first eight and its newest eight rivals, and the name is a hash: the "
        "true ones are found, unless eight forged ones came before and eight behind one of them. Of binary "
        "ones ModemManager takes the first of a sender and reference: the office sends letters too",
    ),
    pytest.mark.attack(
        "what comes in",
        "10,000 SMS; SMS that never become whole",
        "bounded in memory and on the card; each is deleted from the SIM card; the rest of a warning that was "
        "under way comes through",
    ),
]


NOW = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
LONG = "é" * 30 + "Air naik, " * 4 + "pergi!"  # 80 letters at most, near 110 bytes
CONTENT = made(
    SmsMessage(
        number=1,
        issued=NOW,
        minutes=60,
        severity=Severity.SIAGA,
        hazard=Hazard.FLOOD,
        text=LONG,
    ),
    SecretKey.generate(),
)


@pytest.mark.parametrize(
    ("plain", "letters"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_letters_are_those_of_rfc_9285(plain: bytes, letters: str) -> None:
    assert to_letters(plain) == letters
    assert from_letters(letters) == plain


@pytest.mark.parametrize("wrong", ["GGW1", "GGX", "::::", "a", "A"])
def test_letters_that_rfc_9285_forbids(wrong: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        from_letters(wrong)


@given(st.binary(max_size=200))
def test_letters_carry_any_bytes(content: bytes) -> None:
    assert from_letters(to_letters(content)) == content


def test_two_binary_sms_or_three_of_letters() -> None:
    binary, letters = binary_parts(CONTENT, 7), letter_parts(CONTENT)
    assert (len(binary), len(letters)) == (2, 3)
    assert max(map(len, binary)) <= 140
    assert max(map(len, letters)) <= 160
    assert [part[:6].hex() for part in binary] == ["050003070201", "050003070202"]


def put(box: PartBox, parts: list[str]) -> list[bytes]:
    return [whole for part in parts for whole in box.take_text(part)]


@pytest.mark.parametrize("seed", range(20))
def test_letters_in_any_order_doubled_and_beside_others(seed: int) -> None:
    dice = random.Random(seed)
    other = letter_parts(bytes(dice.randbytes(150)))
    parts = [*letter_parts(CONTENT) * 2, *other[1:]]
    dice.shuffle(parts)
    assert put(PartBox(), parts).count(CONTENT) >= 1


def test_letters_that_the_network_joined_or_a_gateway_cut_blanks_off() -> None:
    first, second, third = letter_parts(CONTENT)
    assert put(PartBox(), [first + second + third]) == [CONTENT]
    assert put(PartBox(), [f" {first}  ", f"{second}\r\n", third.strip()])[-1:] == [CONTENT]


def test_one_part_that_is_lost_leaves_nothing() -> None:
    for missing in range(3):
        parts = letter_parts(CONTENT)
        del parts[missing]
        assert put(PartBox(), parts) == []


def test_parts_outlive_a_power_cut() -> None:
    first, second, third = letter_parts(CONTENT)
    box = PartBox()
    assert put(box, [third, first]) == []
    assert put(PartBox(box.kept()), [second]) == [CONTENT]


def test_forged_part_keeps_no_true_one_out() -> None:
    parts = letter_parts(CONTENT)
    forged = [part[:17] + to_letters(random.Random(n).randbytes(60)) + "/" for n, part in enumerate(parts)]
    assert put(PartBox(), [*forged, *forged[:1], *parts]) == [CONTENT]
    first, second = binary_parts(CONTENT, 9)
    box = PartBox()
    found = [
        whole
        for part in (first[:6] + b"x" * 134, second[:6] + b"y" * 20, first, second)
        for whole in box.take_data(part)
    ]
    assert CONTENT in found


def forge(part: str, n: int) -> str:
    """Return a part of the same name, place and count as *part*, with letters of its own."""
    return part[:17] + to_letters(random.Random(n).randbytes(60)) + "/"


@pytest.mark.parametrize(("before", "behind"), [(0, 4), (7, 0), (7, 50), (0, 50), (50, 7)])
def test_flood_of_forged_parts_before_or_behind_a_true_one_keeps_it(before: int, behind: int) -> None:
    first, *rest = letter_parts(CONTENT)
    box = PartBox()
    put(box, [forge(first, n) for n in range(before)])
    assert put(box, [first]) == []
    put(box, [forge(first, n) for n in range(before, before + behind)])
    for part in rest:
        put(box, [forge(part, n) for n in range(4)])
    assert put(PartBox(box.kept()), rest) == [CONTENT]


def test_flood_of_forged_binary_parts_keeps_the_true_one() -> None:
    first, second = binary_parts(CONTENT, 9)
    box = PartBox()
    for n in range(500):
        if n == 3:
            list(box.take_data(first))
        list(box.take_data(first[:6] + random.Random(n).randbytes(134)))
    assert CONTENT in box.take_data(second)


@pytest.mark.parametrize(
    "wrong",
    [
        "KIOSK/ABCDEF/3/2/AAA/",
        "KIOSK/ABCDEF/1/9/AAA/",
        "KIOSK/ABCDEF/0/2/AAA/",
        "KIOSK/abcdef/1/2/AAA/",
        "KIOSK//1/1/A/",
        "KIOSK/",
    ],
)
def test_wrong_part_numbers(wrong: str) -> None:
    box = PartBox()
    assert put(box, [wrong]) == []
    assert box.kept() == []


def test_flood_takes_no_more_room_and_a_true_one_comes_through() -> None:
    dice, box = random.Random(1), PartBox()
    for n in range(10_000):
        list(box.take_text(f"KIOSK/{dice.getrandbits(24):06X}/1/3/{'A' * 97}/"))
        list(box.take_data(bytes((5, 0, 3, n & 255, 2, 1)) + dice.randbytes(134)))
        if n == 9_900:
            first, *rest = letter_parts(CONTENT)
            assert put(box, [first]) == []
    assert put(box, rest) == [CONTENT]
    assert len(box.kept()) <= MOST_OPEN
