"""Sink for a resident's question in the recording child: in memory only, refused if nobody speaks, levelled to one loudness."""

from __future__ import annotations

import base64
import io
import math
import wave
from array import array
from collections import deque

from kiosk.speech.errors import SpeechError
from kiosk.speech.wav import FULL_SCALE, SAMPLE_BYTES

RATE_HZ = 24_000
BIT_RATE = 24_000  # 60 s take 180 kB
MOST_BYTES = 250_000
SILENCE_S = 15.0
LEAST_S = 1.0
_LEAST_SPOKEN_S = 0.4
_DEAD_DB, _QUIET_DB = (
    -62.0,
    -46.0,
)  # below full scale (RMS): no microphone hears less of a room; too quiet to be understood
_ABOVE_DB = 7.0  # above the room's noise: somebody speaks
_ROOM_S = 4.0  # span whose quietest moment is the room's noise


class Listener:
    """Detector of speech in a room's noise, block by block: a voice rises and falls, a fan does not."""

    def __init__(self) -> None:
        self._levels: list[float] = []  # dB of each block
        self._room: deque[float] = deque()
        self._spoken_at = 0.0
        self.seconds = self.spoken = 0.0

    def hear(self, samples: array[int], seconds: float) -> None:
        level = decibels(samples)
        self.seconds += seconds
        self._levels.append(level)
        self._room.append(level)
        while len(self._room) * seconds > _ROOM_S:
            self._room.popleft()
        if level > max(min(self._room) + _ABOVE_DB, _DEAD_DB + _ABOVE_DB):
            self.spoken += seconds
            self._spoken_at = self.seconds

    @property
    def left_alone(self) -> bool:
        """Return whether nobody has spoken for SILENCE_S."""
        return self.seconds - self._spoken_at >= SILENCE_S

    @property
    def why_not(self) -> str:
        """Return why the recording is not worth sending ("short", "silence", "noise", "quiet"), "" if it is."""
        if self.seconds < LEAST_S:
            return "short"
        loudest = sorted(self._levels)[-max(1, len(self._levels) // 20) :]
        if loudest[0] <= _DEAD_DB + _ABOVE_DB:
            return "silence"
        if self.spoken < _LEAST_SPOKEN_S:
            return "noise"
        return "quiet" if loudest[0] < _QUIET_DB else ""


def decibels(samples: array[int]) -> float:
    """Return the RMS level in dB relative to full scale; -100 for digital silence."""
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return max(-100.0, 10 * math.log10(power / FULL_SCALE**2)) if power else -100.0


class QuestionSink:
    """Sink for a resident's question, which is in memory only.

    Nothing is written before `finish`, and then only a recording worth hearing, levelled to one loudness. It is written
    as WAV into a descriptor, to be played back, and as Opus in the last line. Silence and noise are refused. It is
    enough after SILENCE_S in which nobody spoke."""

    def __init__(self, descriptor: str, rate_hz: int) -> None:
        self._descriptor = int(descriptor)
        self._rate_hz = rate_hz
        self._listener = Listener()
        self._taken = array("h")

    @property
    def is_enough(self) -> bool:
        """Return whether nobody has spoken for SILENCE_S, so that recording can end."""
        return self._listener.left_alone

    def take(self, _block: bytes, samples: array[int]) -> None:
        """Add a block to the recording in memory."""
        self._taken.extend(samples)
        self._listener.hear(samples, len(samples) / self._rate_hz)

    def finish(self) -> dict[str, object]:
        """Write the WAV, and return the Opus with its seconds, or the reason why it is refused. Raise OSError,
        SpeechError."""
        if why := self._listener.why_not:
            return {"why": why}
        wav, opus = finished(self._taken, self._rate_hz)
        with open(self._descriptor, "wb", closefd=False) as memory:
            memory.write(wav)
        seconds = len(wav) / SAMPLE_BYTES / RATE_HZ
        return {"done": True, "seconds": round(seconds, 2), "opus": base64.b64encode(opus).decode("ascii")}

    def discard(self) -> None:
        """Do nothing: nothing was written yet, and the memory goes with this process."""


def finished(taken: array[int], rate_hz: int) -> tuple[bytes, bytes]:
    """Return the recording as WAV and as Opus, as loud as the kiosk's voice. Raise SpeechError."""
    from kiosk.speech.synthesis.opus import encoded  # numpy and FFmpeg: when there is something to encode
    from kiosk.speech.synthesis.recordings import levelled

    raw = io.BytesIO(_wav([_at_rate(taken, rate_hz)]))
    with wave.open(raw, "rb") as file:
        parts = [*levelled(file)]
    opus = encoded(b"".join(parts), BIT_RATE)
    if len(opus) > MOST_BYTES:
        raise SpeechError(f"{len(opus)} bytes of a question are too many")
    return _wav(parts), opus


def _at_rate(taken: array[int], rate_hz: int) -> bytes:
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(np.frombuffer(taken, dtype=np.int16).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate_hz
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    return b"".join(bytes(made.to_ndarray()) for given in (frame, None) for made in resampler.resample(given))


def _wav(parts: list[bytes]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(RATE_HZ)
        for part in parts:
            file.writeframes(part)
    return out.getvalue()
