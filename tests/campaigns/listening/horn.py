"""A village's horn as a simulation, for the recogniser: 380 Hz to 5.2 kHz with a peak at 2.2 kHz, a membrane that is driven too
far, the echo of a hall (0.9 s, and a wall at 20 m), and speech-like noise 12 dB below. Needs scipy. It is no horn: it tells
two ways of sending sound into one apart."""

from __future__ import annotations

import importlib
from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.speech.wav import FULL_SCALE

BAND_HZ = (380.0, 5_200.0)
LEVEL_DB, DRIVEN = -14.0, 2.2
ECHO_S, WALL_S = 0.9, 0.12
NOISE_BELOW_DB = 12.0

Signal = NDArray[np.float64]


def through_a_horn(samples: array[int], rate_hz: int, *, seed: int = 5) -> array[int]:
    """Return *samples* as they are heard from a horn loudspeaker in a square with an echo and noise."""
    scipy: Any = importlib.import_module("scipy.signal")
    random = np.random.default_rng(seed)
    signal = _level(np.array(samples) / FULL_SCALE, LEVEL_DB)
    signal = scipy.sosfilt(scipy.butter(3, BAND_HZ, "bandpass", fs=rate_hz, output="sos"), signal)
    signal = np.tanh(_peak(scipy, signal, rate_hz, 2_200.0, 5.0, 1.2) * DRIVEN) / DRIVEN
    time = np.arange(int(ECHO_S * rate_hz)) / rate_hz
    echo = random.standard_normal(len(time)) * 10 ** (-3 * time / ECHO_S) * 0.035 * np.sqrt(24_000 / rate_hz)
    echo[0], echo[int(WALL_S * rate_hz)] = 1.0, echo[int(WALL_S * rate_hz)] + 0.35
    heard = scipy.fftconvolve(signal, echo)[: len(signal) + int(0.3 * rate_hz)]
    noise = scipy.lfilter([1], [1, -0.85], random.standard_normal(len(heard)))
    noise *= np.sqrt(np.mean(heard**2) / 10 ** (NOISE_BELOW_DB / 10) / np.mean(noise**2))
    heard = heard + noise
    heard *= 0.8 / max(float(np.abs(heard).max()), 1e-9)
    return array("h", (heard * FULL_SCALE).astype(np.int16).tobytes())


def _level(signal: Signal, decibels: float) -> Signal:
    loud = signal[np.abs(signal) > 0.005]
    mean = float(np.sqrt(np.mean(loud**2))) if loud.size else 1.0
    return signal * (10 ** (decibels / 20) / mean)


def _peak(scipy: Any, signal: Signal, rate_hz: int, at_hz: float, decibels: float, q: float) -> Signal:
    height, turn = 10 ** (decibels / 40), 2 * np.pi * at_hz / rate_hz
    alpha = np.sin(turn) / (2 * q)
    above = [1 + alpha * height, -2 * np.cos(turn), 1 - alpha * height]
    below = [1 + alpha / height, -2 * np.cos(turn), 1 - alpha / height]
    heard: Signal = scipy.lfilter(above, below, signal)
    return heard
