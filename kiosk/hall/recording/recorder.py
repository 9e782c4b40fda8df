"""The recording child: `python -m kiosk.hall.recording.recorder DEVICE FILE` writes what a microphone hears until its input ends.

Lines of JSON go out: {"seconds", "level"} while it records, at the end {"done", "seconds", "peak"} or {"fault"}. What was said to a
kiosk that is gone is nobody's: without the line {"keep"} before the input ends, the file is removed. A driver that hangs or crashes
takes this process with it and no other.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import wave
from array import array
from collections.abc import Iterator
from math import log10
from pathlib import Path

from content_cache.files import open_to_write
from kiosk.hall.recording.microphones import Input, MicrophoneError, open_input
from kiosk.speech.wav import FULL_SCALE, SAMPLE_BYTES, pcm

MOST_SECONDS = 60.0
KEEP = "keep"
_TELL_EVERY_S = 0.2
_QUIETEST_DB = 50.0  # below full scale, where the level is 0


def main(device: str, file: str) -> int:
    """0 when something was recorded."""
    stop, keep = threading.Event(), threading.Event()
    threading.Thread(target=wait, args=(stop, keep), daemon=True).start()
    try:
        source = open_input(device)
    except MicrophoneError as error:
        tell(fault=str(error))
        return 1
    try:
        seconds, peak = record(source, Path(file), stop)
    except BrokenPipeError:  # the kiosk is gone, and here that is seen before our input has ended
        Path(file).unlink(missing_ok=True)
        raise
    except (OSError, MicrophoneError) as error:
        tell(fault=str(error))
        return 1
    finally:
        source.close()
    if stop.is_set() and not keep.is_set():
        Path(file).unlink(missing_ok=True)
        tell(fault="interrupted")
        return 1
    tell(done=True, seconds=round(seconds, 2), peak=round(peak, 4))
    return 0


def record(source: Input, path: Path, stop: threading.Event) -> tuple[float, float]:
    """16-bit mono WAV until `stop`, or for MOST_SECONDS; (seconds, largest sample over full scale). Raises OSError,
    MicrophoneError."""
    frames = highest = 0
    with open_to_write(path, os.O_TRUNC) as raw:
        with wave.open(raw, "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(SAMPLE_BYTES)
            wav.setframerate(source.rate_hz)
            for block, samples in heard(source, stop):
                wav.writeframes(block)
                frames += len(samples)
                highest = max(highest, _loudest(samples))
        raw.flush()
        os.fsync(raw.fileno())
    return frames / source.rate_hz, highest / FULL_SCALE


def heard(source: Input, stop: threading.Event) -> Iterator[tuple[bytes, array[int]]]:
    """Yield each recorded block with its samples until *stop* is set, or for MOST_SECONDS. Reports the level. Raises
    MicrophoneError."""
    most, frames, told_at = int(MOST_SECONDS * source.rate_hz), 0, 0
    while frames < most and not stop.is_set():
        block = source.read()
        samples = pcm(block)
        frames += len(samples)
        if frames - told_at >= _TELL_EVERY_S * source.rate_hz:
            told_at = frames
            tell(seconds=round(frames / source.rate_hz, 1), level=level_of(_loudest(samples)))
        yield block, samples


def _loudest(samples: array[int]) -> int:
    return max(max(samples, default=0), -min(samples, default=0))


def level_of(sample: int) -> int:
    """0 to 100, by decibels as an ear hears it."""
    if sample <= 0:
        return 0
    decibels = 20 * log10(min(sample, FULL_SCALE) / FULL_SCALE)
    return max(0, round(100 * (1 + decibels / _QUIETEST_DB)))


def wait(stop: threading.Event, keep: threading.Event) -> None:
    """The parent lets go of the button and says so, or is gone: both end our input."""
    if KEEP in sys.stdin.read():
        keep.set()
    stop.set()


def tell(**line: object) -> None:
    """Raises BrokenPipeError when nobody listens any more."""
    print(json.dumps(line), flush=True)  # noqa: T201 -- the child's answers


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:3]))
    except BrokenPipeError:
        os._exit(1)  # what is left to be written has no reader
