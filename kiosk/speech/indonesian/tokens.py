"""Tokens of a text as it is written: words, numbers with their separators, and signs, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<number>\d+(?:[.,]\d+)*)|(?P<sign>[^\w\s]|_|\d)")


class Token(NamedTuple):
    """Token: *text* stands from *start* to *end*; *low* is in small letters; *spaced*: white space or nothing is before it."""

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
        start, written = each.start(), each.group()
        found.append(Token(written, written.lower(), start, each.end(), each.lastgroup or "", start != end))
        end = each.end()
    return found
