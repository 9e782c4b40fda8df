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
"""Default limit, in bytes, for reading a file of the kiosk's own."""
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
    """Write *content* to *path*, whole or not at all, and return once it is on the disk. Raises OSError.

    A draft beside it is written, synced and renamed, then the folder is synced: without either sync files were lost in
    power cuts. The draft has a random name, since two processes may write one file at a time. It is never a link that
    somebody laid there.

    The file gets *mode* whatever the umask, and nobody can read more of the draft. None leaves the mode to umask and disk,
    for folders of people's own: a stick's file system knows no modes.
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
    """Remove drafts of `write_whole` in *folder* and below it that killed processes left before *before* (seconds since
    1970).

    A draft that cannot be removed stays. Folders named `.git` are not searched.
    """
    for place, folders, names in os.walk(folder):
        with suppress(ValueError):
            folders.remove(".git")
        for path in (Path(place, name) for name in names if DRAFT.fullmatch(name)):
            with suppress(OSError):
                if path.lstat().st_mtime < before:
                    path.unlink()


def is_device_name(name: str) -> bool:
    """Return whether *name* is a device's on Windows, in any folder and with any ending (Microsoft, Naming Files)."""
    return _RESERVED.fullmatch(name) is not None


def _put(draft: Path, path: Path) -> None:
    """Rename *draft* to *path*. A folder at *path*, which would not give way, is set aside first."""
    try:
        draft.replace(path)
    except IsADirectoryError:
        set_aside(path, _KINDS[stat.S_IFDIR])
        draft.replace(path)


def check_replaceable(path: Path) -> None:
    """Raise OSError (EEXIST) if *path* is a device, a pipe or a folder: root's rename would put a file in place of /dev/null."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def in_memory(content: bytes = b"") -> BinaryIO:
    """Return a file in anonymous memory with *content*; its descriptor can be handed to another process."""
    file = os.fdopen(os.memfd_create("body"), "w+b")
    file.write(content)
    file.flush()
    return file


def read_plain(path: Path, most: int = MOST_READ) -> bytes:
    """Return at most *most* bytes of a plain file in a folder that others may write.

    No link is followed and no pipe waited for. Anything else at *path* is set aside, and FileNotFoundError raised. Raises
    OSError.
    """
    with open_plain(path) as file:
        return file.read(most)


def open_plain(path: Path) -> BufferedReader:
    """Open a plain file for reading in a folder that others may write. Anything else at *path* is set aside. Raises OSError."""
    return BufferedReader(_open_plain(path, os.O_RDONLY, 0, "rb"))


def open_to_write(path: Path, how: int = 0, mode: int = 0o660) -> FileIO:
    """Open a plain file for reading and writing in a folder that others may write; create it if it is missing.

    *how* has further flags of open(2). Anything else at *path*, and a file without permission, is set aside. The file is
    unbuffered. Raises OSError.
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
    """Open a plain file for reading. Links are followed, and nothing is set aside. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, "it is no plain file", str(path))
    return os.fdopen(handle, "rb")


def open_below(folder: Path, name: str) -> BinaryIO:
    """Open the plain file *name* (relative, with slashes) below *folder*, in which others may write.

    No link is followed, not even of a folder on the way, and nothing is set aside. Raises OSError, and FileNotFoundError if
    *name* is no plain file.
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
    """Return why *path* is no plain file of at most *most* bytes, in words for a log; "" if it is one or nothing is there."""
    try:
        state = os.lstat(path)
    except OSError:
        return ""
    if not stat.S_ISREG(state.st_mode):
        return _KINDS.get(stat.S_IFMT(state.st_mode), "a device")
    return f"a file of {state.st_size} bytes" if most is not None and state.st_size > most else ""


def unusable(path: Path, most: int) -> str:
    """Return why *path* cannot be used, in words for a log, or "".

    The reasons are those of `strangeness`, and a file in a folder of this user that this user may not read and write.
    """
    if found := strangeness(path, most):
        return found
    own = path.exists() and os.access(path.parent, os.W_OK)
    return _FORBIDDEN if own and not os.access(path, os.R_OK | os.W_OK) else ""


def set_aside(path: Path, found: str) -> None:
    """Rename the foreign object at *path* to `NAME.strange` and log *found*, what it is. Raises OSError.

    An older object of that name is replaced if possible; else the name gets a random ending.
    """
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
    """Set aside anything at *path* but a plain file of at most *most* bytes, before other code opens or replaces it. Raises
    OSError."""
    if found := strangeness(path, most):
        set_aside(path, found)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Create the folder *path* and its parents unless they exist. Anything else at *path* is set aside. Raises OSError."""
    try:
        path.mkdir(mode, parents=True, exist_ok=True)
    except FileExistsError:
        set_aside(path, strangeness(path) or _KINDS[stat.S_IFREG])
        path.mkdir(mode, parents=True, exist_ok=True)
    if path.is_symlink():
        set_aside(path, _KINDS[stat.S_IFLNK])
        path.mkdir(mode, exist_ok=True)


def room_above(folder: Path, reserve: int) -> int:
    """Return the bytes that can be written while *reserve* bytes of the folder's disk stay free. Raises OSError."""
    state = os.statvfs(folder)
    return max(state.f_bavail * state.f_frsize - reserve, 0)


def lock(handle: int, seconds: float) -> None:
    """Take an exclusive flock(2) of an open file. Raise BlockingIOError if another process holds it for *seconds*."""
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
"""Error numbers of an OSError for a full disk or an exhausted quota."""


def check_room(folder: Path, needed: int, reserve: int) -> None:
    """Raise OSError (ENOSPC) if writing *needed* bytes would leave less than *reserve* bytes of the disk free."""
    if needed > room_above(folder, reserve):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def copy_plain(source: Path, target: BinaryIO, most: int) -> int:
    """Copy at most *most* bytes of another user's plain file to *target*; return how many there were.

    No link is followed and no pipe waited for. Raises OSError.
    """
    copied = 0
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as read:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileNotFoundError(f"{source.name} is no plain file")
        while copied < most and (chunk := read.read(min(_CHUNK, most - copied))):
            copied += target.write(chunk)
    return copied


def remove(path: Path) -> None:
    """Remove *path*, if it exists, and return once that is on the disk. Raises OSError."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Sync the folder, so that the names in it outlive a power cut. Raises OSError."""
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
