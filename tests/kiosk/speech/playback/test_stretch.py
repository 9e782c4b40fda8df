"""What is slowed down for a horn: measured on tones and on what espeak-ng says; however it is cut, it comes out the same."""

from __future__ import annotations

import contextlib
import queue
import random
import time
import tracemalloc
from array import array
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.speech.playback.child import Player
from kiosk.speech.playback.client import Playback
from kiosk.speech.playback.loudspeaker import PATIENCE_S, Loudspeaker
from kiosk.speech.playback.stretch import Stretch
from kiosk.speech.scheduling.wav_export import write_wav as write_speech
from kiosk.speech.utterance import Manner, Sentence, Utterance, Where
from kiosk.speech.wav import FULL_SCALE, measure_header, read_mono, write_wav
from tests.support.speech import Ear, MakeSpeaker, Utter

RATE = 24_000
TIMES = 110 / 94


def samples(signal: NDArray[np.float64]) -> array[int]:
    return array("h", np.rint(signal * FULL_SCALE).astype(np.int16).tobytes())


def stretched(sound: array[int], times: float = TIMES, rate_hz: int = RATE) -> array[int]:
    stretch = Stretch(rate_hz, times)
    return stretch.process(sound) + stretch.flush()


def tone(hertz: float, *, rate_hz: int = RATE, seconds: float = 0.5) -> array[int]:
    return samples(0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz))


def level_db(sound: array[int]) -> float:
    return float(10 * np.log10(np.mean(np.square(np.array(sound, dtype=float))) + 1))


def pitches(sound: array[int], rate_hz: int) -> NDArray[np.float64]:
    """Hertz of each voiced piece of 40 ms, by where it is most like itself."""
    size, found = round(0.04 * rate_hz), []
    for start in range(0, len(sound) - size, size // 2):
        piece = np.array(sound[start : start + size], dtype=float)
        alike = np.correlate(piece, piece, "full")[size - 1 :]
        shortest, longest = rate_hz // 300, rate_hz // 60
        period = shortest + int(np.argmax(alike[shortest:longest]))
        if alike[0] > 1e8 and alike[period] > 0.6 * alike[0]:
            found.append(rate_hz / period)
    return np.array(found)


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> tuple[array[int], int]:
    path = tmp_path_factory.mktemp("stretch") / "speech.wav"
    write_speech(Utterance("a", (Sentence("Warga dusun dua diminta mengungsi ke balai desa."),)), path, voice="id")
    rate_hz = measure_header(path).rate_hz
    return read_mono(path, rate_hz), rate_hz


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 48_000])
@pytest.mark.parametrize("hertz", [100, 440, 1_000, 3_000])
def test_a_tone_takes_longer_and_stays_itself(hertz: float, rate_hz: int) -> None:
    before = tone(hertz, rate_hz=rate_hz)
    after = stretched(before, rate_hz=rate_hz)
    assert len(after) == round(TIMES * len(before))
    spectrum = np.abs(np.fft.rfft(np.array(after) * np.hanning(len(after))))
    assert np.argmax(spectrum) * rate_hz / len(after) == pytest.approx(hertz, rel=0.002, abs=2)
    assert level_db(after) == pytest.approx(level_db(before), abs=0.3)


@pytest.mark.parametrize("times", [1.05, TIMES, 1.5, 2.0])
def test_speech_takes_longer_and_keeps_its_pitch_and_its_level(times: float, speech: tuple[array[int], int]) -> None:
    before, rate_hz = speech
    after = stretched(before, times, rate_hz)
    assert len(after) == round(times * len(before))
    deep, slow = pitches(before, rate_hz), pitches(after, rate_hz)
    assert len(slow) > times * 0.9 * len(deep) > 10
    assert np.percentile(slow, [25, 50, 75]) == pytest.approx(np.percentile(deep, [25, 50, 75]), rel=0.04)
    assert level_db(after) == pytest.approx(level_db(before), abs=0.5)
    assert max(after) <= 1.02 * max(before), "what is faded into each other is not added up"


def test_it_comes_out_the_same_however_it_is_cut(speech: tuple[array[int], int]) -> None:
    sound, rate_hz = speech
    whole, cuts = stretched(sound, TIMES, rate_hz), random.Random(7)
    stretch, out, start = Stretch(rate_hz, TIMES), array("h"), 0
    while start < len(sound):
        size = cuts.choice((1, 2, 55, 441, 2_205))
        out.extend(stretch.process(sound[start : start + size]))
        start += size
    assert out + stretch.flush() == whole


