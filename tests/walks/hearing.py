"""What a sound file holds: when it sounds, at which pitch, how loudly. For 16-bit mono at 48 kHz."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from kiosk.speech.synthesis.loudness import loudness
from kiosk.speech.wav import FULL_SCALE, read_mono

RATE_HZ = 48_000
FRAME = RATE_HZ // 20  # 50 ms
AUDIBLE = 0.003  # of full scale, root mean square


@dataclass(frozen=True)
class Heard:
    """From the first sound on; `pitches` are the strongest tones (Hz) of each 50 ms, 0 where it is silent."""

    seconds: float
    pitches: tuple[float, ...]
    lufs: float
    peak: float

    def pitches_of(self, start: float, end: float) -> tuple[float, ...]:
        """Between two times in seconds."""
        return self.pitches[round(start * 20) : round(end * 20)]

    def tones(self, *known: float) -> tuple[float, ...]:
        """Which of the `known` tones (Hz) sound for 0.2 s or longer, in order; whatever else sounds, and silence, is passed over:
        a busy machine's sound has gaps."""
        frames = [tone for hz in self.pitches for tone in known if abs(hz - tone) <= 25]
        return tuple(tone for tone, lasts in groupby(frames) if len(tuple(lasts)) >= 4)


def hear(path: Path, start: int = 0) -> Heard:
    """Return what was played after sample number *start*, up to the last sound."""
    samples = np.array(read_mono(path, RATE_HZ)[start:], dtype=np.float32) / np.float32(FULL_SCALE)
    sounding = np.flatnonzero(np.abs(samples) > AUDIBLE)
    assert len(sounding), "nothing was heard"
    samples = samples[sounding[0] : sounding[-1] + 1]
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    loud = np.sqrt((frames**2).mean(axis=1)) > AUDIBLE
    spectra = np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1))
    strongest = spectra.argmax(axis=1) * RATE_HZ / FRAME
    pitches = tuple(float(hz) if is_loud else 0.0 for hz, is_loud in zip(strongest, loud, strict=True))
    return Heard(len(samples) / RATE_HZ, pitches, loudness(samples, RATE_HZ), float(np.abs(samples).max()))


def length(path: Path) -> int:
    """In samples."""
    return len(read_mono(path, RATE_HZ)) if path.exists() else 0
