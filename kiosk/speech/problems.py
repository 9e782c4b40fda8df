"""Errors of speech as they are told to people: codes with details, whose words are in `i18n`."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode, problem
from kiosk.speech.errors import NoDeviceError, SpeechError


class SpeechCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    FAILED = "speech_failed", "reason"
    VOICE_UNKNOWN = "voice_unknown", "voice", "known"
    MBROLA_VOICE_MISSING = "mbrola_voice_missing"
    MBROLA_MISSING = "mbrola_missing"
    ESPEAK_MISSING = "espeak_missing"
    VOICE_LANGUAGE = "voice_language", "voice", "language"
    VOICE_SILENT = "voice_silent", "voice", "seconds"
    PIPER_NO_MODEL = "piper_no_model", "folder"
    PIPER_NO_SETTINGS = "piper_no_settings", "file"
    PIPER_MISSING = "piper_missing", "folder"
    PIPER_MODEL_UNFIT = "piper_model_unfit", "file"
    PIPER_SETTINGS_UNFIT = "piper_settings_unfit", "file"
    PIPER_UNREADABLE = "piper_unreadable", "file", "reason"
    KOKORO_FILE_MISSING = "kokoro_file_missing", "file"
    KOKORO_FILE_UNFIT = "kokoro_file_unfit", "file"
    KOKORO_UNREADABLE = "kokoro_unreadable", "file", "reason"
    KOKORO_PACKAGE_MISSING = "kokoro_package_missing"
    KOKORO_LICENCE_OTHER = "kokoro_licence_other", "file"
    VOICE_FILE_OTHER = "voice_file_other", "file"
    VOICE_FILE_NOT_THERE = "voice_file_not_there", "file", "reason"
    NO_DEVICE = "no_sound_device", "device", "reason"


class VoiceError(SpeechError):
    """A voice cannot be had here, or could not make a sentence. Given a line for the log alone, it is told as a failure of speech
    with that line."""

    def __init__(self, what: Problem | str) -> None:
        super().__init__(str(what))
        self.problem = what if isinstance(what, Problem) else problem(SpeechCode.FAILED, reason=what)


def problem_of(error: SpeechError) -> Problem:
    """What people are told of it: its own code, or a failure of speech with its line."""
    match error:
        case VoiceError():
            return error.problem
        case NoDeviceError():
            return problem(SpeechCode.NO_DEVICE, device=error.device, reason=error.reason)
    return problem(SpeechCode.FAILED, reason=str(error))
