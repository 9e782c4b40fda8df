"""Log-mel spectrogram of speech, as Whisper was trained on (Radford et al. 2022, section 2.2), by numpy alone."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
HOP = 160
"""Samples between two frames: a hundred frames a second."""
MELS = 80
_WINDOW = 400
_FLOOR, _RANGE = 1e-10, 8.0  # of the power; powers of ten below the loudest moment
_LINEAR_HZ, _MEL_HZ = 1000.0, 200.0 / 3  # Slaney's scale: below 1 kHz each mel has 66.7 Hz
_LOG_STEP = np.log(6.4) / 27

Floats: TypeAlias = NDArray[np.float32]


def log_mel(samples: Floats, seconds: int) -> Floats:
    """Return the spectrogram (MELS rows, *seconds* * 100 frames) of *samples*: 16 kHz, between -1 and 1.

    Samples beyond *seconds* are left out, and silence follows where there are fewer.
    """
    whole = np.zeros(seconds * RATE_HZ, dtype=np.float32)
    kept = samples[: len(whole)]
    whole[: len(kept)] = kept
    padded = np.pad(whole, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:-1]
    shape = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * shape)).astype(np.float32) ** 2
    mel = np.log10(np.maximum(filters() @ power.T, _FLOOR))
    mel = np.maximum(mel, mel.max() - _RANGE)
    return np.ascontiguousarray((mel + 4.0) / 4.0, dtype=np.float32)


@cache
def filters() -> Floats:
    """Return the mel filters (MELS rows, 201 frequencies): triangles of one area on Slaney's scale, from 0 to 8 kHz."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)
    edges = _hertz(np.linspace(0, _mel(RATE_HZ / 2), MELS + 2))
    slopes = edges[:, None] - frequencies[None, :]
    rising, falling = -slopes[:-2] / np.diff(edges)[:-1, None], slopes[2:] / np.diff(edges)[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


def _mel(hertz: float) -> float:
    start = _LINEAR_HZ / _MEL_HZ
    return float(start + np.log(hertz / _LINEAR_HZ) / _LOG_STEP) if hertz >= _LINEAR_HZ else hertz / _MEL_HZ


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    start = _LINEAR_HZ / _MEL_HZ
    return np.where(mels < start, mels * _MEL_HZ, _LINEAR_HZ * np.exp(_LOG_STEP * (mels - start)))


def at_rate(samples: Floats, rate_hz: int) -> Floats:
    """Return *samples* of *rate_hz* at 16 kHz. A low-pass removes frequencies that a lower rate cannot carry first."""
    if rate_hz == RATE_HZ or not len(samples):
        return samples
    ratio = RATE_HZ / rate_hz
    if ratio < 1:
        half = int(16 / ratio)
        places = np.arange(-half, half + 1)
        kernel = np.sinc(places * ratio) * np.hanning(len(places) + 2)[1:-1] * ratio
        samples = np.convolve(samples, kernel.astype(np.float32), mode="same")
    wanted = np.arange(int(len(samples) * ratio)) / ratio
    return np.interp(wanted, np.arange(len(samples)), samples).astype(np.float32)
