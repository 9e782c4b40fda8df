"""Tokens of a text as it is written: words, numbers with their separators, and signs, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<number>\d+(?:[.,]\d+)*)|(?P<sign>[^\w\s]|_|\d)")
_LABELS = frozenset("jm jam tgl pkl pk rt rw no kls kelas smt lt km hal".split())  # noqa: SIM905


def has_vowel(letters: str) -> bool:
    return any(letter in "aiueo" for letter in letters)


class Token(NamedTuple):
    """Token: *text* stands from *start* to *end*; *low* is in small letters; *spaced*: white space or nothing is before it.

    *kind* is "word", "number", "sign", or "raised" for the figure of "m2" and "rata2".
    """

    text: str
    low: str
    start: int
    end: int
    kind: str
    spaced: bool


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text; `text[each.start:each.end]` is each of them, and white space is none."""
    found: list[Token] = []
    end = -1
    for each in _TOKEN.finditer(text):
        start, written, kind = each.start(), each.group(), each.lastgroup or ""
        if written in ("2", "3") and start == end and found[-1].text[-1].islower() and found[-1].low not in _LABELS:
            kind = "raised"
        found.append(Token(written, written.lower(), start, each.end(), kind, start != end))
        end = each.end()
    return found
