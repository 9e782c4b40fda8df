"""Recordings of one hall heard on another kiosk of the area: by the kiosk's post, a person at the desk, and an edition."""

from __future__ import annotations

import os
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import import_bundle
from content_cache.formats import read_feed
from content_cache.model.sources import Source
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.i18n.translation import Translation
from kiosk.narration.guide_text import GuideText
from kiosk.narration.recordable import recordable
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.prompts import place_of
from kiosk.pages.table import PAGES
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.prompts import PromptHead, prompt_content
from kiosk.refresher.stick_report import write_post
from kiosk.speech.utterance import HUMAN, Utterance
from kiosk.state.recorded_prompts import ENOUGH, RecordedPrompts
from tests.content_cache.central.village import web
from tests.content_cache.house import LIMITS, Clock, House
from tests.kiosk.office.test_kiosk_and_office import Desk, serving
from tests.support.board import PaperBoard
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.post_kiosk import Kiosk
from tests.support.posting import PostingKiosk, enrolled
from tests.support.spoken import opus, tone

LINES = recordable("bgz")
BUNGA, KILONGAN, HUNDUHON = "72.01.05.2004", "72.01.05.2003", "72.01.06.2001"


class Neighbour:
    """A kiosk of another village: its store, and what it says."""

    def __init__(self, data: Path, area: str, room: Newsroom, url: str) -> None:
        self.data, self.area, self.room = data, area, room
        data.mkdir(exist_ok=True)
        keys = tuple(f"{room.office.cabinet.public(role)} {role}" for role in ("news",))
        self.source = Source(name="Diskominfo", url=url, format="central", keys=keys)
        self.store = Store.open(data)
        self.house = House(self.store, Clock(room.now), data, LIMITS)
        self.repository = ContentRepository(lambda: Store.open(data, read_only=True), area=area)
        self.recorded = RecordedPrompts(data, self.repository.recorded_prompts)

    def close(self) -> None:
        self.repository.close()
        self.store.close()

    def refresh(self) -> None:
        self.house.clock.now = self.room.now
        refresher = partial(self.house.refresher, reader=read_feed)(self.source)
        (outcome, *_) = refresher.refresh(force=True)
        assert outcome.error is None

    def take_stick(self) -> None:
        self.house.clock.now = self.room.now
        bundle = Bundle(self.room.office.editions.out)
        taken = import_bundle(self.store, bundle, [self.source], clock=self.house.clock, limits=LIMITS)
        assert taken.error is None

    def says(self, number: int = 0, language: str = "bgz") -> Path | None:
        """Return the sound of a sentence as the guide hands it to the voice."""
        guide = GuideText(PaperBoard(), Translation(language), {}, self.recorded, pages=PAGES)
        said: Utterance = guide.utterance([LINES[number].words])
        sound = said.sentences[0].sound
        assert sound is None or sound.voice == HUMAN
        return sound.path if sound is not None else None


@contextmanager
def neighbours(place: Path, room: Newsroom, *areas: str) -> Iterator[list[Neighbour]]:
    with ExitStack() as stack:
        url, _ = stack.enter_context(web(room.office.editions.out))
        found = [Neighbour(place / area, area, room, url) for area in areas]
        for each in found:
            stack.callback(each.close)
        yield found


def likeness(one: Path, other: Path) -> float:
    """Return the highest correlation of two recordings over shifts of a tenth of a second, 1 for the same sound."""
    first, second = (np.asarray(samples(path), dtype=float) for path in (one, other))
    size = min(len(first), len(second)) - 2_400
    base = first[1_200 : 1_200 + size]
    shifted = (second[at : at + size] for at in range(0, 2_400, 2))
    return max(float(np.dot(base, each) / (np.linalg.norm(base) * np.linalg.norm(each) + 1e-9)) for each in shifted)


def samples(path: Path) -> list[int]:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (24_000, 1)
        return list(np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16))


def speak(data: Path, count: int = 1, language: str = "bgz") -> list[Path]:
    """Record sentences at a hall, each at a pitch and length of its own."""
    folder = data / "desk" / "prompts" / language
    folder.mkdir(parents=True, exist_ok=True)
    return [tone(folder / f"{LINES[n].key}.wav", 1.0 + n / 10, 300 + 37 * n) for n in range(count)]


def opened(room: Newsroom) -> Browser:
    rahma = room.browser("Rahma Lasaeo")
    rahma.get("/tanya")
    rahma.submit("/tanya/buka", sandi=KEY_PASSWORD)
    return rahma


