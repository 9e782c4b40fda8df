"""Quarter turns and corrections of a touch panel."""

from __future__ import annotations

from itertools import product
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis.strategies import floats

from kiosk.core.panel_touch import QUARTERS, TARGETS, corrected, correction_from, on_panel, on_picture, usable

SHARES = floats(0, 1)


@given(x=SHARES, y=SHARES)
def test_there_and_back_again(x: float, y: float) -> None:
    for rotation in QUARTERS:
        assert on_picture(on_panel((x, y), rotation), rotation) == pytest.approx((x, y))


def test_a_picture_that_is_turned_to_the_right_has_its_top_at_the_right() -> None:
    assert on_panel((0.5, 0.0), 90) == (1.0, 0.5)
    assert on_panel((0.5, 0.0), 180) == (0.5, 1.0)
    assert on_panel((0.5, 0.0), 270) == (0.0, 0.5)


@pytest.mark.parametrize(
    "panel",
    [(1.0, 0.0, 0.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0, 1.0, 0.0, 0.0), (-1.1, 0.05, 1.02, 0.02, 0.9, 0.04)],
    ids=["right", "swapped", "mirrored, askew"],
)
def test_four_touches_find_the_correction(panel: tuple[float, ...]) -> None:
    for rotation in QUARTERS:
        meant = [on_panel(target, rotation) for target in TARGETS]
        # what such a panel tells of a finger is what its correction takes to the cross
        a, b, c, d, e, f = panel
        whole = a * e - b * d
        touched = [((e * (x - c) - b * (y - f)) / whole, (a * (y - f) - d * (x - c)) / whole) for x, y in meant]
        assert correction_from(touched, meant) == pytest.approx(panel)


@pytest.mark.parametrize(
    "touched",
    [
        [(0.5, 0.5)] * 4,
        [(0.1, 0.1), (0.3, 0.3), (0.6, 0.6), (0.9, 0.9)],
        [TARGETS[0], TARGETS[2], TARGETS[1], TARGETS[3]],
        [TARGETS[0], (0.5, 0.9), TARGETS[2], TARGETS[3]],
        list(TARGETS[:2]),
    ],
    ids=["one place", "a line", "crossed", "one astray", "two"],
)
def test_touches_that_do_not_fit_are_no_correction(touched: list[tuple[float, float]]) -> None:
    assert correction_from(touched, TARGETS[: len(touched)]) is None


@pytest.mark.parametrize(
    "numbers",
    [
        (),
        (1, 0, 0),
        (1, 0, 0, 0, 1, nan),
        (inf, 0, 0, 0, 1, 0),
        (0, 0, 0, 0, 0, 0),
        (1, 1, 0, 1, 1, 0),
        (9, 0, 0, 0, 1, 0),
        (10**400, 0, 0, 0, 1, 0),
        (1, 0, 3.9, 0, 1, 3.9),  # every finger in a corner
    ],
)
def test_a_panel_that_nobody_could_use_is_refused(numbers: tuple[float, ...]) -> None:
    assert not usable(numbers)


def test_a_finger_stays_on_the_panel() -> None:
    for across, down in product((0.0, 1.0), repeat=2):
        x, y = corrected((across, down), (1.2, 0.1, -0.3, 0.1, 1.2, 0.2))
        assert 0 <= x <= 1
        assert 0 <= y <= 1
