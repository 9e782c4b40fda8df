"""What the tests of speech share: speakers, an ear that hears what they tell, measures for sound files."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.core.messages import Message, SpeechEnded
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.playback.sample_reader import SoundReader
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.utterance import Sentence, Utterance
from kiosk.speech.wav import FULL_SCALE, read_mono

PATIENCE_S = 120.0  # of a busy machine; a voice has as long for a sentence as half of that
RATE_HZ = 48_000
_PIECE_S = 0.05
M = TypeVar("M", bound=Message)


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

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.heard if isinstance(message, kind)]


class MakeSpeaker:
    """Speakers with a WAV file for a sound card, which are ended together."""

    def __init__(self, folder: Path, ear: Ear) -> None:
        self._folder, self._ear = folder, ear
        self._made: list[Speaker] = []

    def __call__(self, **changes: object) -> Speaker:
        wanted: dict[str, object] = {
            "voice": "id",
            "device": f"fast-wav:{self._folder / 'heard.wav'}",
            "cache_dir": self._folder / "cache",
            "tell": self._ear.tell,
            "volume": 100,
            "horn_rate": 300,  # nothing is slowed down
            "deadline_s": PATIENCE_S / 2,
        }
        given = wanted | changes
        settings = {name: given.pop(name) for name in list(given) if name in SpeechSettings.__struct_fields__}
        speaker = Speaker(SpeechSettings(**settings), **given)  # type: ignore[arg-type]
        self._made.append(speaker)
        return speaker

    def close(self) -> None:
        for speaker in self._made:
            speaker.close()


class Utter(Protocol):
    def __call__(self, *texts: str, identity: str = "u", language: str = "id") -> Utterance: ...


def utterance_of(*texts: str, identity: str = "u", language: str = "id") -> Utterance:
    return Utterance(identity, tuple(Sentence(text) for text in texts), language)


class Played:
    """Samples (48 kHz) that a sound card's WAV file was given; only what was played at full volume is found in it."""

    def __init__(self, path: Path) -> None:
        self.samples = read_mono(path, RATE_HZ) if path.exists() else array("h")
        self._bytes = self.samples.tobytes()

    def places(self, path: Path, seconds: float | None = None) -> list[int]:
        """Return where a sound file begins in the samples.

        Either the whole of it is found, or the first piece of 50 ms within its first *seconds* of sound that was played without
        a gap. A busy machine's sound has gaps.
        """
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


class SoundOf:
    """The file of a sentence that `make_speaker`'s speaker has said."""

    def __init__(self, folder: Path) -> None:
        self._cache = SoundCache(folder / "cache")

    def __call__(self, text: str, rate_wpm: int = 110) -> Path:
        return self._cache.path_of(text, voice="id", rate_wpm=rate_wpm, language="id")


class Loudness(Protocol):
    def __call__(self, sound: Path | array[int]) -> float: ...


def loudness_of(sound: Path | array[int]) -> float:
    """The root mean square of a file or of samples over full scale, 0 to 1."""
    samples = read_mono(sound, RATE_HZ) if isinstance(sound, Path) else sound
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return float(power**0.5 / FULL_SCALE)
