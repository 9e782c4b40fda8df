"""Queue that the device pulls from: blocks and marks in order, a volume without clicks, and a stop within one block."""

from __future__ import annotations

import threading
import time
from array import array
from collections import deque
from collections.abc import Callable

from kiosk.speech.wav import pcm_bytes

FADE_S = 0.02


class Mark:
    """Place in the queue; *reached* is called when the device pulls the sound behind it. It must not wait."""

    def __init__(self, reached: Callable[[], None]) -> None:
        self.reached = reached


class SoundQueue:
    """Queue that the player's main thread fills, and the device's thread empties through `fill`."""

    def __init__(self, rate_hz: int, *, volume: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._entries: deque[array[int] | Mark] = deque()
        self._offset = 0
        self._frames = 0
        self._slope = 1.0 / max(1.0, FADE_S * rate_hz)
        self._volume = volume
        self._gain = volume
        self._stopped: Callable[[], None] | None = None
        self._pulled = time.monotonic()

    def add(self, entry: array[int] | Mark) -> None:
        with self._lock:
            self._entries.append(entry)
            if not isinstance(entry, Mark):
                self._frames += len(entry)

    def stop(self, stopped: Callable[[], None]) -> None:
        """Fade out and discard the rest; *stopped* is called when it is quiet."""
        with self._lock:
            if self._entries:
                self._stopped = stopped
                return
        stopped()

    def fade_to(self, volume: float) -> None:
        """Set the volume, 0 to 1, as a factor of the samples; faded while something sounds."""
        with self._lock:
            self._volume = volume
            if not self._entries:
                self._gain = volume

    @property
    def frames(self) -> int:
        """Return the number of frames that the device has still to pull."""
        return self._frames

    @property
    def empty(self) -> bool:
        return not self._entries

    @property
    def stopping(self) -> bool:
        """Return whether a stop is being faded; entries that are added now would be discarded with the rest."""
        return self._stopped is not None

    @property
    def unpulled_s(self) -> float:
        """Return the seconds since the device last pulled; they grow when the device is gone."""
        return time.monotonic() - self._pulled

    def fill(self, frames: int) -> bytes:
        """Return the next frames as bytes, silence where there are none."""
        self._pulled = time.monotonic()
        with self._lock:
            reached, block = self._take_frames(frames)
            heard = len(block)
            block.frombytes(bytes(2 * (frames - heard)))
            self._scale(block, 0.0 if self._stopped else self._volume)
            if self._stopped and (self._gain <= 0.0 or not self._entries):
                reached = [self._stopped]
                self._forget()
        for call in reached:
            call()
        return pcm_bytes(block)

    def clear(self) -> None:
        """Discard everything at once, without a fade; a stop that was being faded is over."""
        with self._lock:
            stopped = self._stopped
            self._forget()
        if stopped is not None:
            stopped()

    def _forget(self) -> None:
        self._entries.clear()
        self._offset = self._frames = 0
        self._stopped = None
        self._gain = self._volume

    def _take_frames(self, frames: int) -> tuple[list[Callable[[], None]], array[int]]:
        reached: list[Callable[[], None]] = []
        block = array("h")
        while self._entries and len(block) < frames:
            entry = self._entries[0]
            if isinstance(entry, Mark):
                reached.append(entry.reached)
                self._entries.popleft()
                continue
            part = entry[self._offset : self._offset + frames - len(block)]
            block.extend(part)
            self._offset += len(part)
            self._frames -= len(part)
            if self._offset >= len(entry):
                self._entries.popleft()
                self._offset = 0
        return reached, block

    def _scale(self, block: array[int], target: float) -> None:
        gain = self._gain
        if gain == target == 1.0:
            return
        number = 0
        while gain != target and number < len(block):
            gain = min(target, gain + self._slope) if gain < target else max(target, gain - self._slope)
            block[number] = int(block[number] * gain)
            number += 1
        if number < len(block) and gain != 1.0:
            block[number:] = array("h", [int(sample * gain) for sample in block[number:]])
        self._gain = gain
