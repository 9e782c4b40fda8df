"""Whisper's tokens: bytes of text in pieces, by the model's vocabulary and the merges of its byte-pair encoding (Sennrich 2016)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec import Struct

_PIECES = re.compile(r" ?[^\W\d_]+| ?\d+| ?[^\s\w]+|\s+")
"""Words, numbers and signs, each with the space before it."""


class _Merging(Struct):
    vocab: dict[str, int]
    merges: list[str | tuple[str, str]]


class _Added(Struct):
    id: int
    content: str


class _File(Struct):
    model: _Merging
    added_tokens: list[_Added]


class WhisperTokens:
    """Text to the numbers of tokens and back."""

    def __init__(self, file: Path) -> None:
        """Read a `tokenizer.json`. Raises OSError, msgspec.DecodeError."""
        read = msgspec.json.decode(file.read_bytes(), type=_File)
        self._numbers = read.model.vocab
        self._texts = {number: text for text, number in self._numbers.items()}
        pairs = (tuple(pair.split(" ", 1)) if isinstance(pair, str) else pair for pair in read.model.merges)
        self._ranks = {pair: rank for rank, pair in enumerate(pairs)}
        self._special = {each.content: each.id for each in read.added_tokens}

    def special(self, name: str) -> int:
        """Return the number of a token such as "<|id|>". Raises KeyError where the model has none."""
        return self._special[name]

    def encoded(self, text: str) -> list[int]:
        """Return the tokens of *text*; no special token can stand in it."""
        return [number for piece in _PIECES.findall(text) for number in self._piece(piece)]

    def decoded(self, numbers: Iterable[int]) -> str:
        """Return the text of *numbers*; special ones and broken letters are left out."""
        back = {letter: byte for byte, letter in _letters().items()}
        raw = bytes(back[letter] for number in numbers for letter in self._texts.get(number, "") if letter in back)
        return raw.decode("utf-8", "ignore")

    def _piece(self, piece: str) -> Iterator[int]:
        letters = _letters()
        parts: Sequence[str] = [letters[byte] for byte in piece.encode()]
        while len(parts) > 1:
            pair = min(pairwise(parts), key=lambda each: self._ranks.get(each, len(self._ranks)))
            if pair not in self._ranks:
                break
            parts = [*_merged(parts, pair)]
        return (self._numbers[part] for part in parts if part in self._numbers)


def _merged(parts: Sequence[str], pair: tuple[str, str]) -> Iterator[str]:
    """Yield *parts* with each *pair* in one."""
    index = 0
    while index < len(parts):
        both = (*parts[index : index + 2],) == pair
        yield "".join(pair) if both else parts[index]
        index += 2 if both else 1


@cache
def _letters() -> dict[int, str]:
    """Return the printable letter that stands for each byte in a vocabulary, as GPT-2's has it."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + n) for n, byte in enumerate(others)}
