"""Sound files as speech uses them: WAV, 16-bit, mono (recordings may be stereo).

Standard library only: the player stays small.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kiosk.speech.errors import SoundError

SAMPLE_BYTES = 2
FULL_SCALE = 32767
_HEADER = 44  # bytes at least


class SoundInfo(NamedTuple):
    """Properties of a sound file. *peak* is the largest absolute sample over full scale, 0 to 1; 0 is silence."""

    duration_s: float
    rate_hz: int
    peak: float = 0.0


def pcm(data: bytes) -> array[int]:
    """Return little-endian 16-bit bytes as samples; a half sample at the end of a cut-off file is dropped."""
    samples = array("h")
    samples.frombytes(data[: len(data) - len(data) % SAMPLE_BYTES])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def pcm_bytes(samples: array[int]) -> bytes:
    """Return samples as little-endian 16-bit bytes."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples.tobytes()


def measure_header(path: Path) -> SoundInfo:
    """Return duration and rate by the header alone, without the peak. Raise SoundError if this is no 16-bit WAV with sound."""
    with open_wav(path) as file:
        if not file.getnframes():
            raise SoundError(f"{path.name}: there is no sound in it")
        return SoundInfo(file.getnframes() / file.getframerate(), file.getframerate())


def is_whole(path: Path) -> bool:
    """Return whether the file exists and is as long as its header says: one that a power cut left is not."""
    try:
        with open_wav(path) as file:
            return 0 < file.getnframes() * file.getnchannels() * SAMPLE_BYTES <= path.stat().st_size - _HEADER
    except (SoundError, OSError):
        return False


def open_wav(path: Path) -> wave.Wave_read:
    """Open a WAV file. Raise SoundError if this is no 16-bit WAV."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SoundError(f"{path.name}: no plain file")  # opening a pipe would block
        file = wave.open(str(path), "rb")  # noqa: SIM115, the caller closes it
    except (wave.Error, EOFError, OSError) as error:
        raise SoundError(f"{path.name}: {_wave_fault(error)}") from error
    if file.getsampwidth() != SAMPLE_BYTES or not file.getframerate():
        file.close()
        raise SoundError(f"{path.name}: not a 16-bit WAV file")
    return file


def _wave_fault(error: Exception) -> str:
    """Return the message of `wave` or the system, or a default."""
    return (error.strerror if isinstance(error, OSError) else str(error)) or "not a WAV file"


def write_wav(path: Path, samples: array[int], rate_hz: int) -> SoundInfo:
    """Write a mono file whole or not at all. Raises SoundError."""
    written = samples_to_wav(path, rate_hz, [pcm_bytes(samples)])
    peak = max(max(samples), -min(samples)) / FULL_SCALE if samples else 0.0
    return SoundInfo(written.duration_s, rate_hz, min(1.0, peak))


def samples_to_wav(path: Path, rate_hz: int, parts: Iterable[bytes]) -> SoundInfo:
    """Write a mono file of little-endian 16-bit parts, whole or not at all: beside it first, then renamed.

    The returned peak is 0: it is not measured. Raise SoundError.
    """
    if path.exists() and not path.is_file():  # as root a rename would put a file in place of /dev/null
        raise SoundError(f"{path}: {os.strerror(errno.EEXIST)}")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(SAMPLE_BYTES)
            file.setframerate(rate_hz)
            for data in parts:
                file.writeframes(data)
            frames = file.getnframes()
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SoundError(f"{path}: {error.strerror or error}") from error
    return SoundInfo(frames / rate_hz, rate_hz)


def silence(seconds: float, rate_hz: int) -> array[int]:
    return array("h", bytes(SAMPLE_BYTES * round(seconds * rate_hz)))


def resample(samples: array[int], rate_hz: int, wanted_hz: int) -> array[int]:
    """Resample *samples* from *rate_hz* to *wanted_hz* by linear interpolation.

    ALSA's plug does the same; speech has little above 8 kHz that aliasing could spoil.
    """
    if rate_hz == wanted_hz or not samples:
        return samples
    count = max(1, len(samples) * wanted_hz // rate_hz)
    last = len(samples) - 1
    step = rate_hz / wanted_hz
    out = array("h")
    for number in range(count):
        place = number * step
        left = min(int(place), last)
        right = min(left + 1, last)
        low = samples[left]
        out.append(int(low + (samples[right] - low) * (place - left)))
    return out


def mono(samples: array[int], channels: int) -> array[int]:
    """Mix interleaved *channels* into one by averaging each frame."""
    if channels == 1:
        return samples
    tracks = [samples[track::channels] for track in range(channels)]
    return array("h", (sum(frame) // channels for frame in zip(*tracks, strict=False)))


def read_mono(path: Path, rate_hz: int) -> array[int]:
    """Return a whole file as mono at *rate_hz*. Raise SoundError."""
    with open_wav(path) as file:
        samples = mono(pcm(file.readframes(file.getnframes())), file.getnchannels())
        return resample(samples, file.getframerate(), rate_hz)


def joined(parts: Iterable[array[int]]) -> array[int]:
    whole = array("h")
    for part in parts:
        whole.extend(part)
    return whole
