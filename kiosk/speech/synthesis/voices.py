"""Voices that a kiosk may have. A new one is a file `x_voice.py` and a row in VOICES, or in `_open_folder` where it is a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from content_cache.model.problems import Problem, problem
from kiosk.speech.problems import SpeechCode, VoiceError
from kiosk.speech.synthesis.kokoro_files import KOKORO, LANGUAGE, SPEAKERS, kokoro_missing
from kiosk.speech.synthesis.piper_voice import PiperVoice, piper_missing
from kiosk.speech.wav import SoundInfo

MBROLA_DATA = (Path("/usr/share/mbrola/id1/id1"), Path("/usr/share/mbrola/id1"))


class Voice(Protocol):
    """Voice that renders one sentence into a sound file.

    *text* is words as they are spoken, at most a few hundred characters. *language* is an ISO 639-1 code; a voice that
    does not have it uses its own. Raises VoiceError.
    """

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> SoundInfo: ...


def _silent() -> Voice:
    from kiosk.speech.synthesis.silent_voice import SilentVoice

    return SilentVoice()


def _espeak() -> Voice:
    # pyttsx3 loads libespeak-ng when it is imported: only the synthesiser child may do so
    from kiosk.speech.synthesis.pyttsx3_voice import Pyttsx3Voice

    return Pyttsx3Voice("id")


def _mbrola() -> Voice:
    if missing := mbrola_missing():
        raise VoiceError(missing)
    from kiosk.speech.synthesis.pyttsx3_voice import Pyttsx3Voice

    return Pyttsx3Voice("mb-id1")


def _open_folder(name: str) -> Voice:
    if not is_kokoro(name):
        return PiperVoice(_folder(name))
    # only the synthesiser child loads numpy and the model's runtime
    from kiosk.speech.synthesis.kokoro_voice import KokoroVoice

    return KokoroVoice(_folder(name))


VOICES: Mapping[str, Callable[[], Voice]] = MappingProxyType(
    {
        "mb-id1": _mbrola,
        "id": _espeak,
        "silent": _silent,
    }
)
AUTO = "auto"
VOICES_FOLDER = "voices"
"""Subfolder of the data folder with fetched voices."""
ESPEAK_VOICES = frozenset({"mb-id1", "id"})  # they take phonemes in [[ ]]


def mbrola_missing() -> Problem | None:
    """Return why the MBROLA voice cannot be used, None if nothing is missing."""
    if not any(path.exists() for path in MBROLA_DATA):
        return problem(SpeechCode.MBROLA_VOICE_MISSING)
    if shutil.which("mbrola") is None:
        return problem(SpeechCode.MBROLA_MISSING)
    return None


def placed(name: str, voices: Path) -> str:
    """Return the settings' name of a voice as all functions here take it.

    "kokoro" and "kokoro/SPEAKER" become the path of the speaker in *voices*, where `kiosk voices get` puts them. Raise
    VoiceError for a speaker that Kokoro does not have here.
    """
    kind, _, speaker = name.partition("/")
    if kind != KOKORO:
        return name
    if speaker and speaker not in SPEAKERS:
        known = ", ".join(f"{KOKORO}/{each}" for each in SPEAKERS)
        raise VoiceError(problem(SpeechCode.VOICE_UNKNOWN, voice=name, known=known))
    return str(voices / KOKORO / (speaker or SPEAKERS[0]))


def is_folder(name: str) -> bool:
    """Return whether the name is a path, of a Piper voice's folder or of a Kokoro speaker, and not one of VOICES."""
    return "/" in name


def is_kokoro(name: str) -> bool:
    """Return whether the name is the path of a Kokoro speaker."""
    return Path(name).parent.name == KOKORO


def is_slow(name: str) -> bool:
    """Return whether the voice is too slow to be waited for: its sentences are rendered ahead, and `auto` says the others."""
    return is_kokoro(name)


def setting_of_voice(name: str) -> str:
    """Return the voice *name* as the settings write it, the inverse of `placed`."""
    return f"{KOKORO}/{Path(name).name}" if is_kokoro(name) else name


def deadline_of(name: str) -> float:
    """Return the maximum seconds that a sentence may take."""
    return 180.0 if is_slow(name) else 10.0


def speaks(name: str, language: str) -> bool:
    """Return whether the voice speaks *language*: Kokoro has Indonesian alone; the others say something in any language."""
    return language == LANGUAGE or not is_kokoro(name)


def _folder(name: str) -> Path:
    return Path(name).expanduser()


def _missing(name: str) -> Problem | None:
    return kokoro_missing(_folder(name)) if is_kokoro(name) else piper_missing(_folder(name))


def resolve_voice(name: str) -> str:
    """Return the voice that `auto` stands for here, also in place of a folder that cannot be a voice, by the files alone.

    Any other name is returned as it is. Raise VoiceError for a name that is no voice.
    """
    if is_folder(name):
        return resolve_voice(AUTO) if _missing(name) else name
    if name == AUTO:
        return "id" if mbrola_missing() else "mb-id1"
    if name not in VOICES:
        raise VoiceError(problem(SpeechCode.VOICE_UNKNOWN, voice=name, known=", ".join([AUTO, *VOICES])))
    return name


def open_voice(name: str) -> Voice:
    """Open a voice. Raise VoiceError when it is unknown or not available here."""
    chosen = resolve_voice(name)
    return _open_folder(chosen) if is_folder(chosen) else VOICES[chosen]()


def describe_voice(name: str) -> tuple[str, Problem | None]:
    """Return which voice speaks, and why a better or the wanted one does not, for `kiosk check`.

    Raise VoiceError if none can speak. It opens the voice, so it belongs into a command, not into the kiosk.
    """
    if is_folder(name):
        try:
            _open_folder(name)
        except VoiceError as error:
            return describe_voice(AUTO)[0], error.problem
        return name, None
    chosen = resolve_voice(name)
    VOICES[chosen]()
    return chosen, mbrola_missing() if name == AUTO and chosen != "mb-id1" else None
