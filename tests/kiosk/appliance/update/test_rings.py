"""Whose turn an update is."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.appliance.update.rings import is_turn, place_of

pytestmark = pytest.mark.attack(
    "from afar",
    "an update that breaks kiosks goes to all of them",
)


RINGS = {"12": {"trial": True, "share": 0}, "13": {"trial": True, "share": 100, "hold": True}, "14": {"share": 100}}


def test_without_rings_an_update_is_for_everybody_but_who_holds() -> None:
    assert is_turn(12, "a", "", {})
    assert is_turn(12, "a", "trial", {})
    assert not is_turn(12, "a", "hold", {})


def test_trial_kiosks_first_and_what_is_held_or_not_named_for_nobody() -> None:
    assert [is_turn(12, "a", ring, RINGS) for ring in ("trial", "", "hold")] == [True, False, False]
    assert [is_turn(13, "a", ring, RINGS) for ring in ("trial", "")] == [False, False]
    assert [is_turn(14, "a", ring, RINGS) for ring in ("trial", "")] == [True, True]
    assert not is_turn(15, "a", "trial", RINGS)


def test_a_share_is_that_share_and_who_has_it_keeps_it() -> None:
    kiosks = [f"{n:012x}" for n in range(5_000)]
    turned = {
        share: {each for each in kiosks if is_turn(7, each, "", {"7": {"share": share}})} for share in (0, 10, 50, 100)
    }
    assert turned[0] == set()
    assert turned[10] < turned[50] < turned[100] == set(kiosks)
    assert 420 < len(turned[10]) < 580
    assert place_of("0123456789ab", 7) == place_of("0123456789ab", 7)
    assert {each for each in kiosks if place_of(each, 8) < 10} != turned[10], "another update begins in other villages"


@pytest.mark.parametrize(
    "told",
    [
        5,
        None,
        [],
        {"share": 101},
        {"share": -1},
        {"share": "100"},
        {"share": True},
        {"share": 50.5},
        {"share": 100, "hold": 1},
    ],
)
def test_what_cannot_be_read_is_held(told: Any) -> None:
    assert not is_turn(7, "a", "", {"7": told})
