from __future__ import annotations

import pickle

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.hardware.debounce import AGAIN_S, FLUTTER, HOLD_S, QUIET_S, STUCK_S, Presses, PressOutcome


@pytest.mark.clause("5.8")
def test_a_press_counts_once_however_much_the_contact_bounces() -> None:
    presses = Presses()
    counted = [presses.pressed("listen", 10.0)]
    for bounce in range(1, 6):
        presses.released("listen", 10.0 + bounce * 0.004 - 0.002)
        counted.append(presses.pressed("listen", 10.0 + bounce * 0.004))
    presses.released("listen", 10.3)
    counted.append(presses.pressed("listen", 10.31))  # it bounces when it opens, too
    presses.released("listen", 10.312)
    assert counted == [True, False, False, False, False, False, False]
    assert presses.pressed("listen", 10.5)


def test_a_bouncing_press_can_be_held() -> None:
    presses = Presses()
    presses.pressed("listen", 10.0)
    presses.released("listen", 10.002)
    presses.pressed("listen", 10.004)
    assert presses.due(10.0 + HOLD_S - 0.01) == []
    assert presses.look_in(10.0) == pytest.approx(HOLD_S)
    assert presses.due(10.0 + HOLD_S) == [("listen", PressOutcome.HELD)]
    assert presses.due(11.0) == []  # once
    assert presses.look_in(11.0) is None


@pytest.mark.clause("5.9")
def test_two_buttons_at_once_are_one_hand_and_one_after_the_other_are_two_presses() -> None:
    presses = Presses()
    assert presses.pressed("previous", 10.0)
    assert not presses.pressed("listen", 10.02)
    assert presses.pressed("next", 10.2)
    assert presses.due(11.5) == [
        ("previous", PressOutcome.HELD),
        ("next", PressOutcome.HELD),
    ]  # not the one that did not count


@pytest.mark.clause("5.7")
def test_held_for_an_hour_it_is_reported_once_and_listened_to_again_when_it_is_let_go() -> None:
    presses = Presses()
    assert presses.pressed("home", 0.0)
    told = [verdict for second in range(3600) for verdict in presses.due(float(second))]
    assert told == [("home", PressOutcome.HELD), ("home", PressOutcome.STUCK)]
    assert presses.stuck == {"home"}
    assert presses.pressed("next", 3600.0)  # the others work
    presses.released("home", 3601.0)
    assert presses.pressed("home", 3602.0)
    assert presses.stuck == frozenset()


def test_hammered_fifty_times_a_second_it_is_reported_and_ignored_until_it_is_quiet() -> None:
    presses = Presses()
    counted, told = 0, []
    for tick in range(50 * 60):
        now = tick / 50
        counted += presses.pressed("next", now)
        presses.released("next", now + 0.01)
        told += presses.due(now + 0.01)
    assert told == [("next", PressOutcome.STUCK)]
    assert counted <= 1 / AGAIN_S
    assert not presses.pressed("next", 60.5)
    presses.released("next", 60.6)
    assert presses.due(60.6 + QUIET_S) == []
    assert presses.stuck == frozenset()
    assert presses.pressed("next", 63.0)


def test_a_release_that_was_lost_costs_no_press() -> None:
    presses = Presses()
    assert presses.pressed("next", 1.0)
    assert presses.pressed("next", 2.0)


class Hands(RuleBasedStateMachine):
    """Whatever hands, water and time do: no button is lost for ever, nothing grows, at most one verdict of a kind a press."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = Presses()
        self.now = 0.0
        self.counted: list[float] = []
        self.held_for = 0

    buttons = st.sampled_from(["previous", "listen", "next", "home"])

    @rule(seconds=st.floats(0, 3700, allow_nan=False))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        verdicts = self.presses.due(self.now)
        assert self.presses.due(self.now) == []
        assert {name for name, verdict in verdicts if verdict is PressOutcome.STUCK} <= self.presses.stuck

    @rule(name=buttons)
    def press(self, name: str) -> None:
        if self.presses.pressed(name, self.now):
            assert name not in self.presses.stuck
            self.counted.append(self.now)

    @rule(name=buttons)
    def release(self, name: str) -> None:
        self.presses.released(name, self.now)

    @rule(name=buttons, times=st.integers(1, 200))
    def hammer(self, name: str, times: int) -> None:
        for _ in range(times):
            self.now += 0.02
            self.press(name)
            self.presses.released(name, self.now + 0.01)

    @rule(name=buttons)
    def let_it_rest(self, name: str) -> None:
        """However it was treated: let go and left alone for a while, it works."""
        for each in ("previous", "listen", "next", "home"):
            self.presses.released(each, self.now)
        self.now += STUCK_S
        assert self.presses.pressed(name, self.now)
        self.presses.released(name, self.now)

    @invariant()
    def fingers_cannot_be_faster(self) -> None:
        recent = [at for at in self.counted if at > self.now - 1.0]
        assert len(recent) <= 4 * (1 / AGAIN_S + 1)

    @invariant()
    def nothing_grows(self) -> None:
        """Four buttons, with as many times each as are kept of one that flutters: bytes, as they are written down."""
        assert len(pickle.dumps(self.presses)) < 4 * (FLUTTER * 10 + 150) + 200


Hands.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestHands = Hands.TestCase
