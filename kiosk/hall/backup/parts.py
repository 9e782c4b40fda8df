"""Parts of a kiosk's backup, each in an envelope of the kind `backup`. Pure.

The content is a line of JSON, `{"backup":"<SHA-256 of the whole file, hex>","part":0,"size":3400000}`, then 60,000
bytes of the file from `part` times 60,000 on. The last part has the rest. A backup of more than 40 MB is not sent by
line. Parts are put into the spool one after another, and each leaves the kiosk with its receipt. The office takes them
in any order, forgets an unfinished backup when a newer one begins, and keeps the last two of each kiosk."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kiosk.hall.backup.faults import BackupCode, BackupError

PART_BYTES = 60_000
MOST_BY_LINE = 40_000_000
"""Most bytes of a backup that is sent by line."""
MOST_HANDED = MOST_BY_LINE + 10_000
"""Most bytes of a backup that the office hands on: it has one key more."""
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_LINE = 200


class PartHead(Struct, frozen=True, forbid_unknown_fields=True):
    """First line of a part: SHA-256 (hex) and size in bytes of the whole file, and the number of this part, from 0."""

    backup: str
    part: int
    size: int

    @property
    def count(self) -> int:
        """Return the number of parts of the whole file."""
        return part_count(self.size)

    @property
    def length(self) -> int:
        """Return the number of the file's bytes in this part."""
        return min(PART_BYTES, self.size - self.part * PART_BYTES)


def part_count(size: int) -> int:
    """Return the number of parts of a file of *size* bytes."""
    return -(-size // PART_BYTES)


def part_content(head: PartHead, piece: bytes) -> bytes:
    """Return the content of the envelope for the part *head* with its bytes *piece*."""
    return msgspec.json.encode(head) + b"\n" + piece


def read_part(content: bytes) -> tuple[PartHead, bytes]:
    """Return the first line and the bytes of the part in *content*. Raise BackupError for content that no kiosk would send."""
    line, _, piece = content.partition(b"\n")
    try:
        head = msgspec.json.decode(line[:_MOST_LINE], type=PartHead)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BackupError(BackupCode.PART_STRANGE) from error
    good = _HASH.fullmatch(head.backup) and 0 < head.size <= MOST_BY_LINE and 0 <= head.part < head.count
    if not good or len(piece) != head.length:
        raise BackupError(BackupCode.PART_STRANGE)
    return head, piece
