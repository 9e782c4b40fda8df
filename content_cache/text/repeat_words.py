"""Words for what happens again and again ("setiap Rabu pertama", "dua minggu sekali hari Sabtu sampai 30 Desember 2026"), read into
a rule of iCalendar (RRULE, RFC 5545 section 3.3.10). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from content_cache.text.months import MONTH, full_year, month_of
from content_cache.text.weekdays import EVE, NAMES, weekday

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 300  # characters of a text that is read
_MOST_UNITS, _MOST_TIMES = 400, 1_000

_NUMBERS = (
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas", "dua belas",
)  # fmt: skip
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(reversed(_NUMBERS))})"
_ORDINALS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "terakhir": -1,
    "ke1": 1, "ke2": 2, "ke3": 3, "ke4": 4, "ke5": 5,
}  # fmt: skip
_ORDINAL = rf"(?:(?:minggu|pekan)\s)?(?:yang\s)?(?:{'|'.join(_ORDINALS)}|ke[\s-]?(?:[1-5]|dua|tiga|empat|lima))"
_AND = r"(?:\s?[,&]\s?(?:dan\s|serta\s)?|\s(?:dan|serta)\s)"
_EVERY = r"(?:tiap-tiap|setiap|tiap|saban|per)"
_UNITS = {"hari": "DAILY", "minggu": "WEEKLY", "pekan": "WEEKLY", "bulan": "MONTHLY", "tahun": "YEARLY"}
_UNIT = rf"(?:{'|'.join(_UNITS)})"
_NAMED_UNITS = {
    "harian": ("DAILY", 1), "mingguan": ("WEEKLY", 1), "dwimingguan": ("WEEKLY", 2), "bulanan": ("MONTHLY", 1),
    "triwulanan": ("MONTHLY", 3), "triwulan": ("MONTHLY", 3), "semester": ("MONTHLY", 6), "tahunan": ("YEARLY", 1),
}  # fmt: skip
_DATE = (
    rf"(?:hari\s)?(?:{NAMES},?\s)?(?:tanggal\s|tgl\.?\s)?"
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[\s.-]?{MONTH}(?:\s20\d\d)?|\d{{1,2}}[/.-]\d{{1,2}}[/.-]20\d\d)"
)
HOLIDAYS = r"(?:pada\s)?(?:hari\slibur(?:\s(?:nasional|resmi))?|libur\snasional)"
"""Pattern of the words for public holidays."""
_ONE_DAY = rf"(?:(?P<eve{{0}}>{EVE})|hari\s)?(?P<day{{0}}>{NAMES})"
_DAY = rf"(?:{EVE}|hari\s)?{NAMES}"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){pattern}(?!\w)", re.IGNORECASE)


_LEFT_OUT = rf"(?:{_DATE}|{HOLIDAYS})"
_EXCEPT = _words(rf"(?:kecuali|selain)\s(?P<days>{_LEFT_OUT}(?:{_AND}{_LEFT_OUT})*)")
_UNTIL = _words(
    rf"(?:sampai(?:\sdengan)?|hingga|s\s?/\s?d|s\.\s?d\.?|sd)\s(?:(?P<date>{_DATE})"
    rf"|(?:akhir\s)?(?:bulan\s)?(?P<month>{MONTH})\s(?P<year>20\d\d)|akhir\stahun(?:\s(?P<end>20\d\d))?)"
)
_FROM = _words(rf"(?:mulai|sejak|dari)\s(?:pada\s)?(?P<date>{_DATE})")
_TIMES = _words(
    rf"(?:sebanyak\s|selama\s)?(?P<n>{_NUMBER})\s?(?:kali|x)(?!\s(?:se(?!luruh)|per|dalam|tiap))(?:\sseluruhnya)?"
)
_WORKDAYS = _words(rf"(?:{_EVERY}\s)?hari\s(?:kerja|sekolah)(?:,?\s\(?senin(?:\s?[-–]\s?|\ssampai\s)jum['’]?at\)?)?")
_WEEKEND = _words(rf"(?:{_EVERY}\s)?akhir\spekan")
_RANGE = _words(
    rf"(?P<every>{_EVERY}\s)?(?:hari\s)?(?P<first>{NAMES})\s?(?:[-–]|s\s?/\s?d|s\.\s?d\.?|sd|sampai(?:\sdengan)?|hingga)\s?"
    rf"(?:hari\s)?(?P<last>{NAMES})"
)
_NTH = _words(
    rf"(?P<every>{_EVERY}\s(?:bulan\s)?)?(?:pada\s|di\s)?(?P<days>{_DAY}\s{_ORDINAL}(?:{_AND}(?:{_DAY}\s)?{_ORDINAL})*)"
)
_MONTH_END = _words(rf"(?:{_EVERY}\s)?(?:(?:pada\s)?(?:hari|tanggal)\sterakhir(?:\s{_EVERY}?\s?bulan)?|akhir\sbulan)")
_OF_YEAR = _words(rf"(?P<every>{_EVERY}\s)?(?:tanggal\s|tgl\.?\s)?(?P<day>\d{{1,2}})\s(?P<month>{MONTH})(?!\s20\d\d)")
_OF_MONTH = _words(
    rf"(?P<every>{_EVERY}\s(?:bulan\s)?)?(?:pada\s)?(?:tanggal|tgl\.?)\s(?P<days>\d{{1,2}}(?:{_AND}(?:tanggal\s)?\d{{1,2}})*)"
    r"(?![.:]?\d)"
)
_SPACED = _words(rf"(?:{_EVERY}\s)?(?P<n>{_NUMBER})\s(?P<unit>{_UNIT})(?P<once>\ssekali)?")
_ONCE = _words(rf"(?:{_EVERY}\s)?(?:se(?P<unit>{_UNIT})\ssekali|sekali\sse(?P<unit_last>{_UNIT}))")
_EACH = _words(rf"{_EVERY}\s(?P<unit>{_UNIT})")
_NAMED = _words(rf"(?:{_EVERY}\s)?(?P<unit>{'|'.join(_NAMED_UNITS)})")
_WEEKDAYS = _words(rf"(?P<every>{_EVERY}\s)?(?P<days>{_DAY}(?:{_AND}{_DAY})*)")
_BARE_WEEK = _words(rf"{_EVERY}\s(?P<word>minggu)(?:\s(?P<nth>{_ORDINAL}))?")
_ITS_DAY = _words(rf"(?:pada\s)?(?:hari\s)?{NAMES}")
_FILLING = re.compile(rf"(?:{_EVERY}|pada|di|dalam|setiap|hari|yaitu|[\s,;.()–-])*", re.IGNORECASE)


class Repeats(Struct, frozen=True):
    """Repetition found in a text.

    *rule* is an RRULE without its name. *rest* is the remaining text, mostly the hour. *excepted* are the days left out and
    *begins* the first day, as written. *doubt* is an ambiguous word ("minggu"); then *rule* is empty.
    """

    rule: str = ""
    rest: str = ""
    excepted: tuple[str, ...] = ()
    begins: str = ""
    doubt: str = ""


def repeats_in(text: str, day_of: Callable[[str], date | None]) -> Repeats | None:
    """Return the repetition in *text*, or None without a word such as "setiap", "tiap" or "sekali".

    *day_of* parses a date.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return None
    try:
        return _Reading(text, day_of).repeats()
    except ValueError:  # words that contradict each other
        return None


