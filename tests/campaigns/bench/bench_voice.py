"""How long a visitor waits for the voice, and for its silence. Run: python -m pytest tests/campaigns/bench/bench_voice.py -m
bench -s

The sound card is a WAV file that is written in real time: what stands in it after T seconds would have been heard then. It
asks for 0.1 s of silence when it was closed, as an ordinary card does; a closed HDMI device or an amplifier's relay that is off
asks for 0.3 s (kiosk.speech.playback.devices, relays), and a real card adds its own latency, 0.06 s asked of PortAudio.

"Awake" means that somebody touched the kiosk a moment ago (`Speaker.warm_up`): children run, the device is open, the relay on.
"Nobody there for long" is who presses the button of a kiosk that has been left alone; "nothing running" one just started.
"""

from __future__ import annotations

import os
import signal
import statistics
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.model.changes import compare
from content_cache.model.items import Item, NewsItem
from content_cache.model.records import MediaRecord, SourceRecord
from content_cache.model.voices import ItemVoice, VoicedSentence
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.core.messages import Ending, Message, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.narration.office_voice import OfficeVoice
from kiosk.settings.sections import SpeechSettings
from kiosk.speech.child_process import Child
from kiosk.speech.playback.relays import AMPLIFIER, HORN, Relays
from kiosk.speech.scheduling.speaker import IDLE_S, Speaker
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.levelling import level
from kiosk.speech.utterance import Manner, Prelude, Priority, Sentence, Utterance, words_hash
from kiosk.speech.wav import pcm, read_mono
from tests.support.spoken import LETTER_S, MODEL, NAME, tone

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
def rig(tmp_path: Path) -> Iterator[tuple[Callable[..., Speaker], Card, list[Message], threading.Event]]:
    card, told, news = Card(tmp_path / "card.wav"), [], threading.Event()
    speakers: list[Speaker] = []

    def hear(message: Message) -> None:
        told.append(message)
        news.set()

    def make(relay: Callable[[str, bool], None] | None = None, idle_s: float = IDLE_S) -> Speaker:
        cache, settings = tmp_path / "cache", SpeechSettings(device=f"wav:{card.path}", volume=100)
        relays = Relays(relay, (AMPLIFIER, HORN), time.monotonic)
        speakers.append(Speaker(settings, tell=hear, cache_dir=cache, relays=relays, idle_s=idle_s))
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


def rested(make: Callable[..., Speaker]) -> Speaker:
    """Return a speaker as an idle kiosk leaves it: the player waits with its device closed, the voice is unloaded."""
    speaker = make(idle_s=0.1)
    speaker.stand_by()
    time.sleep(2.0)
    assert speaker.player_pid is not None
    return speaker


Rig = tuple[Callable[..., Speaker], Card, list[Message], threading.Event]


def table(figures: dict[str, list[float]]) -> None:
    print(f"\n{'seconds':52}   least  median   worst")
    for name, seconds in figures.items():
        print(f"{name:52}  {min(seconds):6.3f}  {statistics.median(seconds):6.3f}  {max(seconds):6.3f}")


def test_first_sound_and_stop(rig: Rig) -> None:
    make, card, told, news = rig
    figures: dict[str, list[float]] = {}

    def first_sound(name: str, speaker: Speaker, text: str) -> None:
        frame, began = card.frames, time.monotonic()
        say(speaker, text)
        figures.setdefault(name, []).append(card.wait_for_sound(frame, began))
        began = time.monotonic()
        speaker.stop()
        figures.setdefault("stop, until the device is silent", []).append(card.wait_for_quiet(began))
        wait(told, news, SpeechEnded)

    for number in range(5):
        speaker = make(relay=lambda _name, _on: None)
        speaker.warm_up()
        time.sleep(0.6)
        first_sound("awake, new sentence", speaker, f"{LONG} {number}")
        first_sound("awake, cached sentence", speaker, f"{LONG} {number}")
        speaker.close()
        for name, text in (("cached", f"{LONG} {number}"), ("new", f"{LONG} sepi {number}")):
            speaker = rested(make)
            first_sound(f"nobody there for long, {name} sentence", speaker, text)
            speaker.close()
        speaker = make()
        first_sound("nothing running, cached sentence", speaker, f"{LONG} {number}")
        speaker.close()
        speaker = make()
        first_sound("nothing running, new sentence", speaker, f"{LONG} dingin {number}")
        speaker.close()
        speaker = make(relay=lambda _name, _on: None)
        first_sound("nothing running, cached sentence, relay off", speaker, f"{LONG} {number}")
        speaker.close()
    table(figures)
    # the least: what others do on this machine is not the kiosk's
    assert min(figures["awake, cached sentence"]) <= 0.15
    assert min(figures["nobody there for long, cached sentence"]) <= 0.15
    assert min(figures["nobody there for long, new sentence"]) <= 0.4
    assert min(figures["awake, new sentence"]) <= 0.4
    assert min(figures["stop, until the device is silent"]) <= 0.1


