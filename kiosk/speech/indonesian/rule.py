"""Rule of spoken Indonesian: a written pattern, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

BREATH = "\u2063"
"""The pause between two numbers that stand side by side.

No rule matches it, so that the first number stays what it is for later rules. No text has it: see `symbols.FIRST`.
"""


@dataclass(frozen=True)
class Rule:
    """Rule: *written* is a pattern with its *flags*; *words* replaces a match, a template of re.sub or a function of the match.

    A text without the string *needs* is not searched.
    """

    written: str
    words: str | Callable[[re.Match[str]], str]
    flags: int = 0
    needs: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern *written*, compiled on first use, so that importing a module compiles nothing."""
        return re.compile(self.written, self.flags)


def rule(pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0, needs: str = "") -> Rule:
    return Rule(pattern, words, flags, needs)


def apply(rules: Sequence[Rule], text: str) -> str:
    """Apply all rules, one after the other."""
    for each in rules:
        if each.needs in text:
            text = each.pattern.sub(each.words, text)
    return text


def any_of(forms: Iterable[str]) -> str:
    """Return a pattern for any of the forms, the longest that is there.

    Common beginnings are tried once: trying a thousand forms one after the other takes half a millisecond a text.
    """
    return _branches(sorted(set(forms)))


def _branches(forms: Sequence[str]) -> str:
    ways = [
        re.escape(letter) + _branches([form[1:] for form in begun])
        for letter, begun in groupby(filter(None, forms), key=itemgetter(0))
    ]
    if not ways:
        return ""
    ends = "" in forms
    way = ways[0] if len(ways) == 1 and not ends else f"(?:{'|'.join(ways)})"
    return f"{way}?" if ends else way