def decide(rahma: Browser, **fields: str) -> str:
    """Choose every recording that waits, with *fields* of the form; return the page's words."""
    rahma.get("/rekaman")
    numbers = rahma.room.office.recordings.store.recordings("waiting")
    rahma.post("/rekaman", {"tanda": rahma.token, "pilih": [str(one.id) for one in numbers], **fields})
    rahma.follow()
    return rahma.words


def publish(room: Newsroom) -> None:
    room.wait(days=1)
    key = room.office.cabinet.unlock_key("news", KEY_PASSWORD)  # type: ignore[arg-type]
    room.office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    room.office.editions.wait_until_done(60)
    for path in room.office.editions.out.rglob("*"):  # a host tells changes by the second, and these tests take less
        os.utime(path, (room.now.timestamp(),) * 2)


@pytest.mark.parametrize("way", ["line", "stick"])
def test_one_halls_voice_is_heard_on_another_kiosk_of_the_area(room: Newsroom, tmp_path: Path, way: str) -> None:
    make_shared_keys(room.office.cabinet)
    with serving(room) as url:
        kiosk = Kiosk(tmp_path / "data", Desk(room, url if way == "line" else ""), url=url if way == "line" else "")
        kiosk.line = way == "line"
        first, second = speak(kiosk.data, 2)
        kiosk.run(900)
        rahma = opened(room)
        if way == "line":
            kiosk.run(3_600)
        else:
            write_post(kiosk.spool, kiosk.id, tmp_path / "post")
            files = [(path.open("rb"), path.name) for path in sorted((tmp_path / "post").iterdir())]
            rahma.get("/tanya")
            rahma.post("/tanya/bawa", {"tanda": rahma.token, "berkas": files}, content_type="multipart/form-data")
        rahma.get("/rekaman")
        assert "2 rekaman menunggu" in rahma.words
        by_words = {each.words: each for each in room.office.recordings.store.recordings("waiting")}
        one, other = (by_words[LINES[n].key] for n in range(2))
        assert (one.place, one.home, one.language) == ("Balai Desa Bunga", BUNGA, "bgz")
        assert rahma.get(f"/suara/rekaman/{one.id}").data.startswith(b"OggS")
        rahma.get("/rekaman")
        rahma.post("/rekaman", {"tanda": rahma.token, "pilih": [str(one.id)], "lingkup": "kecamatan"})
        rahma.get("/rekaman")
        rahma.post("/rekaman", {"tanda": rahma.token, "pilih": [str(other.id)], "tolak": "ya"})
        publish(room)
        with neighbours(tmp_path, room, KILONGAN, HUNDUHON) as (near, far):
            for each in (near, far):
                each.refresh() if way == "line" else each.take_stick()
            heard = near.says(0)
            assert heard is not None
            assert likeness(first, heard) > 0.97
            assert likeness(second, heard) < 0.3
            assert near.says(1) is None, "it was refused"
            assert near.says(0, "loe") is None
            assert far.says(0) is None, "of another district"
            room.office.recordings.refuse_recordings([one.id], person="rahma", now=room.now)
            publish(room)
            near.refresh() if way == "line" else near.take_stick()
            assert near.says(0) is None, "withdrawn"
            assert in_folder(room.office.editions.out).feed["_kiosk"].get("prompts") is None
        kiosk.sender.acknowledge(in_folder(room.office.editions.out).feed["_kiosk"]["acks"][kiosk.id])
        kiosk.run(7_200)
        assert EnvelopeKind.PROMPT not in kiosk.waiting
        assert room.office.recordings.store.recordings("waiting") == []
        kiosk.close()


def test_the_halls_own_recording_is_kept_and_its_desk_asks_for_the_rest(room: Newsroom, tmp_path: Path) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk = opened(room), enrolled(room.office)
    for number in range(ENOUGH):
        send(room, kiosk, LINES[number].key, opus(1.0 + number / 10))
    assert decide(rahma, lingkup="semua").startswith("Rekaman bahasa daerah")
    publish(room)
    with neighbours(tmp_path, room, HUNDUHON) as (far,):
        own = speak(far.data, 1)[0]
        far.refresh()
        assert far.says(0) == own
        assert far.says(1) not in (None, own)
        assert far.recorded.languages() == ("bgz",)
        far.recorded.list_for_desk()
        desk = RecordedPrompts(far.data)
        assert desk.neighbours("bgz") == {each.key for each in LINES[:ENOUGH]}
        assert desk.recorded("bgz") == {LINES[0].key}