def test_first_sound_of_what_an_edition_has_spoken(rig: Rig, tmp_path: Path) -> None:
    """Measure the time from a touch on "Dengarkan" to the first sound of an item whose sounds came with the edition."""
    make, card, told, news = rig
    figures: dict[str, list[float]] = {}
    with spoken_item(tmp_path) as (readings, item, moment):
        for _ in range(5):
            for name, waits, touched_s in (
                ("awake, spoken by the edition", False, 0.6),
                ("nobody there until a touch 0.4 s before, the same", True, 0.4),
                ("nobody there for long, the same", True, 0.0),
            ):
                speaker = rested(make) if waits else make()
                if touched_s:
                    (speaker.open_device if waits else speaker.warm_up)()
                    time.sleep(touched_s)
                frame, began = card.frames, time.monotonic()
                utterance = readings.item(item, moment)
                figures.setdefault("  of it what is said, and its sounds", []).append(time.monotonic() - began)
                speaker.say(utterance)
                figures.setdefault(name, []).append(card.wait_for_sound(frame, began))
                while SpeechStarted(item.id, ready=True) not in told:
                    news.clear()
                    assert news.wait(PATIENCE_S)
                speaker.close()
                told.clear()
    table(figures)
    assert min(figures["awake, spoken by the edition"]) <= 0.15
    assert min(figures["nobody there until a touch 0.4 s before, the same"]) <= 0.15


@contextmanager
def spoken_item(place: Path) -> Iterator[tuple[SpokenReadings, Item, Moment]]:
    """An item of a store with a sound of each of its sentences, as a kiosk has taken them."""
    moment = Moment(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), Trust.TRUSTED)
    bare = SpokenReadings(Translation("id"), place)
    plain = NewsItem(
        id="a", source="k", title="Jalan desa ditutup", text=" ".join(f"{LONG} Nomor {n}." for n in range(7))
    )
    words = dict.fromkeys(each.spoken for each in bare.item(plain, moment).sentences)
    (place / "media").mkdir()
    sounds, records = [], []
    for number, spoken in enumerate(words):
        file = tone(place / f"media/{number}.wav", len(spoken) * LETTER_S)
        url = f"https://k.invalid/media/{number}.ogg"
        sounds.append(VoicedSentence(words_hash(spoken), url, 900, round(len(spoken) * LETTER_S * 1_000)))
        records.append(MediaRecord(url=url, path=f"media/{number}.wav", bytes=file.stat().st_size))
    item = replace(plain, voice=ItemVoice(NAME, MODEL, tuple(sounds)))
    with Store.open(place) as store:
        store.apply("k", compare({}, [item]), SourceRecord(name="k"), moment.now)
        store.media.add(records)
        readings = SpokenReadings(Translation("id"), place, office=OfficeVoice(store.media.voiced, place, "auto"))
        stored = store.reader.item("a")
        assert stored is not None
        assert all(each.sound for each in readings.item(stored, moment).sentences)
        yield readings, stored, moment


def test_the_parts_of_a_first_sound(tmp_path: Path) -> None:
    figures: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        figures.setdefault(name, []).append(time.perf_counter() - began)

    for number in range(5):
        cache = SoundCache(tmp_path / "cache")
        synthesiser = Synthesiser(cache, voice="id")
        timed("voice's process, and its first sentence", lambda: synthesiser.synthesise(f"Halo {number}"))  # noqa: B023
        text = f"{LONG} {number}"
        timed("a sentence: pronounced, made, levelled, kept", lambda: synthesiser.synthesise(text))  # noqa: B023
        samples = read_mono(synthesiser.synthesise(text), 22_050)
        timed("  of it levelling", lambda: level(samples, 22_050))  # noqa: B023
        timed("looking it up in the cache", lambda: synthesiser.cached(text))  # noqa: B023
        synthesiser.close()
        ready = threading.Event()
        player = Child(
            "kiosk.speech.playback.child", ["--device", "null"], lambda _line: ready.set(), lambda: None  # noqa: B023
        )  # fmt: skip

        def begin() -> None:
            player.send({"do": "begin", "token": 1, "percent": 80, "lead_in": 0})  # noqa: B023
            player.send({"do": "end", "token": 1})  # noqa: B023
            assert ready.wait(PATIENCE_S)  # noqa: B023

        timed("player's process, device, and 0.1 s of silence", begin)
        player.terminate()
    table(figures)


def test_something_urgent_is_heard_within_a_second(rig: Rig) -> None:
    make, _, told, news = rig
    figures: dict[str, list[float]] = {}

    def urgent(name: str, speaker: Speaker, text: str) -> None:
        told.clear()
        began = time.monotonic()
        speaker.say(Utterance("alert", (Sentence(text),)), Manner(Priority.URGENT, prelude=Prelude.TWO_CHIMES))
        limit = began + PATIENCE_S
        while SpeechStarted("alert") not in told:
            news.clear()
            assert news.wait(max(0.0, limit - time.monotonic()))
        figures.setdefault(name, []).append(time.monotonic() - began)
        speaker.stop(urgent=True)
        speaker.stop()
        while SpeechEnded("alert", Ending.STOPPED) not in told:
            news.clear()
            assert news.wait(max(0.0, limit - time.monotonic()))

    for number in range(4):
        speaker = make()
        for name, hung in (
            ("while something else is said", 0),
            ("while the player hangs", 1),
            ("while the voice hangs", 2),
        ):
            told.clear()
            say(speaker, f"{LONG} {number}")
            wait(told, news, SentenceStarted)
            pid = (None, speaker.player_pid, speaker.synthesiser_pid)[hung]
            if pid is not None:
                os.kill(pid, signal.SIGSTOP)
            urgent(name, speaker, f"Awas, gempa bumi nomor {number} {hung}.")
        speaker.close()
    table(figures)
    assert max(min(seconds) for seconds in figures.values()) <= 1.0


def test_memory_while_speaking(rig: Rig) -> None:
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
