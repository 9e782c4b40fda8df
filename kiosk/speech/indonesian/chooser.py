"""Choice among readings: the cheapest way through the tokens or letters of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class ChosenReading(NamedTuple):
    """Reading of the tokens or letters from *start* to *end* as *words*; where both are one place, it stands between two.

    *cost* is negative where the reading is better than leaving what is written, which costs nothing. *source* tells
    which row or recogniser proposed it.
    """

    start: int
    end: int
    words: str
    cost: float
    source: str


def cheapest(readings: Iterable[ChosenReading], length: int) -> list[ChosenReading]:
    """Return the readings that lie side by side and cost the least together, in their order.

    *length* is the number of tokens or letters. One without a reading is left as it is, at no cost. Of two that cost
    the same, the one that was proposed first is chosen.
    """
    ending: dict[int, list[ChosenReading]] = {}
    between: dict[int, ChosenReading] = {}
    for each in readings:
        if each.start < each.end:
            ending.setdefault(each.end, []).append(each)
        elif each.cost < min(0, between[each.end].cost if each.end in between else 0):
            between[each.end] = each
    costs = [0.0] * (length + 1)
    last: list[ChosenReading | None] = [None] * (length + 1)
    for place in range(1, length + 1):
        costs[place] = costs[place - 1]
        for each in ending.get(place, ()):
            if costs[each.start] + each.cost < costs[place]:
                costs[place], last[place] = costs[each.start] + each.cost, each
    chosen: list[ChosenReading] = []
    place = length
    while place >= 0:
        if place in between:
            chosen.append(between[place])
        best = last[place]
        if best is None:
            place -= 1
        else:
            chosen.append(best)
            place = best.start
    return chosen[::-1]
