"""Hashes of passwords: made, compared, and what somebody else wrote in their place."""

from __future__ import annotations

import pytest

from kiosk.web.password_hash import PasswordHasher

HASHER = PasswordHasher(memory_kib=64, rounds=1)
OTHER_LIBRARY = (
    "$argon2id$v=19$m=64,t=2,p=1$TZWv8yKXEIUFOYxEYesUNg$3LhzaZ3Snst1bAKDwEWu9uJJInfj3brujNMjQvIRxx0",
    "$argon2id$v=19$m=64,t=1,p=4$NP5FyZsy31kCaH3asmH8tQ$dA4kTATIH0JMEcmVpXDY99fX4AfZTekmV2+qVvHEX/w",
)
"""Of "148203", as argon2-cffi wrote them for the halls and offices of 0.1.0, and with four lanes."""


def test_a_password_fits_its_own_hash_alone() -> None:
    hashed = HASHER.hash("148203")
    assert hashed.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert hashed != HASHER.hash("148203"), "each has a salt of its own"
    assert HASHER.matches(hashed, "148203")
    assert not HASHER.matches(hashed, "148204")
    assert not HASHER.matches(None, "148203")


@pytest.mark.parametrize("hashed", OTHER_LIBRARY)
def test_hashes_of_before_still_open(hashed: str) -> None:
    assert HASHER.matches(hashed, "148203")
    assert not HASHER.matches(hashed, "148204")


@pytest.mark.parametrize(
    "hashed",
    [
        "",
        "148203",
        "$argon2id$",
        "$argon2i" + OTHER_LIBRARY[0][9:],
        OTHER_LIBRARY[0][:-4],
        OTHER_LIBRARY[0].replace("m=64", "m=4194304"),
        OTHER_LIBRARY[0].replace("t=2", "t=4000"),
        OTHER_LIBRARY[0].replace("m=64", "m=9999999999999"),
        OTHER_LIBRARY[0] + "\x00",
        OTHER_LIBRARY[0].replace("p=1", "p=9"),
        "\ud800",
    ],
)
def test_what_is_no_hash_of_ours_fits_nothing_and_costs_nothing(hashed: str) -> None:
    assert not HASHER.matches(hashed, "148203")
