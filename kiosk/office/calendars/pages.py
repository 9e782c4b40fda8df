"""Calendar pages: a month of events, moving an event to another day, and imported calendars."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

from flask import abort, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.http.client import fetch
from content_cache.http.messages import Fetched, Request
from content_cache.model.errors import CacheError
from content_cache.model.problems import Problem, problem
from content_cache.model.urls import host_of, ports_of
from content_cache.model.vocabulary import Category
from content_cache.text.dates import is_span, parse_date
from content_cache.text.plain import clean_line
from kiosk.core.build import USER_AGENT
from kiosk.i18n.dates import written_date
from kiosk.i18n.rule_words import RuleWords
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.calendars.calendars import FOLDER, MOST_BYTES, CalendarFile, Calendars
from kiosk.office.desk import Desk
from kiosk.office.notices.attachments import plain_stem
from kiosk.office.notices.notices import Notices
from kiosk.office.notices.parts import Parts
from kiosk.office.notices.writing_pages import may_change
from kiosk.office.people.people import Role
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.setup.setup import add_source
from kiosk.office.setup.sources import PublicCalendar, is_public
from kiosk.web.routes import Route

_DEADLINE_S = 20.0
_YEARS = range(2000, 2101)
_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_A_DAY = 20
_MOST_LISTED = 60


class Happening(Struct, frozen=True):
    """Notice or event on days of the month: a notice has a `name`, an event of an imported calendar that calendar's
    title in `file`. `starts` and `ends` (exclusive) are in the office's zone."""

    title: str
    starts: datetime
    ends: datetime
    all_day: bool
    category: Category = Category.EVENT
    name: str = ""
    draft: bool = False
    place: str = ""
    changeable: bool = False
    file: str = ""
    rule: str = ""

    @property
    def last(self) -> date:
        """Return the last day of the event."""
        return max(self.ends - timedelta(seconds=1), self.starts).date()


class Day(Struct, frozen=True):
    """Square of the month's table; `inside` is false for a day of the month before or after."""

    day: date
    inside: bool
    today: bool
    chosen: bool
    happenings: tuple[Happening, ...]


