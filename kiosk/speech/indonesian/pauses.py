"""Pauses between two numbers that stand side by side: "jam 8 30 orang", "Dusun 1 2 rumah rusak"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.rule import BREATH
from kiosk.speech.indonesian.tokens import Token
from kiosk.speech.indonesian.units import UNITS

_THOUSANDS = 3  # digits of a group: "12 000 jiwa" is one number
_LONGEST = 4  # digits; two longer ones are groups of a card or a telephone


def pauses(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose a pause before a number that has another one before it and what it counts behind it."""
    for place in range(1, len(found) - 1):
        if _meet(found, place) and not _belong_together(found, place):
            yield ChosenReading(place, place + 1, BREATH + found[place].text, -1.0, "two numbers")


def _meet(found: Sequence[Token], place: int) -> bool:
    first, second, behind = found[place - 1 : place + 2]
    counted = behind.text == "%" or (
        behind.kind == "word" and (behind.text.islower() or behind.low in UNITS) and behind.low not in group("ofaclock")
    )
    return first.kind == second.kind == "number" and second.spaced and counted


def _belong_together(found: Sequence[Token], place: int) -> bool:
    """Return whether both are parts of one code, telephone, score or number with its thousands apart."""
    first, second = found[place - 1], found[place]
    if "0" in (first.text[0], second.text[0]) and len(first.text) > 1:
        return True
    if place > 1 and found[place - 2].kind == "number" and first.spaced:
        return True
    if place > 1 and found[place - 2].text in "+-" and not first.spaced:
        return True
    if len(second.text) == _THOUSANDS and len(first.text) <= _THOUSANDS and second.text.isdecimal():
        return True
    if min(len(first.text), len(second.text)) >= _LONGEST:
        return True
    return any(each.low in group("ofamatch") for each in found)
