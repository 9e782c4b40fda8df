"""Sounds of words that must not be stored: made in memory, and freed after they were heard."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHARED = Path("/dev/shm")  # noqa: S108 -- a folder in it is made with a name of its own, for this user alone
_NAME = "kiosk-unkept-"


def _memory_folder() -> Path | None:
    """Return a folder in memory, if there is one: a unit's folder in /run is removed with the unit."""
    for room in (Path(os.environ.get("RUNTIME_DIRECTORY", "")), _SHARED):
        if room.is_absolute() and os.access(room, os.W_OK):
            return room
    return None


@contextmanager
def folder_for_now() -> Iterator[Path]:
    """Make a temporary folder in memory, which is removed with its content. Raise OSError."""
    with tempfile.TemporaryDirectory(
        prefix=f"{_NAME}{os.getpid()}-", dir=_memory_folder(), ignore_cleanup_errors=True
    ) as made:
        yield Path(made)


def sweep() -> None:
    """Remove the folders of processes that were killed in the middle of a sentence."""
    room = _memory_folder()
    for each in room.glob(f"{_NAME}*-*") if room is not None else ():
        number = each.name.removeprefix(_NAME).partition("-")[0]
        if number.isdigit() and not Path("/proc", number).exists():
            shutil.rmtree(each, ignore_errors=True)


def in_memory(path: Path) -> int:
    """Copy the file's content into anonymous memory; return the descriptor. Raise OSError."""
    memory = os.memfd_create("said", os.MFD_CLOEXEC)
    try:
        with os.fdopen(memory, "wb", closefd=False) as file:
            file.write(path.read_bytes())
    except OSError:
        os.close(memory)
        raise
    return memory


def path_of(memory: int) -> Path:
    """Return a path to the memory for the player, a process of the same user."""
    return Path(f"/proc/{os.getpid()}/fd/{memory}")
