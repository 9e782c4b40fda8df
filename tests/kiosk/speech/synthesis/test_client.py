from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.speech.errors import SpeechError
from kiosk.speech.problems import VoiceError
from kiosk.speech.scheduling.wav_export import write_wav
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.child import MAX_CHARACTERS, printable
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import VOICES, describe_voice, open_voice, resolve_voice
from kiosk.speech.utterance import Prelude, Sentence, Utterance
from kiosk.speech.wav import measure_header, read_mono
from tests.support.speech import Loudness


@pytest.fixture
def synthesiser(tmp_path: Path) -> Iterator[Synthesiser]:
    made = Synthesiser(SoundCache(tmp_path / "cache"), voice="id", deadline_s=30.0)
    yield made
    made.close()


def child_of(synthesiser: Synthesiser) -> int:
    assert synthesiser.pid is not None
    return synthesiser.pid


def test_speaks_in_its_own_process(synthesiser: Synthesiser, loudness: Loudness) -> None:
    path = synthesiser.synthesise("Rapat warga dimulai pukul delapan pagi di balai desa.")
    assert 3 < measure_header(path).duration_s < 7
    assert loudness(path) > 0.05
    assert max(read_mono(path, 22_050)) < 0.9 * 32_767
    assert child_of(synthesiser) != os.getpid()


def test_a_sentence_is_made_once(synthesiser: Synthesiser) -> None:
    assert synthesiser.cached("Halo semua.") is None
    path = synthesiser.synthesise("Halo semua.")
    before = path.stat().st_ino
    assert synthesiser.cached("Halo semua.") == path
    assert synthesiser.synthesise("Halo semua.").stat().st_ino == before


@pytest.mark.slow(cases=0)
def test_many_texts_in_a_row_are_whole(synthesiser: Synthesiser) -> None:
    short = measure_header(synthesiser.synthesise("Halo.")).duration_s
    for count in range(1, 30):
        synthesiser.set_rate(120 + count % 3)
        language = "en" if count % 4 == 0 else "id"
        duration = measure_header(synthesiser.synthesise("Halo." + " satu" * count, language)).duration_s
        assert duration > short + 0.2 * count


def test_a_killed_child_is_replaced(synthesiser: Synthesiser) -> None:
    synthesiser.synthesise("Satu.")
    first = child_of(synthesiser)
    os.kill(first, signal.SIGKILL)
    assert synthesiser.synthesise("Dua.").exists()
    assert child_of(synthesiser) != first


def test_a_hung_child_is_killed_and_the_sentence_tried_once_more(synthesiser: Synthesiser) -> None:
    synthesiser.synthesise("Satu.")
    hung = child_of(synthesiser)
    os.kill(hung, signal.SIGSTOP)
    synthesiser.set_deadline(0.3)  # of the one that hangs; the next has all the time to start besides
    assert synthesiser.synthesise("Dua.").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(hung, 0)
    synthesiser.set_deadline(30.0)


def test_a_voice_that_never_answers_fails_in_one_line(tmp_path: Path) -> None:
    # shorter than any child can start in
    synthesiser = Synthesiser(SoundCache(tmp_path / "cache"), voice="id", deadline_s=0.0, start_s=0.0)
    with closing(synthesiser):
        with pytest.raises(VoiceError, match="the voice did not answer within 0 s"):
            synthesiser.synthesise("Satu.")
        assert synthesiser.pid is None
        synthesiser.set_deadline(30.0)
        assert synthesiser.synthesise("Satu.").exists()


def test_a_closed_voice_says_so(synthesiser: Synthesiser) -> None:
    synthesiser.close()
    with pytest.raises(SpeechError, match="closed"):
        synthesiser.synthesise("Satu.")


def test_a_folder_that_went_away_is_one_line(synthesiser: Synthesiser, tmp_path: Path) -> None:
    (tmp_path / "cache").rmdir()
    with pytest.raises(VoiceError, match=r"No such file") as caught:
        synthesiser.synthesise("Satu.")
    assert "\n" not in str(caught.value)


def test_resting_gives_the_process_back(synthesiser: Synthesiser) -> None:
    synthesiser.synthesise("Satu.")
    first = child_of(synthesiser)
    synthesiser.rest()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert synthesiser.synthesise("Dua.").exists()


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "a" * 300_000, "بسم الله", "[[h@'loU]] halo", "<speak>halo</speak>", "\x00\x1b halo\x07", "😀 ya"],
)
def test_odd_text_makes_a_sound_of_bounded_length(synthesiser: Synthesiser, text: str) -> None:
    assert measure_header(synthesiser.synthesise(text)).duration_s < 0.6 * MAX_CHARACTERS


def test_what_commands_a_voice_is_taken_away() -> None:
    assert "[[" not in printable("[[x]]")
    assert printable("a\x00b\nc") == "a b c"


def test_silence_lasts_as_long_as_speech_would(tmp_path: Path, loudness: Loudness) -> None:
    path = tmp_path / "x.wav"
    sound = open_voice("silent").synthesise("Rapat warga dimulai pukul delapan pagi.", path, rate_wpm=130)
    assert 2 < sound.duration_s < 5
    assert loudness(path) == 0


def test_a_better_voice_is_chosen_or_its_lack_told() -> None:
    speaks, lacking = describe_voice("auto")
    assert speaks in {"id", "mb-id1"}
    assert (lacking is not None) == (speaks == "id")
    assert resolve_voice("auto") in VOICES


def test_an_unknown_voice_is_told_with_the_known_ones() -> None:
    with pytest.raises(VoiceError, match=rf"voice_unknown \(voice=idd, known={', '.join(['auto', *VOICES])}"):
        resolve_voice("idd")


def test_writes_an_utterance_into_one_file(tmp_path: Path, loudness: Loudness) -> None:
    utterance = Utterance("u", (Sentence("Halo semua."), Sentence("!"), Sentence("Rapat besok pagi.")))
    steps: list[tuple[int, int]] = []
    out = tmp_path / "out.wav"
    plain = write_wav(utterance, out, voice="id", progress=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 2), (2, 2)]
    assert loudness(out) > 0.05
    chimed = write_wav(utterance, out, voice="id", prelude=Prelude.CHIME)
    assert chimed.duration_s == pytest.approx(plain.duration_s + 1.6, abs=0.01)


def test_an_utterance_without_words_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        write_wav(Utterance("u", ()), tmp_path / "out.wav", voice="silent")


def test_writes_a_recording_and_its_words_where_it_cannot_be_played(tmp_path: Path, loudness: Loudness) -> None:
    recording = write_wav(Utterance("u", (Sentence("Halo semua."),)), tmp_path / "head.wav", voice="id")
    sentences = (Sentence("Sambutan."),)
    out = tmp_path / "out.wav"
    played = write_wav(Utterance("r", sentences, recording=tmp_path / "head.wav"), out, voice="silent")
    assert played.duration_s == pytest.approx(recording.duration_s + 0.35, abs=0.01)
    assert loudness(out) > 0.03
    (tmp_path / "head.wav").write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    write_wav(Utterance("r", sentences, recording=tmp_path / "head.wav"), out, voice="silent")
    assert loudness(out) == 0
