"""Folders that are held open, and files named only within them. Root opens every file here.

Each folder of a path is opened by itself with O_NOFOLLOW, and a name is looked up in the held folder (openat(2)). A
link on the way is refused, and a folder that is exchanged meanwhile changes nothing. Files that root writes or trusts
lie in folders that only root may write: `OwnFolder` refuses any other. Files by others are read with `Folder`: plain
files, of limited size."""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_CHUNK = 1 << 20


class StrangeFileError(OSError):
    """Error: a link, a pipe, a device, a file that is another user's or too large, or a folder that others may write."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(errno.EPERM, f"{name}: {what}")


class Folder:
    """Folder that others may write; a context manager. Methods raise OSError."""

    def __init__(self, path: Path) -> None:
        """Open the folder *path*. Raise OSError: StrangeFileError or ELOOP for a link on the way, FileNotFoundError."""
        self.path = path
        self._handle = self._open_folder(path)

    def _open_folder(self, path: Path) -> int:
        handle = os.open("/", _FOLDER)
        for name in path.absolute().parts[1:]:
            if name == "..":
                os.close(handle)
                raise StrangeFileError(str(path), "it leads out")
            outer = handle
            try:
                handle = os.open(name, _FOLDER, dir_fd=outer)
            except NotADirectoryError as error:  # the error of O_NOFOLLOW for a link to a folder
                raise StrangeFileError(str(path), f"{name} is no folder of its own") from error
            finally:
                os.close(outer)
            try:
                self._look_at(os.fstat(handle), name)
            except OSError:
                os.close(handle)
                raise
        return handle

    def _look_at(self, state: os.stat_result, name: str) -> None:
        """Check a folder on the way; a subclass may refuse it. Raise StrangeFileError."""

    def close(self) -> None:
        os.close(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def owner(self) -> int:
        """Return the number of the user who owns the folder."""
        return os.fstat(self._handle).st_uid

    def names(self, most: int) -> list[str]:
        """Return at most *most* names in the folder, sorted."""
        found: list[str] = []
        with os.scandir(self._handle) as entries:
            for entry in entries:
                if len(found) == most:
                    break
                found.append(entry.name)
        return sorted(found)

    def open(self, name: str, *, of: int | None = None) -> BinaryIO:
        """Open the plain file *name* for reading. *of* is the number of the user who must own it. Raise
        StrangeFileError for anything else."""
        handle = self._open_inside(name, os.O_RDONLY)
        try:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise StrangeFileError(name, "it is no plain file")
            if of is not None and (state.st_uid != of or state.st_nlink != 1):
                raise StrangeFileError(name, "it is another user's")
        except OSError:
            os.close(handle)
            raise
        return os.fdopen(handle, "rb")

    def _open_inside(self, name: str, how: int) -> int:
        _check_name(name)
        try:
            return os.open(name, how | _FILE, dir_fd=self._handle)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO):  # a link; a socket, or a pipe that nobody reads
                raise StrangeFileError(name, "it is no plain file") from error
            raise

    def read(self, name: str, most: int, *, of: int | None = None) -> bytes:
        """Return the content of the plain file *name*. Raise StrangeFileError if it has more than *most* bytes."""
        with self.open(name, of=of) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise StrangeFileError(name, f"it has more than {most} bytes")
        return content

    def remove(self, name: str) -> None:
        """Remove *name*, whatever it is, except a folder that is not empty. A missing name is no error."""
        _check_name(name)
        with suppress(FileNotFoundError):
            try:
                os.unlink(name, dir_fd=self._handle)
            except IsADirectoryError:
                os.rmdir(name, dir_fd=self._handle)

    def sync(self) -> None:
        os.fsync(self._handle)


class OwnFolder(Folder):
    """Folder that only its user, and root, may write or exchange, and so are all folders around it. With *make* it is
    created with that mode."""

    def __init__(self, path: Path, *, make: int | None = None) -> None:
        """Open the folder *path*. Raise OSError: StrangeFileError where another user may write."""
        self._leaf = path.name
        if make is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with OwnFolder(path.parent) as around, suppress(FileExistsError):
                os.mkdir(path.name, make, dir_fd=around._handle)
        super().__init__(path)

    def _look_at(self, state: os.stat_result, name: str) -> None:
        owned = state.st_uid in (0, os.geteuid())
        # a sticky folder such as /tmp lets nobody exchange another user's files
        guarded = not state.st_mode & _OTHERS or (state.st_mode & stat.S_ISVTX and name != self._leaf)
        if not (owned and guarded):
            raise StrangeFileError(name, "others may write this folder")

    def write(self, name: str, content: bytes, mode: int = 0o600) -> None:
        """Write the file *name* in place of what was there, synced to the card. It gets the folder's group where a
        group may do more than others.

        The former file is held open until the name leads to the new one. Otherwise FAT frees its bytes with the rename,
        and the name leads to them until the new file is synced."""
        draft = f".{name}.{secrets.token_hex(4)}"
        _check_name(name)
        with ExitStack() as held:
            with suppress(OSError):  # no former file, or no plain one: the rename replaces it all the same
                held.enter_context(self.open(name))
            try:
                file = held.enter_context(self._made(draft, mode))
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                os.replace(draft, name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
            finally:
                super().remove(draft)
            os.fsync(file.fileno())
            self.sync()

    def copy(self, source: BinaryIO, name: str, most: int) -> None:
        """Copy the open file *source* to *name*, and drop it from the cache, so that it is read back from the card.
        Raise StrangeFileError beyond *most* bytes."""
        self.remove(name)
        left = most
        with self._made(name, 0o600) as going:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise StrangeFileError(name, f"it has more than {most} bytes")
                going.write(chunk)
            going.flush()
            os.fsync(going.fileno())
            os.posix_fadvise(going.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.sync()

    def link(self, name: str, target: Path) -> None:
        """Make the symbolic link *name* to *target*, in place of what was there."""
        self.remove(name)
        os.symlink(target, name, dir_fd=self._handle)

    def target(self, name: str) -> Path | None:
        """Return the target of the symbolic link *name*, or `None` if there is none."""
        try:
            return Path(os.readlink(name, dir_fd=self._handle))
        except OSError:
            return None

    def remove(self, name: str) -> None:
        super().remove(name)
        self.sync()

    @contextmanager
    def changing(self, name: str) -> Iterator[io.FileIO]:
        """Open the existing plain file *name* for changes in place, unbuffered."""
        handle = self._open_inside(name, os.O_RDWR)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise StrangeFileError(name, "it is no plain file")
            yield file

    def _made(self, name: str, mode: int) -> BinaryIO:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o600, dir_fd=self._handle)
        group = os.fstat(self._handle).st_gid
        # the units may not call fchown: what their processes need of others' groups lies in folders that hand theirs on
        if mode >> 3 & ~mode & 0o7 and os.fstat(handle).st_gid != group:
            os.fchown(handle, -1, group)
        os.fchmod(handle, mode)  # whatever the umask
        return os.fdopen(handle, "wb")


def read_own(path: Path, most: int) -> bytes:
    """Return the content of a plain file in a folder of our own, at most *most* bytes. Raise OSError."""
    with OwnFolder(path.parent) as folder:
        return folder.read(path.name, most)


def write_own(path: Path, content: bytes, mode: int = 0o600, *, make: int | None = None) -> None:
    """Write a file by `OwnFolder.write`; with *make* its folder is created with that mode if missing. Raise OSError."""
    with OwnFolder(path.parent, make=make) as folder:
        folder.write(path.name, content, mode)


def _check_name(name: str) -> None:
    if not name or "/" in name or name in (".", "..") or "\0" in name:
        raise StrangeFileError(repr(name[:60]), "it is no name")
