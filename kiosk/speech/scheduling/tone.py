"""Short tone for visitors who use the buttons: the choice went round from the last to the first, or the kiosk woke up."""

from __future__ import annotations

import math
from array import array

from kiosk.speech.scheduling.chime import RATE_HZ
from kiosk.speech.wav import FULL_SCALE

PITCH_HZ = 880.0
LENGTH_S = 0.12
EDGE_S = 0.015  # faded in and out, so that it does not click
PEAK = 0.3


def tone_samples() -> array[int]:
    """Return 0.12 s of sound at RATE_HZ, peak about -10 dBFS."""
    count = round(LENGTH_S * RATE_HZ)
    return array("h", (int(_value(number / RATE_HZ) * PEAK * FULL_SCALE) for number in range(count)))


def _value(seconds: float) -> float:
    envelope = min(1.0, seconds / EDGE_S, (LENGTH_S - seconds) / EDGE_S)
    return envelope * math.sin(math.tau * PITCH_HZ * seconds)
