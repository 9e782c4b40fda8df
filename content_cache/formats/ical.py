"""iCalendar (RFC 5545) as Google Calendar, Nextcloud and phones write it -> events with the times they take place.

A calendar is taken apart first: what is long past is not parsed, and an event that cannot be read costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from msgspec.structs import replace

from content_cache.formats.feed import MOST_ITEMS, Feed, FeedText
from content_cache.formats.ical_repair import repaired
from content_cache.formats.item_builder import YEARS, ItemDraft, attachment_type, build_items, kept_id, stable_id
from content_cache.formats.notes import ReasonCounts
from content_cache.formats.recurrence import (
    MOST_OCCURRENCES,
    RuleError,
    SeriesEvent,
    Zones,
    expand,
    is_cancelled,
    once,
    without_rules,
)
from content_cache.model.attachments import Attachment
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Occurrence
from content_cache.model.vocabulary import Category
from content_cache.text.plain import clean_title, looks_like_html

BEFORE = timedelta(days=31)  # the calendar's horizon, around now
AFTER = timedelta(days=400)
MOST_TIMES = 20_000  # of all series together

_PAGES = frozenset({0, 10, 20, 25, 30, 50, 100, 200, 250, 500, 1_000})
"""Numbers of events that may be one page of a server's calendar and not all of it: plugins of web sites have 30."""
_HIDING = frozenset(
    {Code.EVENT_BROKEN, Code.EVENTS_BEYOND, Code.REPEATS_TOO_OFTEN, Code.RULE_TOO_LONG, Code.ITEMS_BEYOND}
)
"""Notes after which an event may be in the calendar and not among its items."""

_WHEN = ("RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS")

# What icalendar lets out of broken properties; OSError of a zone named "Asia", which is a folder of the zones' files.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError)

_EVENT = re.compile(r"^(BEGIN|END):VEVENT[ \t]*(?:\n|\Z)", re.MULTILINE | re.IGNORECASE)
_TORN = re.compile(r"^BEGIN:(?:VEVENT|VTODO|VJOURNAL|VTIMEZONE)\b", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"^END:VCALENDAR\b", re.MULTILINE | re.IGNORECASE)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID|DURATION)\b", re.MULTILINE | re.IGNORECASE)
_DATES = re.compile(r"^DT(?:START|END)[^:\n]*:([12]\d{3})([01]\d)([0-3]\d)", re.MULTILINE | re.IGNORECASE)


def read(body: FeedText) -> Feed:
    """Return the events between BEFORE and AFTER now, each with its times. Events outside that span are left out silently.

    Raise FormatError if not even the calendar around the events can be read.
    """
    notes = ReasonCounts()
    text = body.text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _END.search(text) is not None
    if not whole:
        notes.add(Code.CALENDAR_CUT)
    written, around, torn = _apart(text)
    if torn and whole:
        notes.add(Code.EVENT_BROKEN, torn)
    header = _header(around)
    zone = _zone(_text(header, "X-WR-TIMEZONE"), body.source.timezone)
    zones = Zones(zone, _zone(body.source.timezone))
    if "X-WR-TIMEZONE" in header:  # the library cannot expand series in an invalid zone
        header["X-WR-TIMEZONE"] = str(zone)
    # by whole days: a calendar that is read again the same day gives the same
    today = datetime.combine(body.now.astimezone(zone), time.min, zone)
    first, last = today - BEFORE, today + AFTER
    chunks = [chunk for chunk in written if not _is_past(chunk, first)]
    if len(chunks) > MOST_ITEMS:
        notes.add(Code.EVENTS_BEYOND, len(chunks) - MOST_ITEMS, most=MOST_ITEMS)
    drafts: list[ItemDraft] = []
    room = MOST_TIMES
    by_uid, cancelled = _by_uid(_parsed(_soonest(chunks), notes))
    for uid, series in by_uid.items():
        try:
            followed, taking = _followed(series, header, zones, (first, last), notes)
            room -= len(taking)
            if room < 0:
                notes.add(Code.REPEATS_TOO_OFTEN, most=MOST_TIMES)
                break
            drafts += _drafts(uid, followed, taking, body, zone)
        except _BROKEN:
            # what icalendar hands out of a broken property: a text where a date should be, a date at the edge of time
            notes.add(Code.EVENT_BROKEN)
    items = build_items(drafts, body.source, body.now, notes)
    told = {note.code for note in notes.problems()}
    return Feed(
        items=items,
        cancelled=cancelled,
        # one without a single event is what a broken server shows, one of a round number may be the first page of many
        whole=whole and len(written) not in _PAGES and told.isdisjoint(_HIDING),
        complete=whole,
        notes=notes.problems(),
        title=clean_title(_text(header, "X-WR-CALNAME") or _text(header, "NAME")),
        refresh_every=_refresh_every(header),
    )


