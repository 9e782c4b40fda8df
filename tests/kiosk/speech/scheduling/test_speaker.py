from __future__ import annotations

import os
import signal
import threading
from array import array
from pathlib import Path

import pytest

from kiosk.core.messages import Ending, SentenceStarted, SpeechEnded, SpeechStarted
from kiosk.speech.scheduling.chime import chime_samples
from kiosk.speech.scheduling.preludes import SAMPLES
from kiosk.speech.synthesis.voices import AUTO, VOICES
from kiosk.speech.utterance import Manner, Prelude, Priority, Utterance
from kiosk.speech.wav import measure_header, read_mono, write_wav
from tests.support.speech import Ear, Loudness, MakeSpeaker, Utter

QUICK = "quick-wav:/dev/null"


def test_says_sentence_by_sentence_and_tells_each(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, loudness: Loudness, tmp_path: Path
) -> None:
    speaker = make_speaker()
    speaker.say(utter("Halo semua.", "Rapat besok pagi.", "Terima kasih."))
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)
    assert ear.heard == [
        SpeechStarted("u"),
        *(SentenceStarted("u", index) for index in range(3)),
        SpeechEnded("u", Ending.DONE),
    ]
    speaker.close()
    assert 2 < measure_header(tmp_path / "heard.wav").duration_s < 12
    assert loudness(tmp_path / "heard.wav") > 0.03


def test_it_goes_on_where_it_was_stopped(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker()
    speaker.say(utter("Halo semua.", "Rapat besok pagi.", "Terima kasih."), start=1)
    assert [(speech.utterance.id, speech.playing, speech.heard_sentence) for speech in speaker.speeches] == [
        ("u", 1, -1)
    ]
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)
    assert ear.of(SentenceStarted) == [SentenceStarted("u", 1), SentenceStarted("u", 2)]
    assert speaker.speeches == ()


