"""Folders that are held open, and files that are named in them and nowhere else: what root opens, it opens here.

Each folder of a path is opened by itself with O_NOFOLLOW, and a name is looked up in the folder that is held (openat(2)): a link on
the way is refused, and a folder that is exchanged meanwhile changes nothing. What root writes or believes lies in folders that
root alone may write: `OwnFolder` refuses any other. What others write is read by `Folder`: plain files, bounded.
"""

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
    """A link, a pipe, a device, a file that is another user's or too large, a folder that others may write."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(errno.EPERM, f"{name}: {what}")


class Folder:
    """A folder that others may write; a context manager. Methods raise OSError."""

    def __init__(self, path: Path) -> None:
        """Raises OSError: StrangeFileError or ELOOP for a link on the way, FileNotFoundError."""
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
            except NotADirectoryError as error:  # what O_NOFOLLOW says of a link to a folder
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
        """Check a folder on the way; a subclass says how. Raises StrangeFileError."""

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
        """The number of the user whose folder it is."""
        return os.fstat(self._handle).st_uid

    def names(self, most: int) -> list[str]:
        """So many of the names in it, sorted."""
        found: list[str] = []
        with os.scandir(self._handle) as entries:
            for entry in entries:
                if len(found) == most:
                    break
                found.append(entry.name)
        return sorted(found)

    def open(self, name: str, *, of: int | None = None) -> BinaryIO:
        """A plain file of one name, to be read; `of` is the number of the user whose it must be."""
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
        """A plain file whole; one that has more than `most` bytes is refused."""
        with self.open(name, of=of) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise StrangeFileError(name, f"it has more than {most} bytes")
        return content

    def remove(self, name: str) -> None:
        """The name is gone, whatever it was, but for a folder that is not empty; nothing if it was not there."""
        _check_name(name)
        with suppress(FileNotFoundError):
            try:
                os.unlink(name, dir_fd=self._handle)
            except IsADirectoryError:
                os.rmdir(name, dir_fd=self._handle)

    def sync(self) -> None:
        os.fsync(self._handle)


class OwnFolder(Folder):
    """A folder that nobody but its user, and root, may write or exchange: it and all around it. Made with a mode `make`."""

    def __init__(self, path: Path, *, make: int | None = None) -> None:
        """Raises OSError: StrangeFileError where another user may write."""
        self._leaf = path.name
        if make is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with OwnFolder(path.parent) as around, suppress(FileExistsError):
                os.mkdir(path.name, make, dir_fd=around._handle)
        super().__init__(path)

    def _look_at(self, state: os.stat_result, name: str) -> None:
        owned = state.st_uid in (0, os.geteuid())
        # /tmp lets nobody exchange what is another's
        guarded = not state.st_mode & _OTHERS or (state.st_mode & stat.S_ISVTX and name != self._leaf)
        if not (owned and guarded):
            raise StrangeFileError(name, "others may write this folder")

    def write(self, name: str, content: bytes, mode: int = 0o600) -> None:
        """In place of what was there, on the card when this returns. The file is of the folder's group where a group may do more
        than others.

        What was there is held open until the name leads to the new file: of one that nobody holds a FAT gives the bytes away with
        the rename, and the name leads to them until the new file is synced.
        """
        draft = f".{name}.{secrets.token_hex(4)}"
        _check_name(name)
        with ExitStack() as held:
            with suppress(OSError):  # there is none, or it is no plain file: it goes by the rename all the same
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
        """All of an open file, written through to the card, to be read back from it; refused if it has more than `most` bytes."""
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
        """A symbolic link of that name, in place of what was there."""
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
        """A plain file that is there, to be changed in place: no byte is kept back in this process."""
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
    """A plain file in a folder of our own. Raises OSError."""
    with OwnFolder(path.parent) as folder:
        return folder.read(path.name, most)


def write_own(path: Path, content: bytes, mode: int = 0o600, *, make: int | None = None) -> None:
    """`OwnFolder.write`, the folder made with the mode `make` if need be. Raises OSError."""
    with OwnFolder(path.parent, make=make) as folder:
        folder.write(path.name, content, mode)


def _check_name(name: str) -> None:
    if not name or "/" in name or name in (".", "..") or "\0" in name:
        raise StrangeFileError(repr(name[:60]), "it is no name")
