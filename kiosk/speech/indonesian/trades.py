"""Short forms of trades: physicians, offices of elections and of purchases, surveyors, weather forecasters."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, digits
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.tables import spelled

_SIDES = {"U": "utara", "T": "timur", "S": "selatan", "B": "barat"}
_PLOT = r"\b(?:[Bb]ts\.?(?=\s[UTSB]\b)|[Bb]atas(?!\s(?:waktu|akhir|umur|usia))|[Bb]erbatasan|[Ss]empadan)\b.{0,160}"
_BARE_SIDE = r"(?P<before>[:;,]\s|\b[Bb](?:ts|atas)\.?\s)(?P<side>[UTSB])\s(?=[a-zA-Z])"
_MEASURES = {"P": "panjang", "L": "lebar", "T": "tinggi"}
QUARTERS = {
    "BL": "barat laut", "BD": "barat daya", "TL": "timur laut", "TG": "tenggara", "U": "utara", "T": "timur", "S": "selatan",
    "B": "barat",
}  # fmt: skip
QUARTER = "|".join(QUARTERS)
_BARE_DEGREES = {
    "SH": "sarjana hukum", "SE": "sarjana ekonomi", "ST": "sarjana teknik", "SP": "sarjana pertanian", "SS": "sarjana sastra",
    "SPd": "sarjana pendidikan", "SSos": "sarjana sosial", "SKM": "sarjana kesehatan masyarakat", "SKom": "sarjana komputer",
    "SIP": "sarjana ilmu politik", "SAg": "sarjana agama", "SKep": "sarjana keperawatan", "SPi": "sarjana perikanan",
    "SPt": "sarjana peternakan", "MM": "magister manajemen", "MH": "magister hukum", "MT": "magister teknik",
    "MP": "magister pertanian", "MSi": "magister sains", "MPd": "magister pendidikan", "MKes": "magister kesehatan",
    "MAP": "magister administrasi publik", "AMd": "ahli madya",
}  # fmt: skip
_STORM = re.compile(r"\b(?:siklon|bibit)(?:\s[a-z]+)?\s\d\d$", re.IGNORECASE)


def _bare_side(found: re.Match[str]) -> str:
    """Return a side without a sign behind it, where all four are told: "Batas: U jalan desa, T tanah Amir, S sungai, B parit"."""
    told = {side["side"] for side in re.finditer(_BARE_SIDE, found.string)}
    return f"{found['before']}{_SIDES[found['side']]} " if len(told) == len(_SIDES) else found.group()


def _station(found: re.Match[str]) -> str:
    metres = found["m"]
    place = "STA" if found["what"].upper() == "STA" else "kilometer"
    return f"{place} {found['km']} plus {digits(metres) if metres.startswith('0') else cardinal(int(metres))}"


TRADES: tuple[Rule, ...] = (
    rule(
        r"(?<=\s\d\d)(?P<sea>[WSP])\b",
        lambda found: f" {spelled(found['sea'])}" if _STORM.search(found.string[: found.start()]) else found.group(),
    ),
    # the four sides of a plot, and measures of a building
    rule(r"\b(?P<side>[UTSB])\s?[=:–-]\s?(?=[a-zA-Z])", lambda found: f"{_SIDES[found['side']]} ", within=_PLOT),
    rule(_BARE_SIDE, lambda found: _bare_side(found), within=_PLOT),
    rule(
        r"\b(?P<side>[PLT])\s?[=:]\s?(?=\d[\d.,]*\s?[ckm]?m\b)",
        lambda found: f"{_MEASURES[found['side']]} ",
        within=r"\b(?:P|L(?=.{2,20}\bP\s?[=:]))\s?[=:]\s?\d[\d.,]*\s?[ckm]?m\b.{0,60}",
    ),
    # weather: quarters of the wind, strength, part of the day
    rule(
        rf"(?P<what>\b[Aa]ngin\s(?:(?:dari|dr|arah)\s)*)(?P<low>{QUARTER})(?:\s?(?P<until>[-–—])\s?"
        rf"(?P<high>{QUARTER}))?(?=[\s,.;]|$)",
        lambda found: (
            f"{found['what']}{QUARTERS[found['low']]}" + (f" sampai {QUARTERS[found['high']]}" if found["high"] else "")
        ),
        needs="ngin",
    ),
    *(
        rule(rf"\b(?P<low>{words})\s?[{dash}]\s?(?=(?:{words})\b)", r"\g<low> sampai ", flags=re.IGNORECASE)
        for words, dash in (
            ("ringan|sedang|lebat", "–—-"),
            ("tipis|sedang|tebal", "–—-"),
            ("rendah|sedang|tinggi", "–—-"),
            ("dini hari|pagi|siang|sore|malam", "–—-"),
        )
    ),
    # degrees without their points, behind a name: "Moh. Yasin, SP"
    rule(
        rf"(?P<name>\b[A-Z](?:[a-z]+|\.))(?P<degrees>(?:\s?,\s?(?:{'|'.join(_BARE_DEGREES)})\b)+)(?!\s?\d|\s[A-Z][a-z])",
        lambda found: " ".join((found["name"], *map(_BARE_DEGREES.__getitem__, re.findall(r"\w+", found["degrees"])))),
    ),
)

TRADES_WORDS = {"station": _station}  # fmt: skip
"""Functions that rows of `patterns/trades.tsv` name."""
