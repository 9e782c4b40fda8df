"""What a machine wrote to its card, in its order, as QEMU's `blklogwrites` keeps it: the card of any moment can be made again.

The format is that of the kernel's dm-log-writes ("dm-log-writes" of its admin guide, drivers/md/dm-log-writes.c): a sector that
tells how many entries follow; each entry a sector of its own, then what was written.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable, Iterator, Sequence
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
    """Return the writes that reached the card, and the flushes between them.

    Raises ValueError if *log* is no log of writes.
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


def entry_count(log: Path) -> int:
    """Return the number of entries in *log* at the last flush; 0 before the first."""
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


@dataclass(frozen=True, slots=True)
class Moment:
    """After so many writes; `lost` are those since the last flush that the card forgot."""

    after: int
    lost: frozenset[int]

    def __str__(self) -> str:
        return f"after write {self.after}{f', {len(self.lost)} lost' if self.lost else ''}"


def in_order_and_with_losses(written: Sequence[Entry], after: int, chance: random.Random) -> Iterator[Moment]:
    """After so many writes: a card that kept all, and, where any were written since the last flush, one that lost some of these."""
    yield Moment(after, frozenset())
    since = list(_since_flush(written, after))
    if since:
        yield Moment(after, frozenset(chance.sample(since, chance.randint(1, len(since)))))


def replayed(card: Path, log: Path, written: Sequence[Entry], moments: Iterable[Moment]) -> Iterator[Moment]:
    """Yields each moment once the card is as it was then, until the next is asked for. At first it is as before the first write;
    `moments` are sorted by the writes before them."""
    done = 0
    for moment in moments:
        kept = min(_since_flush(written, moment.after), default=moment.after)
        apply(log, written[done:kept], card)
        done = kept
        later = [written[number] for number in range(kept, moment.after) if number not in moment.lost]
        before = [_content(card, each) for each in later]
        apply(log, later, card)
        yield moment
        for each, content in reversed(list(zip(later, before, strict=True))):
            _put(card, each, content)


def _since_flush(written: Sequence[Entry], after: int) -> Iterator[int]:
    for number in range(after - 1, -1, -1):
        if written[number].flush:
            return
        if written[number].size:
            yield number


def _content(card: Path, place: Entry) -> bytes:
    with card.open("rb") as file:
        file.seek(place.start)
        return file.read(place.size)


def _put(card: Path, place: Entry, content: bytes) -> None:
    with card.open("r+b") as file:
        file.seek(place.start)
        file.write(content)
