"""What a sound card was given: whole sentences, with the pause that is meant between them and nothing else, at one loudness."""

from __future__ import annotations

import math
import resource
import threading
from array import array
from pathlib import Path

import numpy as np
import pytest

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused
from kiosk.speech.synthesis.loudness import loudness as lufs
from kiosk.speech.utterance import Manner, Priority, Utterance
from kiosk.speech.wav import FULL_SCALE, silence, write_wav
from tests.support.speech import Ear, MakeSpeaker, Played, SoundOf, Utter

RATE_HZ = 48_000
TEXTS = (
    "Selamat pagi, Bapak dan Ibu.",
    "Air PDAM mati besok di Dusun satu.",
    "Tampunglah air malam ini.",
    "Terima kasih.",
)


def measured(samples: array[int]) -> float:
    return lufs(np.frombuffer(samples, dtype=np.int16).astype(np.float32) / np.float32(FULL_SCALE), RATE_HZ)


def tone(seconds: float, amplitude: float, rate_hz: int) -> array[int]:
    values = (
        math.sin(math.tau * 300 * n / rate_hz) * math.sin(math.tau * n / rate_hz)
        for n in range(round(seconds * rate_hz))
    )
    return array("h", (int(amplitude * FULL_SCALE * value) for value in values))


@pytest.mark.clause("5.1.3.2")
def test_sentences_follow_each_other_without_a_gap_but_the_pause(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(device=f"wav:{tmp_path / 'heard.wav'}", rate=250)
    speaker.say(utter(*TEXTS[:2]))
    ear.ended("u")
    speaker.close()
    heard = played(tmp_path / "heard.wav")
    wanted = array("h")
    for text in TEXTS[:2]:
        wanted.extend(heard.as_played(sound_of(text, 250)))
        wanted.extend(silence(0.25, RATE_HZ))
    assert len(heard.find(wanted)) == 1, "something was missing, or came between"


def test_it_is_as_loud_as_it_is_to_be(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played]
) -> None:
    speaker = make_speaker()
    speaker.say(utter(*TEXTS))
    ear.ended("u")
    speaker.close()
    samples = played(tmp_path / "heard.wav").samples
    assert measured(samples) == pytest.approx(-16.0, abs=1.0)
    assert max(map(abs, samples)) < 10 ** (-1 / 20) * FULL_SCALE


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(("amplitude", "rate_hz"), [(0.05, 44_100), (1.0, 16_000)])
def test_a_recording_is_brought_to_the_loudness_of_the_voice(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    tmp_path: Path,
    played: type[Played],
    amplitude: float,
    rate_hz: int,
) -> None:
    recording = tmp_path / "head.wav"
    write_wav(recording, tone(12.0, amplitude, rate_hz), rate_hz)
    speaker = make_speaker()
    speaker.say(Utterance("r", utter("Sambutan kepala desa.").sentences, recording=recording))
    assert ear.ended("r").ending is Ending.DONE
    assert ear.of(SentenceStarted) == []
    speaker.close()
    samples = played(tmp_path / "heard.wav").samples
    assert len(samples) == pytest.approx(12.0 * RATE_HZ, rel=0.02)
    assert measured(samples) == pytest.approx(-16.0, abs=0.5)
    assert max(map(abs, samples)) < 10 ** (-1 / 20) * FULL_SCALE


def test_a_recording_that_was_interrupted_goes_on_where_it_was(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played]
) -> None:
    recording, card = tmp_path / "head.wav", tmp_path / "heard.wav"
    write_wav(recording, tone(2.2, 0.3, RATE_HZ), RATE_HZ)
    speaker = make_speaker(device=f"wav:{card}", voice="silent", rate=400)
    speaker.say(Utterance("r", (), recording=recording), Manner(Priority.SCHEDULED))
    ear.wait_for(lambda told: getattr(told, "utterance", "") == "r")
    tick = threading.Event()
    for _ in range(1_000):
        if card.stat().st_size > 2 * 1.5 * RATE_HZ:  # lead-in and all
            break
        tick.wait(0.02)
    speaker.say(utter("Awas."), Manner(Priority.URGENT))
    ear.ended("r")
    speaker.close()
    assert ear.of(SpeechPaused) == [SpeechPaused("r")]
    heard = sum(1 for sample in played(card).samples if sample)
    assert 2.2 * RATE_HZ < heard < 3.6 * RATE_HZ  # about a second twice, and not all of it


def test_a_recording_may_begin_in_its_middle(
    make_speaker: MakeSpeaker, ear: Ear, tmp_path: Path, played: type[Played]
) -> None:
    """A film that somebody goes on with."""
    recording, card = tmp_path / "film.wav", tmp_path / "heard.wav"
    write_wav(recording, tone(2.2, 0.3, RATE_HZ), RATE_HZ)
    speaker = make_speaker(device=f"wav:{card}", voice="silent", rate=400)
    speaker.say(Utterance("film 1", (), recording=recording, begin_s=1.4))
    assert ear.ended("film 1").ending is Ending.DONE
    speaker.close()
    assert sum(1 for sample in played(card).samples if sample) == pytest.approx(0.8 * RATE_HZ, rel=0.1)


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 JFIF", None, b""])
def test_a_recording_that_cannot_be_played_is_read_out_instead(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    content: bytes | None,
) -> None:
    recording = tmp_path / "head.wav"
    if content is not None:
        recording.write_bytes(content)
    speaker = make_speaker(voice="silent")
    speaker.say(Utterance("r", utter("Sambutan kepala desa.", "Selamat pagi.").sentences, recording=recording))
    assert ear.ended("r") == SpeechEnded("r", Ending.DONE)
    assert [told.index for told in ear.of(SentenceStarted)] == [0, 1]
    assert "head.wav: " in caplog.text


def test_a_device_that_dies_in_mid_sentence_is_opened_again(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(device=f"quick-wav:{tmp_path / 'heard.wav'}")
    speaker.say(utter(*TEXTS))
    ear.wait_for(lambda told: told == SentenceStarted("u", 1))
    assert speaker.player_pid is not None
    size = (tmp_path / "heard.wav").stat().st_size
    resource.prlimit(speaker.player_pid, resource.RLIMIT_FSIZE, (size + 20_000, size + 20_000))  # its disk is full
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)
    speaker.close()
    assert [told.index for told in ear.of(SentenceStarted)] == [0, 1, 1, 2, 3]
    assert all(played(tmp_path / "heard.wav").places(sound_of(text), 0.2) for text in TEXTS)


def test_a_card_that_is_plugged_in_is_heard(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # where ALSA looks for its devices
    speaker = make_speaker(voice="silent", device="loudspeaker")
    speaker.say(utter("Halo.", identity="without"))
    failed = ear.ended("without")
    assert failed.ending is Ending.FAILED
    assert failed.reason.startswith('there is no sound device "loudspeaker": ')
    card = f'pcm.loudspeaker {{ type file slave.pcm "null" file "{tmp_path}/card.wav" }}\npcm.null {{ type null }}\n'
    (tmp_path / ".asoundrc").write_text(card)
    speaker.say(utter("Halo.", identity="with"))
    assert ear.ended("with").ending is Ending.DONE
    assert speaker.faults == {}
