"""From a pin to the loudspeaker: how long after a button closes its contact the answer is heard.

    python -m pytest tests/campaigns/bench/bench_buttons.py -m bench -s

The whole kiosk in an offscreen window, on mock pins, with a sound file for a sound card. The choices of the home screen are
gone through twice: the first time each line is made, the second time it is in the cache. The visitor waits for the end of
each line, as somebody does who listens.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from kiosk.core.messages import Message, SpeechStarted
from tests.support.present import present
from tests.walks.test_button_walk import PINS, Visitor

pytestmark = pytest.mark.bench

CHOICES = 10  # of the home screen
LIMIT_S = 0.200


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = Device.pin_factory = MockFactory()
    yield factory
    factory.reset()
    Device.pin_factory = None


class Listener(Visitor):
    """Notes when the voice was heard first after each press."""

    started: float | None = None

    def hear(self, message: Message) -> None:
        super().hear(message)
        if isinstance(message, SpeechStarted) and self.started is None:
            self.started = time.perf_counter()

    def measure(self, name: str) -> float:
        """Seconds from the closed contact to the first sound."""
        self.started = None
        pin = self._pins.pin(PINS[name])
        self.watch.seconds += 0.3
        asked = len(self.asked)
        pressed = time.perf_counter()
        pin.drive_low()
        self.live_until(lambda: self.started is not None)
        self.watch.seconds += 0.1
        pin.drive_high()
        assert len(self.asked) == asked + 1
        self.live_until(lambda: self.asked[-1].id in self.ended)
        return present(self.started) - pressed


def figures(seconds: list[float]) -> str:
    milliseconds = sorted(1000 * each for each in seconds)
    return f"median {statistics.median(milliseconds):.0f} ms, worst {milliseconds[-1]:.0f} ms of {len(milliseconds)}"


def test_from_a_pin_to_the_sound(tmp_path: Path, canvas: Any, pins: MockFactory) -> None:
    visitor = Listener(tmp_path, canvas, pins)
    try:
        first = visitor.measure("home")
        new = [visitor.measure("next") for _ in range(CHOICES)]
        cached = [visitor.measure("next") for _ in range(CHOICES)]
    finally:
        visitor.close()
    print(f"\nthe first press wakes the kiosk and its voice: {1000 * first:.0f} ms")
    print(f"a line that is new:    {figures(new)}")
    print(f"a line in the cache:   {figures(cached)}")
    assert statistics.median(cached) < LIMIT_S
