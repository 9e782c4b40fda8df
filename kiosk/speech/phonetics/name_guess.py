"""Guess at the letter e of names that no table has, by the marks of others in `names.txt`.

Features are the letters around each e, those anywhere in the name, and its probable part of Indonesia (`name_regions`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.speech.phonetics.name_regions import Regions

REACH = 4  # letters on one side of an e that count
FEWEST, MOST = 2, 4  # letters of a piece of the name
LIKELY = (0.15, 0.35, 0.6, 0.85)  # steps of a region's probability, from possible to sure
_VOWELS = "aiueo"


class NameGuesser:
    """Guesser of e in names. *weights* maps features to whole numbers: how much each speaks for é."""

    def __init__(self, weights: Mapping[str, int], regions: Regions) -> None:
        self._weights = weights
        self._regions = regions

    def marked(self, name: str) -> str:
        """Return the name with its taling marked: "watopute" -> "watoputé". The name is in small letters."""
        found = iter(features(name, self._regions))
        return "".join(
            "é" if letter == "e" and sum(self._weights.get(each, 0) for each in next(found)) > 0 else letter
            for letter in name
        )


def features(name: str, regions: Regions) -> list[list[str]]:
    """Return the features to weigh for each e of the name."""
    places = [place for place, letter in enumerate(name) if letter == "e"]
    likely = [f"r{region}{step}" for region, share in regions.shares(name).items() for step in LIKELY if share > step]
    return [
        _around(name, place) + _anywhere(name, place, number) + _of_region(name, place, likely)
        for number, place in enumerate(places)
    ]


def _of_region(name: str, place: int, likely: list[str]) -> list[str]:
    kind = _kind(name[place + 1 :])
    return [*likely, *(f"{each}{kind}" for each in likely)]


def _around(name: str, place: int) -> list[str]:
    padded = f"^{name}$"
    here = place + 1
    return [
        f"{padded[here - left : here]}|{padded[here + 1 : here + 1 + right]}"
        for left in range(min(REACH, here) + 1)
        for right in range(REACH + 1)
        if left + right <= REACH + 2
    ]


def _anywhere(name: str, place: int, number: int) -> list[str]:
    after = name[place + 1 :]
    syllable, last = _syllable(after), _is_last(after)
    padded = f"^{name}$"
    pieces = [
        padded[start : start + size] for size in range(FEWEST, MOST + 1) for start in range(len(padded) - size + 1)
    ]
    vowels = "".join(letter for letter in name if letter in _VOWELS)
    shape = re.sub("[a-z]", lambda found: "V" if found[0] in _VOWELS else "C", name)
    return [
        "all",
        *(f"p{piece}" for piece in pieces),
        *(f"p{piece}{last:d}{syllable}" for piece in pieces),
        f"s{_kind(after)}",
        f"s{syllable}{last:d}{after[:1]}",
        f"v{vowels}{number}",
        f"n{number}{vowels.count('e')}{syllable}",
        f"h{shape}{number}",
    ]


def _kind(after: str) -> str:
    return f"{_syllable(after)}{_is_last(after):d}"


def _is_last(after: str) -> bool:
    return not re.search("[aiuo]", after)


def _syllable(after: str) -> str:
    """Return how a syllable ends: "" at the end of the name, "v" before a vowel, "o" open, "c" closed by a consonant."""
    if not after or after[0] in _VOWELS:
        return after[:1] and "v"
    return "o" if len(after) > 1 and after[1] in _VOWELS else "c"
