"""Origin of a name by its letters alone: "Wonorejo" is of Java, "Watopute" of Sulawesi, "Ferdian" is a person's.

The letter e depends on it: in Papua and on Timor each is é, in Java and Sumatra many are not, in people's names most
are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

PEOPLE = "people"  # not a region: names of people
REGIONS = (
    "java",
    "sunda",
    "bali",
    "aceh",
    "batak",
    "malay",
    "kalimantan",
    "celebes",
    "minahasa",
    "timor",
    "moluccas",
    "papua",
    PEOPLE,
)
LONGEST = 4  # letters of a piece of the name
SCALE = 100  # weights are kept as whole numbers


class Regions:
    """Probabilities of regions. *weights* maps pieces of names to how much they speak for each of REGIONS."""

    def __init__(self, weights: Mapping[str, Sequence[int]]) -> None:
        self._weights = weights

    def shares(self, name: str) -> dict[str, float]:
        """Return the probability of each region; their sum is 1."""
        sums = [0] * len(REGIONS)
        for piece in set(pieces(name)):
            for at, weight in enumerate(self._weights.get(piece, ())):
                sums[at] += weight
        most = max(sums)
        grown = [math.exp((each - most) / SCALE) for each in sums]
        return {region: each / sum(grown) for region, each in zip(REGIONS, grown, strict=True)}


def pieces(name: str) -> Iterator[str]:
    """Yield the pieces of one to four letters, the beginning and the end marked."""
    padded = f"^{name}$"
    for size in range(1, LONGEST + 1):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def read_regions(text: str) -> dict[str, tuple[int, ...]]:
    """Return the weights of each piece in *text*: a piece and its weights a line, by tabs; lines that begin with # are notes."""
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {piece: tuple(map(int, weights)) for piece, *weights in rows}
