"""The collector takes nothing away while a change is under way, and everything afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.sweeper import Sweeper


class Ring:
    """Garbage that only the collector can take away, as a screen's old cards are."""

    def __init__(self) -> None:
        self.ring = self


@pytest.fixture
def sweeper() -> Iterator[Sweeper]:
    sweeper = Sweeper()
    sweeper.begin()
    yield sweeper
    sweeper.close()


def test_nothing_is_taken_away_but_by_a_sweep(sweeper: Sweeper) -> None:
    gone = weakref.ref(Ring())
    kept = [[number] for number in range(100_000)]  # more than makes the collector start by itself

    assert gone() is not None
    sweeper.sweep(alone=False)
    assert gone() is None
    assert len(kept) == 100_000


@pytest.mark.parametrize(("alone", "within"), [(True, 60), (False, 600)])
def test_what_grew_old_is_taken_away_too(sweeper: Sweeper, alone: bool, within: int) -> None:
    old = Ring()
    for _ in range(3):
        sweeper.sweep(alone=False)
    gone = weakref.ref(old)
    del old
    turns = 3
    while gone() is not None and turns < within:
        sweeper.sweep(alone=alone)
        turns += 1

    assert gone() is None
    assert turns == within


def test_the_collector_works_by_itself_again_when_the_kiosk_has_ended() -> None:
    sweeper = Sweeper()
    sweeper.begin()
    assert not gc.isenabled()
    sweeper.close()
    assert gc.isenabled()
