"""What a machine wrote to its card, in its order, as QEMU's `blklogwrites` keeps it: the card of any moment can be made again.

The format is that of the kernel's dm-log-writes ("dm-log-writes" of its admin guide, drivers/md/dm-log-writes.c): a sector that
tells how many entries follow; each entry a sector of its own, then what was written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
MAGIC = 0x6A736677736872
_FIRST, _ENTRY = struct.Struct("<QQQI"), struct.Struct("<QQQQ")
_FLUSH, _FUA, _DISCARD = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Entry:
    """`start` and `size` in bytes on the card; `at` is where the log keeps what was written. A flush without data has size 0, and
    so has what was only discarded: a card need not forget it."""

    start: int
    size: int
    at: int
    flush: bool


def entries(log: Path) -> list[Entry]:
    """What reached the card, and the flushes between.

    Raises ValueError for a file that is no log.
    """
    found = []
    with log.open("rb") as file:
        magic, _version, count, sector = _FIRST.unpack(file.read(_FIRST.size))
        if magic != MAGIC or sector != SECTOR:
            raise ValueError(f"{log}: no log of writes with sectors of {SECTOR} bytes")
        place = SECTOR
        for _ in range(count):
            file.seek(place)
            start, sectors, flags, _ = _ENTRY.unpack(file.read(_ENTRY.size))
            place += SECTOR
            size = 0 if flags & _DISCARD else sectors * SECTOR
            found.append(Entry(start * SECTOR, size, place, bool(flags & (_FLUSH | _FUA))))
            place += size
    return found


def length(log: Path) -> int:
    """How many entries there were by the last flush. 0 before the first."""
    with log.open("rb") as file:
        head = file.read(_FIRST.size)
    return int(_FIRST.unpack(head)[2]) if len(head) == _FIRST.size else 0


def apply(log: Path, written: Iterable[Entry], card: Path) -> None:
    with log.open("rb") as source, card.open("r+b") as target:
        for entry in written:
            source.seek(entry.at)
            target.seek(entry.start)
            left = entry.size
            while left:
                left -= target.write(source.read(min(left, 1 << 20)))
