"""`python deploy/learn_senses.py`: learn from the labelled lines of `deploy/senses/` which words a short form has where.

Each file is named for its form and holds a sense and a text with that form a line; the sense "=" leaves the form as it
stands. One half of the lines is learned and the other half read, then the other way round; the share of right senses
is printed for each. The weights that are written come from all lines.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.speech.indonesian.context import condition
from kiosk.speech.indonesian.learned_senses import KEPT, stands_at
from kiosk.speech.indonesian.tokens import Token, tokens

LABELLED = Path(__file__).parent / "senses"
WEIGHTS = Path(__file__).parents[1] / "kiosk/speech/indonesian/senses/weights.tsv"
NOTE = "# Written by deploy/learn_senses.py: form, sense, condition (none: always), weight.\n"
_GROUPS = (  # of words that tell senses: what else `groups.tsv` has is for single rows
    "blood", "day", "divided", "document", "health", "infant", "lasts", "lettered", "match", "month", "motion", "partofday",
    "person", "physician", "place", "population", "rankorfare", "school", "schoollevel", "sender", "somebody", "title", "vaccine",
    "way", "when", "whenever",
)  # fmt: skip
_KINDS = "# #0 aa Aa AA A ^ . , :".split()  # noqa: SIM905
_ROUNDS, _RATE, _DECAY = 400, 0.5, 0.01
_SEEN = 2  # lines that a condition must hold in
_LEAST = 0.25  # weight that is kept

Weights = dict[tuple[str, str], float]


class Line(NamedTuple):
    """Labelled line: *met* are the conditions that hold for its form."""

    sense: str
    found: Sequence[Token]
    place: int


def main() -> None:
    rows = [NOTE]
    for file in sorted(LABELLED.glob("*.tsv")):
        lines = read(file)
        halves = lines[::2], lines[1::2]
        shares = [share_right(learned(halves[half]), halves[1 - half]) for half in (0, 1)]
        senses = ", ".join(f"{sense} {many}" for sense, many in Counter(line.sense for line in lines).items())
        print(f"{file.stem}: held out {shares[0]:.0%} and {shares[1]:.0%} right ({senses})")
        rows += [
            f"{file.stem}\t{sense}\t{written}\t{weight:.2f}\n"
            for (sense, written), weight in sorted(learned(lines).items())
            if abs(weight) >= _LEAST
        ]
    WEIGHTS.write_text("".join(rows), encoding="utf-8")


def read(file: Path) -> list[Line]:
    """Return the lines of *file*, those of one sense after those of the other; raises ValueError if one lacks the form."""
    lines = []
    for row in file.read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        sense, text = row.split("\t")
        found = tokens(text)
        places = [place for place in range(len(found)) if stands_at(file.stem, found, place)]
        if len(places) != 1:
            raise ValueError(f"{file.name}: {row}")
        lines.append(Line(sense, found, places[0]))
    return lines


def candidates(lines: Sequence[Line]) -> list[str]:
    """Return the conditions on neighbours that hold in some of *lines*."""
    seen: Counter[str] = Counter()
    for line in lines:
        before, behind = line.found[: line.place], line.found[line.place + 1 :]
        here = {f"~{each.low}" for each in (*before, *behind) if each.kind == "word"}
        here |= {f"<{each.low}" for each in before[-1:] if each.kind == "word"}
        here |= {f">{each.low}" for each in behind[:1] if each.kind == "word"}
        seen.update(each for each in here if condition_holds(each, line))
    words = [each for each, many in seen.items() if many >= _SEEN]
    kinds = [f"{place}{kind}" for place in "<>" for kind in _KINDS] + [">$", "=AA", "=Aa", "=aa"]
    groups = [f"{place}@{name}" for place in ("<", ">", "~") for name in _GROUPS]
    shared = [each for each in (*kinds, *groups) if sum(condition_holds(each, line) for line in lines) >= _SEEN]
    return ["", *sorted(words), *shared]


def condition_holds(written: str, line: Line) -> bool:
    return not written or condition(written).met(line.found, line.place, line.place + 1)


def learned(lines: Sequence[Line]) -> Weights:
    """Return the weights of a log-linear model, with the same decay for all conditions."""
    senses = sorted({line.sense for line in lines})
    written = candidates(lines)
    met = [[each for each in written if condition_holds(each, line)] for line in lines]
    weights: Weights = {}
    for _ in range(_ROUNDS):
        slopes: Counter[tuple[str, str]] = Counter()
        for line, conditions in zip(lines, met, strict=True):
            chances = _chances(weights, senses, conditions)
            for sense in senses:
                off = (sense == line.sense) - chances[sense]
                for each in conditions:
                    slopes[sense, each] += off
        for key, slope in slopes.items():
            weights[key] = weights.get(key, 0.0) * (1 - _RATE * _DECAY) + _RATE * slope / len(lines)
    return weights


def _chances(weights: Weights, senses: Sequence[str], conditions: Sequence[str]) -> Mapping[str, float]:
    powers = {sense: math.exp(sum(weights.get((sense, each), 0.0) for each in conditions)) for sense in senses}
    whole = sum(powers.values())
    return {sense: power / whole for sense, power in powers.items()}


def share_right(weights: Weights, lines: Sequence[Line]) -> float:
    senses = sorted({sense for sense, _ in weights}) or [KEPT]
    written = {each for _, each in weights}
    right = 0
    for line in lines:
        conditions = [each for each in written if condition_holds(each, line)]
        chances = _chances(weights, senses, conditions)
        right += max(senses, key=lambda sense: chances[sense]) == line.sense
    return right / len(lines)


if __name__ == "__main__":
    main()
