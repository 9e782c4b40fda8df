"""A sound of an edition is for the words that it is the sound of, and for none else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from content_cache.model.items import NewsItem
from content_cache.model.voices import ItemVoice, VoicedSentence
from kiosk.narration.office_voice import OfficeVoice
from kiosk.speech.utterance import Sentence, SpokenSound, Utterance, words_hash

pytestmark = pytest.mark.attack(
    "what comes in",
    "an edition's sound is of other words, of an hour, Vorbis, stereo, damaged; its list has 10,000 "
    "sentences, paths, other hosts; a feed that nobody signed brings one",
)


WORDS = ("Berita.", "Jalan desa ditutup sementara.")
NAME = "kokoro/em_alex"
LENGTHS = {"Berita.": 700, "Jalan desa ditutup sementara.": 2_300}
DATA = Path("/data")


def item(name: str = NAME, lengths: Mapping[str, int] = MappingProxyType({})) -> NewsItem:
    sentences = tuple(
        VoicedSentence(words_hash(words), f"https://k.invalid/media/{words_hash(words)}.ogg", 900, ms)
        for words, ms in {**LENGTHS, **lengths}.items()
    )
    return NewsItem(id="a", source="k", title="A", voice=ItemVoice(name, "m", sentences))


def stored(**lengths: int) -> dict[str, tuple[str, int]]:
    return {words_hash(words): (f"media/{words[:3]}.wav", 44 + 48 * ms) for words, ms in {**LENGTHS, **lengths}.items()}


def given(
    wanted: str = "auto", *, here: dict[str, tuple[str, int]] | None = None, of: NewsItem | None = None
) -> list[SpokenSound | None]:
    office = OfficeVoice(lambda _item: stored() if here is None else here, DATA, wanted)
    told = Utterance("a", tuple(map(Sentence, (*WORDS, "Kata lain sama sekali."))))
    return [each.sound for each in office.given(of or item(), told).sentences]


def test_each_sentence_has_the_sound_of_its_words() -> None:
    first, second, third = given()
    assert (first, second) == (SpokenSound(DATA / "media/Ber.wav", NAME), SpokenSound(DATA / "media/Jal.wav", NAME))
    assert third is None


@pytest.mark.parametrize(
    ("wanted", "name", "taken"),
    [
        ("auto", NAME, True),
        ("auto", "kokoro/ef_dora", True),
        ("kokoro", NAME, True),
        ("kokoro", "kokoro/ef_dora", False),
        ("kokoro/ef_dora", "kokoro/ef_dora", True),
        ("kokoro/ef_dora", NAME, False),
        ("id", NAME, False),
        ("mb-id1", NAME, False),
        ("silent", NAME, False),
        ("/srv/piper", NAME, False),
    ],
)
def test_the_settings_say_whose_voice_is_wanted(wanted: str, name: str, taken: bool) -> None:
    assert (given(wanted, of=item(name))[0] is not None) is taken


@pytest.mark.parametrize(
    ("ms", "says"),
    [(100, 100), (9_000, 9_000), (2_300, 1_900), (2_600, 2_300)],
    ids=["a word for a sentence", "a speech for a sentence", "longer than it says", "shorter than it is"],
)
def test_where_the_length_is_wrong_the_text_wins_and_it_is_told(
    ms: int, says: int, caplog: pytest.LogCaptureFixture
) -> None:
    words = WORDS[1]
    with caplog.at_level(logging.WARNING):
        found = given(here=stored(**{words: ms}), of=item(lengths={words: says}))
    assert [sound is not None for sound in found] == [True, False, False]
    assert "does not fit its words" in caplog.text


def test_what_has_not_come_is_not_there() -> None:
    assert given(here={}) == [None, None, None]


def test_a_recording_is_played_as_it_is() -> None:
    told = Utterance("a", (Sentence(WORDS[0]),), recording=Path("x.wav"))
    assert OfficeVoice(lambda _item: stored(), DATA, "auto").given(item(), told) == told
