"""Spoken sentences in an edition: over the line and from a stick they become the same; what is hostile is left out, and told."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import Imported, ImportResult
from content_cache.central.voices import voices_in
from content_cache.formats.notes import ReasonCounts
from content_cache.jobs.admission import admit
from content_cache.media.quota import victims
from content_cache.model.items import Item, NewsItem
from content_cache.model.sources import Source
from content_cache.model.voices import ItemVoice, VoicedSentence
from content_cache.signing.edition import MOST_VOICED, MOST_VOICED_OF_ITEM, feed_name
from kiosk.office.editions.previous import in_folder
from kiosk.office.editions.publish import plan, write_edition
from kiosk.speech.utterance import words_hash
from kiosk.speech.wav import is_whole, measure_header
from tests.content_cache.central.attacks import forge
from tests.content_cache.central.village import Village, pinned
from tests.support.spoken import MODEL, NAME, opus, voice_of

pytestmark = pytest.mark.attack(
    "what comes in",
    "an edition's sound is of other words, of an hour, Vorbis, stereo, damaged; its list has 10,000 "
    "sentences, paths, other hosts; a feed that nobody signed brings one",
    "left out alone and told, the words are said by the kiosk's own voice; only sounds of a signed "
    "edition, for the words whose hash they have, of an item of that edition",
)


WORDS = ("Pengumuman.", "Air mati besok.", "Tampunglah air malam ini.")


def publish(village: Village, *sentences: str, item: str = "air") -> dict[str, Any]:
    """The office's first edition, with these sentences spoken; returns the feed."""
    office = village.office
    planned = plan(
        office.folder,
        office.out,
        office.key,
        in_folder(office.out),
        office.now,
        speak=lambda _: {item: voice_of(*sentences)},
    )
    write_edition(planned, office.folder, office.out)
    feed: dict[str, Any] = json.loads((office.out / feed_name(1)).read_bytes())
    return feed


def by_stick(village: Village) -> Imported:
    return import_bundle(
        village.house.store,
        Bundle(village.office.out),
        [pinned(village.url)],
        clock=village.house.clock,
        limits=village.house.limits,
    )


def take(village: Village) -> Item:
    village.refresh()
    return village.items()["air"]


def sounds(village: Village, item: Item) -> dict[str, Path]:
    return {words: village.house.data_dir / path for words, (path, _) in village.house.store.media.voiced(item).items()}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("stick", [False, True], ids=["line", "stick"])
def test_spoken_sentences_are_here(village: Village, *, stick: bool) -> None:
    publish(village, *WORDS)
    if stick:
        came = by_stick(village)
        assert (came.result, came.error) == (ImportResult.TAKEN, None)
    item = take(village)
    assert item.voice is not None
    assert (item.voice.name, item.voice.model) == (NAME, MODEL)
    here = sounds(village, item)
    assert set(here) == set(map(words_hash, WORDS))
    for one in item.voice.sentences:
        file = here[one.words]
        assert is_whole(file)
        made = measure_header(file)
        assert made.rate_hz == 24_000
        assert abs(made.duration_s * 1_000 - one.ms) < 30
    assert item.recording_in() is None, "they are no recording that is played in place of all"
    assert [one.type for one in item.attachments] == ["image/png"]
    village.refresh()
    assert not [name for name in village.asked if name.endswith(".ogg")], "they are fetched once"


def test_all_else_of_an_edition_is_as_without_a_voice(village: Village) -> None:
    """An older kiosk passes over what it does not know."""
    spoken = publish(village, *WORDS)
    (voiced,) = [item["_kiosk"].pop("voice") for item in spoken["items"] if "voice" in item["_kiosk"]]
    assert [set(one) for one in voiced["sentences"]] == [{"text_sha256", "url", "sha256", "size", "ms"}] * 3
    silent = plan(
        village.office.folder, village.office.out, village.office.key, in_folder(Path("none")), village.office.now
    )
    assert spoken == silent.feed


def test_another_voice_is_no_news(village: Village) -> None:
    office = village.office
    publish(village, *WORDS)
    planned = plan(office.folder, office.out, office.key, in_folder(office.out), office.now)
    assert (planned.is_new, planned.changed) == (True, [])
    assert all("date_modified" not in item for item in planned.feed["items"])
    write_edition(planned, office.folder, office.out, keep=1)
    assert not list((office.out / "media").glob("*.ogg")), "what no edition names goes"


def test_sounds_of_kept_editions_stay(village: Village) -> None:
    office = village.office
    publish(village, *WORDS)
    write_edition(
        plan(office.folder, office.out, office.key, in_folder(office.out), office.now), office.folder, office.out
    )
    assert len(list((office.out / "media").glob("*.ogg"))) == len(WORDS)


def entry(**changes: Any) -> dict[str, Any]:
    digest = "ab" * 32
    return {"text_sha256": "cd" * 32, "url": f"media/{digest}.ogg", "sha256": digest, "size": 900, "ms": 800} | changes


