"""Chime of two falling bell tones before an announcement: made here, so that no third party's sound is needed."""

from __future__ import annotations

import math
from array import array

from kiosk.speech.wav import FULL_SCALE, silence

RATE_HZ = 22_050
TONES = ((659.26, 0.0), (523.25, 0.45))  # E5, then C5: (Hz, seconds from the start)
PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.01, 0.12))  # (times the tone, share); slightly off, as bells are
LENGTH_S = 1.6
DECAY_S = 0.35
ATTACK_S = 0.008
RELEASE_S = 0.05
PEAK = 0.648  # -3.8 dBFS: then the whole has -16 LUFS, as every voice here
REST_S = 0.1


def chime_samples() -> array[int]:
    """Return 1.6 s of sound at RATE_HZ, -16 LUFS."""
    values = [_value(number / RATE_HZ) for number in range(round(LENGTH_S * RATE_HZ))]
    loudest = max(abs(value) for value in values)
    return array("h", (int(value / loudest * PEAK * FULL_SCALE) for value in values))


def two_chimes_samples() -> array[int]:
    """Return the chime twice, 3.3 s: for messages between an announcement and a siren."""
    chime = chime_samples()
    return chime + silence(REST_S, RATE_HZ) + chime


def _value(seconds: float) -> float:
    total = 0.0
    for tone, start in TONES:
        since = seconds - start
        if since < 0:
            continue
        # the end is brought to zero, so that it does not click
        envelope = min(1.0, since / ATTACK_S) * math.exp(-since / DECAY_S) * min(1.0, (LENGTH_S - seconds) / RELEASE_S)
        total += envelope * sum(share * math.sin(math.tau * tone * times * since) for times, share in PARTIALS)
    return total
