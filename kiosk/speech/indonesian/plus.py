"""The plus behind a number: "17+" of an age, "100+ warga", "RT 5+"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.tokens import Token

_COST = -2.0
_SOURCE = "plus behind a number"
_YEARS = frozenset(("tahun", "th", "thn"))
_ENDS = frozenset("&,;.)/")


def plus(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose an age and above, more than a number, or the sign by its name."""
    ages = group("aged")
    aged = any(each.low in ages for each in found)
    for place in range(1, len(found)):
        number = found[place - 1]
        if found[place].text != "+" or number.kind != "number" or found[place].spaced:
            continue
        behind = found[place + 1] if place + 1 < len(found) else None
        if behind is not None and behind.low in _YEARS:
            yield ChosenReading(place, place + 2, " tahun ke atas", _COST * 2, _SOURCE)
        elif (
            behind is not None
            and behind.kind == "word"
            and behind.text.islower()
            and behind.spaced
            and not _is_age(found, place)
        ):
            yield ChosenReading(place - 1, place + 1, f"lebih dari {number.text}", _COST, _SOURCE)
        elif behind is None or behind.text in _ENDS or behind.low == "dan" or (aged and behind.kind == "word"):
            yield ChosenReading(
                place, place + 1, " tahun ke atas" if aged or len(found) == 2 else " plus", _COST, _SOURCE
            )


def _is_age(found: Sequence[Token], place: int) -> bool:
    return place > 1 and found[place - 2].low in group("aged")
