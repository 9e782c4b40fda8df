"""Siren, three seconds rising and falling, before the gravest warnings: made here, as the chime is."""

from __future__ import annotations

import math
from array import array

from kiosk.speech.scheduling.chime import RATE_HZ
from kiosk.speech.wav import FULL_SCALE

LENGTH_S = 3.0
WAIL_S = 1.5  # one rise and fall
LOWEST_HZ, HIGHEST_HZ = 500.0, 1_100.0  # the range that a horn carries furthest
PARTIALS = ((1, 1.0), (2, 0.4), (3, 0.25))  # (times the tone, share): heard on a horn that has no low notes
PEAK = 0.252  # -12 dBFS: then the whole has -16 LUFS, as every voice here
EDGE_S = 0.02


def siren_samples() -> array[int]:
    """Return 3 s of sound at `chime.RATE_HZ`, -16 LUFS."""
    values, phase = [], 0.0
    for number in range(round(LENGTH_S * RATE_HZ)):
        seconds = number / RATE_HZ
        height = (1 - math.cos(math.tau * seconds / WAIL_S)) / 2
        phase += math.tau * (LOWEST_HZ + (HIGHEST_HZ - LOWEST_HZ) * height) / RATE_HZ
        edge = min(1.0, seconds / EDGE_S, (LENGTH_S - seconds) / EDGE_S)
        values.append(edge * sum(share * math.sin(times * phase) for times, share in PARTIALS))
    loudest = max(abs(value) for value in values)
    return array("h", (int(value / loudest * PEAK * FULL_SCALE) for value in values))
