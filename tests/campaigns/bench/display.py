"""A virtual display whose pixels can be read as they change, and the memory of what draws on it."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Display:
    """An Xvfb of 1280x720 with 24 bits. `name` is for $DISPLAY."""

    name: str
    file: Path

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """RGB, y from the top, as it is on the screen now (the XWD file of Xvfb's -fbdir)."""
        with self.file.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as screen:
            header = struct.unpack(">25I", screen[:100])
            start = header[0] + header[19] * 12 + y * header[12] + x * 4
            blue, green, red = screen[start], screen[start + 1], screen[start + 2]
            return red, green, blue

    def band(self, top: int, bottom: int) -> bytes:
        """The raw rows from `top` to `bottom`: equal while nothing moves there."""
        with self.file.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as screen:
            header = struct.unpack(">25I", screen[:100])
            start = header[0] + header[19] * 12
            return screen[start + top * header[12] : start + bottom * header[12]]

    def wait_for(self, x: int, y: int, colour: tuple[int, int, int], *, seconds: float) -> float:
        """The monotonic time at which a pixel had a colour. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.pixel(x, y) == colour:
                return time.monotonic()
            time.sleep(0.002)
        raise TimeoutError(f"pixel {x},{y} is {self.pixel(x, y)} after {seconds} s, not {colour}")


@contextmanager
def display() -> Iterator[Display]:
    folder = Path(tempfile.mkdtemp(prefix="display-"))
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)]
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield Display(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def on_a_display(module: str, *arguments: str) -> int | None:
    """Run `python -m MODULE ARGUMENTS` once more on a display of its own and give its exit code; None if this is that run.

    SDL's offscreen driver lets a texture leak of its own appear: what measures memory draws on a real display server.
    """
    if os.environ.get("ON_A_DISPLAY"):
        return None
    with display() as screen:
        again = [sys.executable, "-m", module, *arguments]
        return subprocess.run(
            again, env=os.environ | {"DISPLAY": screen.name, "ON_A_DISPLAY": "1"}, check=False
        ).returncode


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it started, and what those started."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def pss_megabytes(process: psutil.Process) -> float:
    """Return the process's proportional share of memory (PSS) in MB, from the kernel's smaps_rollup."""
    return float(process.memory_full_info().pss) / 1e6
