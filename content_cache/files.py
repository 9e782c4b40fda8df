"""Files written so that a power cut leaves the old one or the new one; files of others read so that none of them holds root up."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 18
_DRAFT = re.compile(r"\..+\.[0-9a-f]{8}")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: bytes, mode: int | None = 0o600) -> None:
    """`content` in place of what was there, on the card when this returns. Raises OSError.

    Beside it first, synced, renamed, and the folder synced: without either sync files were lost in power cuts. The draft has a name
    of its own, for two processes may write one file at one time, and is never a link that somebody laid there.

    With a `mode` the file has it whatever the umask, and nobody can read more of the draft; None leaves it to umask and disk, for a
    folder of people's own: a stick's file system knows no modes.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, _NEW, 0o666 if mode is None else 0o600), "wb") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def clear_drafts(folder: Path, before: float) -> None:
    """Remove drafts of `write_whole` in *folder* and below it, which killed processes left: older than *before*, in seconds of the
    time of day. What cannot be removed stays. Nothing in `.git` is looked at."""
    for place, folders, names in os.walk(folder):
        with suppress(ValueError):
            folders.remove(".git")
        for path in (Path(place, name) for name in names if _DRAFT.fullmatch(name)):
            with suppress(OSError):
                if path.lstat().st_mtime < before:
                    path.unlink()


def is_device_name(name: str) -> bool:
    """Return whether Windows takes *name* for a device, in whatever folder and with whatever ending (Microsoft, Naming Files)."""
    return _RESERVED.fullmatch(name) is not None


def check_replaceable(path: Path) -> None:
    """Raises OSError (EEXIST) where a device, a pipe or a folder lies: root's rename would put a file in place of /dev/null."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def in_memory(content: bytes = b"") -> BinaryIO:
    """A file that no folder names, to be handed to another process by its descriptor."""
    file = os.fdopen(os.memfd_create("body"), "w+b")
    file.write(content)
    file.flush()
    return file


def read_plain(path: Path, most: int) -> bytes:
    """At most so many bytes of a plain file in a folder that others may write: no link is followed, no pipe waited for.

    Raises OSError.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileNotFoundError(f"{path.name} is no plain file")
        return file.read(most)


def room_above(folder: Path, reserve: int) -> int:
    """Bytes that may still be written so that `reserve` of the folder's disk stay free. Raises OSError."""
    state = os.statvfs(folder)
    return max(state.f_bavail * state.f_frsize - reserve, 0)


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Of an OSError: the disk is full, or one's share of it."""


def check_room(folder: Path, needed: int, reserve: int) -> None:
    """Raises OSError (ENOSPC) before anything is written that would not leave `reserve` bytes free."""
    if needed > room_above(folder, reserve):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def copy_plain(source: Path, target: BinaryIO, most: int) -> int:
    """At most so many bytes of a plain file of others', however much it gives; how many there were. No link is followed, no pipe
    waited for. Raises OSError."""
    copied = 0
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as read:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileNotFoundError(f"{source.name} is no plain file")
        while copied < most and (chunk := read.read(min(_CHUNK, most - copied))):
            copied += target.write(chunk)
    return copied


def remove(path: Path) -> None:
    """Gone from the card when this returns; nothing if it was not there. Raises OSError."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The names in a folder outlive a power cut from here on. Raises OSError."""
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows, where an office publishes, opens no folders
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a share of the network has no such thing
            raise
    finally:
        os.close(handle)
