"""What the tests of speech share: a folder of samples, an ear that hears messages, a measure for sound files."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.inbox import Message, SpeechEnded
from kiosk.speech.sound import FULL_SCALE, read_mono
from kiosk.speech.speaker import Speaker
from kiosk.speech.utterance import Sentence, Utterance

PATIENCE_S = 30.0


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
