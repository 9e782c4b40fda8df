"""Parts of a kiosk's backup, each in an envelope of the kind `backup`. Pure.

The content is a line of JSON, `{"backup":"<SHA-256 of the whole file, hex>","part":0,"size":3400000}`, then 60,000 bytes of
the file from `part` times 60,000 on, of the last part what is left. A backup of more than 40 MB does not go by line. Parts
are put in one after another, and each leaves the kiosk with its receipt. The office takes them in any order, forgets an
unfinished backup when a newer one begins, and keeps the last two of each kiosk.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kiosk.hall.backup.faults import BackupCode, BackupError

PART_BYTES = 60_000
MOST_BY_LINE = 40_000_000
"""Bytes of a backup that goes by line."""
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_LINE = 200


class PartHead(Struct, frozen=True, forbid_unknown_fields=True):
    """Line of a part: SHA-256 (hex) and bytes of the whole file, and which part of it this is, from 0."""

    backup: str
    part: int
    size: int

    @property
    def count(self) -> int:
        """Number of parts of the whole file."""
        return part_count(self.size)

    @property
    def length(self) -> int:
        """Bytes of the file in this part."""
        return min(PART_BYTES, self.size - self.part * PART_BYTES)


def part_count(size: int) -> int:
    """Return the number of parts of a file of *size* bytes."""
    return -(-size // PART_BYTES)


def part_content(head: PartHead, piece: bytes) -> bytes:
    """Return the content of the envelope."""
    return msgspec.json.encode(head) + b"\n" + piece


def read_part(content: bytes) -> tuple[PartHead, bytes]:
    """Return the line, and the bytes of the file. Raise BackupError for what no kiosk would send."""
    line, _, piece = content.partition(b"\n")
    try:
        head = msgspec.json.decode(line[:_MOST_LINE], type=PartHead)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BackupError(BackupCode.PART_STRANGE) from error
    good = _HASH.fullmatch(head.backup) and 0 < head.size <= MOST_BY_LINE and 0 <= head.part < head.count
    if not good or len(piece) != head.length:
        raise BackupError(BackupCode.PART_STRANGE)
    return head, piece