def test_what_it_is_to_say_stands_at_once_and_is_gone_at_once(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    """Show that speech is listed once `say` returns and gone once `stop` does, without waiting for the thread."""
    speaker = make_speaker()
    speaker.say(utter("Berita.", identity="asked"))
    speaker.say(utter("Berita lain.", identity="other"))
    speaker.say(utter("Awas.", identity="alert"), Manner(Priority.URGENT))
    assert [speech.utterance.id for speech in speaker.speeches] == ["other", "alert"]
    assert [speech.utterance.id for speech in speaker.stop()] == ["other"]
    assert [speech.utterance.id for speech in speaker.stop(urgent=True)] == ["alert"]
    assert speaker.speeches == ()
    for name in ("asked", "other", "alert"):
        assert ear.ended(name) == SpeechEnded(name, Ending.STOPPED)


def test_without_anything_to_say_there_is_no_thread(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    before = set(threading.enumerate())
    speaker = make_speaker()
    speaker.set_volume(50)
    speaker.set_rate(150)
    speaker.stop()
    assert set(threading.enumerate()) <= before
    speaker.say(utter("Halo."))
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)


def test_stops_at_once_and_is_quiet_then(make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path) -> None:
    speaker = make_speaker(device=f"wav:{tmp_path / 'heard.wav'}", voice="id")
    speaker.say(utter("Ini kalimat yang sangat panjang sekali tentang rapat warga di balai desa.", "Masih ada lagi."))
    ear.wait_for(lambda told: isinstance(told, SentenceStarted))
    speaker.stop()
    assert ear.ended("u") == SpeechEnded("u", Ending.STOPPED)
    speaker.close()
    heard = read_mono(tmp_path / "heard.wav", 48_000)
    assert len(heard) < 48_000 * 4  # the first sentence alone lasts longer
    assert max(map(abs, heard)) > 3_000
    assert abs(heard[-1]) < 60  # faded, not cut


def test_a_new_utterance_takes_the_place_of_the_old(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker(device=QUICK)
    speaker.say(utter("Ini kalimat yang sangat panjang sekali tentang rapat warga di balai desa.", identity="old"))
    ear.wait_for(lambda told: isinstance(told, SpeechStarted))
    speaker.say(utter("Baru.", identity="new"))
    assert ear.ended("old").ending is Ending.STOPPED
    assert ear.ended("new").ending is Ending.DONE
    of_new = [told for told in ear.heard if getattr(told, "utterance", "") == "new"]
    assert of_new == [SpeechStarted("new"), SentenceStarted("new", 0), SpeechEnded("new", Ending.DONE)]


def test_every_utterance_ends_exactly_once_however_often_it_is_replaced(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(voice="silent")
    for number in range(40):
        speaker.say(utter("Satu.", "Dua.", identity=str(number)))
        if number % 3 == 0:
            speaker.stop()
    ear.ended("39")
    assert sorted(int(told.utterance) for told in ear.of(SpeechEnded)) == list(range(40))


def test_words_that_nobody_can_say_are_passed_over(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker(voice="silent")
    speaker.say(utter("…", "Halo.", "!"))
    ear.ended("u")
    assert ear.of(SentenceStarted) == [SentenceStarted("u", 1)]
    speaker.say(utter(identity="empty"))
    assert ear.ended("empty").ending is Ending.DONE


def test_the_chime_comes_first(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, loudness: Loudness
) -> None:
    speaker = make_speaker(device=f"quick-wav:{tmp_path / 'heard.wav'}", voice="silent")
    speaker.say(utter("Pengumuman."), Manner(prelude=Prelude.CHIME))
    ear.ended("u")
    speaker.close()
    heard, chime = read_mono(tmp_path / "heard.wav", 48_000), chime_samples()
    begins = next(index for index, sample in enumerate(heard) if sample)
    assert begins >= 0.09 * 48_000
    # what it has of power in all, for a busy machine's sound has gaps; the voice is silent
    assert loudness(heard) ** 2 * len(heard) / 48_000 == pytest.approx(
        loudness(chime) ** 2 * len(chime) / 22_050, rel=0.1
    )


def test_a_recording_is_played_in_place_of_the_voice(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path, loudness: Loudness
) -> None:
    recording = tmp_path / "recorded.wav"
    write_wav(recording, chime_samples(), 22_050)
    spoken = utter("Halo.")
    speaker = make_speaker(voice="silent")
    speaker.say(Utterance("r", spoken.sentences, recording=recording))
    assert ear.ended("r").ending is Ending.DONE
    assert ear.of(SentenceStarted) == []
    speaker.close()
    assert loudness(tmp_path / "heard.wav") > 0.03


def test_a_recording_that_is_a_picture_fails_in_one_line_and_the_next_is_said(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.wav"
    picture.write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    speaker = make_speaker(voice="silent")
    speaker.say(Utterance("r", (), recording=picture))
    failed = ear.ended("r")
    assert failed.ending is Ending.FAILED
    assert failed.reason.startswith("picture.wav: ")
    speaker.say(utter("Halo."))
    assert ear.ended("u").ending is Ending.DONE


def test_a_killed_player_goes_on_with_the_sentence_that_was_playing(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(device=QUICK, voice="silent", rate=300)
    speaker.say(utter("Halo.", "Kalimat kedua yang agak lebih panjang.", "Selesai."))
    ear.wait_for(lambda told: told == SentenceStarted("u", 1))
    assert speaker.player_pid is not None
    os.kill(speaker.player_pid, signal.SIGKILL)
    assert ear.ended("u").ending is Ending.DONE
    assert [told.index for told in ear.of(SentenceStarted)] == [0, 1, 1, 2]


def test_hung_player_is_tried_by_another_way_with_the_same_sentence(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, alsa_file: Path
) -> None:
    speaker = make_speaker(device="default", voice="silent", rate=300)
    speaker.say(utter("Awas.", "Lari ke tempat tinggi sekarang juga."), Manner(Priority.URGENT))
    ear.wait_for(lambda told: told == SentenceStarted("u", 0))
    hung = speaker.player_pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)
    assert ear.ended("u").ending is Ending.DONE
    assert speaker.player_pid not in (None, hung)
    assert b"aplay:default" in Path(f"/proc/{speaker.player_pid}/cmdline").read_bytes()
    assert alsa_file.exists()


def test_without_a_sound_card_each_utterance_fails_in_one_line(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(device="hw:CARD=NotThere", voice="silent")
    for identity in ("first", "again"):
        speaker.say(utter("Halo.", identity=identity))
        failed = ear.ended(identity)
        assert failed.ending is Ending.FAILED
        assert "aplay" in failed.reason
        assert "\n" not in failed.reason


def test_an_unknown_voice_fails_in_one_line(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    make_speaker(voice="nobody").say(utter("Halo."))
    assert ear.ended("u") == SpeechEnded(
        "u", Ending.FAILED, f"voice_unknown (voice=nobody, known={', '.join([AUTO, *VOICES])})"
    )


def test_plays_on_a_real_alsa_device(make_speaker: MakeSpeaker, utter: Utter, ear: Ear, alsa_file: Path) -> None:
    speaker = make_speaker(device="auto")
    speaker.say(utter("Rapat warga dimulai pagi ini."))
    assert ear.ended("u") == SpeechEnded("u", Ending.DONE)
    speaker.close()
    raw = alsa_file.read_bytes()[44:]
    heard = array("h")
    heard.frombytes(raw[: len(raw) // 2 * 2])
    # the device is not real-time and is fed silence as well: look for the loudest moment
    assert 3_000 < max(heard) < 0.9 * 32_767


def test_close_leaves_no_process_and_no_thread(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    speaker = make_speaker(device=QUICK)
    speaker.say(utter("Ini kalimat yang sangat panjang sekali tentang rapat warga di balai desa."))
    ear.wait_for(lambda told: isinstance(told, SpeechStarted))
    pid = speaker.player_pid
    assert pid is not None
    speaker.close()
    assert ear.ended("u").ending is Ending.STOPPED
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not [
        thread.name for thread in threading.enumerate() if thread.name.startswith(("speaker", "synthesis", "kiosk."))
    ]


def test_the_voice_ends_when_nobody_listens_and_the_player_waits(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear
) -> None:
    speaker = make_speaker(idle_s=0.2)
    speaker.say(utter("Halo."))
    ear.ended("u")
    player = speaker.player_pid
    deadline = threading.Event()
    for _ in range(300):
        if speaker.synthesiser_pid is None:
            break
        deadline.wait(0.1)
    assert speaker.synthesiser_pid is None
    assert speaker.player_pid == player is not None
    speaker.say(utter("Halo lagi.", identity="later"))
    assert ear.ended("later").ending is Ending.DONE


@pytest.mark.slow(cases=0)
def test_a_kiosk_that_nobody_has_touched_yet_has_its_player(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    card = tmp_path / "card.wav"
    speaker = make_speaker(device=f"fast-wav:{card}")
    speaker.stand_by()
    for _ in range(300):
        if speaker.player_pid is not None:
            break
        threading.Event().wait(0.1)
    player = speaker.player_pid
    assert player is not None
    assert not card.exists()  # its device is closed
    assert speaker.synthesiser_pid is None
    speaker.say(utter("Halo."))
    assert ear.ended("u").ending is Ending.DONE
    assert speaker.player_pid == player
    assert card.exists()


def test_the_sounds_before_words_are_made_while_nobody_is_there(make_speaker: MakeSpeaker, tmp_path: Path) -> None:
    """To reckon them while somebody waits for the screen took most of a small machine's first second."""
    speaker = make_speaker(device=QUICK)
    speaker.stand_by()
    for _ in range(300):
        if len(list(tmp_path.rglob("preludes/*.wav"))) == len(SAMPLES):
            break
        threading.Event().wait(0.1)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.rglob("preludes/*.wav")}
    assert len(kept) == len(SAMPLES)
    assert speaker.synthesiser_pid is None
    speaker.warm_up()
    speaker.close()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.rglob("preludes/*.wav")} == kept


def test_asking_never_waits(make_speaker: MakeSpeaker, utter: Utter, ear: Ear) -> None:
    """A player that is stopped dead holds up nobody, and is replaced."""
    speaker = make_speaker(device=QUICK, voice="silent")
    speaker.say(utter("Kalimat pertama.", "Kalimat kedua."))
    ear.wait_for(lambda told: isinstance(told, SpeechStarted))
    assert speaker.player_pid is not None
    os.kill(speaker.player_pid, signal.SIGSTOP)
    speaker.stop()
    assert ear.ended("u").ending is Ending.STOPPED
    speaker.say(utter("Sesudah itu.", identity="after"))
    assert ear.ended("after").ending is Ending.DONE


@pytest.mark.clause("5.1.3.9")
def test_what_a_visitor_asks_for_sounds_in_the_headset_alone(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, loudness: Loudness, tmp_path: Path
) -> None:
    headset = tmp_path / "headset.wav"
    speaker = make_speaker(private=f"fast-wav:{headset}")
    speaker.set_alone(True)
    speaker.set_ceiling(0)  # quiet hours are the room's
    speaker.say(utter("Surat Ibu sudah jadi."))
    assert ear.ended("u").ending is Ending.DONE
    assert not (tmp_path / "heard.wav").exists()
    speaker.say(utter("Awas banjir.", identity="alert"), Manner(Priority.URGENT))
    assert ear.ended("alert").ending is Ending.DONE
    speaker.set_alone(False)
    speaker.close()
    assert loudness(headset) > 0.03
    assert loudness(tmp_path / "heard.wav") > 0.03
    assert measure_header(headset).duration_s < 5  # no warning in it


@pytest.mark.attack(
    "people",
    "a private answer is to be heard in a headset, which is pulled out before it speaks",
    "nothing sounds in the room in its place; the visitor is told",
)
def test_without_the_headset_nothing_is_said_to_the_room(
    make_speaker: MakeSpeaker, utter: Utter, ear: Ear, tmp_path: Path
) -> None:
    speaker = make_speaker(private="aplay:plughw:CARD=Gone")
    speaker.set_alone(True)
    speaker.say(utter("Surat Ibu sudah jadi."))
    assert ear.ended("u").ending is Ending.FAILED
    speaker.close()
    assert not (tmp_path / "heard.wav").exists()