def _followed(
    series: list[Event], header: Calendar, zones: Zones, span: tuple[datetime, datetime], notes: ReasonCounts
) -> tuple[list[Event], list[SeriesEvent]]:
    """Return *series* and its times within *span*, at most MOST_OCCURRENCES.

    If its rules cannot be followed, they are removed and *notes* counts why.
    """
    try:
        taking = expand(series, header, zones, *span)
    except RuleError as error:  # its first time is still valid
        notes.add(error.code, **error.details)
        if error.code is Code.RULE_TOO_LONG:
            return series, []
        series = [without_rules(event) for event in series if "DTSTART" in event]
        taking = once(series, zones, *span)
    if len(taking) > MOST_OCCURRENCES:
        notes.add(Code.TIMES_BEYOND, most=MOST_OCCURRENCES)
    return series, taking[:MOST_OCCURRENCES]


def _apart(text: str) -> tuple[list[str], str, int]:
    """Split a calendar's *text* into the events, the text around them, and the number of events without an END (in neither)."""
    events: list[str] = []
    around: list[str] = []
    begun, done, torn = -1, 0, 0
    for mark in _EVENT.finditer(text):
        if mark[1].upper() == "BEGIN":
            if begun < 0:
                around.append(text[done : mark.start()])
            else:
                torn += 1
            begun = mark.start()
        elif begun >= 0:
            events.append(text[begun : mark.end()])
            begun, done = -1, mark.end()
    if begun < 0:
        around.append(text[done:])
    return events, "".join(around), torn + (begun >= 0)


def _header(bare: str) -> Calendar:
    """Parse the properties and time zones of *bare*, a calendar's text without its events.

    A cut-off calendar is closed first. Zones that cannot be read are left out. Raise FormatError if nothing can be read.
    """
    end = _END.search(bare)
    bare = bare[: end.start() if end else bare.rfind("\n") + 1]  # the last line of what is cut off may be half of one
    if not end and (torn := list(_TORN.finditer(bare))):
        bare = bare[: torn[-1].start()]
    start = re.search(r"^[ \t]*BEGIN:VCALENDAR", bare, re.MULTILINE | re.IGNORECASE)
    bare = bare[start.start() if start else 0 :].strip()
    for candidate in (bare, "BEGIN:VCALENDAR"):  # zones that cannot be read are done without
        try:
            header = Calendar.from_ical(candidate + "\nEND:VCALENDAR\n")
        except _BROKEN:
            continue
        if isinstance(header, Calendar):
            header.subcomponents = [part for part in header.subcomponents if part.name == "VTIMEZONE"]
            return header
    raise FormatError(Code.CALENDAR_BROKEN)


def _is_past(chunk: str, first: datetime) -> bool:
    """Return whether the event's text *chunk* surely ends before *first*, judged by its dates without parsing it."""
    if _REPEATS.search(chunk):
        return False
    days = _DATES.findall(chunk)
    oldest = (first - timedelta(days=2)).strftime(
        "%Y%m%d"
    )  # zones move a day at most; DTEND may be a day without DTSTART's
    return bool(days) and all("".join(day) < oldest for day in days)


