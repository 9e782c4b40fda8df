"""What goes to a horn: measured on sweeps and on what espeak-ng says; however it is cut, it comes out the same."""

from __future__ import annotations

import contextlib
import queue
import random
from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.speech.playback.child import Player
from kiosk.speech.playback.horn_profile import HIGH_PASS_HZ, HornProfile
from kiosk.speech.scheduling.wav_export import write_wav as write_speech
from kiosk.speech.utterance import Sentence, Utterance
from kiosk.speech.wav import FULL_SCALE, measure_header, read_mono, write_wav

RATE = 22_050
CEILING = 10 ** (-1.5 / 20)


def samples(signal: NDArray[np.float64]) -> array[int]:
    return array("h", np.rint(signal * FULL_SCALE).astype(np.int16).tobytes())


def shaped(sound: array[int], rate_hz: int = RATE) -> array[int]:
    profile = HornProfile(rate_hz)
    return profile.process(sound) + profile.flush()


def tone(hertz: float, *, level: float = 0.001, rate_hz: int = RATE, seconds: float = 0.5) -> NDArray[np.float64]:
    """Quiet enough to pass no threshold unless told otherwise."""
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)


def gain_db(hertz: float, rate_hz: int = RATE, level: float = 0.01) -> float:
    """Return the profile's gain for a settled tone, in dB."""
    before = samples(tone(hertz, level=level, rate_hz=rate_hz))
    after = shaped(before, rate_hz)
    half = len(before) // 2

    def power(each: array[int]) -> float:
        return float(np.mean(np.square(np.array(each[half:], dtype=float))))

    return float(10 * np.log10(power(after) / power(before)))


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> tuple[array[int], int]:
    path = tmp_path_factory.mktemp("horn") / "speech.wav"
    write_speech(Utterance("a", (Sentence("Warga dusun dua diminta mengungsi ke balai desa."),)), path, voice="id")
    rate_hz = measure_header(path).rate_hz
    return read_mono(path, rate_hz), rate_hz


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_a_sweep_is_cut_below_and_lifted_where_consonants_are(rate_hz: int) -> None:
    voiced = gain_db(1_000, rate_hz)
    assert gain_db(80, rate_hz) < voiced - 40
    assert gain_db(HIGH_PASS_HZ / 2, rate_hz) < voiced - 18
    assert gain_db(HIGH_PASS_HZ, rate_hz) == pytest.approx(voiced - 3, abs=1.5)
    assert gain_db(500, rate_hz) == pytest.approx(voiced, abs=1.5)
    assert gain_db(3_200, rate_hz) > voiced + 8
    if rate_hz > 20_000:
        assert gain_db(6_000, rate_hz) == pytest.approx(voiced + 6, abs=2.5)


def test_what_is_loud_is_raised_by_a_quarter_only() -> None:
    quiet, loud = (gain_db(1_000, level=level) for level in (0.01, 0.3))
    louder = 20 * np.log10(0.3 / 0.01)
    assert 0.3 * louder < louder - (quiet - loud) < 0.8 * louder


@pytest.mark.parametrize("level", [0.05, 0.3, 0.999])
def test_no_peak_passes_the_ceiling(level: float) -> None:
    noise = np.random.default_rng(1).uniform(-level, level, RATE)
    clicks = np.where(np.arange(RATE) % 997 == 0, 0.999, 0.0)
    for signal in (noise, clicks, tone(3_200, level=level), np.sign(tone(440)) * level):
        assert max(abs(sample) for sample in shaped(samples(signal))) <= np.ceil(CEILING * FULL_SCALE)


def test_real_speech_is_louder_and_more_even(speech: tuple[array[int], int]) -> None:
    sound, rate_hz = speech
    horn = shaped(sound, rate_hz)

    def spread(each: array[int]) -> tuple[float, float]:
        frames = np.array(each[: len(each) // 500 * 500], dtype=float).reshape(-1, 500)
        loud = 20 * np.log10(np.sqrt(np.mean(np.square(frames), axis=1)) + 1)
        spoken = loud[loud > loud.max() - 35]
        return float(spoken.mean()), float(spoken.std())

    (level, uneven), (horn_level, horn_uneven) = spread(sound), spread(horn)
    assert horn_level > level + 1
    assert horn_uneven < uneven


def test_as_much_comes_out_as_went_in_however_it_is_cut(speech: tuple[array[int], int]) -> None:
    sound, rate_hz = speech
    whole = shaped(sound, rate_hz)
    assert len(whole) == len(sound)
    profile, cuts = HornProfile(rate_hz), random.Random(7)
    for _ in range(2):  # the second time it has forgotten the first
        out, start = array("h"), 0
        while start < len(sound):
            size = cuts.choice((1, 2, 54, 55, 56, 441, 2_205))
            out.extend(profile.process(sound[start : start + size]))
            start += size
        out.extend(profile.flush())
        assert out == whole


@pytest.mark.parametrize("count", [0, 1, 7, 55, 56, 111, 500])
def test_short_sounds_and_silence_keep_their_length(count: int) -> None:
    assert shaped(array("h", bytes(2 * count))) == array("h", bytes(2 * count))
    assert len(shaped(samples(tone(1_000, seconds=1)[:count]))) == count


def played(path: Path, sound: Path, make: Callable[[int], HornProfile] | None) -> array[int]:
    """Play a sound through a player whose device is the file *path*, and return the samples."""
    events: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    player = Player(f"fast-wav:{path}", events.put, make)
    player.handle({"do": "begin", "token": 1, "percent": 100, "lead_in": 0})
    player.handle({"do": "sound", "token": 1, "index": 0, "path": str(sound), "pause": 0.1})
    player.handle({"do": "end", "token": 1})
    while events.empty() or events.get()["event"] != "ended":
        player.decode_step()
    player.handle({"do": "quit"})
    with contextlib.suppress(SystemExit):
        while True:
            player.decode_step()
    return read_mono(path, measure_header(path).rate_hz)


def test_the_player_of_a_horn_shapes_what_it_plays(tmp_path: Path) -> None:
    low = tmp_path / "low.wav"
    write_wav(low, samples(tone(100, level=0.3)), RATE)
    flat = played(tmp_path / "flat.wav", low, None)
    horn = played(tmp_path / "horn.wav", low, HornProfile)
    assert max(flat) > 20 * max(horn[len(horn) // 2 :])
