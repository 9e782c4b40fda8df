"""Dates: "18/7/2018", "17-08-1945", "2 Feb 2026", "25 s.d. 27 Juli", "1 Muharram 1440 H"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from itertools import pairwise

from content_cache.text.weekdays import DAYS
from kiosk.speech.indonesian.context import group
from kiosk.speech.indonesian.numbers import cardinal, digits
from kiosk.speech.indonesian.rule import Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions, word_pattern

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
SHORT_MONTHS = {
    "jan": 0, "feb": 1, "peb": 1, "mar": 2, "mrt": 2, "apr": 3, "jun": 5, "jul": 6, "agt": 7, "agu": 7, "ags": 7, "agust": 7,
    "agst": 7,
    "aug": 7, "sep": 8, "sept": 8, "okt": 9, "oct": 9, "nov": 10, "nop": 10, "nopember": 10, "pebruari": 1, "des": 11, "dec": 11,
    # BMKG has English names in some of its texts
    "january": 0, "february": 1, "march": 2, "may": 4, "june": 5, "july": 6, "august": 7, "october": 9, "december": 11,
}  # fmt: skip
_TENTHS = 10  # months up to this are also denominators of marks and parts
_SURE_MONTH = 9  # months from this on are hardly denominators
_LAST_CENTURY = 45  # years of two digits from here on are of the last one
MONTH_WORD = "|".join((*MONTHS, *SHORT_MONTHS))
_CAPITAL_MONTHS = "|".join(name.capitalize() for name in sorted(SHORT_MONTHS, key=len, reverse=True))
NAMED = f"(?:{'|'.join((*DAYS, 'Ahad', *MONTHS))})"
_ISLAMIC = (
    r"muharr?am|safar|rabiul (?:awal|akhir)|jumadil (?:awal|akhir)|rajab|sya'?ban|ramadh?an|syawal|zul(?:qa'?dah|kaidah)|"
    r"zul(?:hijj?ah)|dzul(?:qa'?dah|hijj?ah)"
)


def date_words(day: str, month: str, year: str) -> str:
    """Return a date in words, digits if the month has no such day; raises ValueError if there is no such month."""
    whole = full_year(year)
    if int(day) <= 31 and 1 <= int(month) <= 12 and int(day) > monthrange(whole or 1, int(month))[1]:
        return digits(f"{day}/{month}/{year}")
    return f"{day_words(day, month)} {cardinal(whole)}"


def day_words(day: str, month: str) -> str:
    """Return day and month in words; raises ValueError if there are no such ones."""
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        raise ValueError(month)
    return f"{cardinal(int(day))} {MONTHS[int(month) - 1]}"


def full_year(written: str) -> int:
    year = int(written)
    if len(written) != 2:
        return year
    return 2000 + year if year < _LAST_CENTURY else 1900 + year  # "lahir 5/6/85"


ANY_DAY = f"(?:{'|'.join((*DAYS, 'Ahad'))})"

# words before a day; the number of a house and a blood pressure have other words before them
_BEFORE_DAY = (
    r"\b(?:sejak|terhitung|terakhir|per|besok|lusa|kemarin|rapor|libur|mulai|batas|tutup|buka|ujian|acara|kegiatan|"
    r"pembagian|pembayaran|"
    r"pendaftaran|pengumuman|jadwal|pelaksanaan|dibayar|cair|selesai|tanggal|tgl|malam|pagi|siang|sore|dan|rapat|"
    r"sampai|s\.d\.)\s"
)
_BEHIND_DAY = (
    r"\s(?:di|jam|pukul|pkl|pagi|siang|sore|malam|dan|untuk|oleh|bertempat|tidak|belum|sudah|libur|masuk|mulai)\b|\s&"
)
_RESULT_LABELS = frozenset(("hasil", "realisasi", "progres", "skor", "nilai"))

_IN_TURN = (
    r"(?P<before>(?P<word>[^\W\d_]+)\.?(?P<numeral>\s[IVX]{1,4})?\s)(?<![\d/.,-])(?P<day>\d{1,2})/(?P<month>\d{1,2})"
    r"(?![\w/-]|[.,]\d|\s?(?:inci|kg|orang|org|KK|bagian|ha|m)\b)"
)
_DATE_FIRST = (
    r"(?P<before>(?:^|[:;,]\s?|\b(?i:jadwal|posyandu|imunisasi|vaksinasi|fogging|pelayanan|perekaman|samsat|pembagian|kunjungan)\s))"
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?P<behind>\s(?:di\s)?[A-Z][a-z.])"
)

DATES: tuple[Rule, ...] = (
    # one place after the other, each with its day: "Kel. Jole 2/12, Kel. Karaton 3/12"
    *(
        rule(written, words, needs="/", within=within)
        for written, words in (
            (_IN_TURN, lambda found: _in_turn(found)),
            (_DATE_FIRST, lambda found: _date_first(found)),
        )
        for within in (r"^(?=[^/]*\d/\d[^/]*/\d).{1,300}$", r"(?:^|(?<=; ))(?=[^/;]*\d/\d[^/;]*/\d)[^;\n]{1,300}")
    ),
    # November and December, behind a word that is no count and before a sign: "skrining 3/12, operasi 5/12"
    rule(
        r"(?P<before>\b(?P<word>[a-z]{4,})\s)(?P<day>[2-9]|1[0-2])/(?P<month>1[12])(?=\s*(?:[,;)]|\.(?:\s|$)|$))",
        lambda found: (
            found.group()
            if found["word"] in group("sharewords") or mentions("in_parts", found.string)
            else _likely_day(found)
        ),
        needs="/",
    ),
    # a second day behind the first: "29/11 & 6/12"
    rule(
        rf"(?P<before>(?:\b(?:{'|'.join(MONTHS)})|(?<![\d/.,])(?:1[3-9]|2\d|3[01])/(?:1[0-2]|0?[1-9]))\s?(?:&|dan|,|serta|atau)\s?)(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?![\d/]|[.,]\d)",
        lambda found: f"{found['before']}{day_words(found['day'], found['month'])}",
        needs="/",
    ),
    rule(
        r"\bH\s?(?P<sign>[-+−])\s?(?P<days>\d{1,3})\b",
        lambda found: f"ha {'plus' if found['sign'] == '+' else 'minus'} {cardinal(int(found['days']))}",
    ),
)


def _day_range(found: re.Match[str]) -> str:
    """Return two days as a range, if they surely are days: "1/2-3/4" may be anything, "1/12-3/12" are days.

    The second must be later. Also, one of them must be unable to be a month, or both have the same month, which is no
    usual part.
    """
    last = int(found["last"]), int(found["last_month"])
    first = int(found["day"]), int(found.groupdict().get("month") or last[1])
    if not all(1 <= day <= 31 and 1 <= month <= 12 for day, month in (first, last)):
        return found.group()
    later = first[1] < last[1] or (first[1] == last[1] and first[0] < last[0]) or (first[1] >= 11 and last[1] <= 2)
    parts = not found.groupdict().get("month") or first[1] != last[1] or last[1] <= 4
    where = mentions("in_street", found.string[: found.start("day")].rstrip()) or word_pattern("measure_behind").match(
        found.string, found.end()
    )
    if not found.groupdict().get("month") and last[1] >= _SURE_MONTH and not where:
        parts = False  # no range has twelfths at both ends
    before = found.groupdict().get("before") or ""
    if not later or (max(first[0], last[0]) <= 12 and parts and not before):
        return found.group()
    until = "sampai dengan" if "d" in found["until"] else "sampai"
    month = f" {MONTHS[first[1] - 1]}" if first[1] != last[1] else ""
    return f"{before}{cardinal(first[0])}{month} {until} {cardinal(last[0])} {MONTHS[last[1] - 1]}"


def _likely_day(found: re.Match[str]) -> str:
    word = found["word"].lower()
    if mentions("pressure", found.string[: found.start()]):
        return found.group()
    told = word in _RESULT_LABELS and found.string[found.end() : found.end() + 1] == ":"  # "Hasil 29/11: Uso 1-3 Nipa"
    if (word in group("noday") and not told) or len(word) < 2:
        return found.group()
    if mentions("allotted", found.string[: found.start("day")].rstrip()):
        return found.group()
    if mentions("in_street", found.string[: found.start("day")].rstrip()):
        return found.group()
    return f"{found['before']}{cardinal(int(found['day']))} {MONTHS[int(found['month']) - 1]}"


def _two_days(found: re.Match[str]) -> str:
    first, second, month = int(found["first"]), int(found["second"]), MONTHS[int(found["month"]) - 1]
    marks = int(found["month"]) <= _TENTHS and second <= int(found["month"])  # "8/10 & 9/10"
    if not 1 <= first < second <= 31 or marks or mentions("in_parts", found.string):
        return found.group()
    return f"{cardinal(first)} {month}{found['sign']}{cardinal(second)} {month}"


def _date_first(found: re.Match[str]) -> str:
    """Return what comes to a place each day, the day first: "7/12 Uso; 8/12 Nipa"."""
    text = found.string
    days = [(int(each["month"]), int(each["day"])) for each in re.finditer(_DATE_FIRST, text)]
    told = all(1 <= month <= 12 and 1 <= day <= 31 and (day > month or month > _TENTHS) for month, day in days)
    follow = all(first <= second or first[0] > second[0] + _TENTHS for first, second in pairwise(days))
    if len(days) < 2 or not told or not follow or mentions("in_parts", text) or mentions("result_words", text):
        return found.group()
    return f"{found['before']}{cardinal(int(found['day']))} {MONTHS[int(found['month']) - 1]}{found['behind']}"


def _are_visits(text: str, days: Sequence[tuple[int, int]]) -> bool:
    """Return whether these are visits, in any order: "Posyandu: Uso 14/1, Nipa 13/1".

    The month may be any, if the day could be no part of it.
    """
    told = all(1 <= month <= 12 and 1 <= day <= 31 and (day > month or month > _TENTHS) for month, day in days)
    return len(days) > 1 and told and bool(mentions("visit_words", text)) and not mentions("result_words", text)


def _in_turn(found: re.Match[str]) -> str:
    """Return days that follow one another, in months that no small part has below it.

    If one of them is behind a word of measures, none is a day.
    """
    text = found.string
    each_one = list(re.finditer(_IN_TURN, text))
    days = [(int(each["month"]), int(each["day"])) for each in each_one]
    visits = _are_visits(text, days)
    if len(days) < 2 or not (visits or all(first < second for first, second in pairwise(days))):
        return found.group()
    if not visits and any(month < 5 or month > 12 or not 1 <= day <= 31 for month, day in days):
        return found.group()
    if mentions("in_parts", text) or any(month <= _TENTHS and day <= month for month, day in days):
        return found.group()
    if any(
        (each["word"].lower() in group("noday") and not each["numeral"])
        or mentions("in_street", text[: each.start("day")].rstrip())
        for each in each_one
    ):
        return found.group()
    return f"{found['before']}{cardinal(int(found['day']))} {MONTHS[int(found['month']) - 1]}"


def _alternative_days(found: re.Match[str]) -> str:
    first, second = int(found["first"]), int(found["second"])
    if not (1 <= first < second <= 31):
        return found.group()
    return f"{found['before']}{cardinal(first)}, {cardinal(second)}"


def _bare_date(found: re.Match[str]) -> str:
    """Return "tgl 5/12", "20/11 s.d. 4/12/2026": day and month are seen only where something says that this is a date."""
    before, behind = found["before"] or "", found["behind"] or ""
    day, month = int(found["day"]), int(found["month"])
    if not (before or behind) or not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    if not before and behind.strip() in ("-", "–", "—") and day <= 12:  # "1/2-3/4 inci"
        return found.group()
    return f"{before}{cardinal(day)} {MONTHS[month - 1]}{behind}"


def _day_and_month(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found.group()
    return f", {cardinal(day)} {MONTHS[month - 1]}"


DATES_WORDS = {
    "alternative_days": _alternative_days, "day_range": _day_range, "two_days": _two_days, "likely_day": _likely_day,
    "bare_date": _bare_date,
}  # fmt: skip
"""Functions that rows of `patterns/dates.tsv` name."""
