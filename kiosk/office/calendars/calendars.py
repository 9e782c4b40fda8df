"""Calendars in an office's folder (iCalendar, RFC 5545): listed, read in the bounded child, added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.formats import read_feed
from content_cache.formats.decoding import decode
from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.model.errors import CacheError
from content_cache.model.items import Event
from content_cache.model.problems import Problem
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from kiosk.office.base.faults import OfficeCode, OfficeError, no_room
from kiosk.office.notices.attachments import plain_stem

FOLDER = "kalender"
MOST_BYTES = 2_000_000
MOST_FILES = 50
_READING_S = 30.0
_FOLDED = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$(.*?)^END:VEVENT\s*$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_PROPERTY = re.compile(r"^(UID|RRULE|RECURRENCE-ID)(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)

Read = tuple[str, tuple[tuple[str, str, str, tuple[tuple[str, str, bool], ...]], ...]]
"""Title of a calendar, and its events. Each event has title, place, rule (RRULE, "" for none) and times: begin and end
(RFC 3339), all day or not."""


class Time(Struct, frozen=True):
    """Occurrence of an event in a calendar. `ends` is exclusive; times are aware."""

    title: str
    place: str
    rule: str
    starts: datetime
    ends: datetime
    all_day: bool


class CalendarFile(Struct, frozen=True):
    """Calendar in the folder. `file` is relative to the folder; `count` is the number of its events from a month ago to
    a year from now. `problem` says why it cannot be read."""

    file: str
    title: str
    times: tuple[Time, ...] = ()
    count: int = 0
    changed: float = 0.0
    problem: Problem | None = None


class Calendars:
    """Calendars of *folder*. Each file is read once, and again when it changes or a new day begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, tuple[tuple[int, int, str], CalendarFile]] = {}

    def list_calendars(self, timezone: str, now: datetime) -> list[CalendarFile]:
        """Return at most MOST_FILES calendars, sorted by path."""
        found = []
        for path in list(self._files())[:MOST_FILES]:
            try:
                stat = path.stat()
                key = stat.st_mtime_ns, stat.st_size, f"{now:%Y-%m-%d} {timezone}"
                if path not in self._known or self._known[path][0] != key:
                    self._known[path] = key, self._of(path, timezone, now, stat.st_mtime)
            except OSError:
                continue
            found.append(self._known[path][1])
        return found

    def _of(self, path: Path, timezone: str, now: datetime, changed: float) -> CalendarFile:
        file = path.relative_to(self._folder).as_posix()
        try:
            title, events = _read_calendar(path.read_bytes(), path.name, timezone, now)
        except OfficeError as error:
            return CalendarFile(file, path.stem, changed=changed, problem=error.problem)
        times = tuple(
            Time(name, place, rule, datetime.fromisoformat(starts), datetime.fromisoformat(ends), all_day)
            for name, place, rule, taking in events
            for starts, ends, all_day in taking
        )
        return CalendarFile(file, title or path.stem, times, len(events), changed)

    def _files(self) -> Iterator[Path]:
        """Yield the sorted paths of the calendars that publishing takes: no hidden ones, drafts or links."""
        for path in sorted(self._folder.rglob("*.ics")):
            hidden = any(part.startswith((".", "_")) for part in path.relative_to(self._folder).parts)
            if not hidden and path.is_file() and not path.is_symlink():
                yield path

    def store_calendar(self, content: bytes, name: str, timezone: str, now: datetime) -> str:
        """Check and store *content* as the calendar *name*, in place of one of that name. Return its path relative to
        the folder. Raise OfficeError where it cannot be read or saved."""
        title, _ = _read_calendar(content, name, timezone, now)
        path = self._folder / FOLDER / f"{plain_stem(name or title)}.ics"
        try:
            path.parent.mkdir(exist_ok=True)
            write_whole(path, content, mode=None)
        except OSError as error:
            raise OfficeError(no_room(error)) from error
        return path.relative_to(self._folder).as_posix()

    def remove(self, file: str) -> bool:
        """Delete the calendar *file*, a path relative to the folder. Return whether there was one. The history keeps
        its content."""
        path = next((each for each in self._files() if each.relative_to(self._folder).as_posix() == file), None)
        if path is not None:
            path.unlink(missing_ok=True)
        return path is not None


def _read_calendar(content: bytes, name: str, timezone: str, now: datetime) -> Read:
    """Read *content* in the bounded child. Raise OfficeError, which tells *name*, if it is too large or no calendar."""
    try:
        if len(content) > MOST_BYTES:
            raise OfficeError(OfficeCode.CALENDAR_UNFIT, name=name[-60:])
        return Bounds(MEMORY_BYTES)(_READING_S, read_calendar, content, timezone, now)
    except CacheError as error:
        raise OfficeError(OfficeCode.CALENDAR_UNFIT, name=name[-60:]) from error


def read_calendar(content: bytes, timezone: str, now: datetime) -> Annotated[Read, AnswerBytes(2_000_000)]:
    """Return the title and the events of the iCalendar *content*. Call it in the bounded child; it uses the parser of
    publishing and kiosks. Raise FormatError."""
    source = Source(name="", url="https://publish.invalid/", format="ical", category=Category.EVENT, timezone=timezone)
    feed = read_feed(content, source, now=now)
    rules = _rules(decode(content, ""))
    events = tuple(
        (
            item.title,
            item.place,
            rules.get(item.id, ""),
            tuple((one.starts.isoformat(), one.ends.isoformat(), one.all_day) for one in item.occurrences),
        )
        for item in feed.items
        if isinstance(item, Event)
    )
    return feed.title, events


def _rules(text: str) -> dict[str, str]:
    """Return the recurrence rule (RRULE) of each series by its UID."""
    found = {}
    for event in _EVENT.findall(_FOLDED.sub("", text).replace("\r\n", "\n")):
        parts = {name.upper(): value.strip() for name, value in _PROPERTY.findall(event)}
        if "RRULE" in parts and "RECURRENCE-ID" not in parts:
            found[parts.get("UID", "")] = parts["RRULE"][:300]
    return found
