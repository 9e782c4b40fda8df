"""How long a visitor waits for the voice, and for its silence. Run: python -m pytest tests/bench/bench_voice.py -m bench -s

The sound card is a WAV file that is written in real time: what stands in it after T seconds would have been heard then. A
real card adds its own latency, 0.06 s asked of PortAudio.
"""

from __future__ import annotations

import statistics
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.inbox import Message, SentenceStarted, SpeechEnded
from kiosk.speech.sound import pcm
from kiosk.speech.speaker import Speaker
from kiosk.speech.utterance import Sentence, Utterance
from kiosk.speech.words import say_words

pytestmark = pytest.mark.bench

PATIENCE_S = 20.0
LONG = (
    "Rapat warga dimulai pukul delapan pagi di balai desa dan dihadiri semua kepala dusun serta pengurus kelompok tani."
)


class Card:
    """The WAV file that stands for a sound card."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def frames(self) -> int:
        return max(0, (self.path.stat().st_size - 44) // 2) if self.path.exists() else 0

    def since(self, frame: int) -> array[int]:
        if not self.path.exists():
            return array("h")
        with self.path.open("rb") as file:
            file.seek(44 + 2 * frame)
            return pcm(file.read())

    def wait_for_sound(self, frame: int, began: float) -> float:
        while time.monotonic() - began < PATIENCE_S:
            if any(abs(sample) > 60 for sample in self.since(frame)):
                return time.monotonic() - began
            time.sleep(0.005)
        raise AssertionError("no sound came")

    def wait_for_quiet(self, began: float) -> float:
        """Until 0.1 s of nothing was written; returns when the last sound was."""
        last_heard = time.monotonic()
        seen = self.frames
        while time.monotonic() - last_heard < 0.1:
            time.sleep(0.005)
            new = self.since(seen)
            seen += len(new)
            if any(abs(sample) > 60 for sample in new):
                last_heard = time.monotonic()
        return last_heard - began


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[tuple[Callable[[], Speaker], Card, list[Message], threading.Event]]:
    card, told, news = Card(tmp_path / "card.wav"), [], threading.Event()
    speakers: list[Speaker] = []

    def hear(message: Message) -> None:
        told.append(message)
        news.set()

    def make() -> Speaker:
        speakers.append(Speaker(tell=hear, cache_dir=tmp_path / "cache", device=f"wav:{card.path}", volume=100))
        return speakers[-1]

    yield make, card, told, news
    for speaker in speakers:
        speaker.close()


def say(speaker: Speaker, text: str) -> None:
    speaker.say(Utterance("u", (Sentence(text),)))


def wait(told: list[Message], news: threading.Event, kind: type[Message]) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not any(type(message) is kind for message in told):
        news.clear()
        assert news.wait(max(0.0, limit - time.monotonic())), f"no {kind.__name__}"
    told.clear()


def test_first_sound_and_stop(rig: tuple[Callable[[], Speaker], Card, list[Message], threading.Event]) -> None:
    make, card, told, news = rig
    figures: dict[str, list[float]] = {}

    def first_sound(name: str, speaker: Speaker, text: str) -> None:
        frame, began = card.frames, time.monotonic()
        say(speaker, text)
        figures.setdefault(name, []).append(card.wait_for_sound(frame, began))
        began = time.monotonic()
        speaker.stop()
        figures.setdefault("stop, device", []).append(card.wait_for_quiet(began))
        wait(told, news, SpeechEnded)

    for number in range(4):
        speaker = make()
        first_sound("new sentence, nothing running", speaker, f"{LONG} {number}")
        first_sound("cached sentence, device open", speaker, f"{LONG} {number}")
        first_sound("new sentence, device open", speaker, f"{LONG} baru {number}")
        speaker.close()
        speaker = make()
        first_sound("cached sentence, nothing running", speaker, f"{LONG} {number}")
        speaker.close()
        speaker = make()
        speaker.warm_up()
        time.sleep(0.5)
        first_sound("cached sentence, warmed up", speaker, f"{LONG} {number}")
        speaker.close()
    print(f"\n{'seconds':40}  median   worst   (0.3 s of silence included wherever the device was closed)")
    for name, seconds in figures.items():
        print(f"{name:40}  {statistics.median(seconds):6.3f}  {max(seconds):6.3f}")
    assert max(figures["cached sentence, nothing running"]) < 0.5
    assert max(figures["stop, device"]) < 0.1


def test_memory_while_speaking(rig: tuple[Callable[[], Speaker], Card, list[Message], threading.Event]) -> None:
    make, _, told, news = rig
    speaker = make()
    say(speaker, LONG)
    wait(told, news, SentenceStarted)
    for name, pid in (("player", speaker.player_pid), ("synthesiser", speaker.synthesiser_pid)):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kilobytes = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        print(f"\nPSS of the {name}: {kilobytes / 1024:.1f} MB", end="")


def test_words() -> None:
    text = "Kamis, 03 September 2026 pukul 09.00-12.00 WITA, Jl. Ahmad Yani No. 12, Rp1.250.000/orang, hub. 0812-3456-7890."
    say_words(text)
    began = time.perf_counter()
    for _ in range(200):
        say_words(text)
    print(f"\nwords of a sentence: {(time.perf_counter() - began) / 200 * 1000:.2f} ms")
