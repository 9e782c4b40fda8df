"""Rules that are rows of `patterns/*.tsv`: a pattern, its words, a text without which nothing is found, and conditions.

- `<<name>>` in a pattern is a part of `_PARTS`, or of a row of the same table that begins so.
- In the words `{name}` is a group as it is written, for other rules to say; `{name:quantity}` says it, `{day month:day}`
  several. "_" is a space at an end. What cannot be said so stays as it is written.
- Words like "=angle" are a function of the module of the kind, for what code decides.
- A condition is a pattern of `words.tsv`: "~cuaca" is anywhere in the text, "<~cuaca" before the match; "!" asks for the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType

from kiosk.speech.indonesian.citations import CITATIONS_WORDS
from kiosk.speech.indonesian.codes import CODES_WORDS, either_number, last_of_range, register_groups
from kiosk.speech.indonesian.dates import (
    ANY_DAY,
    DATES_WORDS,
    MONTH_WORD,
    MONTHS,
    NAMED,
    SHORT_MONTHS,
    date_words,
    day_words,
    full_year,
)
from kiosk.speech.indonesian.hazards import HAZARDS_WORDS, map_decimal
from kiosk.speech.indonesian.letters import LETTERS_WORDS, code, part_of_total, proportion, sets_of_match
from kiosk.speech.indonesian.money import CURRENCIES
from kiosk.speech.indonesian.numbers import (
    NUMBER,
    ORDINALS_WORDS,
    POINT_DECIMAL,
    START,
    cardinal,
    digits,
    fraction,
    quantity,
    roman_value,
)
from kiosk.speech.indonesian.people import INITIALS_WORDS
from kiosk.speech.indonesian.rule import BREATH, Rule
from kiosk.speech.indonesian.shorthand import SHORTHAND_WORDS
from kiosk.speech.indonesian.tables import spelled
from kiosk.speech.indonesian.times import TIMES_WORDS, ZONES, clock
from kiosk.speech.indonesian.trades import QUARTER, QUARTERS, TRADES_WORDS
from kiosk.speech.indonesian.units import LETTER_UNITS, UNIT, UNITS, UNITS_WORDS
from kiosk.speech.indonesian.web import WEB_WORDS
from kiosk.speech.indonesian.word_patterns import mentions

_PART = re.compile(r"<<(\w+)>>")
_SLOT = re.compile(r"{(?P<groups>\w+(?: \w+)*)(?::(?P<said>\w+))?}")
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "number": NUMBER,
        "start": START,
        "decimal": POINT_DECIMAL,
        "month": MONTH_WORD,
        "shortmonth": "|".join(SHORT_MONTHS),
        "day": ANY_DAY,
        "named": NAMED,
        "quarters": QUARTER,
        "breath": BREATH,
        "unit": UNIT,
        "letterunit": LETTER_UNITS,
    }
)
_SAID: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "cardinal": lambda written: cardinal(int(written)),
        "alternatives": either_number,
        "clock": clock,
        "code": code,
        "currency": CURRENCIES.__getitem__,
        "date": date_words,
        "day": day_words,
        "decimal": map_decimal,
        "digits": digits,
        "fraction": fraction,
        "groups": register_groups,
        "last_of_range": last_of_range,
        "month": lambda written: MONTHS[int(written) - 1],
        "proportion": proportion,
        "quantity": quantity,
        "quarter": QUARTERS.__getitem__,
        "roman": lambda written: cardinal(roman_value(written)),
        "sets": sets_of_match,
        "share": part_of_total,
        "shortmonth": lambda written: MONTHS[SHORT_MONTHS[written.lower()]],
        "spelled": spelled,
        "until": lambda written: "sampai dengan" if "d" in written.lower() else "sampai",
        "unit": lambda written: UNITS[written.lower()],
        "year": lambda written: cardinal(full_year(written)),
        "zone": lambda written: ZONES[written.upper()],
    }
)

_FUNCTIONS: Mapping[str, Mapping[str, Callable[[re.Match[str]], str]]] = MappingProxyType(
    {
        "citations": CITATIONS_WORDS,
        "codes": CODES_WORDS,
        "dates": DATES_WORDS,
        "hazards": HAZARDS_WORDS,
        "initials": INITIALS_WORDS,
        "letters": LETTERS_WORDS,
        "ordinals": ORDINALS_WORDS,
        "shorthand": SHORTHAND_WORDS,
        "times": TIMES_WORDS,
        "trades": TRADES_WORDS,
        "units": UNITS_WORDS,
        "web": WEB_WORDS,
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
        written, words, *rest = row.split("\t")
        if name := _PART.fullmatch(written):
            parts[name[1]] = words
        else:
            needs, conditions = (*rest, "", "")[:2]
            whole = _PART.sub(lambda part: parts[part[1]], written)
            said = _FUNCTIONS[kind][words[1:]] if words.startswith("=") else _words(words, conditions.split())
            rules.append(Rule(whole, said, needs=needs))
    return tuple(rules)


def _words(written: str, conditions: Sequence[str]) -> str | Callable[[re.Match[str]], str]:
    """Return a template if all groups stay as they are written and nothing is asked for, else a function that says them."""
    told = re.sub("^_|_$", " ", written)
    if not conditions and not any(slot["said"] or slot["groups"] == "0" for slot in _SLOT.finditer(told)):
        return _SLOT.sub(r"\\g<\g<groups>>", told)

    def said(found: re.Match[str]) -> str:
        if not all(_holds(each, found) for each in conditions):
            return found.group()
        try:
            return _SLOT.sub(lambda slot: _said(found, slot), told)
        except ValueError:
            return found.group()

    return said


def _said(found: re.Match[str], slot: re.Match[str]) -> str:
    groups = [found[int(each) if each.isdecimal() else each] or "" for each in slot["groups"].split()]
    return _SAID[slot["said"]](*groups) if slot["said"] else groups[0]


def _holds(condition: str, found: re.Match[str]) -> bool:
    place, _, name = condition.lstrip("!").partition("~")
    text = found.string[: found.start()] if place else found.string
    return (mentions(name, text) is None) is condition.startswith("!")
