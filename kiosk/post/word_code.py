"""Codes of Indonesian words: for people to write down, to read out and to compare. Pure.

`word_list.txt` has 512 nouns and adjectives of everyday use, four to eight letters long. Any two differ in two letters or
more, so one slip of the pen makes no other word. A word stands for 9 bits.
"""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "word_list.txt"


@cache
def word_list() -> tuple[str, ...]:
    """Return all words, sorted."""
    return tuple(_LIST.read_text("ascii").split())  # not in the data folder


def make_words(number: int) -> str:
    """Return *number* random words with spaces between them."""
    return " ".join(secrets.choice(word_list()) for _ in range(number))


def parse_words(text: str) -> str:
    """Return typed words in the form of `make_words`: lower case, one space between them. Words that are not in the
    list stay."""
    return " ".join(text.casefold().replace("-", " ").replace(",", " ").split())
