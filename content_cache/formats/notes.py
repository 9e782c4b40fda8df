"""Counts of what was left out of a feed, by reason."""

from __future__ import annotations

from collections import Counter

from content_cache.model.errors import Code
from content_cache.model.problems import Detail, Problem

_Reason = tuple[Code, tuple[tuple[str, Detail], ...]]


class ReasonCounts:
    """Counter of reasons for leaving something out. The same code with other details is counted apart."""

    def __init__(self) -> None:
        self._counts: Counter[_Reason] = Counter()

    def add(self, code: Code, number: int = 1, /, **details: Detail) -> None:
        self._counts[code, tuple(details.items())] += number

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem for each reason, in the order of first occurrence, with its `count`."""
        return tuple(
            Problem(code.value, {"count": count, **dict(details)}) for (code, details), count in self._counts.items()
        )
