"""Rules that are rows of `patterns/*.tsv`: a pattern, its words, and a text without which nothing is found.

`<<name>>` in a pattern is a part of `_parts`, or of a row of the same table that begins so. In the words `{name}` is a group
as it is written, for other rules to say, and `{name:quantity}` says it; "_" is a space at an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from kiosk.speech.indonesian.dates import ANY_DAY, MONTH_WORD, MONTHS, NAMED
from kiosk.speech.indonesian.letters import code
from kiosk.speech.indonesian.numbers import NUMBER, POINT_DECIMAL, START, cardinal, digits, quantity, roman
from kiosk.speech.indonesian.rule import Rule
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.trades import QUARTERS
from kiosk.speech.indonesian.units import LETTER_UNITS, UNIT, UNITS

_PART = re.compile(r"<<(\w+)>>")
_SLOT = re.compile(r"{(?P<group>\w+)(?::(?P<said>\w+))?}")
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "number": NUMBER,
        "start": START,
        "decimal": POINT_DECIMAL,
        "month": MONTH_WORD,
        "day": ANY_DAY,
        "named": NAMED,
        "unit": UNIT,
        "letterunit": LETTER_UNITS,
    }
)
_SAID: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "cardinal": lambda written: cardinal(int(written)),
        "digits": digits,
        "quantity": quantity,
        "spelled": spelled,
        "code": code,
        "roman": lambda written: cardinal(roman(written) or 0),
        "month": lambda written: MONTHS[int(written) - 1],
        "unit": lambda written: UNITS[written.lower()],
        "quarter": QUARTERS.__getitem__,
    }
)


@cache
def pattern_rules(kind: str) -> tuple[Rule, ...]:
    """Return the rules of the table of a kind; none if it has no table."""
    file = resources.files("kiosk.speech.indonesian.patterns") / f"{kind}.tsv"
    parts = dict(_PARTS)
    rules: list[Rule] = []
    for row in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if row.startswith("#"):
            continue
        written, words, *needs = row.split("\t")
        if name := _PART.fullmatch(written):
            parts[name[1]] = words
        else:
            whole = _PART.sub(lambda part: parts[part[1]], written)
            rules.append(Rule(whole, _words(words), needs=needs[0] if needs else ""))
    return tuple(rules)


def _words(written: str) -> str | Callable[[re.Match[str]], str]:
    """Return a template if all groups stay as they are written, else a function that says them."""
    told = re.sub("^_|_$", " ", written)
    if not any(slot["said"] or slot["group"] == "0" for slot in _SLOT.finditer(told)):
        return _SLOT.sub(r"\\g<\g<group>>", told)

    def said(found: re.Match[str]) -> str:
        return _SLOT.sub(lambda slot: _said(found, slot), told)

    return said


def _said(found: re.Match[str], slot: re.Match[str]) -> str:
    group = slot["group"]
    written = found[int(group) if group.isdecimal() else group] or ""
    return _SAID[slot["said"]](written) if slot["said"] else written
