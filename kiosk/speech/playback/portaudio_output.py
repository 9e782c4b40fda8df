"""Output by PortAudio: the system's default device, or one by a part of its name."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.speech.errors import DeviceError, one_line
from kiosk.speech.playback.devices import auto_order, known_cards, lead_in_s

Fill = Callable[[int], bytes]

RATES_HZ = (48_000, 44_100, 22_050)  # HDMI takes nothing below 32,000
CHANNELS = (1, 2)  # a bare USB card may know stereo only
LATENCY_S = 0.06
AUTO = "auto"


class PortAudioOutput:
    """Output by one raw stream: no numpy, so the player stays small. Raises DeviceError."""

    rate_hz: int

    def __init__(self, device: str) -> None:
        sounddevice = _library()
        self._errors = (sounddevice.PortAudioError, ValueError)  # ValueError: no device of that name
        self._fill: Fill = _silence
        reason = "there is none"
        for name, rate_hz, channels in _trials(sounddevice, device):
            try:
                self._stream = sounddevice.RawOutputStream(
                    samplerate=rate_hz,
                    channels=channels,
                    dtype="int16",
                    device=name,
                    latency=LATENCY_S,
                    callback=self._pull if channels == 1 else self._pull_stereo,
                )
            except self._errors as error:
                reason = one_line(error)
                continue
            self.rate_hz = rate_hz
            self.lead_in_s = lead_in_s(_device_name(sounddevice, name), known_cards())
            return
        raise DeviceError(f"PortAudio: {reason}")

    def start(self, fill: Fill) -> None:
        self._fill = fill
        try:
            self._stream.start()
        except self._errors as error:
            raise DeviceError(f"PortAudio: {one_line(error)}") from error

    def close(self) -> None:
        with contextlib.suppress(*self._errors):  # the device is gone: there is nothing left to close
            self._stream.abort()
            self._stream.close()

    @property
    def alive(self) -> bool:
        """Return whether the device is still there; some that went away do not report it, and pull no more."""
        try:
            return bool(self._stream.active)
        except self._errors:
            return False

    def _pull(self, out: Any, frames: int, time: Any, status: Any) -> None:  # noqa: ARG002, PortAudio's signature
        out[:] = self._fill(frames)

    def _pull_stereo(self, out: Any, frames: int, time: Any, status: Any) -> None:  # noqa: ARG002, PortAudio's signature
        mono = array("h", self._fill(frames))
        both = array("h", bytes(4 * len(mono)))
        both[::2] = both[1::2] = mono
        out[:] = both.tobytes()


def load_library() -> None:
    """Load PortAudio in advance. Where it is missing, opening a device reports it."""
    with contextlib.suppress(DeviceError):
        _library()


def look_again() -> None:
    """Restart PortAudio, which lists the devices only when it begins, to find newly plugged ones. No stream may be open.

    Raise DeviceError.
    """
    sounddevice = _library()
    try:
        sounddevice._terminate()
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise DeviceError(f"PortAudio: {one_line(error)}") from error


def _library() -> Any:
    try:
        import sounddevice
    except OSError as error:  # libportaudio2 is not installed
        raise DeviceError(f"PortAudio: {one_line(error)}") from error
    return sounddevice


def _trials(sounddevice: Any, device: str) -> Iterator[tuple[int | str, int, int]]:
    names: list[int | str] = [device]
    if device == AUTO:
        default = sounddevice.default.device[1]
        names = list(auto_order(sounddevice.query_devices(), default))
    for name in names:
        for rate_hz in RATES_HZ:
            for channels in CHANNELS:
                yield name, rate_hz, channels


def _device_name(sounddevice: Any, name: int | str) -> str:
    return str(sounddevice.query_devices(name)["name"])


def _silence(frames: int) -> bytes:
    return bytes(2 * frames)