def rule_of(text: str, day_of: Callable[[str], date | None]) -> Repeats | None:
    """Return the rule of a text that consists of nothing else: words, with or without "setiap", or an RRULE; else None.

    *day_of* parses a date.
    """
    plain = " ".join(text.split())
    if re.match(r"(?:RRULE:)?FREQ=", plain, re.IGNORECASE):
        return Repeats(plain.upper().removeprefix("RRULE:")) if len(plain) <= LONGEST else None
    found = repeats_in(plain, day_of) or repeats_in(f"setiap {plain}", day_of)
    return found if found is not None and (found.doubt or not found.rest) else None


class _Reading:
    """Text from which one expression after the other is taken."""

    def __init__(self, text: str, day_of: Callable[[str], date | None]) -> None:
        self._left = text
        self._day_of = day_of

    def repeats(self) -> Repeats | None:
        excepted = self._excepted()
        ends = self._end()
        begins = found["date"] if (found := self._take(_FROM)) else ""
        if doubt := self._doubt():
            return Repeats(doubt=doubt)
        frequency, every = self._frequency()
        days, nth, repeated = self._days()
        dates, of_dates = ([], False) if days or nth else self._dates()
        if not (every or repeated or of_dates):
            return None
        rule = _rule(frequency, days, nth, dates)
        rest = self._left.strip(" ,;.–-")
        return Repeats(";".join((rule, *ends)), "" if _FILLING.fullmatch(rest) else rest, excepted, begins)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self._left)
        if found is not None:
            self._left = f"{self._left[: found.start()].rstrip()} {self._left[found.end() :].lstrip()}".strip()
        return found

    def _excepted(self) -> tuple[str, ...]:
        found = self._take(_EXCEPT)
        return tuple(re.findall(_LEFT_OUT, found["days"], re.IGNORECASE)) if found else ()

    def _end(self) -> list[str]:
        """Return the part that ends the rule (UNTIL or COUNT) as a list of at most one. Raise ValueError for an end that is
        no day."""
        parts = []
        if until := self._take(_UNTIL):
            parts.append(f"UNTIL={self._last_day(until):%Y%m%d}")
        if times := self._take(_TIMES):
            parts.append(f"COUNT={_number(times['n'], _MOST_TIMES)}")
        if len(parts) > 1:
            raise ValueError("two ends")
        return parts

    def _last_day(self, until: re.Match[str]) -> date:
        if until["date"]:
            day = self._day_of(until["date"])
            if day is None:
                raise ValueError("no day")
            return day
        if until["month"]:
            month, year = month_of(until["month"]), full_year(until["year"])
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        year_end = self._day_of(f"31 Desember {until['end']}" if until["end"] else "31 Desember")
        if year_end is None:
            raise ValueError("no year")
        return year_end

    def _doubt(self) -> str:
        """Return "minggu" if it may mean week or Sunday, as in "setiap minggu" without another day, else ""."""
        found = _BARE_WEEK.search(self._left)
        if found is None or found["nth"]:
            return ""
        beside = f"{self._left[: found.start()]} {self._left[found.end() :]}"
        return "" if _ITS_DAY.search(beside) else found["word"]

    def _of_week(self) -> bool:
        """Return whether "setiap minggu" means each week, because a day is named with it; not in "setiap Minggu dan Rabu"."""
        found = _BARE_WEEK.search(self._left)
        if found is None or found["nth"]:
            return False
        behind = self._left[found.end() :]
        joined = re.search(r"&|\b(?:dan|serta)\b", behind, re.IGNORECASE)
        return bool(_ITS_DAY.search(self._left[: found.start()]) or (_ITS_DAY.search(behind) and not joined))

    def _frequency(self) -> tuple[tuple[str, int] | None, bool]:
        """Return (unit, number of units between two times) or None, and whether the text names them."""
        if found := self._take(_ONCE):
            return (_UNITS[(found["unit"] or found["unit_last"]).lower()], 1), True
        spaced = _SPACED.search(self._left)
        if spaced and (spaced["once"] or re.match(_EVERY, spaced[0], re.IGNORECASE)):
            self._take(_SPACED)
            return (_UNITS[spaced["unit"].lower()], _number(spaced["n"], _MOST_UNITS)), True
        if found := self._take(_NAMED):
            return _NAMED_UNITS[found["unit"].lower()], True
        each = _EACH.search(self._left)
        if each is None or (_is_of_more(self._left[each.start() :]) and not self._of_week()):
            return None, False
        self._take(_EACH)
        return (_UNITS[each["unit"].lower()], 1), True

    def _days(self) -> tuple[list[int], list[str], bool]:
        """Return the weekdays, the weekdays with their number in the month (BYDAY), and whether the text says that they
        repeat."""
        if found := self._take(_WORKDAYS):
            return [0, 1, 2, 3, 4], [], True
        if self._take(_WEEKEND):
            return [5, 6], [], True
        if found := self._take(_NTH):
            return [], _numbered(found["days"]), bool(found["every"])
        if found := self._take(_RANGE):
            first, last = weekday(found["first"]), weekday(found["last"])
            return [(first + n) % 7 for n in range((last - first) % 7 + 1)], [], bool(found["every"])
        if found := self._take(_WEEKDAYS):
            named = re.finditer(_ONE_DAY.format(""), found["days"], re.IGNORECASE)
            return [_day_number(each) for each in named], [], bool(found["every"])
        return [], [], False

    def _dates(self) -> tuple[list[tuple[int, int]], bool]:
        """Return (day, month) pairs, the month 0 for every month, and whether the text says that they repeat."""
        if self._take(_MONTH_END):
            return [(-1, 0)], True
        if found := self._take(_OF_YEAR):
            return [(int(found["day"]), month_of(found["month"]))], bool(found["every"])
        if found := self._take(_OF_MONTH):
            return [(int(day), 0) for day in re.findall(r"\d+", found["days"])], bool(found["every"])
        return [], False


