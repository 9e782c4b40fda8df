"""Errors between a sentence and the loudspeaker. `str` of each is one line for a log.

`problems` makes their messages for people; the player, which shows none, does not load that.
"""

from __future__ import annotations


class SpeechError(Exception):
    """Base of all errors of speech."""


class SoundError(SpeechError, OSError):
    """Error on reading or writing a sound file."""


class DeviceError(SpeechError, OSError):
    """Error for a missing sound device, or one that does not take our sound."""


class NoDeviceError(DeviceError):
    """Error for a name that no sound device has."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(f'there is no sound device "{device}": {reason}')
        self.device, self.reason = device, reason


class PlayerGoneError(SpeechError):
    """Error for a player that ended while it was needed."""


def one_line(error: BaseException) -> str:
    """Return the message of an error, folded to one line of at most 300 characters."""
    return " ".join((str(error) or type(error).__name__).split())[:300]