def _soonest(chunks: list[str]) -> list[str]:
    """Return at most MOST_ITEMS of the events, in their order: repeating or undated ones first, then those that begin soonest."""

    def begins(n: int) -> str:
        return "" if _REPEATS.search(chunks[n]) else min(map("".join, _DATES.findall(chunks[n])), default="")

    return [chunks[n] for n in sorted(sorted(range(len(chunks)), key=begins)[:MOST_ITEMS])]


def _parsed(chunks: Iterable[str], notes: ReasonCounts) -> Iterable[Event]:
    for chunk in chunks:
        try:
            event = Event.from_ical(repaired(chunk))
        except _BROKEN:
            notes.add(Code.EVENT_BROKEN)
            continue
        if isinstance(event, Event):
            yield event


def _by_uid(events: Iterable[Event]) -> tuple[dict[str, list[Event]], tuple[str, ...]]:
    """Return the events by UID, and the ids of the cancelled ones.

    A series is its newest master and, for each time, the newest override. Cancelled is a single event, a whole series, or
    one time with an override.
    """
    series: dict[str, dict[str, Event]] = {}
    for event in events:
        uid = _text(event, "UID") or stable_id(_text(event, "SUMMARY"), _raw(event, "DTSTART"))
        parts, which = series.setdefault(uid, {}), _raw(event, "RECURRENCE-ID")
        if which not in parts or _version(event) >= _version(parts[which]):
            parts[which] = event
    cancelled = tuple(
        kept_id(f"{uid}/{which}" if which else uid)
        for uid, parts in series.items()
        for which, event in parts.items()
        if is_cancelled(event)
    )
    living = {uid: parts for uid, parts in series.items() if not ("" in parts and is_cancelled(parts[""]))}
    return {uid: list(parts.values()) for uid, parts in living.items()}, cancelled


def _version(event: Event) -> tuple[int, str]:
    sequence = _text(event, "SEQUENCE")
    number = int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0
    return number, _raw(event, "LAST-MODIFIED") or _raw(event, "DTSTAMP")


def _drafts(
    uid: str, series: list[Event], taking: list[SeriesEvent], body: FeedText, zone: tzinfo
) -> Iterable[ItemDraft]:
    """Yield one draft for the series, and one for each time whose override describes it otherwise, such as in another place."""
    master = next((event for event in series if "RECURRENCE-ID" not in event), None)
    usual: list[Occurrence] = []
    for one in taking:
        if master is not None and _description(one.component) == _description(master):
            usual.append(one.occurrence)
        elif one.occurrence.starts.year in YEARS:
            name = f"{uid}/{_raw(one.component, 'RECURRENCE-ID')}"
            if _is_from_then_on(one.component):  # it describes all that follow too: each has its date
                name = f"{name}/{_raw(one.component, 'DTSTART')}"
            yield _draft(name, one.component, (one.occurrence,), body, zone)
    if master is not None and usual:
        yield replace(_draft(uid, master, tuple(usual), body, zone), series=_rule(series))


def _is_from_then_on(event: Event) -> bool:
    """Return whether an override holds for all later times too (RANGE=THISANDFUTURE, RFC 5545, 3.2.13)."""
    parameters = getattr(event.get("RECURRENCE-ID"), "params", {})
    return str(parameters.get("RANGE", "")).upper() == "THISANDFUTURE"


def _rule(series: list[Event]) -> str:
    """Return a hash of the properties that say when a series takes place, the same on every day; "" for an event that
    happens once."""
    if len(series) == 1 and not any(key in series[0] for key in ("RRULE", "RDATE")):
        return ""
    return stable_id(*sorted("\n".join(_rule_line(event, key) for key in _WHEN) for event in series))


