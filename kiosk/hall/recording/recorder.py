"""The recording child: `python -m kiosk.hall.recording.recorder DEVICE SINK PLACE` takes what a microphone hears.

It ends with its input, after MOST_SECONDS, or when the sink has enough. SINK and PLACE are `file` and a path, or `question` and a
descriptor. Lines of JSON go out: {"seconds", "level"} while it records, at the end {"done", "seconds"} with what the sink made,
{"why"} where it refuses what it heard, or {"fault"}. What was said to a kiosk that is gone is nobody's: without the line {"keep"}
before the input ends, the sink removes it. A driver that hangs or crashes takes this process with it and no other.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from array import array
from collections.abc import Callable, Iterator, Mapping
from math import log10
from types import MappingProxyType

from kiosk.hall.recording.microphones import Input, MicrophoneError, open_input
from kiosk.hall.recording.question_sink import QuestionSink
from kiosk.hall.recording.sinks import FileSink, Sink, loudest
from kiosk.speech.errors import SpeechError
from kiosk.speech.wav import FULL_SCALE, pcm

SINKS: Mapping[str, Callable[[str, int], Sink]] = MappingProxyType({"file": FileSink, "question": QuestionSink})
"""Sinks by name. Each is made with its place and the microphone's rate in Hz."""

MOST_SECONDS = 60.0
KEEP = "keep"
_TELL_EVERY_S = 0.2
_QUIETEST_DB = 50.0  # below full scale, where the level is 0


def record_to_sink(device: str, kind: str, place: str) -> int:
    """Record from *device* into the sink of this *kind* at its *place*. Return 0 if something was recorded, else 1."""
    stop, keep = threading.Event(), threading.Event()
    threading.Thread(target=wait_for_release, args=(stop, keep), daemon=True).start()
    try:
        source = open_input(device)
    except MicrophoneError as error:
        tell(fault=str(error))
        return 1
    try:
        try:
            sink = SINKS[kind](place, source.rate_hz)
            copy_blocks(source, sink, stop)
        finally:
            source.close()  # the microphone is freed before the result is computed
        if stop.is_set() and not keep.is_set():
            sink.discard()
            tell(fault="interrupted")
            return 1
        told = sink.finish()
    except BrokenPipeError:
        raise
    except (OSError, MicrophoneError, SpeechError) as error:
        tell(fault=str(error))
        return 1
    tell(**told)
    return 0 if "done" in told else 1


def copy_blocks(source: Input, sink: Sink, stop: threading.Event) -> None:
    """Pass the blocks of *source* to *sink* until *stop* is set, it has enough, or MOST_SECONDS have passed. Raise
    OSError, MicrophoneError."""
    try:
        for block, samples in recorded_blocks(source, stop):
            sink.take(block, samples)
            if sink.is_enough:
                break
    except BrokenPipeError:  # the kiosk is gone, which is noticed here before our input ends
        sink.discard()
        raise


def recorded_blocks(source: Input, stop: threading.Event) -> Iterator[tuple[bytes, array[int]]]:
    """Yield each recorded block with its samples until *stop* is set, or for MOST_SECONDS. Report the level. Raise
    MicrophoneError."""
    most, frames, told_at = int(MOST_SECONDS * source.rate_hz), 0, 0
    while frames < most and not stop.is_set():
        block = source.read()
        samples = pcm(block)
        frames += len(samples)
        if frames - told_at >= _TELL_EVERY_S * source.rate_hz:
            told_at = frames
            tell(seconds=round(frames / source.rate_hz, 1), level=level_of(loudest(samples)))
        yield block, samples


def level_of(sample: int) -> int:
    """Return the level of *sample* from 0 to 100, in decibels as an ear hears it."""
    if sample <= 0:
        return 0
    decibels = 20 * log10(min(sample, FULL_SCALE) / FULL_SCALE)
    return max(0, round(100 * (1 + decibels / _QUIETEST_DB)))


def wait_for_release(stop: threading.Event, keep: threading.Event) -> None:
    """Wait until the input ends, because the parent let go of the button or is gone, and set *stop*. Set *keep* if the
    parent sent "keep"."""
    if KEEP in sys.stdin.read():
        keep.set()
    stop.set()


def tell(**line: object) -> None:
    """Print a line of JSON for the parent. Raise BrokenPipeError when nobody reads any more."""
    print(json.dumps(line), flush=True)  # noqa: T201 -- the child's answers


if __name__ == "__main__":
    try:
        sys.exit(record_to_sink(*sys.argv[1:4]))
    except BrokenPipeError:
        os._exit(1)  # buffered output has no reader
