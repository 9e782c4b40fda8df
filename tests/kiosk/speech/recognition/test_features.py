"""Spectrogram and tokens: as Whisper was trained on them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from kiosk.speech.recognition.features import HOP, MELS, RATE_HZ, at_rate, filters, log_mel
from kiosk.speech.recognition.tokens import WhisperTokens


def tone(hertz: float, rate_hz: int, seconds: float = 1.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.float32)


def test_a_tone_lies_in_its_band_and_silence_follows_it() -> None:
    mel = log_mel(tone(1000, RATE_HZ), 2)
    assert mel.shape == (MELS, 2 * RATE_HZ // HOP)
    band = int(np.argmax(mel[:, 50]))
    assert band == int(np.argmax(filters()[:, round(1000 / RATE_HZ * 400)]))
    assert mel[:, 150].max() == pytest.approx(mel.max() - 2.0), "eight powers of ten below, over four"


def test_what_is_longer_is_cut() -> None:
    assert log_mel(tone(300, RATE_HZ, 3.0), 1).shape == (MELS, RATE_HZ // HOP)


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 24_000, 8_000])
def test_another_rate_keeps_the_tone(rate_hz: int) -> None:
    changed = at_rate(tone(1000, rate_hz), rate_hz)
    assert abs(len(changed) - RATE_HZ) <= 1
    spectrum = np.abs(np.fft.rfft(changed[: RATE_HZ - 2]))
    assert abs(int(np.argmax(spectrum)) - 1000) <= 1


def test_a_slower_rate_carries_no_higher_tone() -> None:
    assert np.abs(at_rate(tone(15_000, 48_000), 48_000)[500:-500]).max() < 0.05


@pytest.fixture
def tokens(tmp_path: Path) -> WhisperTokens:
    """A vocabulary that merges "k a p a n" as far as "kap" and "an"."""
    parts = ["k", "a", "p", "n", "\u0120", "ka", "kap", "an", "\u00e9".encode().decode("latin-1")[0], "\u00a9"]
    read = {
        "model": {"vocab": {part: n for n, part in enumerate(parts)}, "merges": ["k a", ["ka", "p"], "a n"]},
        "added_tokens": [{"id": 99, "content": "<|id|>"}],
    }
    (tmp_path / "tokenizer.json").write_bytes(msgspec.json.encode(read))
    return WhisperTokens(tmp_path / "tokenizer.json")


def test_text_is_merged_as_the_vocabulary_has_it(tokens: WhisperTokens) -> None:
    assert tokens.encoded("kapan kan") == [6, 7, 4, 5, 3]
    assert tokens.decoded([6, 7, 4, 5, 3]) == "kapan kan"


def test_no_text_becomes_a_special_token(tokens: WhisperTokens) -> None:
    assert tokens.special("<|id|>") == 99
    assert 99 not in tokens.encoded("<|id|>")
    assert tokens.decoded([99, 6]) == "kap"


def test_half_a_letter_is_left_out(tokens: WhisperTokens) -> None:
    assert tokens.decoded([8]) == ""
    assert tokens.decoded([8, 9]) == "é"
