"""Microphones: a USB microphone by PortAudio, any ALSA name by arecord, or a WAV file in place of one."""

from __future__ import annotations

import contextlib
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

from kiosk.speech.errors import SoundError, one_line
from kiosk.speech.playback.devices import ALSA_NAMES
from kiosk.speech.wav import SAMPLE_BYTES, mono, open_wav, pcm, pcm_bytes

AUTO = "auto"
_BLOCK_S = 0.1
_RATES_HZ = (48_000, 44_100, 16_000)


class MicrophoneError(Exception):
    """Error: there is no microphone, or it does not answer; one line for the log."""


class Input(Protocol):
    """Source of 16-bit mono frames, a tenth of a second at a time. `read` waits for them, and raises MicrophoneError
    when the device is gone."""

    rate_hz: int

    def read(self) -> bytes: ...
    def close(self) -> None: ...


def is_there(device: str) -> bool:
    """Return whether there may be a microphone. A device with a name is assumed to exist; for `auto` the kernel must know one."""
    return device != AUTO or any(Path("/dev/snd").glob("pcmC*c"))


def open_input(device: str) -> Input:
    """Open the microphone *device*: `auto`, a PortAudio name or part of one, an ALSA name, or `wav:PATH`, which plays
    that file and then silence. Raise MicrophoneError."""
    kind, _, path = device.partition(":")
    if kind == "wav":
        return FileInput(Path(path))
    if device.startswith(ALSA_NAMES):
        return ArecordInput(device)
    return PortAudioInput(device)


class FileInput:
    """Input from a WAV file, in real time like a microphone."""

    def __init__(self, path: Path) -> None:
        try:
            with open_wav(path) as file:
                self.rate_hz = file.getframerate()
                self._left = pcm_bytes(mono(pcm(file.readframes(file.getnframes())), file.getnchannels()))
        except SoundError as error:
            raise MicrophoneError(str(error)) from error
        self._next = time.monotonic()

    def read(self) -> bytes:
        size = int(_BLOCK_S * self.rate_hz) * SAMPLE_BYTES
        block, self._left = self._left[:size], self._left[size:]
        self._next += _BLOCK_S
        time.sleep(max(0.0, self._next - time.monotonic()))
        return block.ljust(size, b"\0")

    def close(self) -> None:
        """Do nothing: no device is open."""


class PortAudioInput:
    """Input from a PortAudio stream. For `auto` a microphone with USB in its name comes first, as a hall's has."""

    def __init__(self, device: str) -> None:
        try:
            import sounddevice
        except OSError as error:  # libportaudio2 is not installed
            raise MicrophoneError(one_line(error)) from error
        self._errors = (sounddevice.PortAudioError, ValueError)
        reason = "there is no microphone"
        for name in _names(sounddevice, device):
            for rate_hz in _RATES_HZ:
                try:
                    self._stream: Any = sounddevice.RawInputStream(
                        samplerate=rate_hz, channels=1, dtype="int16", device=name
                    )
                    self._stream.start()
                except self._errors as error:
                    reason = one_line(error)
                    continue
                self.rate_hz = rate_hz
                return
        raise MicrophoneError(reason)

    def read(self) -> bytes:
        try:
            block, _overflowed = self._stream.read(int(_BLOCK_S * self.rate_hz))
        except self._errors as error:
            raise MicrophoneError(one_line(error)) from error
        return bytes(block)

    def close(self) -> None:
        with contextlib.suppress(*self._errors):  # it was pulled out: there is nothing left to close
            self._stream.abort()
            self._stream.close()


class ArecordInput:
    """Input from the pipe of arecord, for names that PortAudio does not list."""

    rate_hz = 48_000

    def __init__(self, device: str) -> None:
        command = ["arecord", "-q", "-D", device, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self.rate_hz)]
        try:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError as error:
            raise MicrophoneError(f"arecord: {error.strerror}") from error

    def read(self) -> bytes:
        assert self._process.stdout is not None  # noqa: S101, a pipe was asked for above
        block = self._process.stdout.read(int(_BLOCK_S * self.rate_hz) * SAMPLE_BYTES)
        if not block:
            raise MicrophoneError("the microphone does not answer")
        return block

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _names(sounddevice: Any, device: str) -> list[int | str]:
    if device != AUTO:
        return [device]
    found = [each for each in sounddevice.query_devices() if each["max_input_channels"] > 0]
    return [each["index"] for each in sorted(found, key=lambda each: "usb" not in each["name"].casefold())]
