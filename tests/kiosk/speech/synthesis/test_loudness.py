from __future__ import annotations

import math
from array import array
from pathlib import Path

import numpy as np
import pytest

from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.levelling import level
from kiosk.speech.synthesis.loudness import SILENCE, loudness
from kiosk.speech.wav import FULL_SCALE, read_mono

# The filters of BS.1770-4 at 48 kHz, tables 1 and 2: (b, a) of the shelf and of the high pass
TABLES = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)


def meter(samples: array[int]) -> float:
    """LUFS of samples at 48 kHz, written down from the Recommendation, sample by sample."""
    signal = [sample / FULL_SCALE for sample in samples]
    for (b0, b1, b2), (a1, a2) in TABLES:
        filtered, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
        for x in signal:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            filtered.append(y)
        signal = filtered
    powers = [
        sum(sample * sample for sample in signal[start : start + 19_200]) / 19_200
        for start in range(0, max(1, len(signal) - 19_200 + 1), 4_800)
    ]

    def lufs(values: list[float]) -> float:
        return -0.691 + 10 * math.log10(max(1e-20, sum(values) / len(values)))

    loud = [power for power in powers if lufs([power]) > -70]
    gate = lufs(loud) - 10
    return lufs([power for power in loud if lufs([power]) > gate])


def sine(hertz: float, decibels: float, seconds: float, rate_hz: int) -> array[int]:
    step = 2 * math.pi * hertz / rate_hz
    peak = 10 ** (decibels / 20) * FULL_SCALE
    return array("h", (round(peak * math.sin(step * number)) for number in range(round(seconds * rate_hz))))


def signal_of(samples: array[int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 48_000])
def test_the_reference_tone_of_the_recommendation(rate_hz: int) -> None:
    assert loudness(signal_of(sine(997, 0, 3, rate_hz)), rate_hz) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("hertz", [60, 200, 1_000, 4_000])
def test_agrees_with_the_tables(hertz: float) -> None:
    tone = sine(hertz, -20, 1.5, 48_000) + array("h", bytes(2 * 48_000)) + sine(hertz, -35, 1, 48_000)
    assert loudness(signal_of(tone), 48_000) == pytest.approx(meter(tone), abs=0.05)


def test_pauses_do_not_count() -> None:
    tone = sine(997, -20, 2, 22_050)
    with_pause = tone + array("h", bytes(2 * 22_050 * 8)) + tone
    assert loudness(signal_of(with_pause), 22_050) == pytest.approx(-23.0, abs=0.4)


@pytest.mark.parametrize("seconds", [0, 0.01, 1])
def test_silence_stays_silence(seconds: float) -> None:
    quiet = array("h", bytes(2 * round(22_050 * seconds)))
    assert loudness(signal_of(quiet), 22_050) == SILENCE
    assert level(quiet, 22_050) == quiet


@pytest.mark.parametrize("decibels", [-36.0, -20.0, -3.0])
def test_loud_and_quiet_come_to_one_loudness(decibels: float) -> None:
    assert meter(level(sine(997, decibels, 1.5, 48_000), 48_000)) == pytest.approx(-16, abs=0.3)


def test_a_bang_is_limited_and_does_not_make_the_rest_quiet() -> None:
    samples = sine(300, -24, 2, 48_000)
    samples[48_000:48_048] = array("h", [32_000] * 48)
    levelled = level(samples, 48_000)
    assert max(abs(sample) for sample in levelled) <= 10 ** (-1 / 20) * FULL_SCALE
    assert meter(levelled) == pytest.approx(-16, abs=0.5)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "text",
    ["Ya.", "Rapat desa, pukul delapan pagi, di balai desa.", "Pengumuman. Besok listrik padam. Terima kasih, warga."],
)
def test_what_the_voice_says_is_at_sixteen_below(text: str, tmp_path: Path) -> None:
    synthesiser = Synthesiser(SoundCache(tmp_path), voice="id", deadline_s=30.0)
    try:
        samples = read_mono(synthesiser.synthesise(text), 48_000)
    finally:
        synthesiser.close()
    if len(samples) > 19_200:
        assert meter(samples) == pytest.approx(-16, abs=1.0)
    assert 0.1 * FULL_SCALE < max(abs(sample) for sample in samples) <= 10 ** (-1 / 20) * FULL_SCALE
