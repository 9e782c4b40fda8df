"""An edition is spoken once, whatever breaks it off; what cannot be spoken is left out and told."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from content_cache.central.edition_reader import items_of
from content_cache.files import in_memory
from content_cache.media.sound import SPOKEN, decode
from content_cache.model.sources import Source
from content_cache.signing.edition import MOST_VOICED, VOICED_BYTES
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.translation import Translation
from kiosk.narration.narrator import SpokenReadings
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import plan, write_edition
from kiosk.office.editions.speaking import EditionVoice
from kiosk.office.editions.voice import Speak, opus_ms
from kiosk.speech.errors import SoundError
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.opus import as_opus
from kiosk.speech.synthesis.spoken_store import SpokenStore
from kiosk.speech.utterance import words_hash
from tests.content_cache.central.office import ALERT, FLOOD, OfficePC
from tests.support.kokoro import small_kokoro
from tests.support.spoken import opus, tone

READINGS = SpokenReadings(Translation("id"), Path())


class Booth:
    """Where the office speaks: one folder of what was spoken, a voice of a test's own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.speaker = small_kokoro(place / "voices")
        self.files = place / "spoken"
        self.synthesiser: Synthesiser | None = None

    @contextmanager
    def voice(self, *, render: bool = True, model: str = "m1", **more: Any) -> Iterator[EditionVoice]:
        synthesiser = Synthesiser(
            SoundCache(self.place / "wav"), voice=str(self.speaker), deadline_s=60, fall_back=False
        )
        self.synthesiser = synthesiser
        store = SpokenStore(self.files, voice="kokoro/em_alex", model=model, rate_wpm=110)
        given: dict[str, Any] = {"store": store, "readings": READINGS}
        try:
            yield EditionVoice(**(given | {"synthesiser": synthesiser if render else None} | more))
        finally:
            synthesiser.close()


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(tmp_path / "booth")


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)


def publish(office: OfficePC, speak: Speak) -> dict[str, Any]:
    planned = plan(office.folder, office.out, office.key, in_folder(office.out), office.now, speak=speak)
    write_edition(planned, office.folder, office.out)
    feed: dict[str, Any] = planned.feed
    return feed


def said(feed: dict[str, Any]) -> dict[str, list[str]]:
    return {
        item["id"]: [one["text_sha256"] for one in item["_kiosk"]["voice"]["sentences"]]
        for item in feed["items"]
        if "voice" in item["_kiosk"]
    }


def test_every_sentence_that_a_kiosk_says_is_spoken_once(booth: Booth, office: OfficePC) -> None:
    with booth.voice(now=office.now) as voice:
        first = publish(office, voice)
    assert voice.spoken.left == {}
    assert (voice.spoken.made, voice.spoken.found, voice.spoken.nameless) == (len(list(booth.files.iterdir())), 0, 0)

    source = Source(name="Kabar", url="https://k.invalid/", format="central")
    body = json.dumps(first).encode()
    items = items_of(body, source, url="https://k.invalid/feed-1.json", now=office.now, may_warn=True).items
    for item in items:
        told = READINGS.item(item, Moment(office.now, Trust.TRUSTED))
        assert {words_hash(each.spoken) for each in told.sentences} == set(said(first)[item.id])
        assert item.voice is not None
        for one in item.voice.sentences:
            file = office.out / one.url.removeprefix("https://k.invalid/")
            assert opus_ms(file.read_bytes()) == one.ms
            assert file.stat().st_size == one.size <= VOICED_BYTES

    with booth.voice(now=office.now) as again:
        second = plan(office.folder, office.out, office.key, in_folder(office.out), office.now, speak=again)
    assert (again.spoken.made, again.spoken.found, second.is_new) == (0, voice.spoken.made, False)
    assert booth.synthesiser is not None
    assert booth.synthesiser.pid is None, "no voice was even loaded"


def test_another_model_speaks_anew(booth: Booth, office: OfficePC) -> None:
    for model in ("m1", "m2"):
        with booth.voice(now=office.now, model=model) as voice:
            publish(office, voice)
        assert voice.spoken.made


