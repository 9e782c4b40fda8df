"""Units and signs that belong to a number: "5 km/jam", "25 °C", "100 m2", "75%", "±2 jam", "2 m x 3 m"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import NUMBER, POINT_DECIMAL, START, quantity
from kiosk.speech.indonesian.rule import Rule, rule

UNITS = {
    "km": "kilometer", "m": "meter", "cm": "sentimeter", "mm": "milimeter", "kg": "kilogram", "g": "gram", "gr": "gram",
    "mg": "miligram", "l": "liter", "lt": "liter", "ltr": "liter", "ml": "mililiter", "cc": "se se", "ha": "hektare",
    "m2": "meter persegi", "m²": "meter persegi", "km2": "kilometer persegi", "km²": "kilometer persegi",
    "m3": "meter kubik", "m³": "meter kubik", "cm2": "sentimeter persegi", "cm²": "sentimeter persegi",
    "cm3": "sentimeter kubik", "cm³": "sentimeter kubik", "mdpl": "meter di atas permukaan laut",
    "°c": "derajat celsius", "° c": "derajat celsius", "ºc": "derajat celsius", "℃": "derajat celsius", "°": "derajat",
    "kw": "kilowatt", "kwh": "kilowatt jam", "mw": "megawatt", "kv": "kilovolt", "kva": "kilovolt ampere", "va": "volt ampere",
    "v": "volt",
    "w": "watt", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz", "gb": "gigabita", "mb": "megabita", "kb": "kilobita",
    "mbps": "megabit per detik", "kbps": "kilobit per detik", "hpa": "hektopaskal", "kts": "knot", "kt": "knot",
    "%": "persen", "‰": "per mil", "rb": "ribu", "jt": "juta", "mnt": "menit", "dtk": "detik", "bh": "buah", "org": "orang",
    "kk": "kepala keluarga", "ltr/dtk": "liter per detik", "kmh": "kilometer per jam", "km/h": "kilometer per jam",
    "m/s": "meter per detik", "ls": "lintang selatan", "lu": "lintang utara", "bt": "bujur timur", "bb": "bujur barat",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_AMOUNT = rf"{POINT_DECIMAL}|{NUMBER}"
_BEHIND = r"(?![\w²³])(?! (?:minus|plus)\b)"  # "ha minus tujuh" are no hectares


def _measured(found: re.Match[str]) -> str:
    words = quantity(found["low"])
    if high := found.groupdict().get("high"):
        words += f" sampai {quantity(high)}"
    return f"{words} {UNITS[found['unit'].lower()]}"


UNIT_RULES: tuple[Rule, ...] = (
    # of children and of people, where a list has them
    rule(r"\bBB(?=\s?:?\s?\d)", "berat badan"),
    rule(r"\bTB(?=\s?:?\s?\d+(?:,\d)?\s?cm)", "tinggi badan"),
    rule(
        rf"(?P<men>{NUMBER})\s?L\b(?P<between>\s?(?:,|/|;|dan|&)\s?)(?P<women>{NUMBER})\s?P\b",
        lambda found: f"{quantity(found['men'])} laki laki, {quantity(found['women'])} perempuan",
    ),
    rule(r"(?P<years>\d{1,3})\s?\+\s?(?:tahun|th)\b", r"\g<years> tahun ke atas"),
    rule(r"\b(?P<number>[2-6])G\b", lambda found: f"{quantity(found['number'])} ge"),
    rule(r"\b(?:KM|Km)\.?\s?(?=\d)", "kilometer "),
    rule(r"±\s?", "kurang lebih "),
    rule(r"(?<!\w)\+/-\s?", "kurang lebih "),
    rule(r"(?P<low>\d)\s?[x×X]\s?(?=\d)", r"\g<low> kali "),
    rule(r"(?P<low>\d\s?(?:m|cm|mm|km))\s?[x×X]\s?(?=\d)", r"\g<low> kali "),
    rule(r"(?<=\d)[xX]\b", " kali"),
    rule(
        rf"{START}(?P<low>{_AMOUNT})\s?(?:(?:{_UNIT})(?=\s?[-–—s]))?\s?(?:[-–—]|sampai(?: dengan)?|hingga)\s?"
        rf"(?P<high>{_AMOUNT})\s?(?P<unit>{_UNIT}){_BEHIND}",
        _measured,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"\b(?P<part>setengah|sepertiga|perempat|pertiga) (?P<unit>{_UNIT}){_BEHIND}",
        lambda found: f"{found['part']} {UNITS[found['unit'].lower()]}",
    ),
    rule(rf"(?<![\w.])(?P<low>{_AMOUNT})\s?(?P<unit>{_UNIT}){_BEHIND}", _measured, flags=re.IGNORECASE),
    rule(
        r"\b(?:(?i:magnitudo|magnitude|mag)|M)\s?[:=]?\s?(?P<size>\d{1,2}[.,]\d)\b",
        lambda found: f"magnitudo {quantity(found['size'])}",
    ),
    rule(
        rf"(?<=[a-z])\s?/\s?(?P<unit>{'|'.join(u for u in UNITS if u.isalpha())})\b",
        lambda f: f" per {UNITS[f['unit']]}",
    ),
    rule(
        r"\s?/\s?(?=(?:orang|jam|hari|bulan|minggu|tahun|menit|detik|kepala|keluarga|unit|buah|ekor|lembar|kali|jiwa|rumah|"
        r"hektare|kilogram|liter|meter|karung|sak|ikat|butir|porsi|paket|kelompok|desa|siswa|anak|malam|set|batang|tabung)\b)",
        " per ",
    ),
    rule(r"(?<=rupiah)\s?/\s?(?=\w)", " per "),
    rule(r"(?<!\w)[<](?=\s?\d)", "kurang dari "),
    rule(r"(?<!\w)[>](?=\s?\d)", "lebih dari "),
    rule(r"≤", "paling banyak "),
    rule(r"≥", "paling sedikit "),
)
