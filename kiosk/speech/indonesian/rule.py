"""A rule of spoken Indonesian: what is written, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Rule(NamedTuple):
    pattern: re.Pattern[str]
    words: Callable[[re.Match[str]], str]


def rule(pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0) -> Rule:
    """`words` is a template as of re.sub, or a function of the match."""
    if isinstance(words, str):
        template = words
        return Rule(re.compile(pattern, flags), lambda found: found.expand(template))
    return Rule(re.compile(pattern, flags), words)


def apply(rules: Sequence[Rule], text: str) -> str:
    """All rules, one after the other."""
    for each in rules:
        text = each.pattern.sub(each.words, text)
    return text
