"""Disks of this machine by sysfs: which may hold a card, and why each other one is never written.

A card is a disk that can be taken out: removable, or an SD card behind a reader of the machine's own. A loop device counts where
somebody names it. Nothing of it is mounted, swapped to or held by another disk, and the kernel gives it to nobody else (O_EXCL).
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from kiosk.office.cards.faults import CardWriteError, WritingCode

_SECTOR = 512
_MOST_READ = 2_000_000
_GONE = frozenset({errno.ENXIO, errno.ENODEV, errno.ENOENT, errno.EIO})
_DISC = "5"
_FLUSH_BUFFERS = 0x1261  # BLKFLSBUF of linux/fs.h


class Disk(Struct, frozen=True):
    """One disk with something in it: its name, its size in bytes, who made it; `medium` changes with each card that is put in."""

    name: str
    path: Path
    size: int
    medium: str
    model: str = ""


class BlockDevices:
    """Disks below *root*, which is `/` but in tests."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._sys = root / "sys"
        self._proc = root / "proc"
        self._dev = root / "dev"

    def cards(self, named: Sequence[Path] = ()) -> list[Disk]:
        """Return the disks that may hold a card and have one in them: those *named*, or else all that can be taken out."""
        names = [each.name for each in named] if named else self._removable_names()
        found = [self._disk(name) for name in names]
        return [disk for disk in found if disk.size]

    def check(self, path: Path) -> str:
        """Return the kernel's name of the disk at *path*. Raises CardWriteError where it is none that may be written."""
        try:
            state = path.lstat()
        except OSError as error:
            raise CardWriteError(WritingCode.NO_DEVICE, device=str(path)) from error
        if stat.S_ISLNK(state.st_mode):
            raise CardWriteError(WritingCode.LINK, device=str(path))
        if not stat.S_ISBLK(state.st_mode):
            raise CardWriteError(WritingCode.NO_DEVICE, device=str(path))
        name = self._check_number(state.st_rdev, path)
        if name != path.name:
            raise CardWriteError(WritingCode.NO_DEVICE, device=str(path))
        return name

    def _check_number(self, number: int, path: Path) -> str:
        """Return the name of the disk with this device number. Raises CardWriteError where it may not be written."""
        place = (self._sys / "dev/block" / f"{os.major(number)}:{os.minor(number)}").resolve()
        if not place.is_dir():
            raise CardWriteError(WritingCode.NO_DEVICE, device=str(path))
        if (place / "partition").exists():
            raise CardWriteError(WritingCode.PART, device=str(path))
        if not (place.name.startswith("loop") or self._is_removable(place)):
            raise CardWriteError(WritingCode.FIXED, device=str(path))
        self._check_unused(place, path)
        return place.name

    def _check_unused(self, place: Path, path: Path) -> None:
        """Raise CardWriteError where the disk at *place* or a part of it is mounted, swapped to, or held."""
        parts = [place, *(each for each in sorted(place.glob(f"{place.name}*")) if (each / "partition").exists())]
        numbers = {_kernel_text(each / "dev") for each in parts}
        for line in _kernel_text(self._proc / "self/mountinfo").splitlines():
            fields = line.split()
            source = line.partition(" - ")[2].split()[1:2]
            if len(fields) > 4 and (fields[2] in numbers or self._number_of(source) in numbers):
                raise CardWriteError(WritingCode.MOUNTED, device=str(path), folder=_unescaped(fields[4]))
        for line in _kernel_text(self._proc / "swaps").splitlines()[1:]:
            if self._number_of(line.split()[:1]) in numbers:
                raise CardWriteError(WritingCode.SWAP, device=str(path))
        for each in parts:
            for holder in _entry_names(each / "holders"):
                raise CardWriteError(WritingCode.HELD, device=str(path), name=holder)

    def _number_of(self, names: Sequence[str]) -> str:
        """Return "major:minor" of the device that is named, "" for none."""
        if not names or not names[0].startswith("/dev/"):
            return ""
        try:
            number = (self._dev / _unescaped(names[0]).removeprefix("/dev/")).stat().st_rdev
        except OSError:
            return ""
        return f"{os.major(number)}:{os.minor(number)}"

    def _removable_names(self) -> list[str]:
        names = _entry_names(self._sys / "block")
        return [
            each for each in names if not each.startswith("loop") and self._is_removable(self._sys / "block" / each)
        ]

    @staticmethod
    def _is_removable(place: Path) -> bool:
        """Return whether a card can be taken out. SD cards in a reader of the machine's own are not marked as removable; what is
        soldered to the board says MMC, a drive for discs 5 (SCSI)."""
        kind = _kernel_text(place / "device/type")
        return kind == "SD" or (_kernel_text(place / "removable") == "1" and kind != _DISC)

    def _disk(self, name: str) -> Disk:
        place = self._sys / "block" / name
        size = _kernel_text(place / "size")
        maker = " ".join(_kernel_text(place / "device" / each) for each in ("vendor", "model", "name"))
        medium = f"{_kernel_text(place / 'diskseq')} {_kernel_text(place / 'device/cid')}".strip()
        return Disk(
            name, self._dev / name, int(size) * _SECTOR if size.isdigit() else 0, medium, " ".join(maker.split())
        )

    @contextmanager
    def open_card(self, disk: Disk) -> Iterator[BlockCard]:
        """Open a card for this process alone, and check once more what was opened. Raises CardWriteError."""
        self.check(disk.path)
        try:
            handle = os.open(disk.path, os.O_RDWR | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            if error.errno == errno.EBUSY:
                raise CardWriteError(WritingCode.BUSY, device=str(disk.path)) from error
            if error.errno in _GONE:
                raise CardWriteError(WritingCode.LOST, reason=error.strerror or "") from error
            raise CardWriteError(
                WritingCode.UNOPENED, device=str(disk.path), reason=error.strerror or str(error)
            ) from error
        try:
            state = os.fstat(handle)
            if not stat.S_ISBLK(state.st_mode):
                raise CardWriteError(WritingCode.NO_DEVICE, device=str(disk.path))
            self._check_number(state.st_rdev, disk.path)
            yield BlockCard(handle)
        finally:
            os.close(handle)


class BlockCard:
    """A card by its open descriptor: bytes at an offset, written and read back from the card itself."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.size = os.lseek(handle, 0, os.SEEK_END)

    def write_at(self, offset: int, content: bytes) -> None:
        """Write all of *content*. Raises OSError."""
        rest = memoryview(content)
        while rest:
            done = os.pwrite(self._handle, rest, offset)
            rest, offset = rest[done:], offset + done

    def read_at(self, offset: int, size: int) -> bytes:
        """Return *size* bytes, fewer at the end. Raises OSError."""
        found = b""
        while len(found) < size and (content := os.pread(self._handle, size - len(found), offset + len(found))):
            found += content
        return found

    def settle(self) -> None:
        """Wait until all is on the card, and drop the kernel's copy of it, so that reading asks the card. Raises OSError."""
        os.fsync(self._handle)
        try:
            fcntl.ioctl(self._handle, _FLUSH_BUFFERS)
        except PermissionError:  # who may write cards need not be root
            os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _entry_names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir())
    except OSError:
        return []


def _kernel_text(path: Path) -> str:
    try:
        with path.open("rb") as file:  # of the kernel
            return file.read(_MOST_READ).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _unescaped(name: str) -> str:
    """Return a path as it is: /proc writes blanks and backslashes as octal numbers."""
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        name = name.replace(code, letter)
    return name