def test_what_was_made_before_a_kill_is_not_made_again(booth: Booth, office: OfficePC) -> None:
    """Killed with half of it made, in the midst of a sentence: the next call goes on."""

    def stop(done: int, _all: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with booth.voice(now=office.now, progress=stop) as voice, pytest.raises(KeyboardInterrupt):
        publish(office, voice)
    assert not office.out.exists() or not list(office.out.glob("feed-*.json"))
    (booth.files / "cut.ogg").write_bytes(b"OggS")
    with booth.voice(now=office.now) as again:
        publish(office, again)
    assert (again.spoken.found, again.spoken.left) == (4, {})


@pytest.mark.slow(cases=0)
def test_a_voice_that_is_killed_again_and_again_speaks_all_the_same(booth: Booth, office: OfficePC) -> None:
    ended = threading.Event()

    def kill() -> None:
        for _ in range(3):
            while not ended.is_set() and (booth.synthesiser is None or booth.synthesiser.pid is None):
                ended.wait(0.01)
            if booth.synthesiser is not None and (pid := booth.synthesiser.pid) is not None:
                os.kill(pid, signal.SIGKILL)
            ended.wait(0.3)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with booth.voice(now=office.now) as voice:
            feed = publish(office, voice)
    finally:
        ended.set()
        killer.join()
    with booth.voice(now=office.now) as again:
        whole = publish(office, again)
    every = {words for one in said(whole).values() for words in one}
    assert {words for one in said(feed).values() for words in one} <= every
    assert len(every) == voice.spoken.made + again.spoken.made


def damaged(booth: Booth, how: str) -> None:
    model = booth.speaker.with_name("model.onnx")
    content = model.read_bytes()
    model.write_bytes(content[: len(content) // 2] if how == "cut" else b"\x08" + os.urandom(2_000))


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("how", ["cut", "another"])
def test_a_damaged_model_publishes_the_words_without_it(booth: Booth, office: OfficePC, how: str) -> None:
    damaged(booth, how)
    with booth.voice(now=office.now) as voice:
        feed = publish(office, voice)
    assert said(feed) == {}
    assert len(feed["items"]) == 2
    why = [reason for reason in voice.spoken.left.values() if reason]
    assert len(why) == 3, "it gives up"
    assert voice.spoken.made == 0


def test_a_warning_waits_for_no_voice(booth: Booth, office: OfficePC) -> None:
    office.put("banjir.md", FLOOD)
    office.key = ALERT
    with booth.voice(now=office.now) as voice:
        first = publish(office, voice)
    assert (voice.spoken.hurried, said(first)) == (True, {})
    with booth.voice(now=office.now, before=first) as again:
        second = publish(office, again)
    assert not again.spoken.hurried
    assert set(said(second)) == {"air", "pasar"}, "a kiosk words a warning itself"


def test_what_is_not_spoken_is_counted(booth: Booth, office: OfficePC) -> None:
    office.put("feed.toml", 'title = "Kabar Banggai"\n')
    office.put("english.md", "---\nid: en\ntitle: Hello\nlanguage: en\n---\nGood morning.\n")
    with booth.voice(now=office.now, render=False) as voice:
        feed = publish(office, voice)
    assert said(feed) == {}
    assert (voice.spoken.other_languages, voice.spoken.nameless) == (1, 2)
    assert set(voice.spoken.left.values()) == {""}


@pytest.mark.slow(cases=0)
def test_more_sentences_than_an_edition_has_are_bounded(booth: Booth, office: OfficePC) -> None:
    for number in range(25):
        body = " ".join(f"Kalimat {n} dari {number}." for n in range(100))
        office.put(f"n{number}.md", f"---\ntitle: Berita {number}\n---\n{body}")
    asked: list[int] = []
    with booth.voice(now=office.now, render=False, progress=lambda _done, every: asked.append(every)) as voice:
        publish(office, voice)
    assert set(asked) == {MOST_VOICED}
    assert 500 < voice.spoken.beyond < 600


def test_the_oldest_go_when_the_store_is_full(tmp_path: Path) -> None:
    store = SpokenStore(tmp_path, voice="v", model="m", rate_wpm=110, budget=3 * len(opus(1.0)))
    for number in range(6):
        store.add(words_hash(str(number)), opus(1.0))
        os.utime(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), (number, number))
    store.trim()
    assert [bool(store.find_sound(words_hash(str(number)))) for number in range(6)] == [False] * 3 + [True] * 3


@pytest.mark.parametrize(("seconds", "fits"), [(1.0, True), (12.0, True), (22.0, True), (30.0, False)])
def test_a_sentence_takes_at_most_so_many_bytes(tmp_path: Path, seconds: float, fits: bool) -> None:
    wav = tone(tmp_path / "t.wav", seconds)
    make: Callable[[], bytes] = lambda: as_opus(wav, VOICED_BYTES)  # noqa: E731
    if fits:
        assert abs(opus_ms(made := make()) - seconds * 1_000) < 80
        assert len(made) <= VOICED_BYTES
    else:
        with pytest.raises(SoundError, match="too long"):
            make()


def test_a_file_without_its_end_has_no_length() -> None:
    whole = opus(2.0)
    assert abs(opus_ms(whole) - 2_000) < 80
    assert {opus_ms(whole[:cut]) for cut in (0, 10, 60, len(whole) // 2, len(whole) - 1)} == {0}


def test_a_kiosk_can_decode_a_sound_of_any_length(tmp_path: Path) -> None:
    for number in range(24):
        seconds = 0.3 + number * 0.0531
        body = as_opus(tone(tmp_path / "t.wav", seconds), VOICED_BYTES)
        with in_memory(body) as coming, in_memory() as going:
            decode(SPOKEN, coming.fileno(), going.fileno())
            made = (os.fstat(going.fileno()).st_size - 44) / 48
        assert seconds * 1_000 <= made <= seconds * 1_000 + 80
        assert abs(opus_ms(body) - made) < 10
