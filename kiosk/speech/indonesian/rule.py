"""Rule of spoken Indonesian: a written pattern, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import NamedTuple

BREATH = "\u2063"
"""The pause between two numbers that stand side by side. No rule matches it, and no text has it: see `symbols.FIRST`."""

ANY_DIGIT = r"\d"
"""What a rule `needs` that finds nothing in a text without a digit."""

_GROUP = re.compile(r"\\g<(\w+)>")
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


class Rewording(NamedTuple):
    """Words for the letters from *start* to *end* of a text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Rule:
    """Rule: *written* is a pattern with its *flags*; *words* are for a match, a template of re.sub or a function of the match.

    A text without the string *needs* is not searched (`ANY_DIGIT`: without a digit); with a pattern *within*, its
    matches are searched, each as a text of its own. What a template repeats in groups stays as it is written, so that
    other rules may say it.
    """

    written: str
    words: str | Callable[[re.Match[str]], str]
    flags: int = 0
    needs: str = ""
    within: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern *written*, compiled on first use, so that importing a module compiles nothing."""
        return re.compile(self.written, self.flags)

    def changes(self, text: str) -> Iterator[Rewording]:
        """Yield what the rule would say instead of parts of *text*, which has what the rule needs."""
        if self.within:
            for window in self._window.finditer(text):
                for each in self._changes_in(window.group()):
                    yield Rewording(window.start() + each.start, window.start() + each.end, each.words)
        else:
            yield from self._changes_in(text)

    def _changes_in(self, text: str) -> Iterator[Rewording]:
        for found in self.pattern.finditer(text):
            if isinstance(self.words, str):
                yield from self._changed_gaps(found)
            elif change := _narrowed(found, self.words(found)):
                yield change

    @cached_property
    def _window(self) -> re.Pattern[str]:
        return re.compile(self.within)

    @cached_property
    def _gaps(self) -> Sequence[str]:
        """The template's words between its groups, and the names of the groups at odd places."""
        return _GROUP.split(str(self.words))

    def _changed_gaps(self, found: re.Match[str]) -> Iterator[Rewording]:
        """Yield the words between the groups that the template repeats."""
        place = found.start()
        for words, name in zip_longest(self._gaps[::2], self._gaps[1::2]):
            end = found.start(name) if name else found.end()
            if end >= 0:
                if found.string[place:end] != words:
                    yield Rewording(place, end, words)
                place = found.end(name) if name else end


def with_mark(text: str) -> str:
    """Return *text*, which `needs` is looked up in, with the mark `ANY_DIGIT` behind it if it has a digit."""
    return f"{text}{ANY_DIGIT}" if _DIGIT.search(text) else text


def numbered(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return *rules*, those that name nothing else with the need of a digit."""
    return tuple(each if each.needs else replace(each, needs=ANY_DIGIT) for each in rules)


def _narrowed(found: re.Match[str], words: str) -> Rewording | None:
    """Return the change without what is there already at its beginning and end; None if nothing changes."""
    written = found.group()
    if written == words:
        return None
    old, new = _PIECE.findall(written), _PIECE.findall(words)
    first = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - first
    alike = zip(reversed(old), reversed(new), strict=False)
    last = next((place for place, (a, b) in enumerate(alike) if a != b or place == rest), rest)
    start = found.start() + sum(map(len, old[:first]))
    end = found.end() - sum(map(len, old[len(old) - last :]))
    return Rewording(start, end, "".join(new[first : len(new) - last]))


def rule(
    pattern: str, words: str | Callable[[re.Match[str]], str], *, flags: int = 0, needs: str = "", within: str = ""
) -> Rule:
    return Rule(pattern, words, flags, needs, within)


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
