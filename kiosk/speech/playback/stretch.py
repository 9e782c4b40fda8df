"""Time stretch of speech without change of pitch, block by block: WSOLA (W. Verhelst, M. Roelands, 1993).

The output is joined from pieces of 20 ms. Each is searched for around the place where it is due: the piece that best
continues the one before, into which it is faded. The output is the same however the sound is cut into blocks. It serves
a horn: where an echo runs into the next word, each needs more time. Only the player that needs it loads it, for it
needs numpy.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

PIECE_S = 0.02
SEARCH_S = 0.012  # to each side; both sides hold the period of a voice of 50 Hz
COARSE = 4  # samples between the places that are tried first
_QUIET = 1e3  # power added to each piece, so that near silence does not win

Floats = NDArray[np.float64]


class Stretch:
    """Stretch of one sound: `process` returns what is ready, `flush` the rest. *times* as many samples come out as went in."""

    def __init__(self, rate_hz: int, times: float) -> None:
        self._times = times
        self._piece = max(COARSE, round(rate_hz * PIECE_S))
        self._search = round(rate_hz * SEARCH_S)
        self._rise: Floats = np.sin(np.pi / 2 * (np.arange(self._piece) + 0.5) / self._piece) ** 2
        self._known: Floats = np.zeros(0)
        self._first = 0  # place in the sound of the first known sample
        self._taken = self._given = 0
        self._number = 0  # the number of the next piece
        self._follows = 0  # where the piece before would have gone on

    def process(self, block: array[int]) -> array[int]:
        """Take *block* and return the samples that are ready."""
        self._taken += len(block)
        self._known = np.concatenate([self._known, np.array(block, dtype=np.float64)])
        return self._pieces()

    def flush(self) -> array[int]:
        """Return the rest of this sound."""
        left = round(self._taken * self._times) - self._given
        self._known = np.concatenate([self._known, np.zeros(4 * self._piece + 2 * self._search)])
        out = array("h")
        while len(out) < left:
            out.extend(self._next())
        return out[:left]

    def _pieces(self) -> array[int]:
        out = array("h")
        while max(self._due + self._search, self._follows) + self._piece <= self._first + len(self._known):
            out.extend(self._next())
        self._given += len(out)
        return out

    @property
    def _due(self) -> int:
        return round(self._number * self._piece / self._times)

    def _next(self) -> array[int]:
        piece, known = self._piece, self._known
        goes_on = known[self._follows - self._first :][:piece]
        begins = max(self._due - self._search - self._first, 0)
        around = known[begins:][: 2 * self._search + piece]
        place = begins + self._most_alike(around, goes_on) if self._number else 0
        signal = goes_on + (known[place : place + piece] - goes_on) * self._rise
        self._follows = self._first + place + piece
        self._number += 1
        forget = max(min(self._follows, self._due - self._search) - self._first, 0)
        self._known, self._first = known[forget:], self._first + forget
        return array("h", np.rint(signal).astype(np.int16).tobytes())

    def _most_alike(self, around: Floats, goes_on: Floats) -> int:
        """Return where in *around* the piece begins that is most like *goes_on*: of every fourth place, then of the
        neighbours."""
        coarse = COARSE * _best(around[::COARSE], goes_on[::COARSE])
        begins = max(coarse - COARSE + 1, 0)
        return begins + _best(around[begins : coarse + COARSE - 1 + self._piece], goes_on)


def _best(around: Floats, goes_on: Floats) -> int:
    powers = np.concatenate([np.zeros(1), np.cumsum(np.square(around))])
    power = powers[len(goes_on) :] - powers[: -len(goes_on)]
    return int(np.argmax(np.correlate(around, goes_on, "valid") / np.sqrt(power + _QUIET)))
