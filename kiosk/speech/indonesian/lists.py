"""Lists in one line behind one word: "Juara 1. Amir 2. Udin 3. Sari"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.tokens import Token

_FURTHEST = 14  # tokens from the first word to the second entry
_ENDS = frozenset(".!?:;")


def heads_list(found: Sequence[Token]) -> bool:
    """Return whether the first word is the heading of a list whose first entry is behind it and whose second follows."""
    if len(found) < _FURTHEST // 2 or found[0].kind != "word" or found[1].text != "1" or found[2].text not in ".)":
        return False
    if found[2].spaced or not found[3].spaced:
        return False
    for place in range(4, min(len(found) - 1, _FURTHEST)):
        if found[place].text in _ENDS:
            return False
        if found[place].text == "2":
            return found[place + 1].text in (found[2].text, ",")
    return False


def first_entries(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose a pause before and behind the number of the first entry."""
    if heads_list(found):
        yield ChosenReading(1, 3, ": 1,", -1.0, "first entry of a list")
