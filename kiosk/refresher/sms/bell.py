"""Named pipe by which the modem's process wakes the refresher, so that a warning is read at once."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import time
from pathlib import Path

NAME = "bell"
_AGAIN_S = 5.0  # until a pipe that is not there is looked for again


class Bell:
    """Reading end of the named pipe in *folder*, which belongs to the modem's process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._pipe: int | None = None
        self._looked = -_AGAIN_S

    def close(self) -> None:
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None

    def wait_for_ring(self, seconds: float) -> None:
        """Wait for *seconds*, or until the bell rings."""
        pipe = self._open_pipe()
        if pipe is None:
            time.sleep(seconds)
        else:
            select.select([pipe], [], [], seconds)

    def rung(self) -> bool:
        """Return whether the bell has rung since the last call."""
        pipe = self._open_pipe()
        if pipe is None:
            return False
        with contextlib.suppress(BlockingIOError):
            return bool(os.read(pipe, 4096))
        return False

    def _open_pipe(self) -> int | None:
        if self._pipe is None and time.monotonic() - self._looked >= _AGAIN_S:
            self._looked = time.monotonic()
            self._pipe = _open_pipe(self._path, os.O_RDWR)  # a writer of its own: the other end may come and go
            if self._pipe is not None:
                os.write(self._pipe, b"!")  # rings before this had no reader
        return self._pipe


def hang(folder: Path) -> None:
    """Create the named pipe in *folder* unless it exists. Raises OSError."""
    path = folder / NAME
    with contextlib.suppress(FileExistsError):
        os.mkfifo(path)
        path.chmod(0o660)


def ring(folder: Path) -> None:
    """Wake the refresher through the pipe in *folder*. Does nothing if no refresher runs."""
    pipe = _open_pipe(folder / NAME, os.O_WRONLY)
    if pipe is not None:
        with contextlib.suppress(OSError):
            os.write(pipe, b"!")
        os.close(pipe)


def _open_pipe(path: Path, mode: int) -> int | None:
    try:
        pipe = os.open(path, mode | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    if stat.S_ISFIFO(os.fstat(pipe).st_mode):
        return pipe
    os.close(pipe)
    return None
