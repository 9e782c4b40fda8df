"""What can go wrong between a sentence and the loudspeaker. `str` of each is one line for a log; what people are told of it is made
in `problems`, which the player, who tells nobody, does not load."""

from __future__ import annotations


class SpeechError(Exception):
    """Base of all errors of speech."""


class SoundError(SpeechError, OSError):
    """A sound file cannot be read or written."""


class DeviceError(SpeechError, OSError):
    """No sound device takes our sound."""


class NoDeviceError(DeviceError):
    """None has the name that was asked for."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(f'there is no sound device "{device}": {reason}')
        self.device, self.reason = device, reason


class PlayerGoneError(SpeechError):
    """The player ended while it was needed."""


def one_line(error: BaseException) -> str:
    """What an error says, folded to one line of at most 300 characters."""
    return " ".join((str(error) or type(error).__name__).split())[:300]
