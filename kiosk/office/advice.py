"""What to look at before a notice goes out: all that publishing would find, and what only a reader or listener would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.model.items import Category
from content_cache.model.problems import Problem, problem
from content_cache.publishing.faults import FaultCode, Faults
from content_cache.publishing.folder import FolderNotice, Office
from content_cache.text.dates import parse_date
from kiosk.office.faults import OfficeCode
from kiosk.office.notices import Notices
from kiosk.office.parts import BODY, Parts
from kiosk.speech.indonesian.dates import DAYS, MONTHS

DATES = ("publish_from", "expires", "starts", "ends")
_FRIDAY = {"jum'at": "jumat", "jum’at": "jumat", "ahad": "minggu"}
_DATED = re.compile(
    rf"\b(?P<day>{'|'.join(DAYS)}|Jum['’]at|Ahad)\b,?\s+(?:tanggal\s+)?(?P<date>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(DAYS)}|Jum['’]at|Ahad)\b", re.IGNORECASE)
_FAR, _LONG = timedelta(days=366), timedelta(days=31)
_MASKED = re.compile(r"(?<![\w-])\d{3,4}-?\d*[xX*]{2,}\d*(?!\w)")


class Advice(Struct, frozen=True):
    """`part` is the part of the form that it is about, "" for the whole; what is `serious` hinders publishing; `replace` is what
    would put it right, and by what."""

    part: str
    problem: Problem
    serious: bool = False
    replace: tuple[str, str] | None = None


def advice(
    notices: Notices, name: str, parts: Parts, now: datetime, known_areas: Mapping[str, str]
) -> tuple[FolderNotice | None, list[Advice]]:
    """The notice as publishing would read it, and all there is to say about it."""
    faults, office = Faults(), notices.office()
    notice = notices.as_folder_notice(name, parts, office, now, faults)
    found = [Advice(_part_of(fault.problem), fault.problem, serious=not fault.warning) for fault in faults.found]
    found += _weekdays(parts, now.date())
    found += _weekdays_of_dates(parts, office, now)
    found += _masked(parts)
    if notice is not None:
        found += _missing(notice, office, known_areas)
        found += _days(notice, now.astimezone(ZoneInfo(office.timezone)))
    return notice, found


def _part_of(fault: Problem) -> str:
    word = fault.code
    if word == FaultCode.NO_GROUP.value:
        return "groups"
    return "title" if "title" in word else BODY if word.startswith("text_") else ""


def _weekdays(parts: Parts, today: date) -> Iterator[Advice]:
    for part in ("title", BODY):
        for found in _DATED.finditer(parts.get(part, "")):
            written = _FRIDAY.get(found["day"].lower(), found["day"].lower())
            day = _day(found, today)
            if day is not None and DAYS[day.weekday()].lower() != written:
                right = DAYS[day.weekday()]
                told = _written(day)
                mended = found.group().replace(found["day"], right, 1)
                yield Advice(
                    part,
                    problem(OfficeCode.WEEKDAY, day=told, right=right, wrong=found["day"]),
                    replace=(found.group(), mended),
                )


def _days(notice: FolderNotice, now: datetime) -> Iterator[Advice]:
    """What would be shown to nobody, or not on the day of its event: mostly a year or a month that was typed by habit."""
    zone = now.tzinfo
    event = notice.starts.astimezone(zone) if notice.starts and notice.category is Category.EVENT else None
    if event is not None:
        over = notice.ends or datetime.combine(event.date() + timedelta(days=1), time(), zone)
        if over <= now:
            yield Advice("starts", problem(OfficeCode.EVENT_OVER, day=_written(event.date())))
            return
        if event - now > _FAR:
            yield Advice("starts", problem(OfficeCode.EVENT_FAR, day=_written(event.date())))
        if over - event > _LONG:
            yield Advice("ends", problem(OfficeCode.EVENT_LONG, days=(over - event).days))
    if notice.expires is not None:
        last = _written((notice.expires.astimezone(zone) - timedelta(seconds=1)).date())
        if notice.expires <= now:
            yield Advice("expires", problem(OfficeCode.OVER, day=last))
        elif event is not None and notice.expires <= event:
            yield Advice("expires", problem(OfficeCode.GONE_BEFORE, until=last, day=_written(event.date())))
    if event is not None and notice.published is not None and notice.published > event:
        shown = _written(notice.published.astimezone(zone).date())
        yield Advice("publish_from", problem(OfficeCode.SHOWN_AFTER, day=shown))


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _day(found: re.Match[str], today: date) -> date | None:
    month = [each.lower() for each in MONTHS].index(found["month"].lower()) + 1
    try:
        if found["year"]:
            return date(int(found["year"]), month, int(found["date"]))
        day = date(today.year, month, int(found["date"]))
        return day if day > today - timedelta(days=180) else date(today.year + 1, month, int(found["date"]))
    except ValueError:
        return None


def wrong_weekday(text: str, day: date) -> str:
    """The weekday that a date is written with, where it is another one; ""."""
    named = _WEEKDAY.search(text)
    if named is None or _FRIDAY.get(named[0].lower(), named[0].lower()) == DAYS[day.weekday()].lower():
        return ""
    return named[0]


def _weekdays_of_dates(parts: Parts, office: Office, now: datetime) -> Iterator[Advice]:
    for part in DATES:
        text = parts.get(part, "")
        read = parse_date(text, office.timezone, now=now) if text else None
        if read is not None and (wrong := wrong_weekday(text, read.date())):
            right = DAYS[read.weekday()]
            told = problem(OfficeCode.WEEKDAY, day=_written(read.date()), right=right, wrong=wrong)
            yield Advice(part, told)


def _masked(parts: Parts) -> Iterator[Advice]:
    for found in _MASKED.finditer(parts.get(BODY, "")):
        yield Advice(BODY, problem(OfficeCode.TELEPHONE, text=found.group()))


def _missing(notice: FolderNotice, office: Office, known: Mapping[str, str]) -> Iterator[Advice]:
    if notice.expires is None and notice.category not in (Category.SERVICE, Category.EVENT, Category.ALERT):
        yield Advice("expires", problem(OfficeCode.NO_END))
    for area in notice.plain.get("areas", ()):
        if known and area != office.area and not any(code == area or code.startswith(f"{area}.") for code in known):
            yield Advice("areas", problem(OfficeCode.AREA_UNKNOWN, code=area))