def _rule_line(event: Event, key: str) -> str:
    """Return all values of the time property *key* as iCalendar writes them, each with its time zone."""
    lines = []
    for value in _values(event, key):
        written = value.to_ical() if hasattr(value, "to_ical") else str(value)
        zones = getattr(value, "params", {}).get("TZID", "")
        lines.append(f"{zones}:{written.decode('utf-8', 'replace') if isinstance(written, bytes) else written}")
    return f"{key}={';'.join(lines)}"


def _draft(uid: str, event: Event, occurrences: tuple[Occurrence, ...], body: FeedText, zone: tzinfo) -> ItemDraft:
    description = _text(event, "DESCRIPTION")
    markup = looks_like_html(description)  # Google Calendar's descriptions are HTML, against the RFC
    return ItemDraft(
        id=uid,
        base=body.url,
        # without either the description's first words are the title
        title=_text(event, "SUMMARY") or ("" if description else _categories(event)),
        html=description if markup else "",
        text="" if markup else description,
        author=str(getattr(event.get("ORGANIZER"), "params", {}).get("CN", "")),
        # never DTSTAMP: Google and others write the time of the download there, and all would be new each time
        published=_event_time(event, "CREATED", zone) or _event_time(event, "LAST-MODIFIED", zone),
        updated=_event_time(event, "LAST-MODIFIED", zone),
        link=_text(event, "URL"),
        attachments=tuple(_attachments(event)),
        category=Category.EVENT,
        place=_text(event, "LOCATION"),
        occurrences=occurrences,
    )


def _categories(event: Event) -> str:
    named = (str(name) for value in _values(event, "CATEGORIES") for name in getattr(value, "cats", (value,)))
    return ", ".join(name for name in named if name.strip())


def _description(event: Event) -> tuple[str, ...]:
    return tuple(_text(event, key) for key in ("SUMMARY", "LOCATION", "DESCRIPTION"))


def _values(component: Any, key: str) -> list[Any]:
    value = component.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(component: Any, key: str) -> str:
    return next((str(value).strip() for value in _values(component, key)), "")


def _raw(component: Any, key: str) -> str:
    """Return the date property *key* as iCalendar writes it, without its time zone, or "". It tells one time of a series
    from another."""
    for value in _values(component, key):
        if hasattr(value, "to_ical"):
            written = value.to_ical()
            return written.decode("utf-8", "replace") if isinstance(written, bytes) else str(written)
    return ""


def _event_time(event: Event, key: str, zone: tzinfo) -> datetime | None:
    when = next((getattr(value, "dt", None) for value in _values(event, key)), None)
    if isinstance(when, datetime):
        return when if when.tzinfo is not None else when.replace(tzinfo=zone)
    return datetime.combine(when, time.min, zone) if when is not None and hasattr(when, "year") else None


def _attachments(event: Event) -> Iterable[Attachment]:
    for key in ("IMAGE", "ATTACH"):  # RFC 7986 section 5.10, RFC 5545 section 3.8.1.1
        for value in _values(event, key):
            parameters = getattr(value, "params", {})
            kind = attachment_type(str(value), str(parameters.get("FMTTYPE", "")))
            yield Attachment(str(value), kind)


def _zone(*names: str) -> tzinfo:
    """Return the zone for times that name none: the first of *names* that is a zone, otherwise UTC."""
    for name in names:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # not a zone: "Waktu Indonesia Tengah"
            continue
    return ZoneInfo("UTC")


def _refresh_every(header: Calendar) -> float | None:
    """Return the seconds of REFRESH-INTERVAL (RFC 7986) or of the older X-PUBLISHED-TTL, such as PT12H; None if neither is
    set."""
    for key in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        found = re.fullmatch(
            r"P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)", _raw(header, key)
        )
        if found and any(found.groups()):
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return float(weeks * 604_800 + days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    return None
