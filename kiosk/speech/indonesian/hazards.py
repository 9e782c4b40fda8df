"""Notation of the weather office (BMKG): coordinates, the MMI scale, winds from one quarter to another."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, digits, roman
from kiosk.speech.indonesian.tables import spelled

_QUARTERS = "Utara|Timur ?Laut|Timur|Tenggara|Selatan|Barat ?Daya|Barat ?Laut|Barat"
_HEMISPHERES = {
    "LS": "lintang selatan", "LU": "lintang utara", "BT": "bujur timur", "BB": "bujur barat",
    "S": "lintang selatan", "N": "lintang utara", "E": "bujur timur", "W": "bujur barat",
}  # fmt: skip
_MMI = r"[IVX]{1,4}"


def _angle(found: re.Match[str]) -> str:
    words = f"{map_decimal(found['degrees'])} derajat {map_decimal(found['minutes'])} menit"
    if found["seconds"]:
        words += f" {map_decimal(found['seconds'])} detik"
    return words + _hemisphere(found)


def _coordinate(found: re.Match[str]) -> str:
    degree = " derajat" if found["sign"] else ""
    return f"{map_decimal(found['degrees'])}{degree}{_hemisphere(found)}"


def _hemisphere(found: re.Match[str]) -> str:
    where = found["where"]
    return f" {_HEMISPHERES[where]}, " if where else ""


def map_decimal(written: str) -> str:
    """Return "-0.9516" or "122,79" in words: here a point is a decimal sign too, and no digit behind it is left out."""
    whole, _, fraction = written.lstrip("-−").replace(",", ".").partition(".")
    words = cardinal(int(whole)) + (f" koma {digits(fraction)}" if fraction else "")
    return f"minus {words}" if written[0] in "-−" else words


def _intensity(found: re.Match[str]) -> str:
    scale = found["scale"] or found["behind"]
    values = [value for numeral in re.findall(_MMI, scale) if (value := roman(numeral)) is not None]
    words = " sampai ".join(map(cardinal, values))
    if not words:
        return found.group()
    return f"{spelled('MMI')} {words}" if found["before"] else f"{words} {spelled('MMI')}"


HAZARDS_WORDS = {"angle": _angle, "coordinate": _coordinate, "intensity": _intensity}  # fmt: skip
"""Functions that rows of `patterns/hazards.tsv` name."""
