"""One loudness for every voice. Runs in the synthesiser child, the only process of speech that loads numpy."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from kiosk.speech.sound import FULL_SCALE

TARGET_RMS_DB = -18.0  # of the loud parts; speech of this level measures about -16 LUFS (ITU-R BS.1770)
CEILING_DB = -1.5
GATE_DB = -45.0  # frames below this are pauses and do not count
MOST_GAIN_DB = 18.0
FRAME_S = 0.02
LOOK_AHEAD_S = 0.005


def level(samples: array[int], rate_hz: int) -> array[int]:
    """Samples of one sentence brought to the common loudness, no peak above -1.5 dBFS. Silence stays silence."""
    signal: NDArray[np.float32] = np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE)
    loudness = _gated_rms(signal, max(1, round(rate_hz * FRAME_S)))
    if loudness <= 0:
        return samples
    gain = min(_ratio(TARGET_RMS_DB) / loudness, _ratio(MOST_GAIN_DB))
    limited = _limit(signal * np.float32(gain), _ratio(CEILING_DB), max(1, round(rate_hz * LOOK_AHEAD_S)))
    return array("h", (limited * FULL_SCALE).astype(np.int16).tobytes())


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _gated_rms(signal: NDArray[np.float32], frame: int) -> float:
    whole = len(signal) // frame * frame
    if not whole:
        return 0.0
    power = np.mean(np.square(signal[:whole].reshape(-1, frame)), axis=1)
    loud = power[power > _ratio(GATE_DB) ** 2]
    return float(np.sqrt(loud.mean())) if loud.size else 0.0


def _limit(signal: NDArray[np.float32], ceiling: float, reach: int) -> NDArray[np.float32]:
    """Turn down what is about to pass the ceiling, smoothly: the gain of each frame is the least that its neighbours need."""
    frames = -(-len(signal) // reach)
    padded = np.pad(np.abs(signal), (0, frames * reach - len(signal)))
    peaks = padded.reshape(frames, reach).max(axis=1)
    around = np.maximum(np.maximum(np.roll(peaks, 1), np.roll(peaks, -1)), peaks)
    needed = np.minimum(1.0, ceiling / np.maximum(around, 1e-9))
    centres = (np.arange(frames) + 0.5) * reach
    gain = np.interp(np.arange(len(signal)), centres, needed)
    limited: NDArray[np.float32] = np.clip(signal * gain, -ceiling, ceiling).astype(np.float32)
    return limited
