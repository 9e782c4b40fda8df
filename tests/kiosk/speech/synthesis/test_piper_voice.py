from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from content_cache.model.problems import problem
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.client import Synthesiser
from kiosk.speech.synthesis.voices import describe_voice, open_voice, resolve_voice
from kiosk.speech.wav import measure_header

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(500)
ONNX = b"\x08\x07\x12\x00"
SETTINGS = '{"audio": {"sample_rate": 16000}}'
SPEAKS = "for _ in range(16_000): file.writeframes(b'\\x00\\x20\\x00\\xe0')"
HANGS_ONCE = (
    """import pathlib, time; mark = pathlib.Path({!r}); again = mark.exists(); mark.touch(); again or time.sleep(600)
        """
    + SPEAKS
)
# As much of the package as a voice uses, to be found by the child: Piper itself is 250 MB and nobody's dependency.
PACKAGE = """
class SynthesisConfig:
    def __init__(self, length_scale): self.length_scale = length_scale
class PiperVoice:
    @staticmethod
    def load(model, config_path):
        {load}
        return PiperVoice()
    def synthesize_wav(self, text, file, syn_config):
        file.setnchannels(1); file.setsampwidth(2); file.setframerate(16_000)
        {speak}
"""

MakeFolder = Callable[[bytes, str], Path]
Install = Callable[..., None]


@pytest.fixture
def make_folder(tmp_path: Path) -> MakeFolder:
    def make(model: bytes, settings: str) -> Path:
        folder = tmp_path / "suara"
        folder.mkdir()
        (folder / "siti.onnx").write_bytes(model)
        (folder / "siti.onnx.json").write_text(settings)
        return folder

    return make


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A package that is called as Piper is, for this process and its children."""

    def put(load: str = "pass", speak: str = SPEAKS) -> None:
        package = tmp_path / "packages" / "piper"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(PACKAGE.format(load=load, speak=speak))
        monkeypatch.delitem(sys.modules, "piper", raising=False)
        monkeypatch.syspath_prepend(str(package.parent))
        monkeypatch.setitem(os.environ, "PYTHONPATH", str(package.parent))

    return put


def spoken_by(voice: Path, folder: Path) -> int:
    """The rate of what was made; espeak's is 22,050."""
    synthesiser = Synthesiser(SoundCache(folder), voice=str(voice), deadline_s=30.0)
    try:
        return measure_header(synthesiser.synthesise("Rapat desa.")).rate_hz
    finally:
        synthesiser.close()


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("model", "settings", "says"),
    [
        (JPEG, SETTINGS, "piper_model_unfit (file="),
        (b"", SETTINGS, "piper_model_unfit (file="),
        (ONNX, "{", "piper_settings_unfit (file="),
        (ONNX, "[1]", "piper_settings_unfit (file="),
    ],
)
def test_a_folder_that_holds_no_voice_falls_back_and_says_why(
    model: bytes, settings: str, says: str, make_folder: MakeFolder, tmp_path: Path
) -> None:
    folder = make_folder(model, settings)
    chosen, why = describe_voice(str(folder))
    assert chosen == resolve_voice("auto")
    assert says in str(why)
    assert spoken_by(folder, tmp_path / "cache") == spoken_by(Path("/nowhere/at/all"), tmp_path / "other")


@pytest.mark.parametrize("name", ["/nowhere/at/all", "./suara/"])
def test_a_folder_that_is_not_there_is_told(name: str) -> None:
    assert describe_voice(name)[1] == problem(SpeechCode.PIPER_NO_MODEL, folder=str(Path(name)))
    assert resolve_voice(name) == resolve_voice("auto")


def test_a_folder_without_settings_is_told(make_folder: MakeFolder) -> None:
    folder = make_folder(ONNX, SETTINGS)
    (folder / "siti.onnx.json").unlink()
    assert describe_voice(str(folder))[1] == problem(SpeechCode.PIPER_NO_SETTINGS, file=f"{folder}/siti.onnx.json")


def test_a_voice_of_the_folder_speaks(make_folder: MakeFolder, install: Install, tmp_path: Path) -> None:
    install()
    folder = make_folder(ONNX, SETTINGS)
    assert describe_voice(str(folder)) == (str(folder), None)
    assert spoken_by(folder, tmp_path / "cache") == 16_000


def test_a_model_that_cannot_be_loaded_falls_back_in_the_child(
    make_folder: MakeFolder, install: Install, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install(load='raise RuntimeError("INVALID_PROTOBUF")')
    folder = make_folder(ONNX, SETTINGS)
    with pytest.raises(VoiceError, match=r"piper_unreadable \(file=.*siti\.onnx, reason=INVALID_PROTOBUF"):
        open_voice(str(folder))
    with caplog.at_level(logging.WARNING):
        assert spoken_by(folder, tmp_path / "cache") != 16_000
    assert "piper_unreadable" in caplog.text
    assert "kiosk check" in caplog.text


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("speak", ["import os; os._exit(1)", "raise MemoryError", "pass"])
def test_a_voice_that_breaks_while_it_speaks_falls_back(
    speak: str, make_folder: MakeFolder, install: Install, tmp_path: Path
) -> None:
    install(speak=speak)
    assert spoken_by(make_folder(ONNX, SETTINGS), tmp_path / "cache") != 16_000
    assert not list((tmp_path / "cache").glob("*.raw"))


def test_a_voice_that_something_urgent_broke_off_speaks_again(
    make_folder: MakeFolder, install: Install, tmp_path: Path
) -> None:
    waiting = tmp_path / "waiting"
    install(speak=HANGS_ONCE.format(str(waiting)))
    synthesiser = Synthesiser(SoundCache(tmp_path / "cache"), voice=str(make_folder(ONNX, SETTINGS)), deadline_s=30.0)
    broken_off: list[Exception] = []

    def say() -> None:
        try:
            synthesiser.synthesise("Berita.")
        except VoiceError as error:
            broken_off.append(error)

    thread = threading.Thread(target=say)
    thread.start()
    while not waiting.exists():
        assert thread.is_alive()
        thread.join(0.02)
    synthesiser.abandon()
    thread.join()
    assert broken_off
    assert measure_header(synthesiser.synthesise("Awas.")).rate_hz == 16_000
    synthesiser.close()