HOSTILE: dict[str, Any] = {
    "no object": 3,
    "another hash": entry(sha256="ef" * 32),
    "no hash of words": entry(text_sha256="../../etc/passwd"),
    "capital hash": entry(text_sha256="AB" * 32),
    "a path": entry(url="../keys.json"),
    "another host": entry(url=f"https://evil.invalid/media/{'ab' * 32}.ogg"),
    "a film": entry(url=f"media/{'ab' * 32}.mp4"),
    "too large": entry(size=20_001),
    "no size": entry(size=0),
    "a truth": entry(size=True),
    "a fraction": entry(ms=800.5),
    "an hour": entry(ms=3_600_000),
    "backwards": entry(ms=-1),
    "no text": entry(url=None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sentence_is_left_out_alone(name: str) -> None:
    notes = ReasonCounts()
    voice = {"name": NAME, "model": MODEL, "sentences": [HOSTILE[name], entry(text_sha256="99" * 32)]}
    found = voices_in([{"id": "a", "_kiosk": {"voice": voice}}], "https://x.invalid/", notes)
    assert [one.words for one in found["a"].sentences] == ["99" * 32]
    assert [(one.code, one.details) for one in notes.problems()] == [("voice_unfit", {"count": 1})]


@pytest.mark.parametrize(
    "voice",
    [
        [],
        "kokoro",
        {"name": NAME, "model": MODEL},
        {"name": "", "model": MODEL, "sentences": [entry()]},
        {"name": "x" * 81, "model": MODEL, "sentences": [entry()]},
        {"name": NAME, "model": "\x1b[2J", "sentences": [entry()]},
        {"name": NAME, "model": MODEL, "sentences": {"a": 1}},
    ],
    ids=str,
)
def test_a_hostile_voice_is_left_out_alone(voice: Any) -> None:
    notes = ReasonCounts()
    assert voices_in([{"id": "a", "_kiosk": {"voice": voice}}, {"id": "b", "_kiosk": []}], "", notes) == {}
    assert [one.code for one in notes.problems()] == ["voice_unfit"]


def test_ten_thousand_sentences_are_bounded_and_told() -> None:
    many = [
        {
            "id": str(n),
            "_kiosk": {
                "voice": {
                    "name": NAME,
                    "model": MODEL,
                    "sentences": [entry(text_sha256=words_hash(f"{n} {m}")) for m in range(1_000)],
                }
            },
        }
        for n in range(20)
    ]
    notes = ReasonCounts()
    found = voices_in(many, "", notes)
    assert {len(voice.sentences) for voice in found.values()} == {MOST_VOICED_OF_ITEM}
    assert sum(len(voice.sentences) for voice in found.values()) == MOST_VOICED
    assert [(one.code, one.details["count"]) for one in notes.problems()] == [("voice_beyond", 18_000)]


def forged(village: Village, content: bytes, **changes: Any) -> None:
    """The second edition has this content in place of its first sound, under its own hash unless `changes` say otherwise."""
    feed, folder = publish(village, *WORDS), village.office.out
    digest = hashlib.sha256(content).hexdigest()
    (folder / f"media/{digest}.ogg").write_bytes(content)
    voice = next(item["_kiosk"]["voice"] for item in feed["items"] if "voice" in item["_kiosk"])
    voice["sentences"][0] |= {"url": f"media/{digest}.ogg", "sha256": digest, "size": len(content)} | changes
    feed["_kiosk"]["seq"] = 2
    forge(folder, feed)


def vorbis() -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.zeros(24_000, dtype=np.float32), 24_000, format="OGG", subtype="VORBIS")
    return out.getvalue()


def stereo() -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.zeros((24_000, 2), dtype=np.float32), 24_000, format="OGG", subtype="OPUS")
    return out.getvalue()


UNFIT: dict[str, Callable[[], bytes]] = {
    "vorbis": vorbis,
    "stereo": stereo,
    "long": lambda: opus(61.0),
    "wav": lambda: b"RIFF" + bytes(2_000),
}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("name", UNFIT)
def test_what_is_no_spoken_sentence_leaves_the_item_its_words(village: Village, name: str) -> None:
    content = UNFIT[name]()
    forged(village, content, size=min(len(content), 20_000))
    item = take(village)
    assert item.title == "Air mati besok"
    assert set(sounds(village, item)) == set(map(words_hash, WORDS[1:]))


def test_so_does_one_of_a_stick_which_is_told(village: Village) -> None:
    forged(village, stereo())
    came = by_stick(village)
    assert (came.result, came.error is None) == (ImportResult.TAKEN, False)
    item = village.items()["air"]
    assert set(sounds(village, item)) == set(map(words_hash, WORDS[1:]))


def test_a_sound_that_is_another_than_was_signed_is_not_taken(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    publish(village, *WORDS)
    file = next((village.office.out / "media").glob("*.ogg"))
    file.write_bytes(opus(1.5, 700.0))
    with caplog.at_level(logging.INFO):
        item = take(village)
    assert len(sounds(village, item)) == len(WORDS) - 1
    assert "edition_file_other" in caplog.text


def test_of_a_feed_that_nobody_signed_no_voice_is_believed() -> None:
    voice = ItemVoice(NAME, MODEL, (VoicedSentence("cd" * 32, f"https://x.invalid/media/{'ab' * 32}.ogg", 900, 800),))
    item = NewsItem(id="a", source="rss", title="A", voice=voice)
    source = Source(name="rss", url="https://x.invalid/feed", format="json")
    with pytest.raises(ValueError, match="a voice that nobody signed"):
        admit(item, source, may_warn=False)
    admit(item, pinned("https://x.invalid/", name="rss"), may_warn=False)


def test_where_room_is_short_sounds_go_before_pictures(village: Village) -> None:
    publish(village, *WORDS)
    item = take(village)
    files = village.house.store.media.files(village.office.now)
    out = victims(files, 1)
    assert out <= {str(path.relative_to(village.house.data_dir)) for path in sounds(village, item).values()}
    everything = victims(files, 10**9)
    assert item.picture is not None
    assert item.picture.path not in everything, "it is in force"
