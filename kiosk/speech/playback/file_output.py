"""Output into a WAV file: its sound can be measured, and no sound card is needed."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.speech.errors import DeviceError
from kiosk.speech.playback.devices import CARD_LEAD_IN_S

RATE_HZ = 48_000
BLOCK = 480
HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class FileOutput:
    """Output that pulls in real time, or *speed* times faster; silence is written only if *keep_silence*.

    An existing file is continued. The header is true after every block: the player may be killed at any moment. With no
    path the sound is pulled and dropped. Raises DeviceError.
    """

    rate_hz = RATE_HZ
    lead_in_s = CARD_LEAD_IN_S  # like a card that was closed

    def __init__(self, path: Path | None, *, speed: float = 1.0, keep_silence: bool = True) -> None:
        self._speed = speed
        self._keep_silence = keep_silence
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._file = None
        if path is None:
            return
        try:
            self._file = path.open("r+b" if path.exists() else "w+b", buffering=0)
            self._bytes = max(0, self._file.seek(0, 2) - HEADER.size)
            self._write_header()
        except OSError as error:
            raise DeviceError(f"{path}: {error.strerror or error}") from error

    def start(self, fill: Callable[[int], bytes]) -> None:
        self._thread = threading.Thread(target=self._pump, args=(fill,), daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread is None or self._thread.is_alive()

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2.0)
        if self._file is not None:
            self._file.close()

    def _pump(self, fill: Callable[[int], bytes]) -> None:
        began, blocks = time.monotonic(), 0
        while not self._closing.is_set():
            try:
                self._write_samples(fill(BLOCK))
            except OSError:  # the disk is full: the player sees that this device is dead
                return
            blocks += 1
            ahead = began + blocks * BLOCK / RATE_HZ / self._speed - time.monotonic()
            if ahead > 0:
                self._closing.wait(ahead)

    def _write_samples(self, data: bytes) -> None:
        if self._file is None or not (self._keep_silence or any(data)):
            return
        self._file.write(data)
        self._bytes += len(data)
        self._write_header()

    def _write_header(self) -> None:
        """Write the RIFF header of 16-bit mono PCM for the bytes written so far."""
        if self._file is None:
            return
        rate = RATE_HZ
        header = HEADER.pack(
            b"RIFF", 36 + self._bytes, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data", self._bytes
        )
        self._file.seek(0)
        self._file.write(header)
        self._file.seek(0, 2)
