"""Where sound goes: the system's devices by PortAudio, any ALSA name by aplay, or a WAV file that a test can measure."""

from __future__ import annotations

import contextlib
import fcntl
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from kiosk.speech.errors import DeviceError, one_line
from kiosk.speech.file_output import FileOutput

Fill = Callable[[int], bytes]

RATES_HZ = (48_000, 44_100, 22_050)  # HDMI takes nothing below 32,000
LATENCY_S = 0.06
F_SETPIPE_SZ = 1031  # linux/fcntl.h; Python names it from 3.10 on Linux only
ALSA_NAMES = ("hw:", "plughw:", "sysdefault:", "front:", "hdmi:", "plug:", "dmix:")
AUTO = "auto"


class Output(Protocol):
    """An open device. It pulls 16-bit mono frames through the `fill` it was opened with until `close`."""

    rate_hz: int

    def start(self, fill: Fill) -> None: ...
    def close(self) -> None: ...


def open_output(device: str) -> Output:
    """`auto`, a PortAudio name or part of one, an ALSA name, `wav:PATH`, `fast-wav:PATH` or `null`. Raises DeviceError."""
    kind, _, path = device.partition(":")
    if kind == "wav":
        return FileOutput(Path(path))
    if kind == "fast-wav":
        return FileOutput(Path(path), speed=50.0)
    if device == "null":
        return FileOutput(None)
    if device.startswith(ALSA_NAMES):
        return AplayOutput(device)
    try:
        return PortAudioOutput(device)
    except DeviceError as first:
        try:
            return AplayOutput(device)
        except DeviceError as second:
            raise DeviceError(f"no sound device for {device!r}: {one_line(first)}; {one_line(second)}") from second


class PortAudioOutput:
    """One raw stream: no numpy, so the player stays small."""

    def __init__(self, device: str) -> None:
        try:
            import sounddevice
        except OSError as error:  # libportaudio2 is not installed
            raise DeviceError(f"PortAudio: {one_line(error)}") from error
        self._fill: Fill = _quiet
        reason = "PortAudio: no rate fits"
        for self.rate_hz in RATES_HZ:
            try:
                self._stream = sounddevice.RawOutputStream(
                    samplerate=self.rate_hz,
                    channels=1,
                    dtype="int16",
                    device=None if device == AUTO else device,
                    latency=LATENCY_S,
                    callback=self._pull,
                )
            except (sounddevice.PortAudioError, ValueError) as error:  # ValueError: no device of that name
                reason = f"PortAudio: {one_line(error)}"
                continue
            return
        raise DeviceError(reason)

    def start(self, fill: Fill) -> None:
        import sounddevice

        self._fill = fill
        try:
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"PortAudio: {one_line(error)}") from error

    def close(self) -> None:
        import sounddevice

        with contextlib.suppress(sounddevice.PortAudioError):  # the device is gone: there is nothing left to close
            self._stream.abort()
            self._stream.close()

    def _pull(self, out: Any, frames: int, time: Any, status: Any) -> None:  # noqa: ARG002, PortAudio's signature
        out[:] = self._fill(frames)


class AplayOutput:
    """A pipe into aplay, kept short so that a stop is heard at once."""

    rate_hz = RATES_HZ[0]
    BLOCK = 1_024
    TRIAL_S = 0.15

    def __init__(self, device: str) -> None:
        chosen = [] if device == AUTO else ["-D", device]
        command = ["aplay", "-q", *chosen, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self.rate_hz)]
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115, closed by close()
        try:
            self._process = subprocess.Popen(
                [*command, "--buffer-time=80000", "-"], stdin=subprocess.PIPE, stderr=self._complaints
            )
        except OSError as error:
            raise DeviceError(f"aplay: {error.strerror or error} (sudo apt install alsa-utils)") from error
        assert self._process.stdin is not None  # noqa: S101, a pipe was asked for above
        self._pipe = self._process.stdin
        with contextlib.suppress(OSError):  # a long pipe only means a later stop
            fcntl.fcntl(self._pipe.fileno(), F_SETPIPE_SZ, 4_096)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._try_out()

    def start(self, fill: Fill) -> None:
        self._thread = threading.Thread(target=self._pump, args=(fill,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._process.kill()
        self._process.wait()
        if self._thread is not None:
            self._thread.join(1.0)
        with contextlib.suppress(OSError):  # what was still in the pipe has nobody to play it
            self._pipe.close()
        self._complaints.close()

    def _try_out(self) -> None:
        """A device that is not there makes aplay end at once."""
        with contextlib.suppress(OSError):  # ended already: told below
            self._pipe.write(_quiet(self.BLOCK))
            self._pipe.flush()
        with contextlib.suppress(subprocess.TimeoutExpired):  # still running: it has a device
            self._process.wait(self.TRIAL_S)
            self._complaints.seek(0)
            complaints = self._complaints.read().decode(errors="replace").split("\n")
            self.close()
            # ALSA's library writes a dozen lines before aplay writes its own
            own = [line for line in complaints if line.startswith("aplay:")]
            raise DeviceError(own[-1] if own else "aplay: ended at once")

    def _pump(self, fill: Fill) -> None:
        with contextlib.suppress(OSError, ValueError):  # the device went away: the player sees that nothing is pulled
            while not self._closing.is_set():
                self._pipe.write(fill(self.BLOCK))
                self._pipe.flush()


def _quiet(frames: int) -> bytes:
    return bytes(2 * frames)
