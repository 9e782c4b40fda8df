"""An image onto a card, and read back: all of the image, and marks in the room behind it.

A card that lies about its size drops what lies beyond its real end, or writes it over what lies before. The marks go first. They
stand no further apart than the image is long, so whatever the real size is, one of them is lost or falls into the image.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Protocol

from kiosk.office.cards.faults import CardWriteError, WritingCode

_MARK = 4_096
_MOST_MARKS = 4_096
_MEGABYTE = 1_000_000
_SETTLE = 64 * _MEGABYTE
"""Bytes after which the card is waited for: progress is then that of the card, and not of memory."""


class Medium(Protocol):
    """Interface of a card that is open."""

    size: int

    def write_at(self, offset: int, content: bytes) -> None:
        """Write all of *content*. Raises OSError."""

    def read_at(self, offset: int, size: int) -> bytes:
        """Return *size* bytes, fewer at the end. Raises OSError."""

    def settle(self) -> None:
        """Wait until all is on the card, and let reading ask the card. Raises OSError."""


class CardContent(Protocol):
    """Interface of what is written: `size` bytes, in chunks."""

    size: int

    def chunks(self) -> Iterable[tuple[int, bytes]]:
        """Yield (offset, bytes), in order."""


def write_card(card: Medium, image: CardContent, progress: Callable[[int, int], None]) -> None:
    """Write *image*, then read back all of it and the marks behind it. *progress* gets bytes done and bytes in all. Raises
    CardWriteError."""
    if card.size < image.size:
        raise CardWriteError(WritingCode.TOO_SMALL, has=card.size // _MEGABYTE, needs=-(-image.size // _MEGABYTE))
    try:
        _write(card, image, progress)
    except OSError as error:
        raise CardWriteError(WritingCode.LOST, reason=error.strerror or str(error)) from error


def _write(card: Medium, image: CardContent, progress: Callable[[int, int], None]) -> None:
    seed, places, every = secrets.token_bytes(32), _mark_places(card.size, image.size), 2 * image.size
    for place in places:
        card.write_at(place, _mark(seed, place))
    card.settle()
    waited = 0
    for offset, content in image.chunks():
        card.write_at(offset, content)
        if offset + len(content) - waited >= _SETTLE:
            card.settle()
            waited = offset + len(content)
        progress(offset + len(content), every)
    card.settle()
    for place in places:
        if card.read_at(place, _MARK) != _mark(seed, place):
            raise CardWriteError(WritingCode.FALSE_SIZE, megabytes=place // _MEGABYTE)
    for offset, content in image.chunks():
        if card.read_at(offset, len(content)) != content:
            raise CardWriteError(WritingCode.OTHER_BYTES, megabytes=offset // _MEGABYTE)
        progress(image.size + offset + len(content), every)


def _mark_places(size: int, used: int) -> list[int]:
    """Return where marks are written behind the first *used* bytes of a card of *size* bytes: the last at its very end."""
    last = size - _MARK
    if last < used:
        return []
    apart = max(used - _MARK, -(-(last - used) // _MOST_MARKS), _MARK)
    return sorted({*range(-(-used // _MARK) * _MARK, last, apart // _MARK * _MARK), last})


def _mark(seed: bytes, place: int) -> bytes:
    return hashlib.shake_256(seed + place.to_bytes(8, "little")).digest(_MARK)
