"""Files of Kokoro: where they lie, and whether they are whole. Loads neither numpy nor the model."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from content_cache.model.problems import Problem, problem
from kiosk.speech.problems import SpeechCode
from kiosk.speech.synthesis.voice_files import LICENCE, Pack, VoiceFile

KOKORO = "kokoro"
SPEAKERS = ("em_alex", "ef_dora")
"""Speakers, a man and a woman: those for Spanish speak our Indonesian best. The first one speaks unless another is named."""
LANGUAGE = "id"
PACKAGE = "onnxruntime"
MODEL = "model.onnx"
STYLE = 256
"""Numbers (float32) of a speaker's style; there is one style for each count of tokens."""
_ONNX_BEGINS = b"\x08"  # the first field of every ONNX model, its version


_SPEAKERS_AT = (
    "https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/1939ad2a8e416c0acfeecc08a694d14ef25f2231"
)
FILES = (
    VoiceFile(
        MODEL,
        "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/kokoro-v1.0.int8.onnx",
        92_361_271,
        "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    ),
    VoiceFile(
        "em_alex.bin",
        f"{_SPEAKERS_AT}/voices/em_alex.bin",
        522_240,
        "27809e9eafdcbcfff90a3016c697568676531de2a2c39cee29c96c7bd6b83e95",
    ),
    VoiceFile(
        "ef_dora.bin",
        f"{_SPEAKERS_AT}/voices/ef_dora.bin",
        522_240,
        "f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532",
    ),
)
"""Model and speakers: Apache-2.0, Copyright hexgrad (Kokoro-82M); the ONNX export: MIT, Copyright thewh1teagle (kokoro-onnx)."""

TERMS = """Kokoro-82M, model and speakers: Copyright hexgrad, under the Apache License, Version 2.0
https://www.apache.org/licenses/LICENSE-2.0
The ONNX export of the model: Copyright thewh1teagle (kokoro-onnx), under the MIT License
https://opensource.org/license/mit
"""
PACK = Pack(KOKORO, FILES, TERMS)
_DIGITS = 16


def model_of(speaker: Path) -> str:
    """Return the identity of the voice: the first digits of the SHA-256 of its model and this speaker's style. Raise OSError."""
    known = hashlib.sha256()
    for file in (speaker.with_name(MODEL), manner_of(speaker)):
        with file.open("rb") as opened:
            known.update(hashlib.file_digest(opened, "sha256").digest())
    return known.hexdigest()[:_DIGITS]


def may_be_published(speaker: Path) -> Problem | None:
    """Return why this speaker's sounds may not be published, or None: beside its files lies no licence, or another one."""
    licence = speaker.with_name(LICENCE)
    try:
        same = licence.read_text(encoding="utf-8") == TERMS
    except (OSError, UnicodeDecodeError):
        same = False
    return None if same else problem(SpeechCode.KOKORO_LICENCE_OTHER, file=str(licence))


def manner_of(speaker: Path) -> Path:
    """Return the style file of *speaker*, a path KOKORO/NAME."""
    return speaker.with_name(f"{speaker.name}.bin")


def kokoro_missing(speaker: Path) -> Problem | None:
    """Return why the speaker's file (without its ".bin") cannot be a voice here, by the files alone; None if nothing
    is missing."""
    model, manner = speaker.with_name(MODEL), manner_of(speaker)
    for file in (model, manner):
        if not file.is_file():
            return problem(SpeechCode.KOKORO_FILE_MISSING, file=str(file))
    with model.open("rb") as opened:
        if opened.read(1) != _ONNX_BEGINS:
            return problem(SpeechCode.KOKORO_FILE_UNFIT, file=str(model))
    if manner.stat().st_size % (STYLE * 4) or not manner.stat().st_size:
        return problem(SpeechCode.KOKORO_FILE_UNFIT, file=str(manner))
    if importlib.util.find_spec(PACKAGE) is None:
        return problem(SpeechCode.KOKORO_PACKAGE_MISSING)
    return None
