"""Reasons for the words of a text: which reading or which kind of rule gave each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kiosk.speech.indonesian.chooser import ChosenReading, cheapest
from kiosk.speech.indonesian.reading import chosen, write_out
from kiosk.speech.indonesian.rule import Rule
from kiosk.speech.indonesian.rules import NOTATION, last_kinds, prepared, proposed_values, read_values


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
    for rule in NOTATION:
        yield from _changes(rule, told, "notation")
        told = rule.pattern.sub(rule.words, told)
    found, best, proposed = chosen(told)
    places = [each.start for each in found]
    ends = [each.end for each in found]
    yield from _readings(
        told, [_in_letters(each, places, ends) for each in best], [_in_letters(each, places, ends) for each in proposed]
    )
    told = write_out(told)
    values = proposed_values(told, loud=loud)
    for step in _readings(told, cheapest(values, len(told)), values):
        if _letters(step.words) != _letters(step.written):
            yield step
    told = read_values(told, loud=loud)
    for kind, rules in last_kinds():
        for rule in rules:
            yield from _changes(rule, told, kind)
            told = rule.pattern.sub(rule.words, told)


def _in_letters(reading: ChosenReading, starts: Sequence[int], ends: Sequence[int]) -> ChosenReading:
    """Return a reading of tokens with its place in the text."""
    return reading._replace(start=starts[reading.start], end=ends[reading.end - 1])


def _readings(text: str, best: Sequence[ChosenReading], proposed: Sequence[ChosenReading]) -> Iterator[Step]:
    """Yield the chosen readings; a rival would say at least half of the letters otherwise."""
    told = [each._replace(words=each.words.strip()) for each in proposed]
    for each in best:
        rivals = tuple(
            dict.fromkeys(
                other
                for other in told
                if 2 * (min(each.end, other.end) - max(each.start, other.start)) >= each.end - each.start
                and other.words != each.words.strip()
            )
        )
        yield Step(text[each.start : each.end].strip(), each.words.strip(), each.source, each.cost, rivals)


def _changes(rule: Rule, text: str, kind: str) -> Iterator[Step]:
    if rule.needs not in text:
        return
    for found in rule.pattern.finditer(text):
        words = found.expand(rule.words) if isinstance(rule.words, str) else rule.words(found)
        if _letters(words) != _letters(found.group()):
            yield Step(found.group().strip(), words.strip(), kind)


def _letters(text: str) -> Sequence[str]:
    return [letter for letter in text if letter.isalnum()]
