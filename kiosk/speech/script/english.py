"""Rules for English text by Indonesian offices, for notations that no English voice knows.

The voice itself reads plain numbers, years and most signs. Here are dates with the day first, times with a point,
rupiah, telephones digit by digit, and the names of Indonesia's zones.
"""

from __future__ import annotations

import re
from datetime import date

from kiosk.i18n.dates import written_date
from kiosk.speech.indonesian import symbols
from kiosk.speech.indonesian.rule import Rule, rule

ZONES = {
    "WITA": "Central Indonesian Time",
    "WIB": "Western Indonesian Time",
    "WIT": "Eastern Indonesian Time",
}
_ZONE = "|".join(ZONES)
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_SCALES = {
    "rb": "thousand",
    "ribu": "thousand",
    "jt": "million",
    "juta": "million",
    "miliar": "billion",
    "triliun": "trillion",
}
_UNITS = {
    "km/h": "kilometres per hour", "km/jam": "kilometres per hour", "km": "kilometres", "cm": "centimetres", "mm": "millimetres",
    "m2": "square metres", "m²": "square metres", "m3": "cubic metres", "m³": "cubic metres", "m": "metres", "ha": "hectares",
    "kg": "kilograms", "l": "litres", "°C": "degrees Celsius", "ºC": "degrees Celsius", "%": "percent",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))


def _rupiah(found: re.Match[str]) -> str:
    amount = found["amount"].replace(".", "").replace(",", ".")
    scale = found["scale"]
    return f"{amount} {_SCALES[scale.lower()]} rupiah" if scale else f"{amount} rupiah"


def _clock(found: re.Match[str]) -> str:
    words = found["start"].replace(".", ":")
    if found["end"]:
        words += f" to {found['end'].replace('.', ':')}"
    return f"{words} {ZONES[found['zone']]}" if found["zone"] else words


def _spoken_date(found: re.Match[str]) -> str:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return found.group()  # no day of the calendar
    return written_date(day, "d MMMM y", "en")


def _digits(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found.group())
    return ("plus " if "+" in found.group() else "") + ", ".join(" ".join(group) for group in groups)


def _host(found: re.Match[str]) -> str:
    return found["host"].replace(".", " dot ")


ENGLISH: tuple[Rule, ...] = (
    *symbols.FIRST,
    rule(r"https?://(?:www\.)?(?P<host>[\w.-]{1,80}\w)(?:/[^\s<>\"']{0,2000})?", _host, flags=re.IGNORECASE),
    rule(
        r"\bRp\.?\s?(?P<amount>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?:,-+|,00\b)?(?:\s?(?P<scale>rb|ribu|jt|juta|miliar|triliun)\b)?",
        _rupiah,
        flags=re.IGNORECASE,
    ),
    rule(r"(?<=rupiah)\s?/\s?(?=\w)", " per "),
    rule(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])", _spoken_date),
    rule(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?![\d/-])", _spoken_date),
    rule(
        rf"(?<![\d.,:/])(?P<start>{_CLOCK})\s?[-–—]\s?(?P<end>{_CLOCK})(?![\d.,:]\d)(?:\s?(?P<zone>{_ZONE})\b)?",
        _clock,
    ),
    rule(rf"(?<![\d.,:/])(?P<start>{_CLOCK})(?P<end>)\s?(?P<zone>{_ZONE})\b", _clock),
    rule(
        r"(?<![\d.,:/])(?P<start>(?:[01]\d|2[0-4])\.[0-5]\d)(?P<end>)(?P<zone>)"
        r"(?![\d%]|[.,:]\d|\s?(?:thousand|million|billion|percent|(?:km|kg|cm|m|ha|l)\b))",
        _clock,
    ),
    rule(rf"\b(?P<zone>{_ZONE})\b", lambda found: ZONES[found["zone"]]),
    rule(r"(?<![\w+.])(?:\+62|\(?0\d{2,4}\)?)(?:[\s-]?\d{2,5}){2,4}\b", _digits),
    rule(r"(?<![\w.,])(?P<number>\d{1,3}(?:\.\d{3})+)(?![\w,]|\.\d)", lambda found: found["number"].replace(".", "")),
    rule(rf"(?P<number>\d)\s?(?P<unit>{_UNIT})(?![\w²³])", lambda found: f"{found['number']} {_UNITS[found['unit']]}"),
    rule(r"(?P<low>\d)\s?[–—]\s?(?=\d)", r"\g<low> to "),
    rule(r"(?P<low>\b\d{1,4})-(?=\d{1,4} ?[a-z])", r"\g<low> to "),
    rule(r"\bRT\s?0*(?P<number>\d+)\s?/\s?RW\s?0*(?P<other>\d+)", r"R T \g<number>, R W \g<other>"),
    rule(r"\bNo\.\s?(?=\d)", "number "),
    rule(r"(?<=\w)\s?&\s?(?=\w)", " and "),
    rule(r"\s?·\s?|\s[—–]\s", ", "),
    rule(r"[#*_~|<>\[\]{}•▪►✓✔]", " "),
    rule(r"[\u2190-\u2bff\ufe00-\ufe0f\ue000-\uf8ff\U0001f000-\U0001faff\U000e0000-\U000e0fff]", " "),
    rule(r"\s+([,.;:!?])", r"\1"),
    rule(r"\s+", " "),
)
