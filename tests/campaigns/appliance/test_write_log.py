"""The card of each moment is made again from what was written to it."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from tests.campaigns.appliance.write_log import (
    MAGIC,
    SECTOR,
    Entry,
    Moment,
    apply,
    entries,
    entry_count,
    in_order_and_with_losses,
    replayed,
)

DISCARD, FLUSH = 4, 1


def _log(path: Path, rows: list[tuple[int, int, bytes]]) -> Path:
    """Write a log of block writes with *rows* of (sector, flags, content)."""
    text = struct.pack("<QQQI", MAGIC, 1, len(rows), SECTOR).ljust(SECTOR, b"\0")
    for sector, flags, content in rows:
        size = 3 if flags == DISCARD else len(content) // SECTOR
        text += struct.pack("<QQQQ", sector, size, flags, 0).ljust(SECTOR, b"\0") + content
    path.write_bytes(text)
    return path


def test_each_write_is_found_and_put_back(tmp_path: Path) -> None:
    first, second = b"a" * 1024, b"b" * 512
    log = _log(tmp_path / "log", [(4, 0, first), (0, FLUSH, b""), (0, DISCARD, b""), (5, 0, second)])
    found = entries(log)
    assert found == [
        Entry(2048, 1024, 1024, False),
        Entry(0, 0, 2560, True),
        Entry(0, 0, 3072, False),
        Entry(2560, 512, 3584, False),
    ]
    assert entry_count(log) == 4
    card = tmp_path / "card"
    card.write_bytes(bytes(8 * SECTOR))
    apply(log, found[:1], card)
    assert card.read_bytes() == bytes(2048) + first + bytes(1024)
    apply(log, found[1:], card)
    assert card.read_bytes() == bytes(2048) + first[:512] + second + bytes(1024)


def test_a_card_that_forgets_what_it_was_not_told_to_flush(tmp_path: Path) -> None:
    rows = [(0, 0, b"a" * SECTOR), (0, FLUSH, b""), (0, 0, b"b" * SECTOR), (1, 0, b"c" * SECTOR), (0, FLUSH, b"")]
    log, card = _log(tmp_path / "log", rows), tmp_path / "card"
    card.write_bytes(bytes(2 * SECTOR))
    moments = [
        Moment(1, frozenset()), Moment(1, frozenset({0})), Moment(4, frozenset()), Moment(4, frozenset({2})), Moment(5, frozenset())
    ]  # fmt: skip
    seen = [
        (chr(content[0]), chr(content[SECTOR]))
        for content in (card.read_bytes() for _ in replayed(card, log, entries(log), moments))
    ]
    assert seen == [("a", "\0"), ("\0", "\0"), ("b", "c"), ("a", "c"), ("b", "c")]
    lost = {
        each.lost for number in range(9) for each in in_order_and_with_losses(entries(log), 4, random.Random(number))
    }
    assert lost == {frozenset(), frozenset({2}), frozenset({3}), frozenset({2, 3})}
    assert [*in_order_and_with_losses(entries(log), 2, random.Random(1))] == [Moment(2, frozenset())]


def test_another_file_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(bytes(2048))
    with pytest.raises(ValueError, match="no log"):
        entries(path)
    path.write_bytes(b"")
    assert entry_count(path) == 0
