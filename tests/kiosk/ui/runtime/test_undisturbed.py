"""The collector takes nothing away while a change is under way, and works by itself afterwards."""

from __future__ import annotations

import gc
import weakref

import pytest

from kiosk.ui.runtime.undisturbed import undisturbed


class Ring:
    """Garbage that only the collector can take away, as a screen's old cards are."""

    def __init__(self) -> None:
        self.ring = self


def busy() -> int:
    """Makes more than it takes for the collector to start by itself."""
    return len([[number] for number in range(100_000)])


def test_nothing_is_taken_away_within_and_everything_afterwards() -> None:
    gc.collect()
    with undisturbed():
        gone = weakref.ref(Ring())
        busy()
        assert gone() is not None
    busy()
    assert gone() is None


def fail() -> None:
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()
        raise ReferenceError


def test_the_collector_works_again_after_a_fault_too_and_only_after_the_outermost() -> None:
    with pytest.raises(ReferenceError):
        fail()
    assert gc.isenabled()
