"""Units and signs that belong to a number: "5 km/jam", "25 °C", "100 m2", "75%", "±2 jam", "2 m x 3 m"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import quantity
from kiosk.speech.indonesian.rule import BREATH, Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions

UNITS = {
    # lengths, areas, volumes, weights
    "km": "kilometer", "m": "meter", "mtr": "meter", "cm": "sentimeter", "mm": "milimeter", "inch": "inci",
    "mdpl": "meter di atas permukaan laut",
    "m2": "meter persegi", "m²": "meter persegi", "km2": "kilometer persegi", "km²": "kilometer persegi",
    "mm2": "milimeter persegi", "mm²": "milimeter persegi",
    "cm2": "sentimeter persegi", "cm²": "sentimeter persegi", "ha": "hektare",
    "m3": "meter kubik", "m³": "meter kubik", "cm3": "sentimeter kubik", "cm³": "sentimeter kubik",
    "l": "liter", "lt": "liter", "ltr": "liter", "dl": "desiliter", "ml": "mililiter", "cc": "se se", "sdt": "sendok teh",
    "kg": "kilogram", "g": "gram", "gr": "gram", "mg": "miligram", "μg": "mikrogram",
    # speeds and concentrations
    "kmh": "kilometer per jam", "km/h": "kilometer per jam", "m/s": "meter per detik",
    "cm/s": "sentimeter per detik", "ku": "kuintal", "kts": "knot", "kt": "knot",
    "l/s": "liter per detik", "l/dtk": "liter per detik", "l/det": "liter per detik",
    "km/j": "kilometer per jam", "t/ha": "ton per hektare", "mpa": "megapaskal",

    "nm3": "meter kubik normal", "nm³": "meter kubik normal", "mg/nm3": "miligram per meter kubik normal",
    "mg/nm³": "miligram per meter kubik normal", "μg/nm3": "mikrogram per meter kubik normal",
    "μg/nm³": "mikrogram per meter kubik normal",
    "μg/m³": "mikrogram per meter kubik", "μg/m3": "mikrogram per meter kubik", "ug/m3": "mikrogram per meter kubik",
    # heat, pressure, current, data
    "pk": "pe ka", "gsm": "ge es em",
    "°c": "derajat celsius", "° c": "derajat celsius", "ºc": "derajat celsius", "℃": "derajat celsius", "°": "derajat",
    "hpa": "hektopaskal", "mmhg": "milimeter air raksa",
    "kw": "kilowatt", "kwh": "kilowatt jam", "mw": "megawatt", "w": "watt", "kv": "kilovolt", "v": "volt",
    "kva": "kilovolt ampere", "mva": "megavolt ampere", "va": "volt ampere", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz",
    "gb": "gigabita", "mb": "megabita", "kb": "kilobita", "mbps": "megabit per detik", "kbps": "kilobit per detik",
    # counts
    "%": "persen", "‰": "per mil", "rb": "ribu", "jt": "juta", "mnt": "menit", "dtk": "detik", "thn": "tahun", "hr": "hari",
    "mgg": "minggu", "hk": "hari kerja", "bln": "bulan",
    "kpg": "keping", "ptg": "potong", "bks": "bungkus", "btl": "botol", "gln": "galon",
    "lsn": "lusin", "ikt": "ikat",
    "mg%": "miligram persen", "ekr": "ekor", "sct": "saset", "ktk": "kotak", "krg": "karung", "kmr": "kamar", "kapl": "kaplet",
    "kaps": "kapsul", "mlm": "malam", "smt": "semester",
    "ah": "ampere jam", "mah": "miliampere jam", "wp": "watt puncak", "wh": "watt jam",
    "ghz": "gigahertz", "rpm": "er pe em", "kkal": "kilokalori",
    "db": "desibel", "iu": "i u", "ppm": "pe pe em", "ppb": "pe pe be",
    "ntu": "en te u", "mg/l": "miligram per liter",
    "μg/l": "mikrogram per liter",
    "μl": "mikroliter",
    "m3/s": "meter kubik per detik",
    "kl": "kiloliter", "kwp": "kilowatt puncak", "mwp": "megawatt puncak", "dbm": "desibel miliwatt", "bbl": "barel",
    "oz": "troy ons", "mwh": "megawatt jam", "gwh": "gigawatt jam", "gw": "gigawatt", "tb/s": "terabita per detik",
    "bh": "buah", "pcs": "buah", "btr": "butir", "btg": "batang", "lbr": "lembar", "tab": "tablet",
    "org": "orang", "kk": "kepala keluarga",
    # coordinates
    "ls": "lintang selatan", "lu": "lintang utara", "bt": "bujur timur", "bb": "bujur barat",
}  # fmt: skip
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
LETTER_UNITS = "|".join(unit for unit in UNITS if unit.isalpha() and len(unit) > 1)


def _measured(found: re.Match[str]) -> str:
    if (
        found["unit"] == "G"
        and not re.match(r"\d{3}", found["low"])
        and mentions("no_gram", found.string[: found.start()])
    ):
        return found.group().replace("G", "ge")
    words = quantity(found["low"])
    groups = found.groupdict()
    if high := groups.get("high"):
        if unit := groups.get("low_unit"):
            words += f" {UNITS[unit.lower()]}"
        words += f" {'sampai dengan' if 'dengan' in found['until'] else 'sampai'} {quantity(high)}"
    return f"{words} {UNITS[found['unit'].lower()]}"


def _closes_quote(found: re.Match[str]) -> bool:
    """Return whether the mark closes words that were quoted."""
    opened = False
    for mark in re.finditer('"', found.string[: found.start()]):
        begins = not found.string[: mark.start()].strip() or found.string[mark.start() - 1] in " (:,"
        opened = begins  # a mark that begins no word ends one, or is an inch
    return opened


_TIME = "tahun|bulan|minggu|hari|jam|menit|detik"


UNIT_RULES: tuple[Rule, ...] = (
    rule(r"(?P<size>\d\s?[xX×]\s?\d+)\s+(?=\d)", rf"\g<size> {BREATH}"),
    rule(r"(?<=\d)\"(?=[\s,;.)]|$)", lambda found: " inci" if not _closes_quote(found) else found.group(), needs='"'),
)

UNITS_WORDS = {"measured": _measured}  # fmt: skip
"""Functions that rows of `patterns/units.tsv` name."""
