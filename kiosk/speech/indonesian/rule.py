"""A rule of spoken Indonesian: what is written, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Rule:
    """`written` is a pattern with its `flags`; the words for what it finds are given by `words`, a template as of re.sub or a
    function of the match."""

    written: str
    words: str | Callable[[re.Match[str]], str]
    flags: int = 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled for the first text that is read: a module that is imported works out nothing."""
        return re.compile(self.written, self.flags)


def rule(pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0) -> Rule:
    return Rule(pattern, words, flags)


def apply(rules: Sequence[Rule], text: str) -> str:
    """All rules, one after the other."""
    for each in rules:
        text = each.pattern.sub(each.words, text)
    return text
