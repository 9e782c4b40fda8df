from __future__ import annotations

import math
import os
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.speech.errors import SoundError
from kiosk.speech.playback.sample_reader import SoundReader
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.levelling import level
from kiosk.speech.wav import FULL_SCALE, measure_header, read_mono, resample, silence, write_wav
from tests.support.speech import Loudness

RATE = 22_050


def tone(seconds: float, amplitude: float, rate_hz: int = RATE, hertz: float = 440.0) -> array[int]:
    return array(
        "h",
        (
            int(amplitude * FULL_SCALE * math.sin(math.tau * hertz * n / rate_hz))
            for n in range(round(seconds * rate_hz))
        ),
    )


def decibels(ratio: float) -> float:
    return 20 * math.log10(ratio)


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    samples = tone(0.5, 0.25)
    written = write_wav(path, samples, RATE)
    assert written.duration_s == pytest.approx(0.5, abs=0.001)
    assert written.peak == pytest.approx(0.25, abs=0.01)
    assert read_mono(path, RATE) == samples
    assert measure_header(path).rate_hz == RATE
    assert [file.name for file in tmp_path.iterdir()] == ["x.wav"]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\xff\xd8\xff\xe0 a picture", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_sound_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(SoundError, match=r"x\.wav: .+") as caught:
        measure_header(path)
    assert "\n" not in str(caught.value)


def test_resampling_keeps_length_and_level(loudness: Loudness) -> None:
    before = tone(0.5, 0.5)
    after = resample(before, RATE, 48_000)
    assert len(after) == pytest.approx(24_000, abs=2)
    assert loudness(after) == pytest.approx(loudness(before), rel=0.02)


def test_reading_in_blocks_gives_the_whole_file_at_the_wanted_rate(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    samples = tone(1.0, 0.5)
    write_wav(path, samples, RATE)
    reader = SoundReader(path, 48_000)
    blocks = array("h")
    while block := reader.read():
        assert len(block) < 6_000
        blocks.extend(block)
    reader.close()
    assert len(blocks) == pytest.approx(48_000, abs=3)
    # no seams: neighbouring samples of a 440 Hz tone are never further apart than its steepest slope
    steepest = 0.5 * FULL_SCALE * math.tau * 440 / 48_000
    assert max(abs(a - b) for a, b in pairwise(blocks)) < steepest * 1.1


def test_peaks_stay_under_the_ceiling() -> None:
    spiky = tone(1.0, 0.03)
    for place in range(1_000, len(spiky), 4_000):
        spiky[place] = FULL_SCALE
    levelled = level(spiky, RATE)
    assert decibels(max(max(levelled), -min(levelled)) / FULL_SCALE) <= -1.4


@pytest.mark.parametrize("samples", [array("h"), array("h", [0] * 5_000), array("h", [1])])
def test_levelling_leaves_silence_alone(samples: array[int]) -> None:
    assert level(samples, RATE) == samples


def test_the_cache_removes_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path / "cache", budget_bytes=100_000)
    paths = [cache.path_of(text, voice="id", rate_wpm=130, language="id") for text in ("a", "b", "c")]
    for age, path in zip((300, 200, 100), paths, strict=True):
        write_wav(path, silence(1.0, RATE), RATE)  # 44 kB each
        os.utime(path, (path.stat().st_mtime - age, path.stat().st_mtime - age))
    assert cache.find_sound(paths[0]) is not None  # used just now, so no longer the oldest
    assert cache.trim() == 1
    assert [path.exists() for path in paths] == [True, False, True]


def test_the_cache_makes_a_damaged_file_anew(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path)
    path = cache.path_of("a", voice="id", rate_wpm=130, language="id")
    path.write_bytes(b"")  # as a power failure leaves it
    assert cache.find_sound(path) is None
    assert not path.exists()


def test_other_voices_rates_and_languages_are_other_files(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path)
    keys = [("id", 130, "id"), ("mb-id1", 130, "id"), ("id", 150, "id"), ("id", 130, "en")]
    paths = {cache.path_of("a", voice=voice, rate_wpm=rate, language=language) for voice, rate, language in keys}
    assert len(paths) == 4


def test_a_cache_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SoundError, match="file"):
        SoundCache(tmp_path / "file" / "cache")
