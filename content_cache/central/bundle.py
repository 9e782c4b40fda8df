"""A bundle: the same folder on a USB stick. Every file is looked at before any is read, and read without following links.

Only names that a signed edition may have are ever opened, each in its own folder: there is no path to escape by.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from content_cache.central.edition_reader import MOST_FILES
from content_cache.central.polling import checked
from content_cache.model.errors import Code, FormatError
from content_cache.signing.edition import LATEST, Listed
from content_cache.signing.signatures import MOST_BYTES, Signature

_MOST_ENTRIES = 2 * MOST_FILES  # of one folder of the bundle: more was never published
_MOST_FOLDERS = 200  # of a stick in which a bundle is looked for
_MOST_LOOKED = 5_000  # entries of a stick's root: exFAT takes millions, and their names would fill the memory
_FOLDERS = ("", "media", "alerts")


class Bundle:
    """Open bundle. All methods raise FormatError for a file that is missing, too large or no plain file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def signature(self) -> Signature:
        """Return the bundle's signature (`latest.minisig`). Raises SignatureError too."""
        return Signature.parse(self.read(LATEST, MOST_BYTES))

    def check_entries(self) -> int:
        """Return the total bytes of the bundle's files. Raise FormatError for a link, or for more files than are ever
        published.

        Call it before any file is read.
        """
        total_bytes = 0
        for name in _FOLDERS:
            try:
                with os.scandir(self.folder / name) as entries:
                    total_bytes += self._check_entries(entries)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unreadable(name or str(self.folder), error) from error
        return total_bytes

    @staticmethod
    def _check_entries(entries: Iterator[os.DirEntry[str]]) -> int:
        total_bytes = 0
        for count, entry in enumerate(entries, 1):
            if entry.is_symlink():
                raise FormatError(Code.BUNDLE_LINK, file=repr(entry.name[:40]))
            if count > _MOST_ENTRIES:
                raise FormatError(Code.BUNDLE_TOO_MANY, count=count)
            total_bytes += entry.stat(follow_symlinks=False).st_size
        return total_bytes

    def read(self, name: str, most: int) -> bytes:
        """Return the content of the file *name*, of at most *most* bytes."""
        with self._open_entry(name) as handle:
            size = os.fstat(handle).st_size
            if size > most:
                raise FormatError(Code.BUNDLE_FILE_TOO_LARGE, file=name[:20], bytes=size)
            with os.fdopen(os.dup(handle), "rb") as file:
                content = file.read(most + 1)
        if len(content) > most:
            raise FormatError(Code.BUNDLE_FILE_GREW, file=name[:20])
        return content

    def content_of(self, listed: Listed) -> bytes:
        """Return the content of a file that an edition names. Raise SignatureError if its size or hash differs."""
        return checked(self.read(listed.name, listed.size), listed)

    @contextmanager
    def _open_entry(self, name: str) -> Iterator[int]:
        folder, _, last = name.rpartition("/")
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK  # a FIFO must not hold the kiosk
        held: list[int] = []
        try:
            held.append(os.open(self.folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY))
            if folder:
                held.append(os.open(folder, flags | os.O_DIRECTORY, dir_fd=held[-1]))
            held.append(os.open(last, flags, dir_fd=held[-1]))
            if not stat.S_ISREG(os.fstat(held[-1]).st_mode):
                raise FormatError(Code.BUNDLE_NO_FILE, file=name[:20])
            yield held[-1]
        except FileNotFoundError as error:
            raise FormatError(Code.BUNDLE_MISSING, file=name[:20]) from error
        except OSError as error:
            raise _unreadable(name[:20], error) from error
        finally:
            for handle in held:
                os.close(handle)


def bundles_in(path: Path, *, most: int = _MOST_LOOKED) -> list[Bundle]:
    """Return the bundles in *path*: the folder itself, or the folders among its first *most* entries (the root of a stick).

    Raise FormatError if the folder cannot be read.
    """
    if _is_bundle(path):
        return [Bundle(path)]
    try:
        with os.scandir(path) as entries:
            some = islice(entries, most)
            inner = sorted(entry.path for entry in some if entry.is_dir(follow_symlinks=False))[:_MOST_FOLDERS]
    except OSError as error:
        raise _unreadable(str(path), error) from error
    return [Bundle(Path(folder)) for folder in inner if _is_bundle(Path(folder))]


def _unreadable(file: str, error: OSError) -> FormatError:
    return FormatError(Code.BUNDLE_UNREADABLE, file=file, reason=error.strerror or str(error))


def _is_bundle(folder: Path) -> bool:
    return os.path.lexists(folder / LATEST)