def test_what_a_hall_takes_away_leaves_with_the_next_edition(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk, other = opened(room), enrolled(room.office), enrolled(room.office)
    send(room, kiosk, LINES[0].key, opus(1.0))
    decide(rahma)
    name = place_of("bgz", "72.01.05", LINES[0].key)
    assert (room.folder / name).is_file()
    send(room, other, LINES[0].key, b"")
    publish(room)
    assert (room.folder / name).is_file(), "it is not that kiosk's"
    send(room, kiosk, LINES[0].key, b"")
    publish(room)
    assert not (room.folder / name).exists()
    send(room, kiosk, LINES[0].key, opus(1.0))
    assert len(room.office.recordings.store.recordings("waiting")) == 1, "and may come again"


def test_the_same_sound_waits_once_and_a_newer_one_takes_its_place(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk, heir = opened(room), enrolled(room.office), enrolled(room.office)
    store = room.office.recordings.store
    send(room, kiosk, LINES[0].key, opus(1.0))
    send(room, kiosk, LINES[0].key, opus(1.2))
    (one,) = store.recordings("waiting")
    assert store.sound_of(one.id) == opus(1.2)
    decide(rahma)
    send(room, heir, LINES[0].key, opus(1.2))
    assert store.recordings("waiting") == [], "a new kiosk in its place sends what is known"
    send(room, heir, LINES[0].key, opus(1.4))
    rahma.get("/rekaman")
    assert "kini dipakai: rekaman Balai Desa Bunga" in rahma.words
    decide(rahma)
    (used,) = store.recordings("accepted")
    assert used.kiosk == heir.id
    assert (room.folder / place_of("bgz", "72.01.05", LINES[0].key)).read_bytes() == opus(1.4)


def send(room: Newsroom, kiosk: PostingKiosk, words: str, sound: bytes, language: str = "bgz") -> None:
    content = prompt_content(PromptHead(language, words), sound)
    room.office.post.receive(kiosk.envelope(EnvelopeKind.PROMPT, content), room.now)


def long_opus() -> bytes:
    """Ten minutes of silence in 20,000 bytes, if its last page told the truth: the sound of a second with another end."""
    body = bytearray(opus(1.0))
    last = body.rfind(b"OggS")
    body[last + 6 : last + 14] = (600 * 48_000).to_bytes(8, "little")
    return bytes(body)


@pytest.mark.attack(
    "what goes back",
    "a kiosk sends an office recordings that are none: another format, 0 s or 10 minutes long, cut, of no sentence or language",
    "a person accepts each, after a bounded child has decoded it as long as it says; what no program of ours knows is dropped",
)
@pytest.mark.parametrize(
    "sound",
    [
        b"OggS" + bytes(400), b"OggS\x00\x02" + b"x" * 19_000, opus(1.0)[:-9], opus(1.0)[:400], opus(25.0, 300)[:20_000],
        opus(0.0001)[:120], long_opus(), opus(1.0).replace(b"OpusHead", b"OpusHeaD"), opus(1.0) + b"OggS",
    ],
)  # fmt: skip
def test_what_is_no_recording_never_gets_into_an_edition(room: Newsroom, sound: bytes) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk = opened(room), enrolled(room.office)
    send(room, kiosk, LINES[0].key, sound)
    send(room, kiosk, LINES[1].key, opus(1.0))
    (bad, good) = room.office.recordings.store.recordings("waiting")
    rahma.get("/rekaman")
    rahma.post("/rekaman", {"tanda": rahma.token, "pilih": [str(bad.id)]})
    assert "tidak bisa diputar" in rahma.words
    rahma.get("/rekaman")
    rahma.post("/rekaman", {"tanda": rahma.token, "pilih": [str(good.id)]})
    publish(room)
    (table,) = in_folder(room.office.editions.out).feed["_kiosk"]["prompts"]
    assert [each["text_sha256"] for each in table["sentences"]] == [LINES[1].key]


@pytest.mark.attack(
    "what goes back",
    "a kiosk sends an office recordings that are none: another format, 0 s or 10 minutes long, cut, of no sentence or language",
)
@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}\nOggS", prompt_content(PromptHead("bgz", "0" * 64), opus(1.0)),
        prompt_content(PromptHead("xxx", LINES[0].key), opus(1.0)),
        prompt_content(PromptHead("..", LINES[0].key), opus(1.0)),
        prompt_content(PromptHead("bgz", "../../office.toml"), opus(1.0)),
        prompt_content(PromptHead("bgz", LINES[0].key), b"RIFF" + bytes(40)), b"\x00" * 200,
    ],
)  # fmt: skip
def test_what_is_of_no_sentence_is_dropped(room: Newsroom, content: bytes) -> None:
    make_shared_keys(room.office.cabinet)
    opened(room)
    kiosk = enrolled(room.office)
    room.office.post.receive(kiosk.envelope(EnvelopeKind.PROMPT, content), room.now)
    assert room.office.recordings.store.recordings("waiting") == []
    assert room.office.post.store.count_unread() == 0


