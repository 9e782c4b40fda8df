"""Memory that decoder and window share: a few pictures, and what the one tells the other. No lock: each word has one writer.

The decoder writes a picture over the oldest one, once a later one is due; the window shows the latest that is due. What the decoder
says is the word of a process that reads strangers' films: numbers are checked, and whatever it writes is no more than pixels.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from contextlib import suppress
from math import isfinite

SLOTS = 8  # a third of a second: so long may the decoder be busy with one picture
_SIDE, _PIXELS = 640, 640 * 360
BYTES = _PIXELS * 3  # bytes of a frame in RGB
_HEAD = 4096
_WANTED, _ORDER, _FROM = (
    0,
    8,
    16,
)  # written by the window: the film's position, the number of orders to begin elsewhere, and where
_SIZE, _ENDED = 64, 72  # written by the decoder: width and height, and whether all is decoded
_TIMES = 128
_NEVER = -1.0


class FrameRing:
    """Ring of frames in memory that window and decoder share.

    *descriptor* is what the other process is given. Times are seconds of the film.
    """

    def __init__(self, descriptor: int = -1) -> None:
        self.descriptor = _sealed() if descriptor < 0 else descriptor
        self._memory = mmap.mmap(self.descriptor, _HEAD + SLOTS * BYTES)
        if descriptor < 0:
            self.empty()

    def close(self) -> None:
        with suppress(BufferError):  # somebody holds pixels yet: it goes with them
            self._memory.close()
        os.close(self.descriptor)

    def empty(self) -> None:
        """Mark all slots as empty."""
        for slot in range(SLOTS):
            self._write_value("d", _TIMES + 8 * slot, _NEVER)
        self._write_value("q", _ENDED, 0)

    # the window

    def want(self, seconds: float) -> None:
        """Report the playback position, *seconds*, to the decoder."""
        self._write_value("d", _WANTED, seconds)

    def go_to(self, seconds: float) -> None:
        """Order the decoder to begin anew at *seconds*."""
        self.want(seconds)
        self._write_value("d", _FROM, seconds)
        self._write_value("q", _ORDER, self.order + 1)

    def latest_frame(self, seconds: float) -> tuple[float, tuple[int, int], memoryview] | None:
        """Return time, size and pixels (RGB, top line first) of the latest frame due at *seconds*.

        If none is due, return the next one; `None` if there is none.
        """
        size = self.frame_size
        times = self._times()
        there = [time for time in times if time >= 0]
        if size is None or not there:
            return None
        time = max((time for time in there if time <= seconds), default=min(there))
        start = _HEAD + times.index(time) * BYTES
        return time, size, memoryview(self._memory)[start : start + size[0] * size[1] * 3]

    @property
    def ended(self) -> bool:
        return bool(self._get("q", _ENDED))

    @property
    def frame_size(self) -> tuple[int, int] | None:
        """Return the size of the frames in px; `None` before the first one."""
        width, height = struct.unpack_from("<II", self._memory, _SIZE)
        return (width, height) if 0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _PIXELS else None

    # the decoder

    @property
    def wanted_position(self) -> float:
        return float(self._get("d", _WANTED))

    @property
    def order(self) -> int:
        return int(self._get("q", _ORDER))

    @property
    def start(self) -> float:
        return float(self._get("d", _FROM))

    def mark_ended(self) -> None:
        self._write_value("q", _ENDED, 1)

    def set_size(self, width: int, height: int) -> None:
        struct.pack_into("<II", self._memory, _SIZE, width, height)

    def free_slot(self) -> int | None:
        """Return the index of a slot that is empty or holds a frame no longer needed; `None` if there is none."""
        times = self._times()
        if _NEVER in times:
            return times.index(_NEVER)
        oldest, next_one = sorted(times)[:2]
        return times.index(oldest) if next_one <= self.wanted_position else None

    def slot(self, number: int) -> memoryview:
        start = _HEAD + number * BYTES
        self._write_value("d", _TIMES + 8 * number, _NEVER)
        return memoryview(self._memory)[start : start + BYTES]

    def fill(self, number: int, seconds: float) -> None:
        """Mark the frame in slot *number* as complete, to be shown at *seconds* of the film."""
        self._write_value("d", _TIMES + 8 * number, seconds)

    def _times(self) -> list[float]:
        found = struct.unpack_from(f"<{SLOTS}d", self._memory, _TIMES)
        return [time if isfinite(time) and time >= 0 else _NEVER for time in found]

    def _get(self, kind: str, at: int) -> float:
        value: float = struct.unpack_from(f"<{kind}", self._memory, at)[0]
        return value

    def _write_value(self, kind: str, at: int, value: float) -> None:
        struct.pack_into(f"<{kind}", self._memory, at, value)


def _sealed() -> int:
    """Create the shared memory and return its descriptor.

    It has no path and its size is sealed: a decoder that shrank it could crash the window.
    """
    descriptor = os.memfd_create("film", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, _HEAD + SLOTS * BYTES)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return descriptor
