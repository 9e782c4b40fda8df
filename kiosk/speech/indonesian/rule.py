"""A rule of spoken Indonesian: what is written, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kiosk.speech.indonesian.needed import Needed, characters, needed


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

    @cached_property
    def needed(self) -> Needed:
        return needed(self.written, self.flags)


def rule(pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0) -> Rule:
    return Rule(pattern, words, flags)


def apply(rules: Sequence[Rule], text: str) -> str:
    """All rules, one after the other; those that cannot find anything are not tried."""
    there = characters(text)
    for each in rules:
        for one_of in each.needed:
            if there.isdisjoint(one_of):
                break
        else:
            before, text = text, each.pattern.sub(each.words, text)
            if text != before:
                there = characters(text)
    return text
