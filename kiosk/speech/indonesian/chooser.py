"""Choice among readings: the cheapest way through the tokens of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class ChosenReading(NamedTuple):
    """Reading of the tokens from *start* to *end* as *words*.

    *cost* is negative where the reading is better than leaving the tokens as they are, which costs nothing. *source*
    tells which row or recogniser proposed it.
    """

    start: int
    end: int
    words: str
    cost: float
    source: str


def cheapest(readings: Iterable[ChosenReading], length: int) -> list[ChosenReading]:
    """Return the readings that lie side by side and cost the least together, in their order.

    *length* is the number of tokens. A token without a reading is left as it is, at no cost.
    """
    ending: dict[int, list[ChosenReading]] = {}
    for each in readings:
        ending.setdefault(each.end, []).append(each)
    costs = [0.0] * (length + 1)
    last: list[ChosenReading | None] = [None] * (length + 1)
    for place in range(1, length + 1):
        costs[place] = costs[place - 1]
        for each in ending.get(place, ()):
            if costs[each.start] + each.cost < costs[place]:
                costs[place], last[place] = costs[each.start] + each.cost, each
    chosen: list[ChosenReading] = []
    place = length
    while place:
        best = last[place]
        if best is None:
            place -= 1
        else:
            chosen.append(best)
            place = best.start
    return chosen[::-1]
