"""Two falling bell tones before an announcement: made here, so that no sound of others is needed."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

from kiosk.speech.sound import FULL_SCALE, write_wav

RATE_HZ = 22_050
TONES = ((659.26, 0.0), (523.25, 0.45))  # E5, then C5: (Hz, seconds from the start)
PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.01, 0.12))  # (times the tone, share); slightly off, as bells are
LENGTH_S = 1.6
DECAY_S = 0.35
ATTACK_S = 0.008
PEAK = 0.5


def chime_samples() -> array[int]:
    """1.6 s of sound at 22,050 Hz, peak about -6 dBFS."""
    values = [_value(number / RATE_HZ) for number in range(round(LENGTH_S * RATE_HZ))]
    loudest = max(abs(value) for value in values)
    return array("h", (int(value / loudest * PEAK * FULL_SCALE) for value in values))


def chime_file(folder: Path) -> Path:
    """The chime's file in `folder`, made when it is missing. Raises SoundError."""
    path = folder / "chime.wav"
    if not path.exists():
        write_wav(path, chime_samples(), RATE_HZ)
    return path


def _value(seconds: float) -> float:
    total = 0.0
    for tone, start in TONES:
        since = seconds - start
        if since < 0:
            continue
        # the end is brought to zero, so that it does not click
        envelope = min(1.0, since / ATTACK_S) * math.exp(-since / DECAY_S) * min(1.0, (LENGTH_S - seconds) / 0.05)
        total += envelope * sum(share * math.sin(math.tau * tone * times * since) for times, share in PARTIALS)
    return total
