"""Errors of speech as people are told of them: codes with details, whose words are in `i18n`."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _
from kiosk.speech.errors import NoDeviceError, SpeechError


class SpeechCode(ProblemCode):
    """Codes of voice and sound."""

    FAILED = "speech_failed", _("speaking failed ({reason})")
    VOICE_UNKNOWN = (
        "voice_unknown",
        _('the voice "{voice}" is unknown; use one of {known}, or the folder of a voice, for [speech] voice'),
    )
    MBROLA_VOICE_MISSING = (
        "mbrola_voice_missing",
        _(
            "the clearer voice mb-id1 is not installed; install it with: apt install mbrola-id1 (Debian's non-free part)"
        ),
    )
    MBROLA_MISSING = (
        "mbrola_missing",
        _("the clearer voice mb-id1 is not installed; install it with: apt install mbrola (Debian's contrib part)"),
    )
    ESPEAK_MISSING = "espeak_missing", _("espeak-ng is not installed; install it with: apt install espeak-ng")
    VOICE_LANGUAGE = "voice_language", _("the voice {voice} does not speak {language}")
    VOICE_SILENT = "voice_silent", _("no sound comes out; check espeak-ng"), "voice", "seconds"
    PIPER_NO_MODEL = "piper_no_model", _("{folder}: there is no .onnx file in the folder of this voice")
    PIPER_NO_SETTINGS = "piper_no_settings", _("{file}: this file is missing; copy it again with its .onnx file")
    PIPER_MISSING = "piper_missing", _("{folder}: Piper is not installed; install it with: pip install piper-tts")
    PIPER_MODEL_UNFIT = "piper_model_unfit", _("{file}: this is no .onnx file of a voice; copy it again")
    PIPER_SETTINGS_UNFIT = (
        "piper_settings_unfit",
        _("{file}: this is no settings file of a Piper voice; take it from where the .onnx came from"),
    )
    PIPER_UNREADABLE = "piper_unreadable", _("{file}: this file of the voice cannot be read; copy it again"), "reason"
    KOKORO_FILE_MISSING = (
        "kokoro_file_missing",
        _("{file}: this file of the voice is missing; fetch it with: kiosk voices get kokoro"),
    )
    KOKORO_FILE_UNFIT = (
        "kokoro_file_unfit",
        _("{file}: this file of the voice is damaged; fetch it again with: kiosk voices get kokoro"),
    )
    KOKORO_UNREADABLE = (
        "kokoro_unreadable",
        _("{file}: this voice cannot be loaded ({reason}); fetch it again with: kiosk voices get kokoro"),
    )
    KOKORO_PACKAGE_MISSING = (
        "kokoro_package_missing",
        _("the voice kokoro needs onnxruntime; install it with: pip install 'kim-kiosk[neural]'"),
    )
    KOKORO_LICENCE_OTHER = (
        "kokoro_licence_other",
        _("{file}: the licence of this voice is missing, or is another one; what it says is not published"),
    )
    LISTEN_FILE_MISSING = (
        "listen_file_missing",
        _("{file}: this file of the recogniser is missing or damaged; fetch it with: kiosk voices get listen"),
    )
    LISTEN_PACKAGE_MISSING = (
        "listen_package_missing",
        _("to be asked aloud the kiosk needs ctranslate2; install it with: pip install 'kim-kiosk[listen]'"),
    )
    VOICE_FILE_OTHER = (
        "voice_file_other",
        _("{file}: this is another file than the one that was looked at; nothing was kept"),
    )
    VOICE_FILE_NOT_THERE = "voice_file_not_there", _("{file} cannot be fetched ({reason})")
    VOICE_FILE_MISSING = "voice_file_missing", _("{file} is not there")
    NO_DEVICE = "no_sound_device", _('there is no sound device "{device}"'), "reason"


class VoiceError(SpeechError):
    """Error for a voice that is not available here, or could not make a sentence.

    Given one line for the log alone, people see a general failure of speech with that line.
    """

    def __init__(self, what: Problem | str) -> None:
        super().__init__(str(what))
        self.problem = what if isinstance(what, Problem) else problem(SpeechCode.FAILED, reason=what)


def problem_of(error: SpeechError) -> Problem:
    """Return the problem to show for *error*: its own code, or a general failure of speech with its line."""
    match error:
        case VoiceError():
            return error.problem
        case NoDeviceError():
            return problem(SpeechCode.NO_DEVICE, device=error.device, reason=error.reason)
    return problem(SpeechCode.FAILED, reason=str(error))
