"""Voice of Piper, a neural one, from a folder that the technician gives: NAME.onnx and NAME.onnx.json.

piper-tts is GPL-3 and no dependency: it is used where somebody installed it. Runs in the synthesiser child only.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import wave
from pathlib import Path
from typing import Any

from content_cache.model.problems import Problem, problem
from kiosk.speech.errors import one_line
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.wav import SoundInfo, measure_header

PACKAGE = "piper"
NATURAL_WPM = 130  # a voice's rate at length scale 1, about
_ONNX_BEGINS = b"\x08"  # the first field of every ONNX model, its version


def piper_missing(folder: Path) -> Problem | None:
    """Return why the folder cannot be a voice here, by its files alone; None if nothing is missing. Loads nothing."""
    try:
        model, config = _files(folder)
        with model.open("rb") as file:
            begins = file.read(1)
        settings = json.loads(config.read_text(encoding="utf-8"))
    except VoiceError as error:
        return error.problem
    except OSError as error:
        return problem(SpeechCode.PIPER_UNREADABLE, file=str(folder), reason=error.strerror or str(error))
    except ValueError:
        return problem(SpeechCode.PIPER_SETTINGS_UNFIT, file=str(config))
    if begins != _ONNX_BEGINS:
        return problem(SpeechCode.PIPER_MODEL_UNFIT, file=str(model))
    if not isinstance(settings, dict) or "audio" not in settings:
        return problem(SpeechCode.PIPER_SETTINGS_UNFIT, file=str(config))
    if importlib.util.find_spec(PACKAGE) is None:
        return problem(SpeechCode.PIPER_MISSING, folder=str(folder))
    return None


def _files(folder: Path) -> tuple[Path, Path]:
    models = sorted(folder.glob("*.onnx"))
    if not models:
        raise VoiceError(problem(SpeechCode.PIPER_NO_MODEL, folder=str(folder)))
    for config in (models[0].with_name(f"{models[0].name}.json"), models[0].with_suffix(".json")):
        if config.is_file():
            return models[0], config
    raise VoiceError(problem(SpeechCode.PIPER_NO_SETTINGS, file=f"{models[0]}.json"))


class PiperVoice:
    """Voice from a folder. Raises VoiceError where the model cannot be loaded."""

    def __init__(self, folder: Path) -> None:
        if missing := piper_missing(folder):
            raise VoiceError(missing)
        self._folder = folder
        model, config = _files(folder)
        try:
            self._piper: Any = importlib.import_module(PACKAGE)
            self._voice: Any = self._piper.PiperVoice.load(str(model), config_path=str(config))
        except Exception as error:
            raise VoiceError(problem(SpeechCode.PIPER_UNREADABLE, file=str(model), reason=one_line(error))) from error

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> SoundInfo:  # noqa: ARG002
        try:
            manner = self._piper.SynthesisConfig(length_scale=NATURAL_WPM / rate_wpm)
            with path.open("wb") as raw, wave.open(raw, "wb") as file:
                self._voice.synthesize_wav(text, file, syn_config=manner)
            return measure_header(path)
        except Exception as error:
            raise VoiceError(f"{self._folder}: {one_line(error)}") from error