@pytest.mark.attack(
    "what goes back",
    "a kiosk, or one that took its name, sends an office 40,000 recordings",
    "one waits for each sentence and kiosk; what waits sealed is bounded by kiosk and in all; others' are not replaced",
)
def test_40_000_of_them_are_as_many_as_there_are_sentences(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    honest, flood = enrolled(room.office), enrolled(room.office)
    store = room.office.recordings.store
    sound = opus(1.0)
    store.take_prompt(honest.id, "Bunga", BUNGA, PromptHead("bgz", LINES[0].key), sound, room.now)
    with room.office.post.store.file.together():
        for number in range(40_000):
            head = PromptHead("bgz", LINES[number % len(LINES)].key)
            store.take_prompt(flood.id, "Bunga", BUNGA, head, sound[:40] + number.to_bytes(4, "big"), room.now)
    waiting = store.recordings("waiting")
    assert len(waiting) == len(LINES) + 1
    assert [one.words for one in waiting if one.kiosk == honest.id] == [LINES[0].key]


def test_beyond_its_bound_what_waits_stays_sealed(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk = opened(room), enrolled(room.office)
    room.office.recordings.store._most = len(opus(1.1)) + 10
    send(room, kiosk, LINES[0].key, opus(1.0))
    send(room, kiosk, LINES[1].key, opus(1.1))
    assert room.office.post.store.count_unread("prompt") == 1
    rahma.get("/rekaman")
    assert "1 rekaman masih tersegel" in rahma.words
    decide(rahma, tolak="ya")
    rahma.get("/tanya")
    room.office.post.open(KEY_PASSWORD, room.now)
    (one,) = room.office.recordings.store.recordings("waiting")
    assert one.words == LINES[1].key


@pytest.mark.attack(
    "what comes in",
    "somebody puts links, paths, films or 3,000 files among the recordings of the office's folder",
    "names are hashes in folders of a language and an area; links and what is no Opus are left out, and told",
)
def test_what_lies_among_the_recordings_holds_up_no_notice(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    rahma, kiosk = opened(room), enrolled(room.office)
    send(room, kiosk, LINES[0].key, opus(1.0))
    decide(rahma)
    place = room.folder / "rekaman" / "bgz" / "72.01.05"
    (place / ("1" * 64 + ".ogg")).write_bytes(b"\xff" * 90_000)
    (place / ("2" * 64 + ".ogg")).symlink_to("/etc/passwd")
    (place / "x.ogg").write_bytes(opus(1.0))
    (place.parent / "..72").mkdir()
    (place.parent / "72.01.06").symlink_to(place)
    (place.parent.parent / "xx").mkdir()
    for n in range(3_000):
        (place / f"{n:064x}.ogg").write_bytes(opus(0.3))
    publish(room)
    (table,) = in_folder(room.office.editions.out).feed["_kiosk"]["prompts"]
    assert len(table["sentences"]) <= 200


def test_a_kiosk_in_anothers_place_takes_away_what_that_one_sent(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    dead, new = enrolled(room.office), enrolled(room.office)
    store, register, head = (
        room.office.recordings.store,
        room.office.post.store.register,
        PromptHead("bgz", LINES[0].key),
    )
    store.take_prompt(dead.id, "Bunga", BUNGA, head, opus(1.0), room.now)
    (one,) = store.recordings("waiting")
    store.mark_accepted(one, BUNGA, "rahma", room.now)
    register.replace_kiosk(dead.id, new.id, room.now)
    assert store.take_prompt(new.id, "Bunga", BUNGA, head, b"", room.now)
    assert [each.kiosk for each in store.recordings("gone")] == [new.id]


def test_a_recording_never_has_the_number_of_another_that_was_heard(room: Newsroom) -> None:
    make_shared_keys(room.office.cabinet)
    kiosk, store, head = enrolled(room.office), room.office.recordings.store, PromptHead("bgz", LINES[0].key)
    numbers = []
    for seconds in (1.0, 2.0):
        store.take_prompt(kiosk.id, "Bunga", BUNGA, head, opus(seconds), room.now)
        numbers += [one.id for one in store.recordings("waiting")]
    assert len(set(numbers)) == 2
