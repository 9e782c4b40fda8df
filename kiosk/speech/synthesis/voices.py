"""The voices that a kiosk may have. A new one is a file `x_voice.py` and a row in VOICES, or in `_opened` where it is a folder."""

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
from kiosk.speech.wav import Sound

MBROLA_DATA = (Path("/usr/share/mbrola/id1/id1"), Path("/usr/share/mbrola/id1"))


class Voice(Protocol):
    """Makes one sentence into a sound file.

    `text` is words as they are spoken, at most a few hundred characters. `language` is an ISO 639-1 code; a voice that does
    not have it uses its own. Raises VoiceError.
    """

    def synthesise(self, text: str, path: Path, *, rate_wpm: int, language: str = "id") -> Sound: ...


def _silent() -> Voice:
    from kiosk.speech.synthesis.silent_voice import SilentVoice

    return SilentVoice()


def _espeak() -> Voice:
    # pyttsx3 loads libespeak-ng when it is imported: only the child that speaks may do so
    from kiosk.speech.synthesis.pyttsx3_voice import Pyttsx3Voice

    return Pyttsx3Voice("id")


def _mbrola() -> Voice:
    if missing := mbrola_missing():
        raise VoiceError(missing)
    from kiosk.speech.synthesis.pyttsx3_voice import Pyttsx3Voice

    return Pyttsx3Voice("mb-id1")


def _opened(name: str) -> Voice:
    if not is_kokoro(name):
        return PiperVoice(_folder(name))
    # numpy and the model's runtime: only the child that speaks loads them
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
"""Of the data folder: the voices that were fetched."""
ESPEAK_VOICES = frozenset({"mb-id1", "id"})  # they take phonemes in [[ ]]


def mbrola_missing() -> Problem | None:
    """Why the MBROLA voice cannot be used, None if nothing is missing."""
    if not any(path.exists() for path in MBROLA_DATA):
        return problem(SpeechCode.MBROLA_VOICE_MISSING)
    if shutil.which("mbrola") is None:
        return problem(SpeechCode.MBROLA_MISSING)
    return None


def placed(name: str, voices: Path) -> str:
    """A voice as the settings name it, as all others here know it: "kokoro" and "kokoro/SPEAKER" are the path of the speaker in
    `voices`, where `kiosk voices get` puts them. Raises VoiceError for a speaker that Kokoro has not here."""
    kind, _, speaker = name.partition("/")
    if kind != KOKORO:
        return name
    if speaker and speaker not in SPEAKERS:
        known = ", ".join(f"{KOKORO}/{each}" for each in SPEAKERS)
        raise VoiceError(problem(SpeechCode.VOICE_UNKNOWN, voice=name, known=known))
    return str(voices / KOKORO / (speaker or SPEAKERS[0]))


def is_folder(name: str) -> bool:
    """The name is a path: of a Piper voice's folder, or of a speaker of Kokoro; not one of VOICES."""
    return "/" in name


def is_kokoro(name: str) -> bool:
    """The name is the path of a speaker of Kokoro."""
    return Path(name).parent.name == KOKORO


def is_slow(name: str) -> bool:
    """Nobody can wait for this voice: its sentences are made ahead, and what is not ready is said by `auto`."""
    return is_kokoro(name)


def shown(name: str) -> str:
    """The voice as the settings name it."""
    return f"{KOKORO}/{Path(name).name}" if is_kokoro(name) else name


def deadline_of(name: str) -> float:
    """Seconds that a sentence may take at most."""
    return 180.0 if is_slow(name) else 10.0


def speaks(name: str, language: str) -> bool:
    """Kokoro has Indonesian alone; the others say something of any language."""
    return language == LANGUAGE or not is_kokoro(name)


def _folder(name: str) -> Path:
    return Path(name).expanduser()


def _missing(name: str) -> Problem | None:
    return kokoro_missing(_folder(name)) if is_kokoro(name) else piper_missing(_folder(name))


def resolve_voice(name: str) -> str:
    """The voice that `auto` stands for here, also in place of a folder that cannot be a voice, told by the files alone; any
    other name as it is. Raises VoiceError for a name that is no voice."""
    if is_folder(name):
        return resolve_voice(AUTO) if _missing(name) else name
    if name == AUTO:
        return "id" if mbrola_missing() else "mb-id1"
    if name not in VOICES:
        raise VoiceError(problem(SpeechCode.VOICE_UNKNOWN, voice=name, known=", ".join([AUTO, *VOICES])))
    return name


def open_voice(name: str) -> Voice:
    """Raises VoiceError when the voice is unknown or cannot be had here."""
    chosen = resolve_voice(name)
    return _opened(chosen) if is_folder(chosen) else VOICES[chosen]()


def describe_voice(name: str) -> tuple[str, Problem | None]:
    """For `kiosk check`: which voice speaks, and why a better or the wanted one does not. Raises VoiceError if none can speak.

    It opens the voice, so it belongs into a command, not into the kiosk.
    """
    if is_folder(name):
        try:
            _opened(name)
        except VoiceError as error:
            return describe_voice(AUTO)[0], error.problem
        return name, None
    chosen = resolve_voice(name)
    VOICES[chosen]()
    return chosen, mbrola_missing() if name == AUTO and chosen != "mb-id1" else None
