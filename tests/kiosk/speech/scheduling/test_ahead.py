"""A slow voice speaks what was made ahead, whole utterances alone; nobody waits for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from kiosk.core.messages import Ending, SentenceStarted
from kiosk.speech.scheduling.ahead import RenderAhead, is_hot
from kiosk.speech.scheduling.speaker import Speaker
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.wav import measure_header
from tests.support.kokoro import small_kokoro
from tests.support.speech import Ear, MakeSpeaker, Utter
from tests.support.tired_voice import NEVER

TEXTS = ("Halo semua.", "Rapat warga dimulai besok pagi.", "Terima kasih.")


@pytest.fixture
def speaker(make_speaker: MakeSpeaker, tmp_path: Path) -> Speaker:
    return make_speaker(voice=str(small_kokoro(tmp_path / "voices")))


def ready(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "ready").glob("*.wav"))


def espeak(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*.wav"))


def maker(speaker: Speaker) -> RenderAhead:
    assert speaker.ahead is not None
    return speaker.ahead


def test_what_was_made_ahead_is_said_by_that_voice(speaker: Speaker, utter: Utter, ear: Ear, tmp_path: Path) -> None:
    assert maker(speaker).lacks(utter(*TEXTS))
    maker(speaker).render(utter(*TEXTS))
    maker(speaker).wait_until_rendered()
    assert maker(speaker).finished
    assert not maker(speaker).lacks(utter(*TEXTS))
    assert len(ready(tmp_path)) == 3

    speaker.say(utter(*TEXTS))
    assert ear.ended("u").ending is Ending.DONE
    assert ear.of(SentenceStarted) == [SentenceStarted("u", index) for index in range(3)]
    assert espeak(tmp_path) == []


@pytest.mark.slow(cases=0)
def test_where_one_sentence_is_missing_the_other_voice_says_all(
    speaker: Speaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    maker(speaker).render(utter(*TEXTS[:2]))
    maker(speaker).wait_until_rendered()

    speaker.say(utter(*TEXTS))
    assert ear.ended("u").ending is Ending.DONE
    assert len(ready(tmp_path)) == 2
    assert len(espeak(tmp_path)) == 3


def test_what_comes_while_it_is_said_does_not_change_the_voice(
    speaker: Speaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    speaker.say(utter(*TEXTS))
    ear.wait_for(lambda told: isinstance(told, SentenceStarted))
    maker(speaker).render(utter(*TEXTS))
    assert ear.ended("u").ending is Ending.DONE
    assert len(espeak(tmp_path)) == 3


def test_a_language_that_the_voice_has_not_is_never_lacking(speaker: Speaker, utter: Utter) -> None:
    assert not maker(speaker).lacks(utter("Hello.", language="en"))
    assert maker(speaker).lacks(utter("Halo."))


@pytest.mark.slow(cases=0)
def test_another_language_and_another_rate_are_the_other_voice_s(
    speaker: Speaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    maker(speaker).render(utter(*TEXTS))
    maker(speaker).wait_until_rendered()
    speaker.say(utter("Hello.", identity="english", language="en"))
    assert ear.ended("english").ending is Ending.DONE
    speaker.set_rate(90)
    speaker.say(utter(*TEXTS, identity="slow"))
    assert ear.ended("slow").ending is Ending.DONE
    assert len(espeak(tmp_path)) == 4


def test_without_its_files_the_kiosk_speaks_as_before(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    speaker = make_speaker(voice=str(tmp_path / "voices" / "kokoro" / "em_alex"))
    assert speaker.ahead is None
    speaker.say(utter(*TEXTS))
    assert ear.ended("u").ending is Ending.DONE


def test_it_gives_way_and_goes_on_later(speaker: Speaker, utter: Utter, tmp_path: Path) -> None:
    long = utter(*(f"{TEXTS[1]} {'satu ' * 30}{'dua ' * n}." for n in range(1, 13)))
    maker(speaker).render(long)
    until = time.monotonic() + 60
    while not ready(tmp_path) and time.monotonic() < until:
        time.sleep(0.01)
    maker(speaker).pause()
    maker(speaker).wait_until_rendered()
    made = len(ready(tmp_path))
    assert 1 <= made < 12
    assert not maker(speaker).finished

    maker(speaker).render(long)
    maker(speaker).wait_until_rendered()
    assert maker(speaker).finished
    assert len(ready(tmp_path)) == 12


def test_a_hot_machine_rests(tmp_path: Path) -> None:
    zone = tmp_path / "thermal_zone0"
    zone.mkdir()
    for degrees, hot in (("74000", False), ("75000", True), ("broken", False)):
        (zone / "temp").write_text(degrees)
        assert is_hot(tmp_path) is hot
    assert not is_hot(tmp_path / "nowhere")


def test_the_sounds_are_of_the_voice_s_own_rate(speaker: Speaker, utter: Utter, tmp_path: Path) -> None:
    maker(speaker).render(utter(*TEXTS))
    maker(speaker).wait_until_rendered()
    assert {measure_header(file).rate_hz for file in ready(tmp_path)} == {24_000}


def test_a_visitor_who_comes_just_before_a_sentence_begins_is_no_less_there(tmp_path: Path, utter: Utter) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def hot() -> bool:
        asked.set()
        go_on.wait(60)
        return False

    synthesiser = Synthesiser(
        SoundCache(tmp_path / "ready"), voice=str(small_kokoro(tmp_path)), deadline_s=60, fall_back=False
    )
    ahead = RenderAhead(synthesiser, hot=hot)
    try:
        ahead.render(utter(*TEXTS))
        assert asked.wait(60)
        ahead.pause()
        go_on.set()
        ahead.wait_until_rendered()
        assert not ahead.finished
        assert list((tmp_path / "ready").glob("*.wav")) == []
    finally:
        ahead.close()


def test_who_is_there_is_asked_again_until_it_has_given_way(speaker: Speaker, utter: Utter, tmp_path: Path) -> None:
    """A child that was just starting is not there to be ended: the next second's pause ends it."""
    maker(speaker).render(utter(f"{TEXTS[1]} {'satu ' * 300}"))
    until = time.monotonic() + 60
    while maker(speaker).busy and time.monotonic() < until:
        maker(speaker).pause()
        time.sleep(0.05)
    assert not maker(speaker).busy
    assert not maker(speaker).finished
    assert ready(tmp_path) == []


@pytest.mark.parametrize(("at", "made"), [(9, 6), (2, 6), (0, 6)])
def test_a_child_that_cannot_go_on_gives_way_to_another(tmp_path: Path, utter: Utter, at: int, made: int) -> None:
    texts = [f"Kalimat nomor {number}." for number in range(6)]
    texts.insert(at, NEVER)
    synthesiser = Synthesiser(
        SoundCache(tmp_path / "ready"),
        voice=str(small_kokoro(tmp_path)),
        fall_back=False,
        command="tests.support.tired_voice",
    )
    ahead = RenderAhead(synthesiser, hot=lambda: False)
    try:
        ahead.render(utter(*texts))
        ahead.wait_until_rendered()
        assert ahead.finished
        assert len(list((tmp_path / "ready").glob("*.wav"))) == made
    finally:
        ahead.close()
