"""Shorthand of tables, formulas and telephone messages: "(kg)", "p x l x t", "BB/TB", "1 (+)", "*123#", "#4711"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.money import CURRENCIES
from kiosk.speech.indonesian.numbers import cardinal, digits, quantity
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import acronym, spelled
from kiosk.speech.indonesian.units import UNITS
from kiosk.speech.indonesian.word_patterns import mentions

_COLUMN_WORDS = {
    "ton": "ton", "kuintal": "kuintal", "ku": "kuintal", "knot": "knot", "th": "tahun", "mm/hari": "milimeter per hari",
    "km/jam": "kilometer per jam", "kg/ha": "kilogram per hektare", "ton/ha": "ton per hektare", "rp/kg": "rupiah per kilogram",
    "rp/l": "rupiah per liter", "rp/ltr": "rupiah per liter",
}  # fmt: skip
_BODY_MEASURES = {"BB": "berat badan", "TB": "tinggi badan"}
_LENGTHS = {"p": "panjang", "l": "lebar", "t": "tinggi"}
_CURRENCY = "|".join(sign for sign in CURRENCIES if sign.isalpha() and len(sign) > 2)
_SHORT_CODE = 2  # digits that are said as one number: "*363*35#"
# in brackets these may also mean something else than a unit: "kelas (m)", "lantai (lt)"
_UNIT_CONTEXTS = {
    "ha": "crop_words", "ku": "crop_words", "m": "length_words", "lt": "volume_words", "kt": "speed_words", "knot": "speed_words",
}  # fmt: skip


def _multiplied(found: re.Match[str]) -> str:
    """Return "kali" for a product, which has a number, a sum or a quantity beside it; "Kucing x anjing" is none."""
    before = found.string[: found.start()]
    counted = re.search(r"[\d%)]$", before) or "=" in before
    return " kali " if counted or mentions("factor_before", before) else found.group()


def _divided(found: re.Match[str]) -> str:
    """Return "dibagi" for a division; "skala = 1 : 50.000" is none."""
    sign = found["sum"] or found["bracket"]
    scaled = re.search(r"=\s?1$", sign) or re.search(
        r"(?i:\b(?:skala|rasio|perbandingan|peta|campuran)\b)", found.string
    )
    return found.group() if scaled else f"{sign} dibagi "


def _column(found: re.Match[str]) -> str:
    unit = found["unit"].lower()
    if unit in _UNIT_CONTEXTS and not mentions(_UNIT_CONTEXTS[unit], found.string):
        return found.group()
    return f"({_COLUMN_WORDS.get(unit) or UNITS[unit]})"


def _service_code(found: re.Match[str]) -> str:
    parts = re.findall(r"\d+", found["code"])
    said = (cardinal(int(part)) if len(part) <= _SHORT_CODE and part[0] != "0" else digits(part) for part in parts)
    return "bintang " + " bintang ".join(said) + " pagar"


def _sign(found: re.Match[str]) -> str:
    """Return "positif" or "negatif" in test results, or behind a count: "hasil: 40 (-)"; "tes tulis (-)" has no result."""
    if found["sign"] != "+" and re.search(r"\b(?i:golongan darah)$", found.string[: found.start()]):
        return found.group()  # the blood group is not filled in
    counted = re.search(r"\d$", found.string[: found.start()]) and mentions("test_words", found.string)
    if not counted and not mentions("disease_words", found.string):
        return found.group()
    return f" {'positif' if found['sign'] == '+' else 'negatif'}"


def _duration(found: re.Match[str]) -> str:
    if re.search(
        r"\b(?:kaki|inci|ukuran|layar|LS|LU|BT|BB|papan|kayu|tinggi)\b", found.string, re.IGNORECASE
    ) or not mentions("timed_words", found.string):
        return found.group()
    return f"{found['minutes']} menit {int(found['seconds'])} detik"


def _minutes(found: re.Match[str]) -> str:
    lasting = mentions("duration_words", found.string) and not mentions("match", found.string)
    if re.search(r"(?<!\w)['‘][^'’]*$", found.string[: found.start()]):
        return found.group()  # the sign closes a quotation
    return f"{found['minutes']} menit" if lasting else found.group()


def _hash_sign(found: re.Match[str]) -> str:
    return f"{found['before'] or ''} pagar " if mentions("sms_words", found.string) else found.group()


def _letters_and_number(found: re.Match[str]) -> str:
    number = found["number"]
    said = digits(number) if number.startswith("0") else quantity(number)
    behind = found["behind"]
    return f"{spelled(found['before'])} {said} {spelled(behind)}"


SHORTHAND: tuple[Rule, ...] = (
    # durations: "2:05 jam"
    rule(
        r"(?P<what>\b(?i:durasi|lama|lamanya|tempuh|selama|tertunda|perjalanan|berlangsung)\s(?:sekitar\s|kurang lebih\s|±\s?)?)"
        r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)\s?jam\b(?!\s?\d)",
        lambda found: (
            f"{found['what']}{int(found['hours'])} jam"
            + (f" {int(found['minutes'])} menit" if int(found["minutes"]) else "")
        ),
        needs="jam",
    ),
    rule(r"\b(?P<what>BB|TB)(?= \(kg\)| \(c?m\)|²)", lambda found: _BODY_MEASURES[found["what"]]),
    # length by breadth by height, and other products in words
    rule(
        r"\b(?P<all>p\s?[x×]\s?l(?:\s?[x×]\s?t)?)\b",
        lambda found: " kali ".join(_LENGTHS[each] for each in re.findall("[plt]", found["all"])),
    ),
    # standards by their year
    rule(
        r"\b(?P<what>SNI(?: ISO| IEC)?|ISO(?:/IEC)?)\s?(?P<number>\d{3,5}(?:[.-]\d{1,2})?)[:-](?P<year>(?:19|20)\d\d)\b",
        lambda found: (
            f"{found['what']} {' titik '.join(map(quantity, re.split('[.-]', found['number'])))} tahun {quantity(found['year'])}"
        ),
    ),
    # lists of numbers, not decimals: "2,3,4 bln"
    rule(
        r"(?<![\w.,])\d{1,2}(?:,\d{1,2}){2,8}(?![\w]|[.,]\d)",
        lambda found: ", ".join(found.group().split(",")),
    ),
    # aircraft by their series: "ATR 72-600"
    rule(
        r"\b(?P<what>(?:ATR|Boeing|Airbus)(?=[ -]?\d)|A(?=3\d\d-)|B(?=7\d7-)|CN(?=-?235-))[ -]?(?P<first>\d{2,3})-"
        r"(?P<second>\d{3})(?!\d|[.,]\d)(?=(?:ER|NG|MAX|neo)?\b)",
        lambda found: (
            f"{acronym(found['what']) if len(found['what']) == 3 else found['what']} {quantity(found['first'])}, "
            f"{quantity(found['second'])}"
        ),
    ),
    rule(
        r"\b(?:RWY|(?P<what>[Rr]unway|[Ll]andasan))\s(?P<one>[0-3]\d)[/-](?P<other>[0-3]\d)\b",
        lambda found: f"{found['what'] or 'runway'} {digits(found['one'])} {digits(found['other'])}",
    ),
)

SHORTHAND_WORDS = {
    "column": _column, "sign": _sign, "multiplied": _multiplied, "divided": _divided, "duration": _duration,
    "minutes": _minutes, "service_code": _service_code, "hash_sign": _hash_sign,
    "letters_and_number": _letters_and_number,
}  # fmt: skip
"""Functions that rows of `patterns/shorthand.tsv` name."""