@pytest.mark.parametrize("count", [0, 1, 7, 479, 480, 481, 1_000, 5_000])
@pytest.mark.parametrize("times", [1.01, TIMES, 2.0])
def test_short_sounds_and_silence_get_their_length(count: int, times: float) -> None:
    assert stretched(array("h", bytes(2 * count)), times) == array("h", bytes(2 * round(times * count)))
    assert len(stretched(tone(300)[:count], times)) == round(times * count)


def test_a_long_sound_costs_no_memory() -> None:
    stretch, block = Stretch(RATE, TIMES), tone(200, seconds=0.1)
    stretch.process(block)
    tracemalloc.start()
    try:
        for _ in range(200):
            stretch.process(block)
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def played(path: Path, sound: Path, index: int) -> int:
    """Samples of a player that is told to take twice the time."""
    events: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    player = Player(f"fast-wav:{path}", events.put)
    player.handle({"do": "begin", "token": 1, "percent": 100, "lead_in": 0, "times": 2.0})
    player.handle({"do": "sound", "token": 1, "index": index, "path": str(sound), "pause": 0.1})
    player.handle({"do": "end", "token": 1})
    while events.empty() or events.get()["event"] != "ended":
        player.decode_step()
    player.handle({"do": "quit"})
    with contextlib.suppress(SystemExit):
        while True:
            player.decode_step()
    return len(read_mono(path, measure_header(path).rate_hz))


def test_sentences_take_longer_and_what_is_none_does_not(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    write_wav(sound, tone(300), RATE)
    chime, recording, sentence = (played(tmp_path / f"{index}.wav", sound, index) for index in (-1, -2, 0))
    # not to the sample: this device pulls 50 times as fast as a real one, and fills up with silence where it came too early
    assert max(chime, recording) < 1.25 * 24_000
    assert sentence > 1.75 * 24_000


def heard(folder: Path, name: str) -> int:
    path = folder / f"{name}.wav"
    return len(read_mono(path, 48_000)) if path.exists() else 0


@pytest.mark.slow(cases=0)
def test_a_horn_speaks_slower_and_so_does_the_loudspeaker_beside_it(
    make_speaker: MakeSpeaker, ear: Ear, utter: Utter, tmp_path: Path
) -> None:
    speaker = make_speaker(
        horn_device=f"fast-wav:{tmp_path / 'horn.wav'}", horn_profile="flat", rate=160, horn_rate=100
    )
    lengths: list[tuple[int, int]] = []
    for where in Where:
        before = heard(tmp_path, "heard"), heard(tmp_path, "horn")
        speaker.say(utter("Rapat warga diadakan di balai desa.", identity=where), Manner(where=where))
        ear.ended(where)
        lengths.append((heard(tmp_path, "heard") - before[0], heard(tmp_path, "horn") - before[1]))
    (usual, none), (nothing, horn), both = lengths
    assert (none, nothing) == (0, 0)
    assert [horn, *both] == pytest.approx([1.6 * usual] * 3, rel=0.05)

    speaker.set_rate(100)  # a voice that is as slow is not slowed down
    before_horn = heard(tmp_path, "horn")
    speaker.say(utter("Rapat warga diadakan di balai desa.", identity="slow"), Manner(where=Where.HORN))
    ear.ended("slow")
    assert heard(tmp_path, "horn") - before_horn == pytest.approx(1.6 * usual, rel=0.2)


def test_a_player_that_takes_its_time_is_not_taken_for_hung(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    write_wav(sound, tone(300, seconds=20), RATE)
    calls: queue.SimpleQueue[object] = queue.SimpleQueue()
    loudspeaker = Loudspeaker("horn", Playback("null", calls.put), calls.put)
    loudspeaker.begin_utterance(1, percent=100, lead_in_s=0, sent=0, times=2.0)
    loudspeaker.play_sound(0, sound)
    loudspeaker.end_utterance()
    told: list[object] = []
    loudspeaker.on_event = lambda _loudspeaker, line: told.append(line)
    while not told:
        call = calls.get(timeout=60)
        assert callable(call)
        call()
    assert loudspeaker.deadline - time.monotonic() == pytest.approx(40 + PATIENCE_S, abs=5)
    loudspeaker.kill()
