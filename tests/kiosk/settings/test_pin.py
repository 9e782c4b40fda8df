"""The technician's PIN as it is kept and compared."""

from __future__ import annotations

import pytest

from kiosk.settings.pin import fit, hash_pin, is_hash, matches


def test_hash_is_matched_by_its_pin_alone() -> None:
    kept = hash_pin("246810")
    assert "246810" not in kept
    assert matches("246810", kept)
    assert not any(matches(other, kept) for other in ("246811", "24681", "2468100", "", kept))


def test_each_hash_has_its_own_salt() -> None:
    assert hash_pin("123456") != hash_pin("123456")


def test_plain_pin_of_the_settings_is_matched_until_it_is_hashed() -> None:
    assert matches("1234", "1234")
    assert not matches("12345", "1234")


@pytest.mark.parametrize(
    "kept", ["", "scrypt$", "scrypt$16384$8$1$zz$aa", "scrypt$0$0$0$00$00", "scrypt$999999999$8$1$00$00"]
)
def test_nothing_opens_without_a_whole_pin(kept: str) -> None:
    assert not matches("1234", kept)
    assert not matches("", kept)


def test_only_what_the_pad_can_type_is_a_pin() -> None:
    assert [
        pin for pin in ("12345", "123456", "abcdef", "12 3456", "123456789012", "1234567890123", "١٢٣٤٥٦") if fit(pin)
    ] == [
        "123456",
        "123456789012",
    ]
    with pytest.raises(ValueError, match="6 to 12"):
        hash_pin("12345")


@pytest.mark.parametrize("cost", ["9999999$99$99", "16384$8$99", "1048576$8$1", "2$1$1", "0$0$0", "16383$8$1"])
def test_a_hash_of_a_cost_that_is_none_of_ours_is_none(cost: str) -> None:
    """Nothing could compute it, or the screen would stand still over it: root took it, and no PIN opened any more."""
    kept = f"scrypt${cost}${'0' * 32}${'0' * 64}"
    assert not is_hash(kept)
    assert not matches("246810", kept)
    assert is_hash(hash_pin("246810"))


def test_a_pin_of_four_digits_that_was_set_before_opens_on() -> None:
    """Show that the hash of a four-digit PIN ("1234") from an older program still matches."""
    older = (
        "scrypt$16384$8$1$000102030405060708090a0b0c0d0e0f$"
        "58dfbceef3ed18ee28d5fc04b6d96828d230b6a199aa7b1f91209634986ba4c8"
    )
    assert matches("1234", older)
