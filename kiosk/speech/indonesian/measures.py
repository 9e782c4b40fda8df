"""Measures that look like times: "gelombang 1.25 - 2.50 m" has heights with a point, as instruments and BMKG's
bulletins write them.

These rules come before those of times; a number with "pukul", "jam" or a zone stays a time.
"""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import NUMBER, POINT_DECIMAL, START, quantity
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.units import UNITS

_WRITTEN_OUT = (
    "meter|kilometer|sentimeter|milimeter|inci|kaki|mil|knot|liter|mililiter|gram|kilogram|kuintal|kwintal|ton|hektare|hektar|are|"
    "derajat|persen|watt|kilowatt|volt|ampere|skala richter|sr|magnitudo|mw|poin|kali"
)
_NO_UNITS = frozenset(("hr", "bt", "bb", "mlm", "smt"))  # words and places that may follow a time
_UNIT = "|".join(
    re.escape(unit) if len(unit) > 1 or not unit.isalpha() else f"(?-i:{unit})"  # "10.00 M. Yusuf" has an initial
    for unit in sorted(UNITS.keys() - _NO_UNITS, key=len, reverse=True)
)
_BEHIND = rf"\s?(?:(?P<unit>{_UNIT})(?![\w²³])|(?=(?:{_WRITTEN_OUT})\b))"
_UNTIL = r"\s?(?:[-–—]|s\.?d\.?|s/d|sampai(?: dengan)?|hingga)\s?"
_NO_TIME = r"(?<!\bpukul )(?<!\bpkl )(?<!\bpkl\. )(?<!\bpk )(?<!\bpk\. )(?<!\bjam )"
_SEA = (
    r"(?P<what>\b(?:tinggi |ketinggian )?(?:gelombang|ombak)(?: laut| air)?"
    r"(?: (?:berkisar|antara|mencapai|sekitar|setinggi))*:? )"
)


def _measure_words(found: re.Match[str]) -> str:
    groups = found.groupdict()
    words = f"{groups.get('what') or ''}{quantity(found['low'])}"
    if high := groups.get("high"):
        words += f" {'sampai dengan' if 'd' in found['until'] else 'sampai'} {quantity(high)}"
    unit = groups.get("unit")
    return f"{words} {UNITS[unit.lower()]}" if unit else f"{words} " if groups.get("what") is None else words


MEASURES: tuple[Rule, ...] = (
    # radio frequencies: "146.520 MHz"
    rule(
        r"(?<![\w.,])(?P<whole>\d{2,3})\.(?P<part>\d{3})\s?MHz\b",
        lambda found: f"{quantity(found['whole'] + ',' + found['part'])} megahertz",
        needs="MHz",
    ),
    # marks, and the size of a tyre: "Nilai 3.25-4.00", "Ban 2.75-17"
    rule(
        r"(?P<what>\b(?i:nilai(?: rapor| rata[- ]rata)?|IPK?)\s)(?P<low>[0-3]\.\d\d)\s?[-–]\s?(?P<high>[0-3]\.\d\d|4\.00)"
        r"(?![\d.:]|\s?(?:WIT|pagi|siang|sore|malam|di)\b)",
        lambda found: f"{found['what']}{quantity(_comma(found['low']))} sampai {quantity(_comma(found['high']))}",
    ),
    rule(
        r"(?P<what>\b(?i:ban(?: dalam| luar)?|velg|pelek)\s(?:[A-Z][A-Za-z]+\s){0,2})(?P<broad>\d[.,]\d{1,2}|\d{2,3}/\d{2,3})"
        r"\s?-\s?(?P<inches>[12]\d)(?![\d.,])",
        lambda found: f"{found['what']}{_comma(found['broad'])}, {found['inches']} ",
        needs="-",
    ),
    rule(
        rf"(?=\d){_NO_TIME}{START}(?P<low>{POINT_DECIMAL}|{NUMBER})(?P<until>{_UNTIL})(?P<high>{POINT_DECIMAL}|{NUMBER}){_BEHIND}",
        lambda found: _measure_words(found) if _pointed(found["low"], found["high"]) else found.group(),
        flags=re.IGNORECASE,
    ),
    rule(
        rf"(?=\d){_NO_TIME}{START}(?P<low>{POINT_DECIMAL}){_BEHIND}",
        _measure_words,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"{_SEA}(?P<low>{POINT_DECIMAL})(?:(?P<until>{_UNTIL})(?P<high>{POINT_DECIMAL}|{NUMBER}))?(?!\s?WIT)",
        _measure_words,
        flags=re.IGNORECASE,
    ),
)


def _comma(number: str) -> str:
    return number.replace(".", ",")


def _pointed(*numbers: str) -> bool:
    return any(re.fullmatch(POINT_DECIMAL, number) for number in numbers)
