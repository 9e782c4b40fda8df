"""Filter of speech for a village's horn: a high-pass at 300 Hz, presence around 3.2 kHz, compression 4:1 and a limiter,
by blocks.

A horn carries 350 Hz to 5 kHz, and wind, echo and other voices cover quiet sounds. What it cannot carry is left out,
consonants are lifted, and quiet sounds are brought near the loud ones. The filters are those of R. Bristow-Johnson's
cookbook, taken 2.5 ms at a time: their states pass from step to step by matrices, so that the output is the same
however the sound is cut into blocks. Only the player of a horn loads this, for it needs numpy.
"""

from __future__ import annotations

import math
from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk.speech.wav import FULL_SCALE

STEP_S = 0.0025
HIGH_PASS_HZ = 300.0
BUTTERWORTH = (0.54119610, 1.30656296)  # Q of the two halves of a fourth order
PRESENCE_HZ, PRESENCE_DB, PRESENCE_Q = 3_200.0, 6.0, 1.0
SHELF_HZ, SHELF_DB = 2_000.0, 6.0
THRESHOLD_DB = -22.0
RATIO = 4.0
ATTACK_S, RELEASE_S = 0.003, 0.08
MAKE_UP_DB = 12.0
CEILING_DB = -1.5
_SILENT = 1e-6

Floats = NDArray[np.float64]


