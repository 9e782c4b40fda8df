"""Reasons for the words of a text: which reading or which kind of rule gave each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.reading import chosen, write_out
from kiosk.speech.indonesian.rule import Rule
from kiosk.speech.indonesian.rules import kinds, prepared


class Step(NamedTuple):
    """Step from *written* to *words* by *source*; a reading has its *cost* and its *rivals*, a rule has neither."""

    written: str
    words: str
    source: str
    cost: float | None = None
    rivals: tuple[ChosenReading, ...] = ()


def steps(text: str, lexicon: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps from *text* to its words, in their order; punctuation alone is no step."""
    loud, told = prepared(text, lexicon)
    if told != text:
        yield Step(text, told, "lexicon")
    for kind, rules in kinds(loud=loud):
        if kind == "readings":
            yield from _readings(told)
            told = write_out(told)
        for rule in rules:
            yield from _changes(rule, told, kind)
            told = rule.pattern.sub(rule.words, told)


def _readings(text: str) -> Iterator[Step]:
    found, best, proposed = chosen(text)
    for each in best:
        written = text[found[each.start].start : found[each.end - 1].end]
        rivals = tuple(
            other
            for other in proposed
            if other.start < each.end and each.start < other.end and other.words != each.words
        )
        yield Step(written, each.words, each.source, each.cost, rivals)


def _changes(rule: Rule, text: str, kind: str) -> Iterator[Step]:
    if rule.needs not in text:
        return
    for found in rule.pattern.finditer(text):
        words = found.expand(rule.words) if isinstance(rule.words, str) else rule.words(found)
        if _letters(words) != _letters(found.group()):
            yield Step(found.group().strip(), words.strip(), kind)


def _letters(text: str) -> Sequence[str]:
    return [letter for letter in text if letter.isalnum()]
