"""An SD card in a file: the image as a technician wrote it, larger than the image, and what is changed on it from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

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
        found = json.loads(table)["partitiontable"]["partitions"][number - 1]
        return Partition(found["start"] * SECTOR, found["size"] * SECTOR)

    # the FAT partition, as a PC sees it

    @property
    def _fat(self) -> str:
        return f"{self.path}@@{self.partition(1).start}"

    def names(self) -> list[str]:
        listed = subprocess.run(
            ["mdir", "-b", "-i", self._fat, "::"], check=True, capture_output=True, text=True
        ).stdout
        return [line.removeprefix("::/") for line in listed.split()]

    def read(self, name: str) -> bytes:
        return subprocess.run(["mtype", "-i", self._fat, f"::{name}"], check=True, capture_output=True).stdout

    def take(self, name: str, to: Path) -> None:
        subprocess.run(["mcopy", "-n", "-i", self._fat, f"::{name}", str(to)], check=True)

    def write(self, name: str, content: bytes) -> None:
        subprocess.run(["mcopy", "-o", "-i", self._fat, "-", f"::{name}"], input=content, check=True)

    def delete(self, name: str) -> None:
        subprocess.run(["mdel", "-i", self._fat, f"::{name}"], check=True)

    def take_folder(self, path: str, to: Path) -> None:
        """A folder of the root partition, as it is in the image."""
        part, root = self.partition(2), to.with_suffix(".root")
        with self.path.open("rb") as source, root.open("wb") as target:
            source.seek(part.start)
            left = part.size
            while left and (chunk := source.read(min(left, 1 << 22))):
                target.write(chunk)
                left -= len(chunk)
        to.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debugfs", "-R", f"rdump {path} {to.parent}", str(root)], check=True, capture_output=True)
        (to.parent / Path(path).name).rename(to)
        root.unlink()

    # the data partition, as a dying card leaves it

    def overwrite_data(self, megabytes: int = 48) -> None:
        """Its beginning, superblock, tables, journal and all, is noise."""
        with self.path.open("r+b") as file:
            file.seek(self.partition(3).start)
            for _ in range(megabytes):
                file.write(os.urandom(1024 * 1024))

    def data_image(self, to: Path) -> Path:
        """A copy of the data partition alone, for debugfs and e2fsck."""
        part = self.partition(3)
        with self.path.open("rb") as source, to.open("wb") as target:
            source.seek(part.start)
            left = part.size
            while left:
                block = source.read(min(left, 1 << 20))
                if not block:
                    break
                if block.strip(b"\0"):
                    target.write(block)
                else:
                    target.seek(len(block), os.SEEK_CUR)
                left -= len(block)
            target.truncate(part.size)
        return to

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def need(*programs: str) -> None:
    """Raises SystemExit naming what is not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise SystemExit(
            f"missing: {', '.join(missing)}; apt install qemu-system-arm mtools fdisk e2fsprogs dosfstools"
        )
