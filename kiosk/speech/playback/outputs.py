"""Outputs of sound: the system's devices by PortAudio, any ALSA name by aplay, or a WAV file that a test can measure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.speech.errors import DeviceError, NoDeviceError, one_line
from kiosk.speech.playback.aplay_output import AplayOutput
from kiosk.speech.playback.devices import ALSA_NAMES, BY_APLAY, FILES
from kiosk.speech.playback.file_output import FileOutput
from kiosk.speech.playback.portaudio_output import PortAudioOutput, load_library

Fill = Callable[[int], bytes]


class Output(Protocol):
    """Open device.

    It pulls 16-bit mono frames through the `fill` it was started with until `close`, or until it is not `alive` any
    more. Sound in the first `lead_in_s` seconds may be swallowed.
    """

    rate_hz: int
    lead_in_s: float

    @property
    def alive(self) -> bool: ...
    def start(self, fill: Fill) -> None: ...
    def close(self) -> None: ...


def get_ready(device: str) -> None:
    """Load in advance the library that *device* will need: PortAudio lists all devices when it starts."""
    if device != "null" and not device.startswith((*FILES, *ALSA_NAMES, f"{BY_APLAY}:")):
        load_library()


def open_output(device: str) -> Output:
    """Open the output *device*. Raise DeviceError.

    It is `auto`, a PortAudio name or part of one, an ALSA name, or `aplay:` and any of these. For tests it is
    `wav:PATH`, `quick-wav:PATH` (4 times faster), `fast-wav:PATH` (50 times, without silence) or `null`.
    """
    kind, _, path = device.partition(":")
    if kind == "wav":
        return FileOutput(Path(path))
    if kind == "quick-wav":
        return FileOutput(Path(path), speed=4.0)
    if kind == "fast-wav":
        return FileOutput(Path(path), speed=50.0, keep_silence=False)
    if device == "null":
        return FileOutput(None)
    if kind == BY_APLAY:
        return AplayOutput(path)
    if device.startswith(ALSA_NAMES):
        return AplayOutput(device)
    try:
        return PortAudioOutput(device)
    except DeviceError as first:
        try:
            return AplayOutput(device)
        except DeviceError as second:
            raise NoDeviceError(device, f"{one_line(first)}; {one_line(second)}") from second