def _is_of_more(text: str) -> bool:
    """Return whether "setiap hari …" or "setiap minggu …" begins a longer expression: "setiap hari Sabtu", "setiap hari kerja"."""
    return any(pattern.match(text) for pattern in (_WORKDAYS, _NTH, _RANGE, _WEEKDAYS)) or bool(
        re.match(rf"{_EVERY}\s(?:hari\sterakhir|bulan\s(?:pada\s)?hari\sterakhir)", text, re.IGNORECASE)
        and _MONTH_END.match(text)
    )


def _rule(unit: tuple[str, int] | None, days: list[int], nth: list[str], dates: list[tuple[int, int]]) -> str:
    """Return the RRULE of the parsed parts. Raise ValueError if they contradict each other."""
    frequency, interval = unit or ("", 1)
    if nth:
        expected, parts = "MONTHLY", [f"BYDAY={','.join(dict.fromkeys(nth))}"]
    elif days:
        expected, parts = "WEEKLY", [f"BYDAY={','.join(DAYS[day] for day in sorted(set(days)))}"]
    elif dates and dates[0][1]:
        expected, parts = "YEARLY", [f"BYMONTH={dates[0][1]}", f"BYMONTHDAY={dates[0][0]}"]
    elif dates:
        listed = sorted({day for day, _ in dates})
        if any(not -1 <= day <= 31 or not day for day in listed):
            raise ValueError("no such day")
        expected, parts = "MONTHLY", [f"BYMONTHDAY={','.join(map(str, listed))}"]
    else:
        expected, parts = frequency, []
    if frequency and frequency != expected:
        raise ValueError("two rules")
    return ";".join([f"FREQ={expected}", *([f"INTERVAL={interval}"] if interval > 1 else []), *parts])


def _numbered(text: str) -> list[str]:
    """Return BYDAY values of numbered weekdays: "1WE", "3WE" for "Rabu pertama dan ketiga"."""
    found, day = [], ""
    for part in re.finditer(rf"(?:{_ONE_DAY.format('')}\s)?(?P<nth>{_ORDINAL})", text, re.IGNORECASE):
        day = DAYS[_day_number(part)] if part["day"] else day
        word = re.sub(r"ke\s?(?=\w)", "ke", part["nth"].lower()).split()[-1].replace("ke-", "ke")
        found.append(f"{_ORDINALS[word]}{day}")
    return found


def _day_number(found: re.Match[str]) -> int:
    """Return the weekday from 0 for Monday; "malam Jumat" is the evening of Thursday."""
    return (weekday(found["day"]) - bool(found["eve"])) % 7


def _number(word: str, most: int) -> int:
    number = int(word) if word.isdecimal() else _NUMBERS.index(word.lower()) + 1
    if not 1 <= number <= most:
        raise ValueError("no such number")
    return number
