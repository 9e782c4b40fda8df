"""Doubled words: "anak2", "anak-anak", "berita2nya"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.rule import Rule, rule


def _doubled(found: re.Match[str]) -> str:
    word, suffix = found["word"], found["suffix"]
    return f"{word} {word}{suffix}"


REDUPLICATION: tuple[Rule, ...] = (
    # the units m2 and cm2 come before this; a word has a vowel and three letters
    rule(
        r"\b(?P<word>(?=[A-Za-z]?[a-z]*[aeiou])[A-Za-z][a-z]{2,})[2²](?P<suffix>(?:nya|an|kan|ku|mu)?)(?![\w])",
        _doubled,
    ),
    rule(r"(?<=[^\W\d_])-(?=\w)", " "),
)
