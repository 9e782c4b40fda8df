"""A rule of spoken Indonesian: what is written, and the words for it; and how words keep the place they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Span = tuple[int, int]


class Rule(NamedTuple):
    pattern: re.Pattern[str]
    words: Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Traced:
    """Text on its way to words: for each character of `text` the (start, end) of the written characters it stands for."""

    text: str
    spans: tuple[Span, ...]

    @classmethod
    def written(cls, text: str) -> Traced:
        return cls(text, tuple((place, place + 1) for place in range(len(text))))

    def stripped(self) -> Traced:
        bare = self.text.strip()
        start = self.text.find(bare)
        return Traced(bare, self.spans[start : start + len(bare)])


def rule(pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0) -> Rule:
    """`words` is a template as of re.sub, or a function of the match."""
    if isinstance(words, str):
        template = words
        return Rule(re.compile(pattern, flags), lambda found: found.expand(template))
    return Rule(re.compile(pattern, flags), words)


def apply(rules: Sequence[Rule], traced: Traced) -> Traced:
    """All rules, one after the other. What a rule puts in place of a match stands for the whole match, but for the words at
    its beginning and end that the rule has left as they were."""
    for each in rules:
        traced = _applied(each, traced)
    return traced


def _applied(each: Rule, traced: Traced) -> Traced:
    text, spans = traced.text, traced.spans
    parts: list[str] = []
    origins: list[Span] = []
    done = 0
    for found in each.pattern.finditer(text):
        words = each.words(found)
        if words == found.group():
            continue
        start, end = found.span()
        parts += text[done:start], words
        origins += spans[done:start]
        origins += _origins(found.group(), words, spans[start:end], start, spans)
        done = end
    if not parts:
        return traced
    return Traced("".join((*parts, text[done:])), (*origins, *spans[done:]))


def _origins(old: str, new: str, spans: tuple[Span, ...], place: int, all_spans: tuple[Span, ...]) -> list[Span]:
    """Of each character of `new`, which stands where `old` stood."""
    if not old:  # put in between: it stands for the point where it is
        point = all_spans[place][0] if place < len(all_spans) else all_spans[-1][1] if all_spans else 0
        return [(point, point)] * len(new)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    changed = spans[head : len(old) - tail] or spans
    whole = (min(start for start, _ in changed), max(end for _, end in changed))
    return [*spans[:head], *[whole] * (len(new) - head - tail), *spans[len(old) - tail :]]


def _common(left: str, right: str) -> int:
    """How many characters both begin with, in whole words: "pkl." and "pukul" have nothing in common."""
    most = min(len(left), len(right))
    many = next((place for place in range(most) if left[place] != right[place]), most)
    while many and (_within_word(left, many) or _within_word(right, many)):
        many -= 1
    return many


def _within_word(text: str, place: int) -> bool:
    return place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
