"""Who is heard when, and where it goes on, by what a sound card was given."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechPaused, SpeechStarted
from kiosk.speech.playback.relays import AMPLIFIER, HORN, Relays
from kiosk.speech.utterance import Manner, Prelude, Priority, Where
from tests.support.speech import Ear, MakeSpeaker, Played, SoundOf, Utter

BULLETIN = ("Selamat pagi.", "Rapat warga dimulai besok.", "Terima kasih.")
ALERT = "Peringatan tsunami."


def test_something_urgent_interrupts_a_bulletin_which_goes_on_at_its_sentence(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(device=f"quick-wav:{tmp_path / 'heard.wav'}")
    speaker.say(utter(*BULLETIN, identity="bulletin"), Manner(Priority.SCHEDULED, prelude=Prelude.CHIME))
    ear.wait_for(lambda told: told == SentenceStarted("bulletin", 1))
    speaker.say(utter(ALERT, identity="alert"), Manner(Priority.URGENT, prelude=Prelude.SIREN))
    ear.ended("bulletin")
    speaker.close()
    assert ear.heard == [
        SpeechStarted("bulletin"),
        SentenceStarted("bulletin", 0),
        SentenceStarted("bulletin", 1),
        SpeechPaused("bulletin"),
        SpeechStarted("alert"),
        SentenceStarted("alert", 0),
        SpeechEnded("alert", Ending.DONE),
        SentenceStarted("bulletin", 1),
        SentenceStarted("bulletin", 2),
        SpeechEnded("bulletin", Ending.DONE),
    ]
    heard = played(tmp_path / "heard.wav")
    preludes = tmp_path / "cache" / "preludes"
    files = [preludes / "chime-1.wav", preludes / "siren-1.wav", *map(sound_of, (ALERT, *BULLETIN))]
    chime, siren, alert, greeting, meeting, thanks = (heard.places(file, 0.2)[-1] for file in files)
    begun = greeting + len(heard.as_played(sound_of(BULLETIN[0]))) + round(0.25 * 48_000)
    assert chime < greeting < begun < siren < alert < meeting < thanks
    assert any(heard.samples[begun:siren])  # the meeting was begun, and is said after the alert


def test_what_is_scheduled_waits_for_a_visitor_and_what_is_asked_for_interrupts_it(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(voice="silent", device="quick-wav:/dev/null", rate=400)
    speaker.say(utter("Satu dua tiga.", identity="asked"))
    speaker.say(utter("Pengumuman satu.", "Pengumuman dua.", identity="scheduled"), Manner(Priority.SCHEDULED))
    ear.wait_for(lambda told: told == SentenceStarted("scheduled", 1))
    speaker.say(utter("Empat.", identity="asked again"))
    ear.ended("scheduled")
    order = [(type(told).__name__, told.utterance) for told in ear.heard if not isinstance(told, SentenceStarted)]  # type: ignore[attr-defined]
    assert order == [
        ("SpeechStarted", "asked"),
        ("SpeechEnded", "asked"),
        ("SpeechStarted", "scheduled"),
        ("SpeechPaused", "scheduled"),
        ("SpeechStarted", "asked again"),
        ("SpeechEnded", "asked again"),
        ("SpeechEnded", "scheduled"),
    ]


def test_stop_ends_what_was_asked_for_and_not_the_alert_above_it(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(voice="silent", device="quick-wav:/dev/null", rate=200)
    speaker.say(utter("Berita yang panjang sekali.", identity="asked"))
    ear.wait_for(lambda told: told == SpeechStarted("asked"))
    speaker.say(utter("Awas.", identity="alert"), Manner(Priority.URGENT))
    speaker.stop()
    assert ear.ended("asked").ending is Ending.STOPPED
    assert ear.ended("alert").ending is Ending.DONE
    speaker.say(utter("Awas, awas, awas, awas.", identity="once more"), Manner(Priority.URGENT))
    ear.wait_for(lambda told: told == SpeechStarted("once more"))
    speaker.stop(urgent=True)
    assert ear.ended("once more").ending is Ending.STOPPED


def test_a_visitor_who_leaves_does_not_cut_off_what_is_said_to_the_village(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(voice="silent", device="quick-wav:/dev/null", rate=400)
    speaker.say(utter("Pengumuman penting.", identity="scheduled"), Manner(Priority.SCHEDULED))
    ear.wait_for(lambda told: told == SpeechStarted("scheduled"))
    speaker.stop(scheduled=False)
    assert ear.ended("scheduled").ending is Ending.DONE


def test_the_horn_sounds_only_what_is_for_it(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(
        device=f"quick-wav:{tmp_path / 'indoor.wav'}",
        horn_device=f"quick-wav:{tmp_path / 'horn.wav'}",
        horn_profile="flat",  # what is played is looked for as it was made
    )
    texts = {Where.INDOOR: "Berita untuk pengunjung.", Where.HORN: "Hanya di corong.", Where.BOTH: "Di kedua pengeras."}
    for where, text in texts.items():
        speaker.say(utter(text, identity=where.value), Manner(Priority.SCHEDULED, where))
    for where in texts:
        assert ear.ended(where.value).ending is Ending.DONE
    speaker.close()
    indoor, horn = (
        {where for where, text in texts.items() if played(tmp_path / f"{name}.wav").places(sound_of(text), 0.2)}
        for name in ("indoor", "horn")
    )
    assert indoor == {Where.INDOOR, Where.BOTH}
    assert horn == {Where.HORN, Where.BOTH}


@pytest.mark.slow(cases=0)
def test_a_horn_that_is_not_there_mutes_nobody_is_told_and_tried_again(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    horn = tmp_path / "unplugged" / "horn.wav"
    speaker = make_speaker(voice="id", horn_device=f"fast-wav:{horn}")
    for where in (Where.BOTH, Where.HORN):
        speaker.say(utter("Pengumuman.", identity=where.value), Manner(Priority.SCHEDULED, where))
        assert ear.ended(where.value).ending is Ending.DONE  # the indoor one speaks for it
    assert speaker.faults == {"horn": f"{horn}: No such file or directory"}
    assert caplog.text.count("the horn loudspeaker is not heard") == 1
    horn.parent.mkdir()
    speaker.say(utter("Pengumuman.", identity="later"), Manner(Priority.SCHEDULED, Where.HORN))
    assert ear.ended("later").ending is Ending.DONE
    assert speaker.faults == {}
    assert horn.exists()


@pytest.mark.slow(cases=0)
def test_without_the_indoor_loudspeaker_the_horn_says_what_is_for_both_and_nothing_else(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    horn = tmp_path / "horn.wav"
    speaker = make_speaker(device=f"fast-wav:{tmp_path / 'no' / 'x.wav'}", horn_device=f"fast-wav:{horn}")
    speaker.say(utter("Berita.", identity="asked"))
    failed = ear.ended("asked")
    assert failed.ending is Ending.FAILED
    assert failed.reason.endswith("x.wav: No such file or directory")
    assert not horn.exists()
    speaker.say(utter("Pengumuman."), Manner(Priority.SCHEDULED, Where.BOTH))
    assert ear.ended("u").ending is Ending.DONE
    assert [told.index for told in ear.of(SentenceStarted)] == [0]
    speaker.close()
    assert horn.exists()


@pytest.mark.slow(cases=0)
def test_one_loudspeaker_that_dies_comes_in_again_and_the_other_goes_on(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(
        device=f"quick-wav:{tmp_path / 'indoor.wav'}",
        horn_device=f"quick-wav:{tmp_path / 'horn.wav'}",
        horn_profile="flat",  # what is played is looked for as it was made
    )
    speaker.say(utter(*BULLETIN), Manner(Priority.SCHEDULED, Where.BOTH))
    ear.wait_for(lambda told: told == SentenceStarted("u", 1))
    assert speaker.horn_pid is not None
    os.kill(speaker.horn_pid, signal.SIGKILL)
    assert ear.ended("u").ending is Ending.DONE
    speaker.close()
    assert [told.index for told in ear.of(SentenceStarted)] == [0, 1, 2]
    for name in ("indoor", "horn"):
        heard = played(tmp_path / f"{name}.wav")
        assert all(heard.places(sound_of(text), 0.2) for text in BULLETIN), name


def test_the_amplifier_is_on_before_the_first_sound_and_off_in_the_end(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    switched: list[tuple[str, bool]] = []
    speaker = make_speaker(
        device=f"quick-wav:{tmp_path / 'heard.wav'}",
        relays=Relays(lambda name, on: switched.append((name, on)), (AMPLIFIER, HORN), time.monotonic),
    )
    speaker.say(utter("Halo."))
    ear.ended("u")
    assert switched == [("amplifier", True)]
    # without a horn device the indoor one speaks, perhaps into both amplifiers
    speaker.say(utter("Halo.", identity="horn"), Manner(Priority.SCHEDULED, Where.HORN))
    ear.ended("horn")
    assert switched == [("amplifier", True), ("horn", True)]
    speaker.say(utter("Halo.", identity="asked"))
    ear.ended("asked")
    speaker.close()
    assert switched[:2] == [("amplifier", True), ("horn", True)]
    assert switched[2:] == [("horn", False), ("amplifier", False)]  # the horn before a visitor was spoken to
    heard = played(tmp_path / "heard.wav")
    first = heard.places(sound_of("Halo."), 0.2)[0]
    assert not any(heard.samples[:first])
    assert first >= 0.29 * 48_000


def test_a_relay_that_fails_mutes_nobody(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(name: str, on: bool) -> None:
        raise OSError(f"no pin for {name}, {on}")

    speaker = make_speaker(voice="silent", relays=Relays(broken, (AMPLIFIER, HORN), time.monotonic))
    speaker.say(utter("Halo."))
    assert ear.ended("u").ending is Ending.DONE
    assert "relay amplifier: no pin for amplifier, True" in caplog.text


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("priority", "volume", "factor"),
    [
        (Priority.ASKED, None, 0.4**2),  # the ceiling
        (Priority.ASKED, 30, 0.3**2),
        (Priority.SCHEDULED, None, 0.9**2),  # the visitor's
        (Priority.URGENT, None, 1.0),  # the usual one
        (Priority.URGENT, 50, 0.5**2),
    ],
)
def test_how_loud_it_is(
    make_speaker: MakeSpeaker,
    utter: Utter,
    ear: Ear,
    tmp_path: Path,
    loudness: Callable[[Any], float],
    sound_of: SoundOf,
    priority: Priority,
    volume: int | None,
    factor: float,
) -> None:
    speaker = make_speaker(volume=100)
    speaker.set_volume(90)
    speaker.set_ceiling(40)
    speaker.say(utter("Rapat warga dimulai pagi ini."), Manner(priority, volume=volume))
    ear.ended("u")
    speaker.close()
    quiet = loudness(sound_of("Rapat warga dimulai pagi ini."))
    assert loudness(tmp_path / "heard.wav") == pytest.approx(quiet * factor, rel=0.15)


def test_the_ceiling_is_heard_at_once_and_lifted_again(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, played: type[Played], sound_of: SoundOf
) -> None:
    speaker = make_speaker(device=f"quick-wav:{tmp_path / 'heard.wav'}")
    speaker.set_ceiling(20)
    speaker.say(utter(BULLETIN[1], identity="night"))
    ear.ended("night")
    speaker.set_ceiling(None)
    speaker.say(utter(BULLETIN[1], identity="day"))
    ear.ended("day")
    speaker.close()
    assert len(played(tmp_path / "heard.wav").places(sound_of(BULLETIN[1]), 0.2)) == 1  # at full volume by day alone


def test_a_voice_that_hangs_does_not_hold_up_what_is_urgent(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker(
        device="fast-wav:/dev/null", deadline_s=5.0
    )  # of the hung child; the next has ten to start besides
    speaker.say(utter("Satu.", identity="first"))
    ear.ended("first")
    assert speaker.synthesiser_pid is not None
    os.kill(speaker.synthesiser_pid, signal.SIGSTOP)
    speaker.say(utter("Kalimat yang tidak jadi.", identity="asked"))
    speaker.say(utter("Awas.", identity="alert"), Manner(Priority.URGENT))
    assert ear.ended("alert").ending is Ending.DONE
    assert ear.ended("asked").ending is Ending.DONE  # tried again with a new voice
