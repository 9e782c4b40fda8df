"""Reader of a sound file in small mono blocks at the device's rate, so that an hour of recording costs no memory."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

from kiosk.speech.errors import SoundError
from kiosk.speech.wav import mono, open_wav, pcm

BLOCK_S = 0.1


class SoundReader:
    """Reader that opens the file at once (it may be removed from a cache afterwards), and skips its first *skip_s* seconds.

    Raises SoundError.
    """

    def __init__(self, path: Path, rate_hz: int, *, skip_s: float = 0.0) -> None:
        self._file = open_wav(path)
        if skip_s > 0:
            self._file.setpos(min(self._file.getnframes(), round(skip_s * self._file.getframerate())))
        self._step = self._file.getframerate() / rate_hz
        self._frames = max(1, round(self._file.getframerate() * BLOCK_S))
        self._carry = array("h")
        self._place = 0.0

    def read(self) -> array[int]:
        """Return the next block; empty at the end. Raise SoundError if the disk fails."""
        try:
            data = self._file.readframes(self._frames)
        except (OSError, EOFError) as error:
            raise SoundError(f"sound file: {error}") from error
        samples = mono(pcm(data), self._file.getnchannels())
        if self._step == 1.0:
            return samples
        return self._resampled(samples)

    def close(self) -> None:
        self._file.close()

    def _resampled(self, samples: array[int]) -> array[int]:
        """Resample the next block by linear interpolation that continues from the block before.

        An empty *samples* ends the file: the last sample is returned once more.
        """
        known = self._carry + samples
        if not known:
            return known
        if not samples:
            self._carry = array("h")
            return known[-1:]
        step, start = self._step, self._place
        count = max(0, math.ceil((len(known) - 1 - start) / step))
        out = array("h")
        for number in range(count):
            place = start + number * step
            left = int(place)
            low = known[left]
            out.append(int(low + (known[left + 1] - low) * (place - left)))
        place = start + count * step
        left = min(int(place), len(known) - 1)
        self._carry, self._place = known[left:], place - left
        return out
