"""The image of a card as deploy/build-image.sh makes it: a table of partitions (MBR), the first of them FAT with kiosk.toml.

The image itself is never changed: a village's boot partition is a copy beside it, written in its place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self

from content_cache.files import open_readable
from kiosk.appliance.programs import ProgramError, run
from kiosk.office.cards.faults import CardWriteError, WritingCode

CHUNK = 4 * 1024 * 1024
MOST_BYTES = 64 * 10**9
SETTINGS = "kiosk.toml"
_SECTOR = 512
_TABLE = 446  # where the four entries of 16 bytes begin
_FAT = frozenset({0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E})
_ZSTD = b"\x28\xb5\x2f\xfd"
_GIGABYTE = 10**9


class CardImage:
    """Bytes of one image, unpacked: `size` of them, `digest` their SHA-256. Close it, or use `with`."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        self._start, self._length = _boot_partition(file, self.size, name)
        self.digest = _digest(file)
        self._template = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        _copy_range(file, self._start, self._length, self._template)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the image and forget the copy of its boot partition."""
        self._template.close()
        self._file.close()

    @contextmanager
    def for_village(self, settings: str) -> Iterator[VillageImage]:
        """Give the image with *settings* as its kiosk.toml. Raises CardWriteError."""
        with tempfile.TemporaryDirectory() as folder:
            boot, text = Path(folder, "boot.vfat"), Path(folder, SETTINGS)
            with boot.open("wb") as out:
                _copy_range(self._template, 0, self._length, out)
            text.write_bytes(settings.encode())
            try:
                done = run("mcopy", "-o", "-i", str(boot), str(text), f"::{SETTINGS}", timeout_s=120)
            except ProgramError as error:
                raise CardWriteError(WritingCode.PROGRAM_MISSING, program="mcopy", package="mtools") from error
            if not done.ok:
                raise CardWriteError(WritingCode.IMAGE_SETTINGS, reason=done.last_line)
            with boot.open("rb") as changed:
                yield VillageImage(self._file, self.size, changed, self._start, self._length)


class VillageImage:
    """The image with another boot partition in the place of its own."""

    def __init__(self, file: BinaryIO, size: int, boot: BinaryIO, start: int, length: int) -> None:
        self._file, self.size = file, size
        self._boot, self._start, self._end = boot, start, start + length

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """Yield (offset, bytes) of the whole image, in order."""
        at = 0
        while at < self.size:
            if self._start <= at < self._end:
                content = _read_at(self._boot, at - self._start, min(CHUNK, self._end - at))
            else:
                end = self._start if at < self._start else self.size
                content = _read_at(self._file, at, min(CHUNK, end - at))
            yield at, content
            at += len(content)


@contextmanager
def open_image(path: Path, folder: Path) -> Iterator[CardImage]:
    """Open an image; one packed by zstd is unpacked into *folder* first, into a file without a name. Raises CardWriteError."""
    try:
        file: BinaryIO = open_readable(path)
        if file.read(len(_ZSTD)) == _ZSTD:
            with file:
                file = _unpacked(path, file, folder)
        image = CardImage(file, path.name)
    except OSError as error:
        raise CardWriteError(WritingCode.IMAGE_UNREAD, file=str(path), reason=error.strerror or str(error)) from error
    with image:
        yield image


def _unpacked(path: Path, packed: BinaryIO, folder: Path) -> BinaryIO:
    """Return the bytes that zstd makes of *packed*, at most MOST_BYTES. Raises CardWriteError, OSError."""
    os.lseek(packed.fileno(), 0, os.SEEK_SET)  # seek() would stay within what was read ahead
    program = shutil.which("zstd")
    if program is None:
        raise CardWriteError(WritingCode.PROGRAM_MISSING, program="zstd", package="zstd")
    out: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - it is handed on
    size = 0
    with subprocess.Popen([program, "-dc"], stdin=packed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            while child.stdout is not None and (content := child.stdout.read(CHUNK)):
                size += len(content)
                _check_size(size, path.name)
                out.write(content)
        except BaseException:
            child.kill()
            out.close()
            raise
    if child.returncode:
        out.close()
        raise CardWriteError(WritingCode.IMAGE_UNREAD, file=path.name, reason="zstd")
    return out


def _check_size(size: int, name: str) -> None:
    """Raise CardWriteError for a file *name* of more bytes than an image may have."""
    if size > MOST_BYTES:
        raise CardWriteError(WritingCode.IMAGE_LARGE, file=name, gigabytes=MOST_BYTES // _GIGABYTE)


def _digest(file: BinaryIO) -> str:
    """Return the SHA-256 of *file*, in hex."""
    file.seek(0)
    found = hashlib.sha256()
    while content := file.read(CHUNK):
        found.update(content)
    return found.hexdigest()


def _boot_partition(file: BinaryIO, size: int, name: str) -> tuple[int, int]:
    """Return where the first partition begins and how long it is, in bytes. Raises CardWriteError."""
    sector = _read_at(file, 0, _SECTOR)
    entry = sector[_TABLE : _TABLE + 16]
    if len(sector) == _SECTOR and sector[-2:] == b"\x55\xaa" and entry[4] in _FAT:
        start = int.from_bytes(entry[8:12], "little") * _SECTOR
        length = int.from_bytes(entry[12:16], "little") * _SECTOR
        if start >= _SECTOR and length and start + length <= size <= MOST_BYTES:
            return start, length
    raise CardWriteError(WritingCode.IMAGE_NONE, file=name)


def _read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def _copy_range(source: BinaryIO, offset: int, size: int, target: BinaryIO) -> None:
    """Copy *size* bytes from *offset* of *source* to the begin of *target*."""
    target.seek(0)
    done = 0
    while done < size:
        content = _read_at(source, offset + done, min(CHUNK, size - done))
        if not content:
            raise OSError("the image was cut while it was read")
        target.write(content)
        done += len(content)
    target.flush()
