"""Encoder of sentences as Opus in Ogg (RFC 6716, RFC 7845): mono, 24 kHz, so small that a village's line carries a
whole edition."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from content_cache.jobs.limits import AnswerBytes
from kiosk.speech.errors import SoundError, one_line
from kiosk.speech.wav import SAMPLE_BYTES, open_wav

if TYPE_CHECKING:
    from av import AudioFrame

RATE_HZ = 24_000
BIT_RATE = 12_000  # for speech: 150 words take 125 kB
_RECORDED_BIT_RATE = 24_000  # for people's recordings in ordinary rooms: a minute takes 100 to 150 kB
LOWEST_HZ, HIGHEST_HZ = 8_000, 48_000
LEAST_S = 0.2
_LEAST_BIT_RATE = 6_000  # below it words suffer
_FRAME = RATE_HZ * 60 // 1_000  # samples
# samples that FFmpeg adds to the length of a sound, twice what a player skips at its beginning. With them it fills whole
# frames: libsndfile, and so every kiosk, rejects a short sound whose length goes beyond its last frame
_ADDED_SAMPLES = 312
_OVERHEAD = 1.08  # pages of Ogg, and the excess of a variable rate


def as_opus(wav: Path, most_bytes: int) -> bytes:
    """Return a voice's WAV file as Opus. Raise SoundError for a file in another format, and for one that does not fit."""
    with open_wav(wav) as file:
        if (file.getframerate(), file.getnchannels()) != (RATE_HZ, 1):
            raise SoundError(f"{wav.name}: not {RATE_HZ} Hz, one channel")
        samples = file.readframes(file.getnframes())
    samples += bytes(SAMPLE_BYTES * (-(len(samples) // SAMPLE_BYTES + _ADDED_SAMPLES) % _FRAME))
    seconds = len(samples) / SAMPLE_BYTES / RATE_HZ
    rate = min(BIT_RATE, int(most_bytes * 8 / _OVERHEAD / max(seconds, 0.1)))
    made = encoded(samples, rate) if rate >= _LEAST_BIT_RATE else b""
    if not 0 < len(made) <= most_bytes:
        raise SoundError(f"{wav.name}: {seconds:.0f} s are too long for {most_bytes} bytes")
    return made


def recorded(wav: Path) -> bytes:
    """Return a person's recording as Opus: mono at any rate and length, read a second at a time. Raise SoundError."""
    with open_wav(wav) as file:
        if file.getnchannels() != 1:
            raise SoundError(f"{wav.name}: not one channel")
        rate_hz = file.getframerate()
        return _encoded(_in_whole_frames(iter(lambda: file.readframes(rate_hz), b""), rate_hz), _RECORDED_BIT_RATE)


def recorded_within(coming: int, longest_s: float, most_bytes: int) -> Annotated[bytes, AnswerBytes(100_000)]:
    """Return a person's recording, the WAV file of the descriptor *coming*, as Opus of at most *most_bytes*.

    It runs in a bounded child. Raise SoundError for another format, a recording of more than *longest_s* seconds, and
    one that does not fit.
    """
    with open(coming, "rb", closefd=False) as raw:
        for part in (1.0, 0.8):  # a variable rate may exceed the one that fits
            raw.seek(0)
            try:
                with wave.open(raw, "rb") as file:
                    rate_hz, seconds = file.getframerate(), file.getnframes() / max(file.getframerate(), 1)
                    mono = (file.getsampwidth(), file.getnchannels()) == (SAMPLE_BYTES, 1)
                    if not mono or not LOWEST_HZ <= rate_hz <= HIGHEST_HZ or not LEAST_S <= seconds <= longest_s:
                        raise SoundError(f"{rate_hz} Hz, {seconds:.1f} s: no recording of a sentence")
                    fitting = int(part * most_bytes * 8 / _OVERHEAD / seconds)
                    pieces = iter(partial(file.readframes, rate_hz), b"")
                    made = _encoded(_in_whole_frames(pieces, rate_hz), min(_RECORDED_BIT_RATE, fitting))
            except (wave.Error, EOFError) as error:
                raise SoundError(one_line(error)) from error
            if len(made) <= most_bytes:
                return made
    raise SoundError(f"{seconds:.0f} s are too long for {most_bytes} bytes")


def _in_whole_frames(pieces: Iterable[bytes], rate_hz: int) -> Iterator[AudioFrame]:
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    count = 0
    for frame in chain((_frame(piece, rate_hz) for piece in pieces), (None,)):
        for made in resampler.resample(frame):
            made.pts = None
            count += made.samples
            yield made
    if count and (missing := -(count + _ADDED_SAMPLES) % _FRAME):
        yield _frame(bytes(SAMPLE_BYTES * missing), RATE_HZ)
    if not count:
        raise SoundError("there is no sound in it")


def encoded(samples: bytes, rate: int) -> bytes:
    """Return 16-bit mono samples at RATE_HZ as Opus, at *rate* bits a second. Raise SoundError."""
    return _encoded([_frame(samples, RATE_HZ)], rate)


def _frame(samples: bytes, rate_hz: int) -> AudioFrame:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(
        np.frombuffer(samples, dtype=np.int16).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate = rate_hz
    return frame


def _encoded(frames: Iterable[AudioFrame], rate: int) -> bytes:
    import av

    out = io.BytesIO()
    options = {"application": "voip", "frame_duration": "60", "vbr": "on"}
    try:
        with av.open(out, "w", format="ogg", options={"fflags": "+bitexact"}) as container:
            stream = container.add_stream("libopus", rate=RATE_HZ, layout="mono", options=options)
            stream.bit_rate = rate
            for given in chain(frames, (None,)):
                for packet in stream.encode(given):
                    container.mux(packet)
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"not encoded: {one_line(error)}") from error
    return out.getvalue()
