"""Sinks of the recording child: what is made of the sound that a microphone hears."""

from __future__ import annotations

import os
import wave
from array import array
from pathlib import Path
from typing import Protocol

from content_cache.files import open_to_write
from kiosk.speech.wav import FULL_SCALE, SAMPLE_BYTES


class Sink(Protocol):
    """Sink for a voice, block by block."""

    @property
    def is_enough(self) -> bool:
        """Return whether nothing more needs to be recorded."""

    def take(self, block: bytes, samples: array[int]) -> None:
        """Take a tenth of a second: the frames as bytes and as *samples*. Raise OSError."""

    def finish(self) -> dict[str, object]:
        """Return the last line of the child: "done" with the result, or "why" there is none. Raise OSError,
        SpeechError."""

    def discard(self) -> None:
        """Discard what was recorded."""


class FileSink:
    """WAV file of a voice, 16-bit mono."""

    is_enough = False

    def __init__(self, path: str, rate_hz: int) -> None:
        """Open the file at *path*. Raise OSError."""
        self._path = Path(path)
        self._rate_hz = rate_hz
        self._frames = self._highest = 0
        self._raw = open_to_write(self._path, os.O_TRUNC)
        self._wav = wave.open(self._raw, "wb")  # noqa: SIM115 -- open as long as the sink is
        self._wav.setnchannels(1)
        self._wav.setsampwidth(SAMPLE_BYTES)
        self._wav.setframerate(rate_hz)

    def take(self, block: bytes, samples: array[int]) -> None:
        """Write a block. Raise OSError."""
        self._wav.writeframes(block)
        self._frames += len(samples)
        self._highest = max(self._highest, loudest(samples))

    def finish(self) -> dict[str, object]:
        """Complete the file, and return its seconds, and the peak as a part of full scale. Raise OSError."""
        self._wav.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        seconds, peak = self._frames / self._rate_hz, self._highest / FULL_SCALE
        return {"done": True, "seconds": round(seconds, 2), "peak": round(peak, 4)}

    def discard(self) -> None:
        """Discard the recording, and remove its file."""
        self._path.unlink(missing_ok=True)


def loudest(samples: array[int]) -> int:
    """Return the largest absolute sample, 0 to FULL_SCALE."""
    return max(max(samples, default=0), -min(samples, default=0))
