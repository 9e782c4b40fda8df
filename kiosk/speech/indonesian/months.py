"""Months cut short: "5 Des", "Nov 2026", "tagihan Okt", "Jan-Mar", but "Mar. Yusuf" of the marines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import condition, group
from kiosk.speech.indonesian.dates import MONTHS, SHORT_MONTHS
from kiosk.speech.indonesian.tokens import Token

_COST = -6.0
_SOURCE = "month"
_FULL = frozenset(each.lower() for each in MONTHS)
_DAY = condition("<#1|#2")
_YEAR = condition(">#year|'_#2")
_PERIOD = condition("<bln|bulan|per|pertengahan|awal|akhir")
_NUMBER = condition(">#")
_PART = condition(">I|II|III")
_SAID = condition(">rp|aa|#|,|;|:|)|$")
_JOINS = ("-", "–", "—")


def months(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose the whole names of months beside a day, a year, another month or a word of periods."""
    for place, token in enumerate(found):
        if token.low not in SHORT_MONTHS or token.kind != "word" or _touches(found, place):
            continue
        pointed = place + 1 < len(found) and found[place + 1].text == "." and not found[place + 1].spaced
        end = place + 2 if pointed else place + 1
        name = MONTHS[SHORT_MONTHS[token.low]]
        if _is_between_dashes(found, place):
            yield ChosenReading(place - 1, place + 2, f" {name} ", _COST, _SOURCE)
        elif _is_month(found, place, end):
            last = pointed and end == len(found)
            yield ChosenReading(place, place + 1 if last else end, name, _COST, _SOURCE)


def _is_between_dashes(found: Sequence[Token], place: int) -> bool:
    """Return whether day and year are joined to it: "06-Des-2026"; with two digits for the year it is a date of its own."""
    if place < 2 or place + 2 >= len(found):
        return False
    day, sign, end, year = found[place - 2], found[place - 1], found[place + 1], found[place + 2]
    return sign.text == end.text == "-" and day.kind == year.kind == "number" and len(year.text) > 2


def _is_month(found: Sequence[Token], place: int, end: int) -> bool:
    token = found[place]
    alone = place > 0 and (found[place - 1].spaced or place == 1 or found[place - 2].kind == "sign")
    if _YEAR.met(found, place, end) or (_DAY.met(found, place, end) and alone and token.spaced):
        return True
    if place > 1 and found[place - 1].text == "-" and found[place - 2].kind == "number":
        return not (end < len(found) and found[end].text == "-")  # "12-Nov-26" is a date of its own
    if not token.text.istitle():
        return False
    ranged = _beside_month(found, place, end) or _PART.met(found, place, end)
    told = _PERIOD.met(found, place, end) or _NUMBER.met(found, place, end)
    named = token.low in group("nonames") and place > 0 and token.spaced and found[place - 1].text != "."
    return ranged or told or (named and _SAID.met(found, place, end))


def _beside_month(found: Sequence[Token], place: int, end: int) -> bool:
    """Return whether the short month in *found* from *place* to *end* begins or ends a range: "Jan-Mar", "Okt s/d Desember"."""
    ahead = end + 1 if end < len(found) and (found[end].text in _JOINS or found[end].low == "sampai") else 0
    if end + 2 < len(found) and (found[end].low, found[end + 2].low) == ("s", "d"):
        ahead = end + 3 + (end + 3 < len(found) and found[end + 3].text == ".")
    before = place - 2 if place > 1 and (found[place - 1].text in _JOINS or found[place - 1].low == "sampai") else -1
    return any(
        found[each].low in _FULL or (found[each].low in SHORT_MONTHS and found[each].text[0].isupper())
        for each in (ahead, before)
        if 0 < each < len(found) or (each == 0 == before)
    )


def _touches(found: Sequence[Token], place: int) -> bool:
    behind = found[place + 1] if place + 1 < len(found) else None
    touched = behind is not None and not behind.spaced and behind.kind != "sign"
    return touched or (place > 0 and not found[place].spaced and found[place - 1].kind != "sign")
