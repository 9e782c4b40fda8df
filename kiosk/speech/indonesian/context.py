"""Conditions on the neighbours of a token, as the tables of senses write them.

A condition is a place and its alternatives, with "!" before it if the contrary is asked for:

- ">jam|pkl": one of the words stands behind; "<#": a number stands before;
- "~guru": the word is anywhere in the text, "<~" before and ">~" behind the form; "=AA": the form itself is in capitals.

Alternatives are words: in small letters for any case, else (or behind "=") exact, "vaksin*" for a beginning. Words that
are joined by "_" stand in a row, and "@school" is a row of `groups.tsv`. Kinds of tokens are:

- "#" a number, "#0" with a nought before it, "#1" and "#2" of so many digits, "#30" and "#60" above that, "#." an hour
  with its minutes, "#," a decimal, "#year", "#pressure" of the air;
- "w" a word, "aa" in small letters, "Aa" with a capital, "AA" in capitals, "A" a single capital;
- "cut" a word of messages without vowels, in small letters;
- "^" the beginning and "$" the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from kiosk.speech.indonesian.tables import read_table
from kiosk.speech.indonesian.tokens import Token, has_vowel

_CONDITION = re.compile(r"(?P<contrary>!?)(?P<place><~|>~|~|<|>|=)(?P<ways>.+)")
_MEASURES = frozenset("kg km cm mm ml dl gr mg rb jt rp jl rt rw hp tv kb mb gb wc ml kw kv hz".split())  # noqa: SIM905


def is_cut(token: Token) -> bool:
    """Return whether the token is a word without vowels, in small letters, and neither a unit nor an acronym that all know."""
    return (
        token.kind == "word"
        and len(token.text) > 1
        and token.text.islower()
        and not has_vowel(token.low)
        and token.low not in _MEASURES
    )


_KINDS: Mapping[str, Callable[[Token], bool]] = {
    "#": lambda token: token.kind == "number",
    "#0": lambda token: token.kind == "number" and token.text[0] == "0",
    "#pressure": lambda token: token.kind == "number" and 850 <= int(re.sub(r",.*|\D", "", token.text)) < 1100,
    "#1": lambda token: token.kind == "number" and len(token.text) == 1,
    "#2": lambda token: token.kind == "number" and len(token.text) == 2,
    "#30": lambda token: token.kind == "number" and int(re.sub(r"\D", "", token.text)[:4]) > 30,
    "#60": lambda token: token.kind == "number" and int(re.sub(r"\D", "", token.text)[:4]) > 60,
    "#.": lambda token: token.kind == "number" and re.fullmatch(r"\d\d?\.\d\d", token.text) is not None,
    "#,": lambda token: token.kind == "number" and re.fullmatch(r"\d+[.,]\d{1,2}", token.text) is not None,
    "#year": lambda token: token.kind == "number" and token.text.isdecimal() and 500 <= int(token.text) < 2100,
    "aa": lambda token: token.kind == "word" and token.text.islower(),
    "Aa": lambda token: token.kind == "word" and token.text[0].isupper() and token.text[1:2].islower(),
    "AA": lambda token: token.kind == "word" and len(token.text) > 1 and token.text.isupper(),
    "A": lambda token: token.kind == "word" and len(token.text) == 1 and token.text.isupper(),
    "cut": is_cut,
    "w": lambda token: token.kind == "word",
}


class _Ways(NamedTuple):
    """Alternatives of a condition, sorted by how a token is compared with them."""

    low: frozenset[str]
    exact: frozenset[str]
    begun: tuple[str, ...]
    kinds: tuple[Callable[[Token], bool], ...]
    rows: tuple[tuple[_Ways, ...], ...]
    edge: bool

    def matches_token(self, token: Token) -> bool:
        return (
            token.low in self.low
            or token.text in self.exact
            or (bool(self.begun) and token.low.startswith(self.begun))
            or any(kind(token) for kind in self.kinds)
        )


class Condition(NamedTuple):
    place: str
    contrary: bool
    ways: _Ways

    def met(self, found: Sequence[Token], start: int, end: int) -> bool:
        """Return whether the condition holds for the tokens from *start* to *end*."""
        return self._is(found, start, end) is not self.contrary

    def _is(self, found: Sequence[Token], start: int, end: int) -> bool:
        ways = self.ways
        match self.place:
            case "=":
                return ways.matches_token(found[start])
            case ">":
                if end == len(found):
                    return ways.edge
                return ways.matches_token(found[end]) or any(_follows(row, found, end) for row in ways.rows)
            case "<":
                if start == 0:
                    return ways.edge
                return ways.matches_token(found[start - 1]) or any(_precedes(row, found, start) for row in ways.rows)
            case "<~":
                places = range(start)
            case ">~":
                places = range(end, len(found))
            case _:
                places = range(len(found))
                if any(row[0].edge and _follows(row[1:], found, 0) for row in ways.rows):
                    return True
        return any(
            (ways.matches_token(found[each]) or any(_follows(row, found, each) for row in ways.rows))
            for each in places
            if not start <= each < end
        )

    @property
    def counts(self) -> bool:
        """Return whether the condition asks for a token directly before or behind the form ("<" or ">") and is not negated.
        Only then may a number touch the form."""
        return not self.contrary and self.place in "<>"


def _follows(row: Sequence[_Ways], found: Sequence[Token], start: int) -> bool:
    rest = found[start : start + len(row)]
    return all(
        each.matches_token(rest[step]) if step < len(rest) else each.edge and step == len(rest)
        for step, each in enumerate(row)
    )


def _precedes(row: Sequence[_Ways], found: Sequence[Token], end: int) -> bool:
    first = end - len(row)
    if first == -1 and row[0].edge:
        return _follows(row[1:], found, 0)
    return first >= 0 and _follows(row, found[:end], first)


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    table = read_table("groups.tsv", "kiosk.speech.indonesian.senses")
    return {name: tuple(words.split()) for name, words in table.items()}


@cache
def group(name: str) -> frozenset[str]:
    """Return the words of the group *name* in `groups.tsv`, including those of the groups that it contains."""
    return frozenset(_expanded([f"@{name}"]))


def _expanded(ways: Sequence[str]) -> list[str]:
    shared = _groups()
    return [part for way in ways for part in (_expanded(shared[way[1:]]) if way[1:] in shared else [way])]


@cache
def _ways(written: str) -> _Ways:
    low: set[str] = set()
    exact: set[str] = set()
    begun: list[str] = []
    kinds: list[Callable[[Token], bool]] = []
    rows: list[tuple[_Ways, ...]] = []
    edge = False
    for each in _expanded(written.split("|")):
        if each in "^$":
            edge = True
        elif each in _KINDS:
            kinds.append(_KINDS[each])
        elif "_" in each:
            rows.append(tuple(map(_ways, each.split("_"))))
        elif each[0] == "=" and len(each) > 1:
            exact.add(each[1:])
        elif each.endswith("*") and len(each) > 1:
            begun.append(each[:-1].lower())
        elif each.islower() or not each.isalpha():
            low.add(each)
        else:
            exact.add(each)
    return _Ways(frozenset(low), frozenset(exact), tuple(begun), tuple(kinds), tuple(rows), edge)


@cache
def condition(written: str) -> Condition:
    """Parse a condition as a table writes it. Raise ValueError if it is malformed."""
    found = _CONDITION.fullmatch(written)
    if found is None:
        raise ValueError(written)
    return Condition(found["place"], found["contrary"] == "!", _ways(found["ways"]))
