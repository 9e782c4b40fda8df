"""Whatever a feed brings and whatever dies: speech skips or falls back, says why in the log, and the next item is spoken."""

from __future__ import annotations

import os
import resource
import signal
from functools import partial
from operator import eq

import pytest

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.speech.scheduling.dispatcher import AHEAD
from kiosk.speech.wav import measure_header
from tests.support.speech import Ear, MakeSpeaker, SoundOf, Utter

QUICK = "quick-wav:/dev/null"

BAD = {
    "300,000 characters": "Warga diminta hadir di balai desa " * 8_824,
    "only emoji": "😀🎉🚨",
    "Arabic": "بسم الله الرحمن الرحيم",
    "100,000 digits": "7" * 100_000,
    "control characters": "\x00\x07\x1b[31mRapat\x1b[0m\r\n besok\u202e pagi\ud800",
    "SSML": '<speak><audio src="http://example.org/x.mp3"/><break time="9999s"/>Rapat besok.</speak>',
    "phonemes": "[[h@'loU]] [[[[ Rapat ]] besok [[",
}


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize("long_ones", [False, True], ids=["short", "long"])
def test_a_bad_text_is_said_or_passed_over_and_the_next_is_spoken(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, long_ones: bool
) -> None:
    """One after the other, to the same children: what one leaves behind would be heard with the next."""
    speaker = make_speaker(device=QUICK if long_ones else "fast-wav:/dev/null")
    texts = {name: text for name, text in BAD.items() if (len(text) > 1_000) == long_ones}
    assert texts
    for name, text in texts.items():
        speaker.say(utter(text, identity=name))
        if long_ones:  # cut to what a voice can bear, it still lasts minutes: enough to hear it begin
            ear.wait_for(partial(eq, SentenceStarted(name, 0)))
            speaker.stop()
        assert ear.ended(name).ending is (Ending.STOPPED if long_ones else Ending.DONE), name
        following = f"after {name}"
        speaker.say(utter("Rapat besok.", identity=following))
        assert ear.ended(following).ending is Ending.DONE, name
        assert SentenceStarted(following, 0) in ear.heard


def test_commands_to_the_voice_are_words_to_it(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, sound_of: SoundOf
) -> None:
    speaker = make_speaker()
    texts = ("Jeda.", '<break time="60s"/> Jeda.', "[[_:_:_:_:_:_:]] Jeda.")
    speaker.say(utter(*texts))
    assert ear.ended("u").ending is Ending.DONE
    assert all(measure_header(sound_of(text)).duration_s < 8 for text in texts)


def test_an_empty_item_is_over_at_once(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker(voice="silent")
    for identity, texts in (("nothing", ()), ("blank", ("", " \t"))):
        speaker.say(utter(*texts, identity=identity))
        assert ear.ended(identity) == SpeechEnded(identity, Ending.DONE)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("child", ["player", "synthesiser"])
def test_a_child_that_hangs_in_mid_sentence_is_replaced(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    child: str,
) -> None:
    speaker = make_speaker(device=QUICK, deadline_s=5.0, rate=250)
    # more than are made ahead: something is still asked of a child that hangs
    texts = [f"Nomor {count}." for count in ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan")]
    assert len(texts) > AHEAD + 2
    speaker.say(utter(*texts))
    ear.wait_for(lambda told: told == SentenceStarted("u", 0))
    pid = speaker.player_pid if child == "player" else speaker.synthesiser_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    assert ear.ended("u").ending is Ending.DONE
    said = [told.index for told in ear.of(SentenceStarted)]
    assert sorted(set(said)) == list(range(len(texts)))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("child", ["player", "synthesiser"])
def test_a_child_without_memory_is_replaced(make_speaker: MakeSpeaker, utter: Utter, ear: Ear, child: str) -> None:
    speaker = make_speaker(device=QUICK, deadline_s=5.0)
    speaker.say(utter("Kalimat pertama.", identity="first"))
    ear.wait_for(lambda told: told == SpeechStarted("first"))
    pid = speaker.player_pid if child == "player" else speaker.synthesiser_pid
    assert pid is not None
    resource.prlimit(pid, resource.RLIMIT_AS, (1 << 20, 1 << 20))  # less than it has: nothing more is to be had
    speaker.say(utter("Kalimat kedua yang panjang sekali untuk ingatan yang sempit.", identity="second"))
    assert ear.ended("second").ending is Ending.DONE


@pytest.mark.slow(cases=0)
def test_a_sentence_that_no_voice_can_say_is_left_out(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    sound_of: SoundOf,
    caplog: pytest.LogCaptureFixture,
) -> None:
    speaker = make_speaker()
    for blocked in ("Dua.", "Empat."):
        (sound_of(blocked).with_name(sound_of(blocked).name + ".raw")).mkdir(parents=True)  # it cannot be written there
    speaker.say(utter("Satu.", "Dua.", "Tiga.", "Empat.", "Lima."))
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)
    assert [told.index for told in ear.of(SentenceStarted)] == [0, 2, 4]
    assert "u, sentence 1: " in caplog.text


@pytest.mark.slow(cases=0)
def test_two_such_sentences_in_a_row_end_it_in_one_line(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, sound_of: SoundOf
) -> None:
    speaker = make_speaker()
    for blocked in ("Dua.", "Tiga."):
        (sound_of(blocked).with_name(sound_of(blocked).name + ".raw")).mkdir(parents=True)
    speaker.say(utter("Satu.", "Dua.", "Tiga.", "Empat."))
    failed = ear.ended("u")
    assert failed.ending is Ending.FAILED
    assert "\n" not in failed.reason
    speaker.say(utter("Lima.", identity="next"))
    assert ear.ended("next").ending is Ending.DONE
