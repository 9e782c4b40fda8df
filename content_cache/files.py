"""Files written so that a power cut leaves the old one or the new one; files of others read so that none of them holds root up."""

from __future__ import annotations

import errno
import logging
import os
import re
import secrets
import stat
import time
from contextlib import suppress
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO

_log = logging.getLogger(__name__)
_CHUNK = 1 << 18
DRAFT = re.compile(r"\..+\.[0-9a-f]{8}")
"""Name of a draft of `write_whole`."""

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_LOOK_S = 0.002
MOST_READ = 20_000_000
"""Bytes that are read of a file of our own, where nothing else is said."""
_PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC if hasattr(os, "O_NOFOLLOW") else 0  # Windows publishes alone
_FORBIDDEN = "a file that may not be used"
_ASIDE = "strange"  # the ending of what was set aside
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a plain file",
}
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
        _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def clear_drafts(folder: Path, before: float) -> None:
    """Remove drafts of `write_whole` in *folder* and below it, which killed processes left: older than *before*, in seconds of the
    time of day. What cannot be removed stays. Nothing in `.git` is looked at."""
    for place, folders, names in os.walk(folder):
        with suppress(ValueError):
            folders.remove(".git")
        for path in (Path(place, name) for name in names if DRAFT.fullmatch(name)):
            with suppress(OSError):
                if path.lstat().st_mtime < before:
                    path.unlink()


def is_device_name(name: str) -> bool:
    """Return whether Windows takes *name* for a device, in whatever folder and with whatever ending (Microsoft, Naming Files)."""
    return _RESERVED.fullmatch(name) is not None


def _put(draft: Path, path: Path) -> None:
    """A folder alone does not give way to a rename: it is set aside."""
    try:
        draft.replace(path)
    except IsADirectoryError:
        set_aside(path, _KINDS[stat.S_IFDIR])
        draft.replace(path)


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


def read_plain(path: Path, most: int = MOST_READ) -> bytes:
    """At most so many bytes of a plain file in a folder that others may write: no link is followed, no pipe waited for.

    What else lies there is set aside. Raises OSError, FileNotFoundError then too.
    """
    with open_plain(path) as file:
        return file.read(most)


def open_plain(path: Path) -> BufferedReader:
    """A plain file in a folder that others may write, to be read. What else lies there is set aside. Raises OSError."""
    return BufferedReader(_open_plain(path, os.O_RDONLY, 0, "rb"))


def open_to_write(path: Path, how: int = 0, mode: int = 0o660) -> FileIO:
    """A plain file in a folder that others may write, made where there is none, or opened as `how` says besides (flags of open(2)).

    What else lies there is set aside, a file that may not be used too. Nothing is kept back in this process. Raises OSError.
    """
    how |= os.O_RDWR | os.O_CREAT
    try:
        return _open_plain(path, how, mode, "r+b")
    except PermissionError:  # in a folder of one's own, or this fails too
        set_aside(path, _FORBIDDEN)
        return _open_plain(path, how, mode, "r+b")


def _open_plain(path: Path, how: int, mode: int, kind: str) -> FileIO:
    clear_way(path)
    handle = os.open(path, how | _PLAIN, mode)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, "it was exchanged for what is no plain file", str(path))
    return FileIO(handle, kind)


def open_readable(path: Path) -> BinaryIO:
    """A plain file to be read, wherever it lies: links are followed, and nothing is set aside. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, "it is no plain file", str(path))
    return os.fdopen(handle, "rb")


def open_below(folder: Path, name: str) -> BinaryIO:
    """Open the plain file *name*, relative and with slashes, below *folder*, in which others may write.

    No link is followed, none of a folder on the way either, and nothing is set aside. Raises OSError, FileNotFoundError for what
    is no plain file.
    """
    *folders, last = name.split("/")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for each in folders:
            below = os.open(each, os.O_RDONLY | os.O_DIRECTORY | _PLAIN, dir_fd=place)
            os.close(place)
            place = below
        handle = os.open(last, os.O_RDONLY | _PLAIN, dir_fd=place)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO):
            raise FileNotFoundError(errno.ENOENT, "it is no plain file", str(folder / name)) from error
        raise
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, "it is no plain file", str(folder / name))
    return os.fdopen(handle, "rb")


def strangeness(path: Path, most: int | None = None) -> str:
    """Why what lies there is no plain file of at most so many bytes, for a log; "" where it is one, or nothing lies there."""
    try:
        state = os.lstat(path)
    except OSError:
        return ""
    if not stat.S_ISREG(state.st_mode):
        return _KINDS.get(stat.S_IFMT(state.st_mode), "a device")
    return f"a file of {state.st_size} bytes" if most is not None and state.st_size > most else ""


def unusable(path: Path, most: int) -> str:
    """Return why *path* cannot be used, or "".

    The reasons are those of `strangeness`, and a file that this user may not read and write in a folder of its own.
    """
    if found := strangeness(path, most):
        return found
    own = path.exists() and os.access(path.parent, os.W_OK)
    return _FORBIDDEN if own and not os.access(path, os.R_OK | os.W_OK) else ""


def set_aside(path: Path, found: str) -> None:
    """Rename what lies there and is none of ours, in place of what was set aside before where that gives way. Raises OSError."""
    aside = path.with_name(f"{path.name}.{_ASIDE}")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in (errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY, errno.EEXIST):
            raise
        aside = path.with_name(f"{path.name}.{_ASIDE}-{secrets.token_hex(4)}")
        path.replace(aside)
    _log.warning("%s: %s lay in its place: set aside as %s", path, found or "something else", aside.name)


def clear_way(path: Path, most: int | None = None) -> None:
    """Set aside what is no plain file of at most so many bytes, for what is opened or replaced by others' code. Raises OSError."""
    if found := strangeness(path, most):
        set_aside(path, found)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """A folder that is to be there, and the ones around it; what else lies there is set aside. Raises OSError."""
    try:
        path.mkdir(mode, parents=True, exist_ok=True)
    except FileExistsError:
        set_aside(path, strangeness(path) or _KINDS[stat.S_IFREG])
        path.mkdir(mode, parents=True, exist_ok=True)
    if path.is_symlink():
        set_aside(path, _KINDS[stat.S_IFLNK])
        path.mkdir(mode, exist_ok=True)


def room_above(folder: Path, reserve: int) -> int:
    """Bytes that may still be written so that `reserve` of the folder's disk stay free. Raises OSError."""
    state = os.statvfs(folder)
    return max(state.f_bavail * state.f_frsize - reserve, 0)


def lock(handle: int, seconds: float) -> None:
    """Take flock(2) of an open file; BlockingIOError where another process does not let go of it for so long."""
    import fcntl  # Windows, where an office publishes, has none

    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOOK_S)
        else:
            return


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
