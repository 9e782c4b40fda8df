"""A neural voice of Piper out of a folder that the technician gives: NAME.onnx and NAME.onnx.json.

piper-tts is GPL-3 and no dependency: it is used where somebody installed it. Runs in the synthesiser child only.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import wave
from pathlib import Path
from typing import Any

from kiosk.speech.errors import VoiceError, one_line
from kiosk.speech.wav import Sound, measure_header

PACKAGE = "piper"
NATURAL_WPM = 130  # what a voice speaks at length scale 1, about
_ONNX_BEGINS = b"\x08"  # the first field of every ONNX model, its version


def piper_missing(folder: Path) -> str:
    """Why the folder cannot be a voice here, by its files alone, or "" if nothing is missing. Loads nothing."""
    try:
        model, config = _files(folder)
        with model.open("rb") as file:
            begins = file.read(1)
        settings = json.loads(config.read_text(encoding="utf-8"))
    except VoiceError as error:
        return str(error)
    except OSError as error:
        return f"{folder}: {error.strerror or error}"
    except ValueError:
        return f"{config}: is no JSON; take it from where the .onnx came from"
    if begins != _ONNX_BEGINS:
        return f"{model}: is no ONNX model; copy the voice's .onnx anew"
    if not isinstance(settings, dict) or "audio" not in settings:
        return f"{config}: is no settings file of a Piper voice; take it from where the .onnx came from"
    if importlib.util.find_spec(PACKAGE) is None:
        return f"{folder}: Piper is not installed (pip install piper-tts)"
    return ""


def _files(folder: Path) -> tuple[Path, Path]:
    models = sorted(folder.glob("*.onnx"))
    if not models:
        raise VoiceError(f"{folder}: there is no .onnx file in this folder")
    for config in (models[0].with_name(f"{models[0].name}.json"), models[0].with_suffix(".json")):
        if config.is_file():
            return models[0], config
    raise VoiceError(f"{models[0]}.json: is missing; it comes with the .onnx")


class PiperVoice:
    """Raises VoiceError where the model cannot be loaded."""

    def __init__(self, folder: Path) -> None:
        if missing := piper_missing(folder):
            raise VoiceError(missing)
        self._folder = folder
        model, config = _files(folder)
        try:
            self._piper: Any = importlib.import_module(PACKAGE)
            self._voice: Any = self._piper.PiperVoice.load(str(model), config_path=str(config))
        except Exception as error:
            raise VoiceError(f"{model}: cannot be loaded: {one_line(error)}") from error

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> Sound:  # noqa: ARG002
        try:
            manner = self._piper.SynthesisConfig(length_scale=NATURAL_WPM / rate_wpm)
            with path.open("wb") as raw, wave.open(raw, "wb") as file:
                self._voice.synthesize_wav(text, file, syn_config=manner)
            return measure_header(path)
        except Exception as error:
            raise VoiceError(f"{self._folder}: {one_line(error)}") from error
