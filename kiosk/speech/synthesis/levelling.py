"""Levelling of every voice to one loudness: -16 LUFS (ITU-R BS.1770-4), no peak above -1.5 dBFS.

Runs in the synthesiser child, the only process of speech that loads numpy.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from kiosk.speech.synthesis.loudness import SILENCE, loudness
from kiosk.speech.wav import FULL_SCALE

TARGET_LUFS = -16.0
CEILING_DB = -1.5
MOST_GAIN_DB = 24.0  # quieter sound is no speech, and its noise must not become loud
LOOK_AHEAD_S = 0.005
NEAR_ENOUGH_LU = 0.2
SMALL_STEP_LU = 1.0  # after a smaller step the limiter takes too little to measure again, which costs the most here
ROUNDS = 4  # rounds of measuring what the limiter took away and giving it back


def level(samples: array[int], rate_hz: int) -> array[int]:
    """Bring the samples of one sentence to the common loudness. Silence stays silence."""
    signal: NDArray[np.float32] = np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE)
    measured = loudness(signal, rate_hz)
    if measured == SILENCE:
        return samples
    gain, limited, missing = 0.0, signal, TARGET_LUFS - measured
    for number in range(ROUNDS):
        gain = min(gain + missing, MOST_GAIN_DB)
        limited = amplified(signal, gain, rate_hz)
        if gain == MOST_GAIN_DB or (number and abs(missing) < SMALL_STEP_LU):
            break
        missing = TARGET_LUFS - loudness(limited, rate_hz)
        if abs(missing) < NEAR_ENOUGH_LU:
            break
    return array("h", (limited * FULL_SCALE).astype(np.int16).tobytes())


def amplified(signal: NDArray[np.float32], gain_db: float, rate_hz: int) -> NDArray[np.float32]:
    """Return samples from -1 to 1 with this gain, and no peak above the ceiling."""
    return _limit(signal * np.float32(_ratio(gain_db)), _ratio(CEILING_DB), limiter_reach(rate_hz))


def limiter_reach(rate_hz: int) -> int:
    """Return the samples in one step of the limiter's gain, counted from the first."""
    return max(1, round(rate_hz * LOOK_AHEAD_S))


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _limit(signal: NDArray[np.float32], ceiling: float, reach: int) -> NDArray[np.float32]:
    """Turn down peaks above the ceiling, smoothly: the gain of each frame is the least that its neighbours need."""
    frames = -(-len(signal) // reach)
    padded = np.pad(np.abs(signal), (0, frames * reach - len(signal)))
    peaks = padded.reshape(frames, reach).max(axis=1)
    around = np.maximum(np.maximum(np.roll(peaks, 1), np.roll(peaks, -1)), peaks)
    needed = np.minimum(1.0, ceiling / np.maximum(around, 1e-9))
    centres = (np.arange(frames) + 0.5) * reach
    gain = np.interp(np.arange(len(signal)), centres, needed)
    limited: NDArray[np.float32] = np.clip(signal * gain, -ceiling, ceiling).astype(np.float32)
    return limited
