"""Dates: "18/7/2018", "17-08-1945", "2 Feb 2026", "25 s.d. 27 Juli", "1 Muharram 1440 H"."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal
from kiosk.speech.indonesian.rule import Rule, rule

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_SHORT_MONTHS = {
    "jan": 0, "feb": 1, "peb": 1, "mar": 2, "mrt": 2, "apr": 3, "jun": 5, "jul": 6, "agt": 7, "agu": 7, "ags": 7, "agust": 7,
    "aug": 7, "sep": 8, "sept": 8, "okt": 9, "oct": 9, "nov": 10, "nop": 10, "nopember": 10, "pebruari": 1, "des": 11, "dec": 11,
}  # fmt: skip
_SHORT_DAYS = {
    "sen": 0,
    "sel": 1,
    "rab": 2,
    "kam": 3,
    "jum": 4,
    "jum'at": 4,
    "jum’at": 4,
    "sab": 5,
    "min": 6,
    "ming": 6,
}
_MONTH_WORD = "|".join((*MONTHS, *_SHORT_MONTHS))
_NAMED = f"(?:{'|'.join((*DAYS, *MONTHS))})"
_ISLAMIC = (
    r"muharr?am|safar|rabiul (?:awal|akhir)|jumadil (?:awal|akhir)|rajab|sya'?ban|ramadh?an|syawal|zul(?:qa'?dah|kaidah)|"
    r"zul(?:hijj?ah)|dzul(?:qa'?dah|hijj?ah)"
)


def _numeric(found: re.Match[str]) -> str:
    day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    return f"{cardinal(day)} {MONTHS[month - 1]} {cardinal(_full(year, found['year']))}"


def _full(year: int, written: str) -> int:
    return 2000 + year if len(written) == 2 else year


def _short_month(found: re.Match[str]) -> str:
    return f"{found['day']} {MONTHS[_SHORT_MONTHS[found['month'].lower()]]}"


def _weekday(found: re.Match[str]) -> str:
    return f"{DAYS[_SHORT_DAYS[found['name'].lower()]]}, "


DATES: tuple[Rule, ...] = (
    rule(rf"\b(?P<first>{_NAMED})\s?[-–—]\s?(?={_NAMED}\b)", r"\g<first> sampai "),
    rule(r"\s*\((?=\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\))", ", "),
    rule(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])", _numeric),
    rule(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\d/-])", _numeric),
    rule(r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{2})(?![\d/])", _numeric),
    rule(
        rf"(?<!\w)(?P<day>\d{{1,2}})-(?P<month>{'|'.join(_SHORT_MONTHS)})-(?P<year>\d{{2}})(?![\d-])",
        lambda found: f"{_short_month(found)} {cardinal(2000 + int(found['year']))}",
        flags=re.IGNORECASE,
    ),
    rule(
        r", (?P<day>\d{1,2})/(?P<month>\d{1,2})\)",
        lambda found: _day_and_month(found),
    ),
    rule(
        rf"(?<!\w)(?P<day>\d{{1,2}})[ -](?P<month>{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b\.?(?:-(?=\d))?",
        lambda found: f"{_short_month(found)} ",
        flags=re.IGNORECASE,
    ),
    rule(
        rf"\b(?P<month>{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b\.?\s(?=(?:19|20)\d\d\b)",
        lambda found: f"{MONTHS[_SHORT_MONTHS[found['month'].lower()]]} ",
        flags=re.IGNORECASE,
    ),
    rule(
        rf"\b(?P<name>{'|'.join(sorted(_SHORT_DAYS, key=len, reverse=True))})(?:\.,?|,)\s?(?=\d{{1,2}} (?:{_MONTH_WORD})\b)",
        _weekday,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"(?P<date>\b(?:{_ISLAMIC})\s+\d{{3,4}})\s?H\b\.?",
        lambda found: f"{found['date']} hijriah",
        flags=re.IGNORECASE,
    ),
    rule(r"(?P<year>\b1[0-5]\d{2}) H\b(?=\s*(?:[/,;.)]|$))", lambda found: f"{found['year']} hijriah"),
    rule(r"(?P<year>\b(?:1[89]|20)\d{2}) M\b(?=\s*(?:[/,;.)]|$))", lambda found: f"{found['year']} masehi"),
    rule(r"\b(?P<from>(?:19|20)\d{2})/(?P<to>(?:19|20)\d{2})\b", r"\g<from> \g<to>"),
    rule(
        r"\bH\s?(?P<sign>[-+−])\s?(?P<days>\d{1,3})\b",
        lambda found: f"ha {'plus' if found['sign'] == '+' else 'minus'} {cardinal(int(found['days']))}",
    ),
)


def _day_and_month(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    return f", {cardinal(day)} {MONTHS[month - 1]}"
