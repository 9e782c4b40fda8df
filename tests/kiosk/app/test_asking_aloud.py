"""Where the kiosk can be asked aloud: with a recogniser's model and modules, and a microphone."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.model.problems import Problem
from kiosk.hall.recording.microphones import is_there
from kiosk.speech.problems import SpeechCode
from kiosk.speech.recognition.listen_files import PACK, listen_missing
from kiosk.speech.synthesis.voice_files import LISTEN


def code(problem: Problem | None) -> str:
    return problem.code if problem else ""


def test_a_microphone_of_a_name_is_believed() -> None:
    assert is_there("wav:/tmp/voice.wav")
    assert is_there("plughw:1,0")


def test_a_model_that_is_not_there_or_cut_off_is_told(tmp_path: Path) -> None:
    assert code(listen_missing(tmp_path)) == SpeechCode.LISTEN_FILE_MISSING.value
    folder = tmp_path / LISTEN
    folder.mkdir()
    for file in PACK.files:
        (folder / file.name).write_bytes(b"half of it")
    assert code(listen_missing(tmp_path)) == SpeechCode.LISTEN_FILE_MISSING.value


def test_a_whole_model_needs_its_modules(tmp_path: Path) -> None:
    folder = tmp_path / LISTEN
    folder.mkdir()
    for file in PACK.files:
        with (folder / file.name).open("wb") as made:
            made.truncate(file.size)
    pytest.importorskip("ctranslate2")
    assert listen_missing(tmp_path) is None
