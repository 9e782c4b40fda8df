"""A tone that stands for a voice, and what a browser or a player would make of a file."""

from __future__ import annotations

import io
import wave

import av
import numpy as np

from tests.walks.hearing import RATE_HZ


def tone(hertz: float, seconds: float = 3.0) -> bytes:
    """Return a WAV file with a tone of *hertz*."""
    samples = 9_000 * np.sin(np.arange(int(RATE_HZ * seconds)) * hertz * 2 * np.pi / RATE_HZ)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(samples.astype(np.int16).tobytes())
    return out.getvalue()


def heard(opus: bytes) -> tuple[float, float]:
    """Seconds, and the strongest tone in Hz, of what a browser would play."""
    with av.open(io.BytesIO(opus), "r") as file:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
        frames = [made for frame in file.decode(audio=0) for made in resampler.resample(frame)]
    wave_form = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames]).astype(np.float32)
    strongest = int(np.argmax(np.abs(np.fft.rfft(wave_form)))) * RATE_HZ / len(wave_form)
    return len(wave_form) / RATE_HZ, float(strongest)
