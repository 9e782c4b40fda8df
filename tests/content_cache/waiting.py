"""Bounded children of a process, looked for and waited for in /proc."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def first_readers_of(parent: int, how: str = "captive.serve()") -> list[int]:
    """Wait for the bounded children of process *parent*, and return their ids."""
    end = time.monotonic() + 30
    while not (found := readers_of(parent, how)):
        assert time.monotonic() < end
        threading.Event().wait(0.01)
    return found


def readers_of(parent: int, how: str = "captive.serve()") -> list[int]:
    """The bounded children of a process, from the moment when each is the interpreter that it was started as.

    While it is started its command line is its parent's, then for a moment none.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            if state[1] == str(parent) and state[0] != "Z" and how.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
