"""Advice before a notice goes out: all faults that publishing would find, and what only a reader or listener would notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.model import polls
from content_cache.model.problems import Problem, problem
from content_cache.model.vocabulary import Category
from content_cache.text.dates import parse_date
from content_cache.text.hours import is_hour_alone
from content_cache.text.near_days import is_sunday_or_week
from content_cache.text.repeat_words import repeats_in
from content_cache.text.weekdays import DAYS, EVE, NAMES, is_day, wrong_weekday
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import FolderNotice, Office
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.parts import BODY, Parts
from kiosk.speech.indonesian.dates import MONTHS

DATES = ("publish_from", "expires", "starts", "ends")
_DATED = re.compile(
    rf"\b(?P<eve>{EVE}?)(?P<day>{NAMES})\b,?\s+(?:tanggal\s+)?(?P<date>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_BY_WORD = re.compile(
    r"\b(?P<word>besok|lusa|nanti malam|hari ini)\b"
    r"(?!,?\s*\(?(?:pagi|siang|sore|malam)?,?\s*\(?"  # where the date follows all is said
    rf"(?:{NAMES})?,?\s*\d{{1,2}}\s+(?:{'|'.join(MONTHS)}))",
    re.IGNORECASE,
)
_FAR, _LATE, _LONG = timedelta(days=366), timedelta(days=92), timedelta(days=31)
_PART_OF = MappingProxyType(
    {
        FaultCode.NO_GROUP.value: "groups",
        FaultCode.REPEATS.value: "repeats",
        FaultCode.REPEATS_DOUBT.value: "repeats",
        FaultCode.REPEATS_NEVER.value: "repeats",
        FaultCode.REPEATS_FIRST.value: "starts",
        FaultCode.EXCEPT_IDLE.value: "except",
        OfficeCode.FORM_TITLE.value: "title",
        OfficeCode.FORM_CLAIM.value: "claim",
        OfficeCode.FORM_VERDICT.value: "verdict",
        OfficeCode.FORM_STARTS.value: "starts",
        OfficeCode.FORM_ENDS.value: "ends",
        OfficeCode.FORM_UNTIL.value: "expires",
        OfficeCode.FORM_UNTIL_EARLY.value: "expires",
        OfficeCode.POLL_CHOICES.value: "poll",
        OfficeCode.POLL_UNTIL.value: "poll",
        OfficeCode.POLL_KIND.value: "poll",
    }
)
_FIELDS = MappingProxyType(
    {
        FaultCode.NO_TITLE.value: OfficeCode.FORM_TITLE,
        FaultCode.NO_CLAIM.value: OfficeCode.FORM_CLAIM,
        FaultCode.NO_VERDICT.value: OfficeCode.FORM_VERDICT,
        FaultCode.NO_STARTS.value: OfficeCode.FORM_STARTS,
        FaultCode.ENDS_TOO_EARLY.value: OfficeCode.FORM_ENDS,
        FaultCode.NO_EXPIRES.value: OfficeCode.FORM_UNTIL,
        FaultCode.EXPIRES_TOO_EARLY.value: OfficeCode.FORM_UNTIL_EARLY,
    }
)
_POLL = MappingProxyType(
    {
        "choices": problem(OfficeCode.POLL_CHOICES, fewest=polls.FEWEST, most=polls.MOST, longest=polls.LONGEST),
        "until": problem(OfficeCode.POLL_UNTIL),
        "category": problem(OfficeCode.POLL_KIND),
    }
)
_OURS = frozenset(code.value for code in OfficeCode) - {
    OfficeCode.NO_END.value,  # most have none, and are told in the form
    OfficeCode.POLL_CHOICES.value,
    OfficeCode.POLL_UNTIL.value,
    OfficeCode.POLL_KIND.value,
    *(code.value for code in _FIELDS.values()),  # publishing finds these itself
}
_MOST_ASKED = 40  # notices
_BLANK = re.compile(r"\[… [^\[\]\n]{1,40}\]")  # as starters have them; brackets of people and of Word are none
_MASKED = re.compile(r"(?<![\w-])\d{3,4}-?\d*[xX*]{2,}\d*(?!\w)")


class Advice(Struct, frozen=True):
    """Piece of advice. `part` is the form's part that it is about, "" for the whole. A `serious` one prevents
    publishing. `replace` is a text of that part and its correction."""

    part: str
    problem: Problem
    serious: bool = False
    replace: tuple[str, str] | None = None


def advice(
    notices: Notices, name: str, parts: Parts, now: datetime, known_areas: Mapping[str, str]
) -> tuple[FolderNotice | None, list[Advice]]:
    """Return the notice as publishing would read *parts*, `None` if it could not, and all advice about it.
    *known_areas* are names by code."""
    faults, office = Faults(), notices.office()
    notice = notices.as_folder_notice(name, parts, office, now, faults)
    found = [
        Advice(_part_of(fault.problem, parts), _in_the_form(fault.problem), serious=not fault.warning)
        for fault in faults.found
        if not _follows(fault.problem, parts)
    ]
    found += _weekdays(parts, now.date())
    found += _weekdays_of_dates(parts, office, now)
    found += _days_by_word(parts)
    found += _masked(parts)
    found += _blanks(parts)
    if notice is not None:
        found += _missing(notice, office, known_areas)
        days = [
            *_days(notice, now.astimezone(ZoneInfo(office.timezone))),
            *_gone_before_named(notice, parts, office, now),
        ]
        found += (each for each in days if each.part != "expires" or parts.get("expires"))  # an event has its own end
    return notice, found


class Doubt(Struct, frozen=True):
    """Doubt about the notice *name*, in which publishing itself finds nothing wrong."""

    name: str
    title: str
    problem: Problem


def questions(notices: Notices, since: float, now: datetime, known_areas: Mapping[str, str]) -> Iterator[Doubt]:
    """Yield the doubts about live notices whose files changed after *since*, the time of the last edition in POSIX seconds."""
    changed = [entry for entry in notices.all(now) if entry.live and not entry.draft and entry.changed > since]
    for entry in changed[:_MOST_ASKED]:
        with suppress(OfficeError):  # taken away meanwhile
            _, found = advice(notices, entry.name, notices.open(entry.name).parts, now, known_areas)
            for each in found:
                if each.problem.code in _OURS:
                    yield Doubt(entry.name, entry.title, each.problem)


def _follows(fault: Problem, parts: Parts) -> bool:
    """Return whether *fault* only follows from another: an end that is an hour alone is no date while the beginning
    cannot be read."""
    value = str(fault.details.get("value", ""))
    return fault.code == FaultCode.NO_DATE.value and value == parts.get("ends") and is_hour_alone(value)


def _in_the_form(fault: Problem) -> Problem:
    """Return *fault* in the words of the form. Publishing names the fields of a file, which the form does not show."""
    if (code := _FIELDS.get(fault.code)) is not None:
        return problem(code)
    if fault.code == FaultCode.NO_DATE.value:
        value = str(fault.details["value"])
        if (found := repeats_in(value, lambda _: None)) is not None and found.doubt:
            return problem(FaultCode.REPEATS_DOUBT, value=value)
        return problem(OfficeCode.DAY_DOUBTFUL, value=value) if is_sunday_or_week(value) else fault
    named = _POLL.get(str(fault.details.get("name", ""))) if fault.code == FaultCode.POLL.value else None
    return named or fault


def _part_of(fault: Problem, parts: Parts) -> str:
    word = fault.code
    if word == FaultCode.NO_DATE.value:
        value = str(fault.details["value"])
        lists = (part for part in ("except", "also") if value in parts.get(part, ""))
        return next((part for part in DATES if parts.get(part) == value), next(lists, ""))
    word = _FIELDS[word].value if word in _FIELDS else word
    if word in _PART_OF:
        return _PART_OF[word]
    if word == FaultCode.POLL.value:
        return "poll"
    return "title" if "title" in word else BODY if word.startswith("text_") else ""


def _weekdays(parts: Parts, today: date) -> Iterator[Advice]:
    for part in ("title", BODY):
        for found in _DATED.finditer(parts.get(part, "")):
            day = _found_day(found, today)
            if day is not None and not is_day(found["day"], day, eve=bool(found["eve"])):
                right = DAYS[day.weekday()]
                told = _day_text(day)
                mended = found.group().replace(found["day"], right, 1)
                yield Advice(
                    part,
                    problem(OfficeCode.WEEKDAY, day=told, right=right, wrong=found["day"]),
                    replace=(found.group(), mended),
                )


def _days(notice: FolderNotice, now: datetime) -> Iterator[Advice]:
    """Yield advice on dates that would hide the notice or miss its event, mostly a mistyped year or month."""
    zone = now.tzinfo
    event = notice.starts.astimezone(zone) if notice.starts and notice.category is Category.EVENT else None
    if event is not None:
        over = notice.ends or datetime.combine(event.date() + timedelta(days=1), time(), zone)
        if over <= now:
            yield Advice("starts", problem(OfficeCode.EVENT_OVER, day=_day_text(event.date())))
            return
        if event - now > _FAR:
            yield Advice("starts", problem(OfficeCode.EVENT_FAR, day=_day_text(event.date())))
        if over - event > _LONG:
            yield Advice("ends", problem(OfficeCode.EVENT_LONG, days=(over - event).days))
    yield from _advice_on_dates(notice, event, now)


def _advice_on_dates(notice: FolderNotice, event: datetime | None, now: datetime) -> Iterator[Advice]:
    """Yield advice on the dates from which and until which the notice is shown."""
    if notice.expires is not None:
        last = _day_text((notice.expires.astimezone(now.tzinfo) - timedelta(seconds=1)).date())
        if notice.expires <= now:
            yield Advice("expires", problem(OfficeCode.OVER, day=last))
        elif event is not None and notice.expires <= event:
            yield Advice("expires", problem(OfficeCode.GONE_BEFORE, until=last, day=_day_text(event.date())))
        elif event is not None and notice.ends is not None and notice.expires < notice.ends:
            yield Advice("expires", problem(OfficeCode.GONE_DURING, until=last))
        elif notice.expires - now > _FAR:
            yield Advice("expires", problem(OfficeCode.SHOWN_LONG, day=last))
    if notice.published is not None:
        first = _day_text(notice.published.astimezone(now.tzinfo).date())
        if event is not None and notice.published > event:
            yield Advice("publish_from", problem(OfficeCode.SHOWN_AFTER, day=first))
        elif notice.published - now > _LATE:
            yield Advice("publish_from", problem(OfficeCode.SHOWN_LATE, day=first))


def _day_text(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _found_day(found: re.Match[str], today: date) -> date | None:
    month = [each.lower() for each in MONTHS].index(found["month"].lower()) + 1
    try:
        if found["year"]:
            return date(int(found["year"]), month, int(found["date"]))
        # a date without a year is the nearest one: in January last week's is in the year before
        days = [date(today.year + years, month, int(found["date"])) for years in (-1, 0, 1)]
        return min(days, key=lambda day: abs(day - today))
    except ValueError:
        return None


def _weekdays_of_dates(parts: Parts, office: Office, now: datetime) -> Iterator[Advice]:
    shown = DATES if parts.get("category") == Category.EVENT else DATES[:2]
    for part in shown:
        text = parts.get(part, "")
        read = parse_date(text, office.timezone, now=now) if text else None
        if read is not None and (wrong := wrong_weekday(text, read.date())):
            right = DAYS[read.weekday()]
            told = problem(OfficeCode.WEEKDAY, day=_day_text(read.date()), right=right, wrong=wrong)
            yield Advice(part, told)


def _gone_before_named(notice: FolderNotice, parts: Parts, office: Office, now: datetime) -> Iterator[Advice]:
    """Yield advice where the words of the notice name a coming day on which it is no longer shown. An event has its
    own advice."""
    if notice.expires is None or notice.category is Category.EVENT or notice.expires <= now:
        return
    zone = ZoneInfo(office.timezone)
    last, today = (notice.expires.astimezone(zone) - timedelta(seconds=1)).date(), now.astimezone(zone).date()
    for part in ("title", BODY):
        days = (_found_day(found, today) for found in _DATED.finditer(parts.get(part, "")))
        late = max((day for day in days if day is not None and last < day <= today + _FAR), default=None)
        if late is not None:
            yield Advice("expires", problem(OfficeCode.GONE_BEFORE_NAMED, until=_day_text(last), day=_day_text(late)))
            return


def _days_by_word(parts: Parts) -> Iterator[Advice]:
    """Yield advice on "besok" and the like, once for each part: whoever hears it a day later takes it for the wrong day."""
    for part in ("title", BODY):
        if (found := _BY_WORD.search(parts.get(part, ""))) is not None:
            yield Advice(part, problem(OfficeCode.DAY_BY_WORD, word=found["word"]))


def _masked(parts: Parts) -> Iterator[Advice]:
    for found in _MASKED.finditer(parts.get(BODY, "")):
        yield Advice(BODY, problem(OfficeCode.TELEPHONE, text=found.group()))


def _blanks(parts: Parts) -> Iterator[Advice]:
    """Yield the blanks of a starter that nobody has filled in ("[… hari, tanggal]")."""
    for part in ("title", BODY):
        for found in _BLANK.finditer(parts.get(part, "")):
            yield Advice(part, problem(OfficeCode.FORM_BLANK, blank=found.group()), serious=True)


def _missing(notice: FolderNotice, office: Office, known: Mapping[str, str]) -> Iterator[Advice]:
    if notice.category is Category.CLARIFICATION and not (notice.plain.get("author") or notice.plain.get("link")):
        yield Advice("author", problem(OfficeCode.FORM_SOURCE), serious=True)
    if notice.expires is None and notice.category not in (Category.SERVICE, Category.EVENT, Category.ALERT):
        yield Advice("expires", problem(OfficeCode.NO_END))
    for area in notice.plain.get("areas", ()):
        if known and area != office.area and not any(code == area or code.startswith(f"{area}.") for code in known):
            yield Advice("areas", problem(OfficeCode.AREA_UNKNOWN, code=area))
