"""Spans of days and of hours as offices write them: the text of the beginning, and the text of the end.

"28-30 November 2026, 08.00-17.00" begins at "2026-11-28 08.00" and ends at "2026-11-30 17.00". An hour that stands before its day
("Jam 9, 28 November 2026") is put behind it. What is no span comes back as it is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from content_cache.text.months import MONTH, full_year, month_of

_OVER_THE_YEAR = (
    6  # months: "28 Desember - 2 Januari" goes over the new year, "2 Desember - 28 November" runs backwards
)

_UNTIL = r"\s?(?:[-–—]|\bs\s?/\s?d\b\.?|\bs\.\s?d\b\.?|\bsd\b\.?|\bsampai(?: dengan)?\b|\bhingga\b)\s?"
_PARTS = "am|pm|pagi|siang|sore|malam"
_ZONE = r"(?:wita|wib|wit)\b"
_WEEKDAY = r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\b,?\s?"

_DATE = re.compile(
    r"(?<![\w.:])(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    rf"|(?P<day>\d{{1,2}})[\s.-]?(?P<name>{MONTH})\b\.?(?:,?[\s/-](?P<year>\d{{4}}|\d\d)(?![\w:]|\.\d|\s?(?:{_PARTS})\b))?"
    r"|(?P<numeric_day>\d{1,2})(?P<sign>[/.-])(?P<number>\d{1,2})(?P=sign)(?P<numeric_year>\d{4}|\d\d)(?!\w))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?P<hour>.*?)(?:{_UNTIL}|(?<=[\d)Zz])/)(?:tanggal |tgl\.? )?(?:{_WEEKDAY})?", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\w.,:/-])(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}}))?{_UNTIL}(?:{_WEEKDAY})?\Z",
    re.IGNORECASE,
)
# before the number of a day; behind any other word it is of something else ("Jl. Merdeka 12 - 28/11/2026")
_LEADS = re.compile(
    rf"(?:[^\d,]{{1,30}},\s?)?(?:\b(?:hari|tanggal|tgl|pada|mulai|dari|sejak)\b[.,:]?\s?|\b{_WEEKDAY})*\Z",
    re.IGNORECASE,
)

_LABEL = r"(?:\b(?:pukul|pkl|pk|jam)\b\.?\s?:?\s?)"
_CLOCK = r"\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?![.:]?\d)"
_HOUR = rf"(?:{_CLOCK}|\d{{1,2}}(?![.:]?\d))"
_HOURS = re.compile(
    rf"(?P<label>{_LABEL})?(?<![\d.:+-])(?P<first>{_HOUR})(?:\s?(?P<part>{_PARTS})\b)?(?:\s?(?P<zone>{_ZONE}))?(?P<until>{_UNTIL})"
    rf"(?:{_LABEL})?(?:(?P<last>{_HOUR})(?:\s?(?P<last_part>{_PARTS})\b)?|(?P<open>selesai)\b)",
    re.IGNORECASE,
)
_NAMES_HOUR = re.compile(rf"{_LABEL}\d|(?<![\d.:+-]){_CLOCK}|\b\d{{1,2}}\s?(?:{_PARTS})\b", re.IGNORECASE)
_BEHIND = rf"(?:\s?(?:{_PARTS})\b)?(?:\s?{_ZONE})?"
_HOUR_FIRST = re.compile(
    rf"(?P<before>[A-Za-z'’., ]{{0,30}}?)(?P<hour>(?:{_LABEL}{_HOUR}|{_CLOCK}){_BEHIND}"
    rf"(?:{_UNTIL}{_LABEL}?(?:{_HOUR}|selesai\b){_BEHIND})?)\s?[-–—,;/]?\s?"
    rf"(?P<date>(?:hari\s)?(?:{_WEEKDAY})?(?:tanggal\s|tgl\.?\s)?\d.*)",
    re.IGNORECASE,
)


class Halves(NamedTuple):
    begins: str
    ends: str


class _Day(NamedTuple):
    year: int  # 0 where none is written
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def halves(text: str, year_of: Callable[[int, int], int]) -> Halves | None:
    """Split *text* into the texts of its start and end; return None if the span runs backwards.

    *text* must have single spaces. *year_of* maps (day, month) to the year if none is written, or to 0. Raise ValueError
    for impossible days.
    """
    text = _hour_behind(text)
    dates = [found for found in _DATE.finditer(text) if found["name"] is None or month_of(found["name"])]
    if not dates:
        return Halves(text, text)
    if len(dates) > 1 and (between := _BETWEEN.fullmatch(text, dates[0].end(), dates[1].start())):
        days = _in_order(_day_of_match(dates[0]), _day_of_match(dates[1]), year_of)
        return days and _of_two(days, between["hour"], text[dates[1].end() :])
    last = _day_of_match(dates[0])
    before = _BEFORE.search(text, 0, dates[0].start())
    if before and _LEADS.match(text[: before.start()]):
        first = _Day(0, int(before["month"] or last.month), int(before["day"]))
        days = _in_order(first, last, year_of)
        return _of_one(days, text[dates[0].end() :]) if days and days[0] != days[1] else None
    begin, end = _hours(text, dates[0].end())
    return Halves(begin, end)


def _day_of_match(found: re.Match[str]) -> _Day:
    if found["iso"]:
        return _Day(*map(int, found["iso"].split("-")))
    if found["name"]:
        return _Day(full_year(found["year"]) if found["year"] else 0, month_of(found["name"]), int(found["day"]))
    return _Day(full_year(found["numeric_year"]), int(found["number"]), int(found["numeric_day"]))


def _in_order(first: _Day, last: _Day, year_of: Callable[[int, int], int]) -> tuple[_Day, _Day] | None:
    """Return both days with their years, or None if the last is before the first.

    A missing year is taken from the other day, or is its neighbour if the span crosses the new year. Raise ValueError for
    an impossible day.
    """
    over = first[1:] > last[1:]
    if over and not (first.year and last.year) and not 0 < (last.month - first.month) % 12 <= _OVER_THE_YEAR:
        return None
    if not (first.year or last.year):
        first = first._replace(year=year_of(first.day, first.month))
    if not first.year:
        first = first._replace(year=last.year - over)
    if not last.year:
        last = last._replace(year=first.year + over)
    return (first, last) if date(*first) <= date(*last) else None


def _of_two(days: tuple[_Day, _Day], hour: str, behind: str) -> Halves:
    """Return the halves of two whole dates.

    *hour* stands between the dates and belongs to the first; a span of hours in *behind* belongs to both.
    """
    begin, end = _hours(behind, 0)
    zone = _zone(behind)
    first = hour if _NAMES_HOUR.search(hour) else begin if begin != end else ""
    return Halves(f"{days[0]} {first} {zone}", f"{days[1]} {end}")


def _of_one(days: tuple[_Day, _Day], behind: str) -> Halves:
    """Return the halves of a span such as "28-30 November, 08.00"; *behind* is the text after it.

    A single hour is when each day begins, so the span ends with the last day.
    """
    begin, end = _hours(behind, 0)
    return Halves(f"{days[0]} {begin}", f"{days[1]} {end if begin != end else _zone(behind)}")


def _zone(text: str) -> str:
    found = re.search(rf"\b{_ZONE}", text, re.IGNORECASE)
    return found[0] if found else ""


def _hours(text: str, start: int) -> tuple[str, str]:
    """Return *text* with the first hour of its span of hours and with the last one; twice *text* if it has no such span.

    The search begins at *start*.
    """
    found = _HOURS.search(text, start)
    if found is None or not _is_span(found):
        return text, text
    first, last = found["first"], found["last"]
    part = found["part"] or ""
    if not part and last and int(first[:2].rstrip(".:")) < int(last[:2].rstrip(".:")):
        part = found["last_part"] or ""  # "jam 8 - 10 malam"
    zone = found["zone"] or ""
    begin = f"{text[: found.start()]} jam {first} {part} {zone} {text[found.end() :]}"
    to = f" jam {last} {found['last_part'] or ''}" if last else ""
    return begin, f"{text[: found.start()]}{to} {zone} {text[found.end() :]}"


def _is_span(found: re.Match[str]) -> bool:
    """Return whether a match of _HOURS is a span of hours.

    "01:00:00 -05" is an hour and its UTC offset; "3-4" or "10:15 - 5" may mean anything. These return False.
    """
    named = found["label"] or found["part"]
    if not (named or re.search("[.:]", found["first"])):
        return False
    last = found["last"] or ""
    if last and not (named or found["last_part"] or re.search("[.:]", last)):
        return ":" not in found["first"] and bool(found["zone"] or _zone(found.string[found.end() :]))
    offset = found["until"].strip() in ("-", "–", "—") and ":" in last and not found["label"]
    return not offset or bool(found["zone"] or _zone(found.string[found.end() :]))


def _hour_behind(text: str) -> str:
    """Return *text* with its hour moved behind its day, if the only hour stands before the day."""
    found = _HOUR_FIRST.fullmatch(text)
    if found is None:
        return text
    day = _DATE.search(text, found.start("date"))
    if day is None or (day["name"] and not month_of(day["name"])) or _NAMES_HOUR.search(text, day.end()):
        return text
    return f"{found['before']}{found['date']} {found['hour']}"
