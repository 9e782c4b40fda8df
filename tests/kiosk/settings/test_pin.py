"""The technician's PIN as it is kept and compared."""

from __future__ import annotations

import pytest

from kiosk.settings.pin import fit, hash_pin, matches


def test_hash_is_matched_by_its_pin_alone() -> None:
    kept = hash_pin("246810")
    assert "246810" not in kept
    assert matches("246810", kept)
    assert not any(matches(other, kept) for other in ("246811", "24681", "2468100", "", kept))


def test_each_hash_has_its_own_salt() -> None:
    assert hash_pin("1234") != hash_pin("1234")


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
    assert [pin for pin in ("123", "1234", "abcd", "12 34", "123456789012", "1234567890123", "١٢٣٤") if fit(pin)] == [
        "1234",
        "123456789012",
    ]
    with pytest.raises(ValueError, match="4 to 12"):
        hash_pin("12")
