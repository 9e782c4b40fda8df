"""An SD card in a file: the image as a technician wrote it, larger than the image, and what is changed on it from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.appliance.firmware import partition_of

SECTOR = 512
CARD_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Partition:
    start: int  # bytes
    size: int


class Card:
    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def written(cls, image: Path, path: Path, size: int = CARD_BYTES) -> Card:
        """The image on a card of `size` bytes."""
        subprocess.run(["cp", "--sparse=always", "--reflink=auto", str(image), str(path)], check=True)
        os.truncate(path, max(size, image.stat().st_size))
        return cls(path)

    def copy(self, path: Path) -> Card:
        subprocess.run(["cp", "--sparse=always", "--reflink=auto", str(self.path), str(path)], check=True)
        return Card(path)

    def partition(self, number: int) -> Partition:
        table = subprocess.run(["sfdisk", "-J", str(self.path)], check=True, capture_output=True, text=True).stdout
        rows = json.loads(table)["partitiontable"]["partitions"]
        found = next(row for row in rows if row["node"].removeprefix(str(self.path)).lstrip("p") == str(number))
        return Partition(found["start"] * SECTOR, found["size"] * SECTOR)

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of the partitions in the card's partition table."""
        table = subprocess.run(["sfdisk", "-J", str(self.path)], check=True, capture_output=True, text=True).stdout
        names = (row["node"].removeprefix(str(self.path)) for row in json.loads(table)["partitiontable"]["partitions"])
        return [int(name.lstrip("p")) for name in names]

    @property
    def two_systems(self) -> bool:
        return 5 in self.numbers

    @property
    def data_number(self) -> int:
        return 7 if self.two_systems else 3

    @property
    def update_number(self) -> int:
        """The number of the newest update that its image holds: no update or bundle that is not newer is taken."""
        name, start = "/usr/share/kiosk/number", self.partition(5 if self.two_systems else 2).start
        command = (
            ["dump.erofs", f"--offset={start}", "--cat", f"--path={name}", str(self.path)]
            if self.two_systems
            else ["debugfs", "-R", f"cat {name}", f"{self.path}?offset={start}"]
        )
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    # the FAT partitions, as a PC sees them

    def _fat(self, number: int = 1) -> str:
        return f"{self.path}@@{self.partition(number).start}"

    def names(self, number: int = 1) -> list[str]:
        """Return the file names in the root of partition *number*; empty if it is no FAT file system."""
        listed = subprocess.run(
            ["mdir", "-b", "-i", self._fat(number), "::"], check=False, capture_output=True, text=True
        ).stdout
        return [line.removeprefix("::/") for line in listed.split()]

    def read(self, name: str, number: int = 1) -> bytes:
        return subprocess.run(["mtype", "-i", self._fat(number), f"::{name}"], check=True, capture_output=True).stdout

    def take(self, name: str, to: Path, number: int = 1) -> None:
        subprocess.run(["mcopy", "-n", "-i", self._fat(number), f"::{name}", str(to)], check=True)

    def write(self, name: str, content: bytes, number: int = 1) -> None:
        subprocess.run(["mcopy", "-o", "-i", self._fat(number), "-", f"::{name}"], input=content, check=True)

    def delete(self, name: str) -> None:
        subprocess.run(["mdel", "-i", self._fat(), f"::{name}"], check=True)

    def chosen(self, *, tryboot: bool = False) -> int:
        """The partition that the board's firmware starts from."""
        names = self.names()
        autoboot = self.read("autoboot.txt") if "autoboot.txt" in names else None
        bootable = frozenset(
            number for number in (1, 2, 3) if number in self.numbers and "start.elf" in self.names(number)
        )
        return partition_of(autoboot, tryboot=tryboot, bootable=bootable)

    def take_folder(self, path: str, to: Path) -> None:
        """A folder of the (first) root partition, as it is in the image."""
        part, root = self.partition(5 if self.two_systems else 2), to.with_suffix(".root")
        with self.path.open("rb") as source, root.open("wb") as target:
            source.seek(part.start)
            left = part.size
            while left and (chunk := source.read(min(left, 1 << 22))):
                target.write(chunk)
                left -= len(chunk)
        to.parent.mkdir(parents=True, exist_ok=True)
        if self.two_systems:
            whole = to.with_suffix(".whole")
            subprocess.run(["fsck.erofs", f"--extract={whole}", str(root)], check=True, capture_output=True)
            (whole / path.lstrip("/")).rename(to)
            shutil.rmtree(whole)
        else:
            subprocess.run(["debugfs", "-R", f"rdump {path} {to.parent}", str(root)], check=True, capture_output=True)
            (to.parent / Path(path).name).rename(to)
        root.unlink()

    # the data partition, as a dying card leaves it

    def overwrite_data(self, megabytes: int = 48) -> None:
        """Overwrite the first *megabytes* MB of the data partition with noise: superblock, tables and journal."""
        with self.path.open("r+b") as file:
            file.seek(self.partition(self.data_number).start)
            for _ in range(megabytes):
                file.write(os.urandom(1024 * 1024))

    def data_image(self, to: Path) -> Path:
        """A copy of the data partition alone, for debugfs and e2fsck."""
        part = self.partition(self.data_number)
        end = part.start + part.size
        with self.path.open("rb") as source, to.open("wb") as target:
            for begin, hole in _written(source.fileno(), part.start, end):
                while begin < hole:
                    put = begin - part.start
                    begin += os.copy_file_range(source.fileno(), target.fileno(), hole - begin, begin, put)
            target.truncate(part.size)
        return to

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def _written(file: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each part of *file* between *begin* and *end* that holds data rather than a hole, in bytes."""
    while begin < end:
        try:
            begin = os.lseek(file, begin, os.SEEK_DATA)
        except OSError:  # nothing but a hole is left (lseek(2), ENXIO)
            return
        if begin >= end:
            return
        hole = min(os.lseek(file, begin, os.SEEK_HOLE), end)
        yield begin, hole
        begin = hole


def need(*programs: str) -> None:
    """Raises SystemExit naming what is not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise SystemExit(
            f"missing: {', '.join(missing)}; apt install qemu-system-arm mtools fdisk e2fsprogs dosfstools"
        )