class Biquad(NamedTuple):
    """Filter of the second order, a0 being 1."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float


class HornProfile:
    """Filter of successive sounds at one rate: `process` returns finished samples, `flush` the rest and starts afresh.

    As many samples come out as went in, one step later: the limiter sees that far ahead.
    """

    def __init__(self, rate_hz: int) -> None:
        self._size = max(8, round(rate_hz * STEP_S))
        self._filter = _Filter(sections(rate_hz), self._size)
        step_s = self._size / rate_hz
        self._attack, self._release = math.exp(-step_s / ATTACK_S), math.exp(-step_s / RELEASE_S)
        self._reset_filter()

    def _reset_filter(self) -> None:
        self._filter.reset()
        self._carry = array("h")
        self._taken = self._given = 0
        self._envelope = 0.0
        self._gain = _gain(0.0)
        self._waiting: Floats | None = None  # a step that the limiter still looks at
        self._peak_before = 0.0
        self._limit = 1.0

    def process(self, block: array[int]) -> array[int]:
        """Take *block* and return the samples that are ready."""
        self._taken += len(block)
        self._carry.extend(block)
        whole = len(self._carry) // self._size * self._size
        out = array("h")
        for start in range(0, whole, self._size):
            out.extend(self._shape_step(self._carry[start : start + self._size]))
        del self._carry[:whole]
        self._given += len(out)
        return out

    def flush(self) -> array[int]:
        """Return the rest of this sound."""
        left = self._taken - self._given
        out = array("h")
        while len(out) < left:
            rest, self._carry = self._carry, array("h")
            out.extend(self._shape_step(rest + array("h", bytes(2 * (self._size - len(rest))))))
        self._reset_filter()
        return out[:left]

    def _shape_step(self, samples: array[int]) -> array[int]:
        """Take one step in and return the one before it, for the limiter looks one step ahead."""
        signal = self._filter.filtered(np.frombuffer(samples, dtype=np.int16) / FULL_SCALE)
        louder = float(np.sqrt(np.mean(np.square(signal))))
        keep = self._attack if louder > self._envelope else self._release
        self._envelope = keep * self._envelope + (1 - keep) * louder
        gain = _gain(self._envelope)
        signal = signal * np.linspace(self._gain, gain, len(signal), endpoint=False)
        self._gain = gain
        return self._limited(signal)

    def _limited(self, coming: Floats) -> array[int]:
        """Reduce each step smoothly to the gain that it and its neighbours need, and clip samples still above the ceiling."""
        peak = float(np.abs(coming).max())
        waiting, self._waiting = self._waiting, coming
        if waiting is None:
            self._peak_before = peak
            return array("h")
        ceiling = _ratio(CEILING_DB)
        limit = min(1.0, ceiling / max(peak, self._peak_before, _SILENT))
        out = np.clip(waiting * np.linspace(self._limit, limit, len(waiting), endpoint=False), -ceiling, ceiling)
        self._limit, self._peak_before = limit, peak
        return array("h", np.rint(out * FULL_SCALE).astype(np.int16).tobytes())


def sections(rate_hz: int) -> list[Biquad]:
    """Return the high-pass, presence and shelf filters, as far as they lie below half the rate."""
    highest = 0.45 * rate_hz
    return [
        *(_high_pass(HIGH_PASS_HZ / rate_hz, q) for q in BUTTERWORTH),
        _peak(min(PRESENCE_HZ, highest) / rate_hz, PRESENCE_DB, PRESENCE_Q),
        _high_shelf(min(SHELF_HZ, highest) / rate_hz, SHELF_DB),
    ]


class _Filter:
    """Sections in series, a step of *size* samples at once: y = H x + G s, and the state after it s = K x + F s.

    The columns of the matrices are the sections' responses to one sample, and to one state, alone.
    """

    def __init__(self, parts: list[Biquad], size: int) -> None:
        states = 2 * len(parts)
        nothing, still = [0.0] * size, [0.0] * states
        answer, after = _filtered(parts, [1.0, *nothing[1:]], still)
        self._through = np.array(
            [[answer[row - column] if row >= column else 0.0 for column in range(size)] for row in range(size)]
        )
        rings = [_filtered(parts, nothing, [float(one == each) for one in range(states)]) for each in range(states)]
        self._from_state = np.array([ring for ring, _ in rings]).T
        self._onward = np.array([state for _, state in rings]).T
        into = [_filtered(parts, [float(one == place) for one in range(size)], still)[1] for place in range(1, size)]
        self._into_state = np.array([after, *into]).T
        self._state = np.zeros(states)

    def reset(self) -> None:
        self._state = np.zeros(len(self._state))

    def filtered(self, signal: Floats) -> Floats:
        out: Floats = self._through @ signal + self._from_state @ self._state
        self._state = self._into_state @ signal + self._onward @ self._state
        return out


def _filtered(parts: list[Biquad], signal: list[float], states: list[float]) -> tuple[list[float], list[float]]:
    """Run the sections sample by sample (transposed direct form II); return the output and the states after it."""
    out, states = signal[:], states[:]
    for number, part in enumerate(parts):
        one, two = states[2 * number : 2 * number + 2]
        for place, sample in enumerate(out):
            said = part.b0 * sample + one
            one = part.b1 * sample - part.a1 * said + two
            two = part.b2 * sample - part.a2 * said
            out[place] = said
        states[2 * number : 2 * number + 2] = one, two
    return out, states


def _gain(envelope: float) -> float:
    """Return the gain of the compressor: above the threshold a quarter of the level passes, and make-up gain lifts the whole."""
    above = 20 * math.log10(max(envelope, _SILENT)) - THRESHOLD_DB
    return _ratio(MAKE_UP_DB - max(0.0, above) * (1 - 1 / RATIO))


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _high_pass(turn: float, q: float) -> Biquad:
    cosine, alpha = math.cos(2 * math.pi * turn), math.sin(2 * math.pi * turn) / (2 * q)
    return _section(((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2), (1 + alpha, -2 * cosine, 1 - alpha))


def _peak(turn: float, decibels: float, q: float) -> Biquad:
    height = float(10 ** (decibels / 40))
    cosine, alpha = math.cos(2 * math.pi * turn), math.sin(2 * math.pi * turn) / (2 * q)
    return _section(
        (1 + alpha * height, -2 * cosine, 1 - alpha * height), (1 + alpha / height, -2 * cosine, 1 - alpha / height)
    )


def _high_shelf(turn: float, decibels: float) -> Biquad:
    """Return a high shelf of slope 1."""
    height = float(10 ** (decibels / 40))
    cosine = math.cos(2 * math.pi * turn)
    skirt = 2 * math.sqrt(height) * math.sin(2 * math.pi * turn) / 2 * math.sqrt(2)
    more, less = height + 1, height - 1
    return _section(
        (
            height * (more + less * cosine + skirt),
            -2 * height * (less + more * cosine),
            height * (more + less * cosine - skirt),
        ),
        (more - less * cosine + skirt, 2 * (less - more * cosine), more - less * cosine - skirt),
    )


def _section(above: tuple[float, float, float], below: tuple[float, float, float]) -> Biquad:
    b0, b1, b2 = (each / below[0] for each in above)
    return Biquad(b0, b1, b2, below[1] / below[0], below[2] / below[0])
