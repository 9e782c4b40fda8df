"""What can go wrong between a sentence and the loudspeaker. Every message is one line for a log or for `kiosk check`."""


class SpeechError(Exception):
    """Base of all errors of speech."""


class VoiceError(SpeechError):
    """A voice cannot be had here, or could not make a sentence."""


class SoundError(SpeechError, OSError):
    """A sound file cannot be read or written."""


class DeviceError(SpeechError, OSError):
    """No sound device takes our sound."""


class PlayerGoneError(SpeechError):
    """The player ended while it was needed."""


def one_line(error: BaseException) -> str:
    """What an error says, folded to one line of at most 300 characters."""
    return " ".join((str(error) or type(error).__name__).split())[:300]
