"""What the tests of speech share: a folder of samples, an ear that hears messages, a measure for sound files."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.core.messages import Message, SpeechEnded
from kiosk.speech.playback.sample_reader import SoundReader
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.utterance import Sentence, Utterance
from kiosk.speech.wav import FULL_SCALE, read_mono

PATIENCE_S = 120.0  # of a busy machine; a voice has as long for a sentence as half of that
RATE_HZ = 48_000
_PIECE_S = 0.05


class Ear:
    """Keeps what a speaker tells; waits until something was told."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self._news = threading.Condition()

    def tell(self, message: Message) -> None:
        with self._news:
            self.heard.append(message)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[Message], bool]) -> Message:
        def found() -> Message | None:
            return next((message for message in self.heard if wanted(message)), None)

        with self._news:
            assert self._news.wait_for(lambda: found() is not None, PATIENCE_S), f"not told; heard {self.heard}"
            message = found()
        assert message is not None
        return message

    def ended(self, utterance: str) -> SpeechEnded:
        message = self.wait_for(lambda told: isinstance(told, SpeechEnded) and told.utterance == utterance)
        assert isinstance(message, SpeechEnded)
        return message

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.heard if type(message) is kind]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def make_speaker(tmp_path: Path, ear: Ear) -> Iterator[Callable[..., Speaker]]:
    """A speaker with a WAV file for a sound card, ended after the test."""
    speakers: list[Speaker] = []

    def make(**changes: object) -> Speaker:
        wanted: dict[str, object] = {
            "voice": "id",
            "device": f"fast-wav:{tmp_path / 'heard.wav'}",
            "cache_dir": tmp_path / "cache",
            "tell": ear.tell,
            "volume": 100.0,
            "deadline_s": PATIENCE_S / 2,
        }
        speaker = Speaker(**(wanted | changes))  # type: ignore[arg-type]
        speakers.append(speaker)
        return speaker

    yield make
    for speaker in speakers:
        speaker.close()


@pytest.fixture
def utter() -> Callable[..., Utterance]:
    def make(*texts: str, identity: str = "u", language: str = "id") -> Utterance:
        return Utterance(identity, tuple(Sentence(text) for text in texts), language)

    return make


class Played:
    """What a WAV file for a sound card was given, as 48 kHz samples; found in it again is what was played at full volume."""

    def __init__(self, path: Path) -> None:
        self.samples = read_mono(path, RATE_HZ) if path.exists() else array("h")
        self._bytes = self.samples.tobytes()

    def places(self, path: Path, seconds: float | None = None) -> list[int]:
        """Where a sound file begins in it, in samples: the whole of it, or the first piece of 50 ms within its first `seconds` of
        sound that was played without a gap. A busy machine's sound has gaps."""
        wanted = self.as_played(path)
        if seconds is None:
            return self.find(wanted)
        begins = next(index for index, sample in enumerate(wanted) if sample)
        piece = round(_PIECE_S * RATE_HZ)
        for start in range(begins, begins + round(seconds * RATE_HZ), piece):
            if found := [place - start for place in self.find(wanted[start : start + piece])]:
                return found
        return []

    def find(self, wanted: array[int]) -> list[int]:
        found, start, raw = [], 0, wanted.tobytes()
        while (place := self._bytes.find(raw, start)) >= 0:
            if place % 2 == 0:
                found.append(place // 2)
            start = place + 2
        return found

    @staticmethod
    def as_played(path: Path) -> array[int]:
        reader, samples = SoundReader(path, RATE_HZ), array("h")
        while block := reader.read():
            samples.extend(block)
        reader.close()
        return samples


@pytest.fixture
def played() -> Callable[[Path], Played]:
    return Played


@pytest.fixture
def sound_of(tmp_path: Path) -> Callable[..., Path]:
    """The file of a sentence that `make_speaker`'s speaker has said."""

    def path(text: str, rate_wpm: int = 130) -> Path:
        return SoundCache(tmp_path / "cache").path_of(text, voice="id", rate_wpm=rate_wpm, language="id")

    return path


@pytest.fixture
def loudness() -> Callable[[Path | array[int]], float]:
    """The root mean square of a file or of samples over full scale, 0 to 1."""

    def measure(sound: Path | array[int]) -> float:
        samples = read_mono(sound, 48_000) if isinstance(sound, Path) else sound
        power = sum(sample * sample for sample in samples) / max(1, len(samples))
        return float(power**0.5 / FULL_SCALE)

    return measure


@pytest.fixture
def alsa_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A default ALSA device that writes what it plays into this WAV file: a sound card for machines without one."""
    sound = tmp_path / "card.wav"
    (tmp_path / ".asoundrc").write_text(
        f'pcm.!default {{ type file slave.pcm "null" file "{sound}" format "wav" }}\n'
        "pcm.null { type null }\n"
        "ctl.!default { type hw card 0 }\n"
    )
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path))  # the players are children: they read it there
    return sound
