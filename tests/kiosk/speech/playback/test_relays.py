from __future__ import annotations

import math

import pytest

from kiosk.speech.playback.relays import AMPLIFIER, HORN, LINGER_S, WARM_UP_S, Relays


class Hall:
    """Relays that write down what they were told, and a clock that the test turns."""

    def __init__(self, *wired: str) -> None:
        self.now = 100.0
        self.switched: list[tuple[str, bool]] = []
        self.relays = Relays(lambda name, on: self.switched.append((name, on)), wired, lambda: self.now)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.relays.expire()


def test_on_before_the_first_sound_and_off_after_the_last() -> None:
    hall = Hall(AMPLIFIER, HORN)
    assert hall.relays.use((AMPLIFIER,)) == pytest.approx(WARM_UP_S)
    hall.wait(0.1)
    assert hall.relays.use((AMPLIFIER,)) == pytest.approx(WARM_UP_S - 0.1)
    hall.wait(600)
    assert hall.relays.use((AMPLIFIER,)) == 0
    assert hall.relays.deadline == math.inf
    hall.relays.note_silence()
    assert hall.relays.deadline == hall.now + LINGER_S
    hall.wait(LINGER_S - 0.1)
    assert hall.switched == [(AMPLIFIER, True)]
    hall.wait(0.2)
    assert hall.switched == [(AMPLIFIER, True), (AMPLIFIER, False)]


def test_the_horn_is_off_at_once_when_a_visitor_is_spoken_to() -> None:
    hall = Hall(AMPLIFIER, HORN)
    hall.relays.use((AMPLIFIER, HORN))
    hall.relays.note_silence()
    hall.relays.use((AMPLIFIER,))
    assert hall.switched[2:] == [(HORN, False)]


def test_kept_on_for_a_visitor_it_needs_no_silence_first() -> None:
    hall = Hall(AMPLIFIER)
    hall.relays.switch_on((AMPLIFIER,), 90)
    hall.wait(10)
    assert hall.relays.use((AMPLIFIER,)) == 0
    hall.relays.note_silence()
    hall.wait(LINGER_S + 1)
    assert hall.switched == [(AMPLIFIER, True)]
    hall.wait(90)
    assert hall.switched[-1] == (AMPLIFIER, False)


def test_a_relay_that_is_not_wired_is_not_waited_for() -> None:
    hall = Hall(HORN)
    assert hall.relays.use((AMPLIFIER,)) == 0
    assert Relays(None, (AMPLIFIER,), lambda: 0.0).use((AMPLIFIER,)) == 0
    assert hall.switched == []


def test_all_off_at_the_end() -> None:
    hall = Hall(AMPLIFIER, HORN)
    hall.relays.use((AMPLIFIER, HORN))
    hall.relays.all_off()
    assert sorted(hall.switched[2:]) == [(AMPLIFIER, False), (HORN, False)]
    assert hall.relays.deadline == math.inf
