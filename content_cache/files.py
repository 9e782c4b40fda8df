"""Files written so that a power cut leaves the old one or the new one; files of others read so that none of them holds root up."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """`content` in place of what was there, on the card when this returns. Raises OSError."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, mode)
        file.write(content)
        file.flush()
        os.fsync(handle)
    fresh.replace(path)
    sync_folder(path.parent)


def read_plain(path: Path, most: int) -> bytes:
    """At most so many bytes of a plain file in a folder that others may write: no link is followed, no pipe waited for.

    Raises OSError.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileNotFoundError(f"{path.name} is no plain file")
        return file.read(most)


def remove(path: Path) -> None:
    """Gone from the card when this returns; nothing if it was not there. Raises OSError."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The names in a folder outlive a power cut from here on."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
