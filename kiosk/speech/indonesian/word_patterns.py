"""Patterns of words that tell what a number or letter beside them means: rows of `patterns/words.tsv`, by name."""

from __future__ import annotations

import re
from functools import cache

from kiosk.speech.indonesian.tables import read_table


@cache
def word_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of that name."""
    return re.compile(read_table("words.tsv", "kiosk.speech.indonesian.patterns")[name])


def mentions(name: str, text: str) -> re.Match[str] | None:
    """Return where the pattern of that name is first found in *text*, if it is."""
    return word_pattern(name).search(text)
