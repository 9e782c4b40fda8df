"""What a text has to hold for a pattern to be found in it, by the pattern alone: most rules need not be tried on most texts. Pure.

Where the standard library does not say how it reads a pattern (`re._parser` is its own), every rule is tried, as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from re import IGNORECASE
from typing import Any

Needed = tuple[frozenset[str], ...]
"""Of each of these sets a text has a character, or the pattern is nowhere in it."""

_DIGIT = "\\d"
_OFTEN = " aneitrukdsmlgpbohyj"  # in Indonesian, the most frequent first
_TOO_OFTEN, _MOST = 5, 3
_WIDEST = 200  # of a range whose characters are named


def characters(text: str) -> set[str]:
    """Of a text, to be held against what is needed."""
    found = set(text)
    if not text.isascii():  # whatever stands for it where the case does not matter: ſ for s
        found.update(*(each for one in text if not one.isascii() for each in (one.lower(), one.upper())))
        found.update(*(one.upper().lower() for one in text if not one.isascii()))
    if any(map(str.isdecimal, found)):
        found.add(_DIGIT)
    return found


def needed(pattern: str, flags: int) -> Needed:
    """The sets that fewest texts have anything of."""
    try:
        library = import_module("re._parser")
        tree = library.parse(pattern, flags)
        sets = set(_Reader(import_module("re._constants")).sets(tree, tree.state.flags))
    except (ImportError, AttributeError):
        return ()
    rare = sorted(
        (each for each in sets if _rarity(each) >= _TOO_OFTEN), key=lambda each: (-_rarity(each), sorted(each))
    )
    return tuple(rare[:_MOST])


def _rarity(characters: Iterable[str]) -> int:
    return min(at if (at := _OFTEN.find(one)) >= 0 else len(_OFTEN) for one in characters)


class _Reader:
    """Walks through a pattern as `re` has taken it apart; what it does not know needs nothing."""

    def __init__(self, names: Any) -> None:
        self._names = names

    def sets(self, tree: Any, flags: int) -> Iterator[frozenset[str]]:
        names = self._names
        for kind, what in tree:
            inner, its_flags = self._inner(kind, what, flags)
            if kind is names.LITERAL:
                yield _folded({chr(what)}, flags)
            elif kind is names.IN and (found := self._named(what)):
                yield _folded(found, flags)
            elif kind is names.BRANCH:
                ways = [max(self.sets(way, flags), key=_rarity, default=frozenset[str]()) for way in what[1]]
                if all(ways):
                    yield frozenset[str]().union(*ways)
            yield from self.sets(inner, its_flags)

    def _inner(self, kind: Any, what: Any, flags: int) -> tuple[Any, int]:
        """What stands within a part, and is in the text wherever the part is."""
        names = self._names
        if kind is names.SUBPATTERN:
            return what[3], (flags | what[1]) & ~what[2]
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT) and what[0] > 0:
            return what[2], flags
        if kind is names.ATOMIC_GROUP:
            return what, flags
        if kind is names.ASSERT:  # behind or before, it is in the text
            return what[1], flags
        return (), flags

    def _named(self, parts: Any) -> set[str]:
        """The characters of a set, none for one that cannot be named."""
        names, found = self._names, set[str]()
        for kind, what in parts:
            if kind is names.LITERAL:
                found.add(chr(what))
            elif kind is names.RANGE and what[1] - what[0] < _WIDEST:
                found.update(map(chr, range(what[0], what[1] + 1)))
            elif kind is names.CATEGORY and what is names.CATEGORY_DIGIT:
                found.add(_DIGIT)
            else:
                return set()
        return found


def _folded(found: set[str], flags: int) -> frozenset[str]:
    """With both cases where the case does not matter, and whatever `re` takes for the same."""
    if not flags & IGNORECASE:
        return frozenset(found)
    cases = (each for one in found if one != _DIGIT for each in (one.lower(), one.upper(), one.upper().lower()))
    return frozenset(found).union(*cases)
