"""A signed message on the air: as two binary SMS, or as letters (base 45) where a gateway sends nothing else. Pure.

A part may come in any order, doubled, late or never, and anybody can send one: what is put together counts once its signature was
verified. Forged parts keep a true one out only where eight come before it and eight behind it.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from content_cache.formats.sms.message import MOST_BYTES

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE = len(_LETTERS)
_SMS_BYTES, _UDH_BYTES = 140, 6
_SMS_LETTERS = 160
_MARK = "KIOSK/"
_NAME = 6  # hexadecimal digits of a message's SHA-256
_PART = re.compile(r"KIOSK/([0-9A-F]{6})/([1-3])/([1-3])/([0-9A-Z $%*+\-./:]{1,160})/\s*")
_MOST_PARTS = 3  # MOST_BYTES are 290 letters
MOST_OPEN = 500
"""Most incomplete messages; the oldest gives way. More than arrive while the parts of one message are on the way."""
_FIRST_RIVALS = _NEWEST_RIVALS = 8
"""Number of first candidates kept for one part, so that a flood before or behind a true part does not displace it.

Of three parts each new candidate is tried with 256 pairs of the others.
"""


def to_letters(content: bytes) -> str:
    """Encode *content* in base 45 (RFC 9285, section 4)."""
    pairs = (content[at : at + 2] for at in range(0, len(content), 2))
    return "".join(_digits(int.from_bytes(pair), 3 if len(pair) == 2 else 2) for pair in pairs)


def _digits(value: int, count: int) -> str:
    found = []
    for _ in range(count):
        value, digit = divmod(value, _BASE)
        found.append(_LETTERS[digit])
    return "".join(found)


def from_letters(text: str) -> bytes:
    """Decode base 45 (RFC 9285). Raise ValueError or OverflowError for malformed *text*."""
    found = bytearray()
    for at in range(0, len(text), 3):
        triple = text[at : at + 3]
        value = sum(_LETTERS.index(letter) * _BASE**place for place, letter in enumerate(triple))
        found += value.to_bytes(len(triple) - 1)
    return bytes(found)


def binary_parts(content: bytes, reference: int) -> list[bytes]:
    """Return the user data of each SMS, with the header that joins them (3GPP TS 23.040, 9.2.3.24.1).

    *reference* is any byte; take another one each time the message is sent.
    """
    most = _SMS_BYTES - _UDH_BYTES
    chunks = [content[at : at + most] for at in range(0, len(content), most)]
    return [
        bytes((_UDH_BYTES - 1, 0, 3, reference & 0xFF, len(chunks), place)) + chunk
        for place, chunk in enumerate(chunks, 1)
    ]


def letter_parts(content: bytes) -> list[str]:
    """Return the text of each SMS for *content*, in base 45.

    Each ends with "/", because some gateways cut off trailing blanks.
    """
    letters, name = to_letters(content), name_of(content)
    most = _SMS_LETTERS - len(f"{_MARK}{name}/1/1//")
    count = -(-len(letters) // most)
    size = -(-len(letters) // count)
    chunks = [letters[at : at + size] for at in range(0, len(letters), size)]
    return [f"{_MARK}{name}/{place}/{count}/{chunk}/" for place, chunk in enumerate(chunks, 1)]


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_NAME].upper()


class _Open(Struct):
    """Received parts of one incomplete message: for each place its candidates, the first ones and the newest."""

    places: tuple[list[bytes], ...]


class PartBox:
    """Assembler of messages from parts. It keeps at most MOST_OPEN incomplete messages."""

    def __init__(self, kept: Sequence[str] = ()) -> None:
        self._open: dict[tuple[str, int], _Open] = {}
        for text in kept:
            list(self.take_text(text))

    def take_text(self, text: str) -> Iterator[bytes]:
        """Yield the messages that the *text* of an SMS, or of several that the network has joined, may make whole."""
        for line in text[: _SMS_LETTERS * _MOST_PARTS].replace(_MARK, f"\n{_MARK}").split("\n"):
            if found := _PART.fullmatch(line):
                yield from self._take_part((found[1], int(found[3])), int(found[2]), found[4].encode())

    def take_data(self, user_data: bytes) -> Iterator[bytes]:
        """Yield the messages that a binary SMS may make whole: *user_data* with its header, or data that the modem has joined."""
        if user_data[:3] != bytes((_UDH_BYTES - 1, 0, 3)) or len(user_data) <= _UDH_BYTES:
            yield user_data[:MOST_BYTES]
            return
        reference, count, place = user_data[3:_UDH_BYTES]
        yield from self._take_part((f"{reference:02x}", count), place, user_data[_UDH_BYTES:_SMS_BYTES])

    def kept(self) -> list[str]:
        """Return the letter parts of incomplete messages; the constructor takes them as `kept`."""
        return [
            f"{_MARK}{name}/{place}/{count}/{chunk.decode()}/"
            for (name, count), one in self._open.items()
            if len(name) == _NAME
            for place, rivals in enumerate(one.places, 1)
            for chunk in rivals
        ]

    def _take_part(self, name: tuple[str, int], place: int, chunk: bytes) -> Iterator[bytes]:
        count = name[1]
        if not 1 <= place <= count <= _MOST_PARTS:
            return
        one = self._open.pop(name, None) or _Open(tuple([] for _ in range(count)))
        self._open[name] = one  # the newest
        while len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]
        rivals = one.places[place - 1]
        if chunk in rivals:
            return
        rivals.append(chunk)
        if len(rivals) > _FIRST_RIVALS + _NEWEST_RIVALS:
            del rivals[_FIRST_RIVALS]
        for chunks in itertools.product(*(each if at != place - 1 else [chunk] for at, each in enumerate(one.places))):
            whole = _joined(name[0], b"".join(chunks))
            if whole is not None:
                if len(name[0]) == _NAME:
                    self._open.pop(name, None)
                yield whole


def _joined(name: str, content: bytes) -> bytes | None:
    """Return the message that *content*, all parts in order, holds; None if its hash is not the *name* of its parts.

    Binary parts have no such name and are limited to MOST_BYTES.
    """
    if len(name) != _NAME:
        return content if len(content) <= MOST_BYTES else None
    try:
        whole = from_letters(content.decode())
    except (ValueError, OverflowError):
        return None
    return whole if name_of(whole) == name else None
