"""Levelling of a recorded voice to the synthesised one's loudness: a file of any length, in little memory.

Runs in the synthesiser child, as `levelling` does.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.speech.errors import SoundError
from kiosk.speech.synthesis.levelling import MOST_GAIN_DB, NEAR_ENOUGH_LU, ROUNDS, TARGET_LUFS, amplified, limiter_reach
from kiosk.speech.synthesis.loudness import SILENCE, block_powers, gated
from kiosk.speech.wav import FULL_SCALE, SoundInfo, mono, open_wav, pcm, samples_to_wav

PART_S = 10
MOST_MEASURED = 12  # parts, spread evenly: two minutes show how loud a speaker is

Signal = NDArray[np.float32]


def level_file(source: Path, path: Path) -> SoundInfo:
    """Write the levelled copy, 16-bit mono at the source's rate, whole or not at all. Raise SoundError."""
    with open_wav(source) as file:
        rate_hz = file.getframerate()
        return samples_to_wav(path, rate_hz, levelled(file))


def levelled(file: wave.Wave_read) -> Iterator[bytes]:
    """Yield the levelled recording as 16-bit mono at the file's rate, part by part. Raise SoundError."""
    return (_pcm(part) for part in _levelled(file, _gain_db(file)))


def _gain_db(file: wave.Wave_read) -> float:
    """Return the gain that brings the recording to TARGET_LUFS, including compensation for the limiter's loss."""
    rate_hz, frames = file.getframerate(), file.getnframes()
    length = rate_hz * PART_S
    count = max(1, -(-frames // length))
    chosen = sorted({round(n * (count - 1) / (MOST_MEASURED - 1)) for n in range(MOST_MEASURED)}) if count > 1 else [0]
    parts = [_read_frames(file, number * length, length) for number in chosen]
    measured = _loudness(parts, rate_hz)
    gain_db = 0.0
    for _ in range(ROUNDS):
        if measured == SILENCE or abs(measured - TARGET_LUFS) < NEAR_ENOUGH_LU or gain_db == MOST_GAIN_DB:
            break
        gain_db = min(gain_db + TARGET_LUFS - measured, MOST_GAIN_DB)
        measured = _loudness([amplified(part, gain_db, rate_hz) for part in parts], rate_hz)
    return gain_db


def _levelled(file: wave.Wave_read, gain_db: float) -> Iterator[Signal]:
    """Yield levelled parts; each is limited together with its edges, so that the gain runs on without a step."""
    rate_hz, frames = file.getframerate(), file.getnframes()
    reach = limiter_reach(rate_hz)
    length = rate_hz * PART_S // reach * reach
    edge = 2 * reach
    for start in range(0, frames, length):
        before = min(start, edge)
        part = amplified(_read_frames(file, start - before, before + length + edge), gain_db, rate_hz)
        yield part[before : before + length]


def _loudness(parts: list[Signal], rate_hz: int) -> float:
    return gated(np.concatenate([block_powers(part, rate_hz) for part in parts]))


def _read_frames(file: wave.Wave_read, start: int, frames: int) -> Signal:
    try:
        file.setpos(start)
        samples = mono(pcm(file.readframes(frames)), file.getnchannels())
    except (wave.Error, OSError, EOFError) as error:
        raise SoundError(f"recording: {error}") from error
    return np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE)


def _pcm(part: Signal) -> bytes:
    return (part * FULL_SCALE).astype("<i2").tobytes()