class CalendarPages:
    """Pages of the calendar, for all who have logged in. Moving a notice is for those who may change it."""

    def __init__(self, desk: Desk, notices: Notices, calendars: Calendars) -> None:
        self._desk = desk
        self._notices = notices
        self._calendars = calendars
        self._wording = desk.wording
        self._words = desk.wording.words
        self._rule = RuleWords(desk.wording.words)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/kalender", self.show_calendars, ANYBODY),
            Route("POST", "/kalender/pindah/<path:name>", self.move, MAY["write"]),
            Route("POST", "/kalender/masuk", self.take_in, MAY["calendars"]),
            Route("POST", "/kalender/lagi", self.look_again, MAY["calendars"]),
            Route("POST", "/kalender/buang", self.take_out, MAY["calendars"]),
        ]

    def show_calendars(self) -> str:
        return self._calendars_page(None)

    def _calendars_page(self, fault: Problem | None) -> str:
        today = self._desk.clock().astimezone(self._wording.zone).date()
        chosen = _parse_day(request.args.get("hari", ""))
        month = _month(request.args.get("bulan", "")) or (chosen or today).replace(day=1)
        weeks = calendar.Calendar(firstweekday=6).monthdatescalendar(month.year, month.month)
        files = self._calendars.list_calendars(str(self._wording.zone), self._desk.clock())
        found = self._within(weeks[0][0], weeks[-1][-1], files)
        if chosen is None or (chosen.year, chosen.month) != (month.year, month.month):
            chosen = today if (today.year, today.month) == (month.year, month.month) else self._first(found, month)
        by_day = self._by_day(found, weeks[0][0], weeks[-1][-1])
        next_month = _shifted(month, 1)
        listed = [each for each in found if each.starts.date() < next_month and each.last >= month]
        language = self._words.translation.language
        outside = {_file(each.name): each for each in self._desk.setup().calendars}
        return render_template(
            "calendar.html",
            weeks=[
                [
                    Day(day, day.month == month.month, day == today, day == chosen, tuple(by_day.get(day, ())))
                    for day in week
                ]
                for week in weeks
            ],
            weekdays=self._wording.weekdays(),
            month=written_date(month, "MMMM y", language),
            before=_shifted(month, -1),
            after=_shifted(month, 1),
            name_of=lambda day: written_date(day, "MMMM y", language),
            day_name=lambda day: written_date(day, "EEEE, d MMMM", language),
            short_day=lambda day: written_date(day, "EEE d", language),
            listed=listed[:_MOST_LISTED],
            unlisted=max(len(listed) - _MOST_LISTED, 0),
            chosen=chosen,
            of_day=by_day.get(chosen, [])[:_MOST_A_DAY],
            moved=next((each for each in found if each.name and each.name == request.args.get("pindah")), None),
            files=files,
            outside=outside,
            unfetched=[one for file, one in outside.items() if all(each.file != file for each in files)],
            may_take=g.person.may(MAY["calendars"]),
            fault=fault,
        )

    @staticmethod
    def _first(found: Sequence[Happening], month: date) -> date:
        """Return the first day of *month* on which one of the happenings starts, or the first of the month."""
        days = [each.starts.date() for each in found if each.starts.date() >= month]
        return min((day for day in days if day.month == month.month), default=month)

    @staticmethod
    def _by_day(found: Iterable[Happening], first: date, last: date) -> dict[date, list[Happening]]:
        days: dict[date, list[Happening]] = {}
        for each in found:
            begin = max(each.starts.date(), first)
            for n in range((min(each.last, last) - begin).days + 1):
                days.setdefault(begin + timedelta(days=n), []).append(each)
        return days

    def _within(self, first: date, last: date, files: Iterable[CalendarFile]) -> list[Happening]:
        every = (*self._from_notices(), *self._times(files, first, last))
        found = [each for each in every if each.starts.date() <= last and each.last >= first]
        return sorted(found, key=lambda each: (each.starts, each.title))

    def _from_notices(self) -> Iterator[Happening]:
        zone, editor = self._wording.zone, g.person.may({Role.EDITOR})
        for entry in self._notices.all(self._desk.clock()):
            if entry.starts is None or (entry.withdrawn and not entry.live):
                continue
            rule = self._rule(entry.rule, entry.starts.astimezone(zone))
            own = ((one.starts, one.ends) for one in entry.times) if entry.times else ((entry.starts, entry.ends),)
            for begin, end in own:
                starts, ends = begin.astimezone(zone), (end or begin).astimezone(zone)
                all_day = starts.time() == time() and (ends == starts or ends.time() in (time(), time(23, 59)))
                yield Happening(
                    entry.title, starts, max(ends, starts), all_day, entry.category, entry.name, entry.draft,
                    entry.place, changeable=bool(editor) or (entry.draft and entry.noted.get("by") == g.person.id), rule=rule,
                )  # fmt: skip

    def _times(self, files: Iterable[CalendarFile], first: date, last: date) -> Iterator[Happening]:
        zone = self._wording.zone
        for file in files:
            for one in file.times:
                starts = one.starts.astimezone(zone)
                if starts.date() > last or one.ends.astimezone(zone).date() < first:
                    continue
                yield Happening(
                    one.title, starts, one.ends.astimezone(zone), one.all_day, file=file.title, place=one.place,
                    rule=self._rule(one.rule, starts),
                )  # fmt: skip

    # an event on another day

    def move(self, name: str) -> AnyResponse | str:
        """Move the event of the notice *name* to the day in the form's `hari`, at the same hour. The change is saved as
        a draft. Abort with 403 if the person may not change it."""
        opened = self._notices.open(name)
        if not may_change(opened):
            abort(403, "role")
        day = _parse_day(request.form.get("hari", ""))
        try:
            parts = (
                self._moved(opened.parts, day, _parse_day(request.form.get("dari", ""))) if day is not None else None
            )
        except OverflowError:  # out of the calendar
            parts = None
        if day is None or parts is None:
            return self._calendars_page(problem(OfficeCode.NO_DAY))
        now = self._desk.clock()
        saved = self._notices.save_draft(name, opened.version, parts, g.person.id, now)
        if saved.conflicts:
            return redirect(f"/gabung/{quote(name)}", 303)
        said = self._words(
            "moves “{title}” to {day}", title=parts.get("title") or name, day=self._wording.written_day(day)
        )
        self._notices.commit_notice(name, g.person.name, said, now)
        return redirect(f"/kalender?hari={day}&pindah={quote(name)}", 303)

    def _moved(self, parts: Parts, day: date, before: date | None) -> Parts | None:
        """Return *parts* with the event moved to *day*, along with its end and its expiry. If the event repeats, only
        its occurrence on the day *before* is moved. Return `None` if the start cannot be read, or if a date is a
        span."""
        if parts.get("repeats") or parts.get("also"):
            return self._moved_once(parts, day, before) if before is not None else None
        starts = self._read_day(parts.get("starts", ""))
        if starts is None or any(is_span(parts.get(part, "")) for part in ("starts", "ends", "expires")):
            return None  # moving a span would leave one day of it
        by = day - starts.date()
        moved = dict(parts) | {"starts": _date_text(parts["starts"], starts + by)}
        ends, expires = self._read_day(parts.get("ends", "")), self._read_day(parts.get("expires", ""))
        if ends is not None:
            moved["ends"] = _date_text(parts["ends"], ends + by)
        if expires is not None and (expires.date() >= starts.date()) and by > timedelta():
            moved["expires"] = _date_text(parts["expires"], expires + by)
        return moved

    def _moved_once(self, parts: Parts, day: date, before: date) -> Parts:
        """Return *parts* with the occurrence on the day *before* excepted, and one on *day* added. A later expiry is
        set where needed."""
        excepted, also = (parts.get(name, "").splitlines() for name in ("except", "also"))
        added = next((line for line in also if (at := self._read_day(line)) and at.date() == before), "")
        left_out = next((line for line in excepted if (at := self._read_day(line)) and at.date() == day), "")
        if added:
            also = [line for line in also if line != added]
        else:
            excepted = [*excepted, before.isoformat()]
        if left_out:
            excepted = [line for line in excepted if line != left_out]
        else:
            at = self._read_day(added) if added else None
            also = [*also, _date_text(added, at + (day - before)) if at else day.isoformat()]
        moved = dict(parts) | {"except": "\n".join(excepted), "also": "\n".join(also)}
        expires = self._read_day(parts.get("expires", ""))
        if expires is not None and expires.date() < day:
            moved["expires"] = _date_text(parts["expires"], expires + (day - expires.date()))
        return moved

    def _read_day(self, text: str) -> datetime | None:
        found = parse_date(text, str(self._wording.zone), now=self._desk.clock()) if text else None
        return found.astimezone(self._wording.zone) if found is not None else None

    # calendars that others keep

    def take_in(self) -> AnyResponse | str:
        """Import a calendar from the uploaded file, or from the address in the form. An address is also added to
        office.toml, so that it can be fetched again."""
        name, url = clean_line(request.form.get("nama", ""), 80), request.form.get("alamat", "").strip()
        file = request.files.get("berkas")
        with faults_shown(self._calendars_page):
            if url:
                if not is_public(url):
                    return self._calendars_page(problem(OfficeCode.SOURCE_ADDRESS, url=url[:100]))
                if not name or any(_file(each.name) == _file(name) for each in self._desk.setup().calendars):
                    return self._calendars_page(problem(OfficeCode.SOURCE_NAME))
                content = self._fetched(PublicCalendar(name, url), near=False)
            elif file is not None and file.filename:
                content, name = file.stream.read(MOST_BYTES + 1), name or file.filename.rpartition(".")[0]
            else:
                return self._calendars_page(problem(OfficeCode.SOURCE_NAME))
            self._put(content, name)
            if url:
                add_source(self._desk.folder, "calendar", name, url)
        return redirect("/kalender", 303)

    def look_again(self) -> AnyResponse | str:
        """Fetch the calendar that office.toml calls `nama`, and store it anew. Abort with 404 for another name."""
        name = request.form.get("nama", "")
        found = next((each for each in self._desk.setup().calendars if each.name == name), None)
        if found is None:
            abort(404)
        with faults_shown(self._calendars_page):
            self._put(self._fetched(found, near=True), found.name)
        return redirect("/kalender", 303)

    def take_out(self) -> AnyResponse:
        file = request.form.get("berkas", "")
        if not self._calendars.remove(file):
            abort(404)
        self._log_change(self._words("takes the calendar {file} out", file=file), [file])
        return redirect("/kalender", 303)

    def _put(self, content: bytes, name: str) -> None:
        """Store *content* as the calendar *name*, and record the deed. Raise OfficeError."""
        file = self._calendars.store_calendar(content, name, str(self._wording.zone), self._desk.clock())
        self._log_change(self._words("takes the calendar {file} in", file=file), [file, "office.toml"])

    def _log_change(self, said: str, files: Sequence[str]) -> None:
        self._desk.record_deed(g.person.name, said, files)

    def _fetched(self, one: PublicCalendar, *, near: bool) -> bytes:
        """Download a calendar and return its bytes. Private addresses are allowed only if *near*, for calendars that
        office.toml names. Raise OfficeError where the fetch fails."""
        asked = Request(
            url=one.url,
            deadline=_DEADLINE_S,
            max_bytes=MOST_BYTES,
            user_agent=USER_AGENT,
            accept="text/calendar, */*;q=0.5",
            private_host=host_of(one.url) if near else "",
            private_ports=ports_of(one.url) if near else (),
        )
        try:
            got = fetch(asked)
        except CacheError as error:
            reason = self._words.problem(error.problem)
            raise OfficeError(OfficeCode.SOURCE_UNREACHED, name=one.name, reason=reason) from error
        return got.body if isinstance(got, Fetched) else b""


def _file(name: str) -> str:
    return f"{FOLDER}/{plain_stem(name)}.ics"


def _date_text(before: str, when: datetime) -> str:
    """Return *when* in the form of the text *before*: a date alone, or a date with its time."""
    return f"{when:%Y-%m-%d}" if _ALONE.fullmatch(before) else when.isoformat(timespec="minutes")


def _parse_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if _ALONE.fullmatch(text) and text.isascii() else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None


def _month(text: str) -> date | None:
    return _parse_day(f"{text}-01")


def _shifted(month: date, by: int) -> date:
    """Return the first of the month *by* months after *month*; *month* itself outside the years shown."""
    number = month.year * 12 + month.month - 1 + by
    found = date(number // 12, number % 12 + 1, 1)
    return found if found.year in _YEARS else month
