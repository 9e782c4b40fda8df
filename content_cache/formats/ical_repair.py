"""An event of iCalendar (RFC 5545) without what no reader needs, its times written as the standard writes them. Pure.

icalendar gives up an event over any time that it cannot read, also one that is never shown: Google Calendar's
CREATED:00001231T000000Z, an empty EXDATE, the trigger of an alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from content_cache.text.dates import names_hour, parse_date

_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r'([A-Za-z-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)')  # RFC 5545 section 3.1
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE", "CREATED", "LAST-MODIFIED", "DTSTAMP"})
_READ = _TIMES | {
    "BEGIN", "END", "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "ORGANIZER", "URL", "IMAGE", "ATTACH", "STATUS",
    "SEQUENCE", "DURATION", "RRULE", "EXRULE",
}  # fmt: skip
_NEEDED = frozenset({"DTSTART", "RECURRENCE-ID"})
"""Properties without which an event would be another one. An unreadable one is kept, so that the event is reported as damaged."""
_STANDARD = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?")
_ZONE_PARAMETERS = re.compile(r';(?:TZID|VALUE)=(?:"[^"]*"|[^;:"]*)', re.IGNORECASE)
_UNTIL = re.compile(r"(?<![^;])UNTIL=([^;]*)", re.IGNORECASE)


def repaired(event: str) -> str:
    r"""Return the text of one event with unneeded properties removed and its times as icalendar reads them.

    *event* reaches from BEGIN:VEVENT to END:VEVENT, with "\n" at each line's end.
    """
    return "".join(f"{line}\n" for line in _repaired_lines(_FOLD.sub("", event)))


def _repaired_lines(event: str) -> Iterator[str]:
    inside = 0  # alarms and whatever else an event may hold
    ends = [match[0].partition(":")[2].strip().upper() for match in re.finditer(r"(?im)^END:.*$", event)]
    for line in event.split("\n"):
        found = _LINE.fullmatch(line)
        if found is None or (name := found[1].upper()) not in _READ:
            continue
        part = found[3].strip().upper()
        if name in ("BEGIN", "END") and part != "VEVENT":
            # one that never ends may have swallowed the event's own lines
            inside = max(0, inside + (1 if name == "BEGIN" else -1)) if part in ends else inside
        elif inside and part != "VEVENT":
            continue
        elif name in _TIMES:
            yield from _time_lines(name, found[2], found[3])
        elif name == "RRULE":
            yield f"RRULE{found[2]}:{_UNTIL.sub(_until, found[3])}"
        else:
            yield line


def _time_lines(name: str, parameters: str, text: str) -> Iterator[str]:
    """Yield the corrected lines of a property with one time, or several between commas.

    Unreadable times are left out. A property that an event needs is kept unchanged if none of its times can be read.
    """
    values = [value.strip() for value in text.split(",")]
    if all(map(_is_standard, values)):
        yield f"{name}{parameters}:{','.join(values)}"
        return
    written = [value for value in map(_standard, values) if value]
    if not written and name in _NEEDED and text.strip():
        yield f"{name}{parameters}:{text}"
    for value in written:  # each with the parameters that are right for it
        bare = _ZONE_PARAMETERS.sub("", parameters)
        if value.endswith("Z") or "/" in value:
            yield f"{name}{bare if value.endswith('Z') else parameters}:{value}"
        else:
            yield f"{name}{parameters if 'T' in value else f'{bare};VALUE=DATE'}:{value}"


def _is_standard(text: str) -> bool:
    found = _STANDARD.fullmatch(text.partition("/")[0] if "T" in text else text)  # "/" of a period of an RDATE
    if found is None:
        return False
    try:
        datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - is it one at all?
    except ValueError:
        return False
    return True


def _standard(text: str) -> str:
    """Return *text* as RFC 5545, 3.3.5 writes a time, in UTC if it names its zone; "" if it is no time."""
    if _is_standard(text):
        return text
    here, east = (parse_date(text, zone) for zone in (UTC, timezone(timedelta(hours=1))))
    if here is None or east is None:
        return ""
    if not names_hour(text):
        return f"{here:%Y%m%d}"
    return f"{here.astimezone(UTC):%Y%m%dT%H%M%SZ}" if here == east else f"{here:%Y%m%dT%H%M%S}"


def _until(found: re.Match[str]) -> str:
    return f"UNTIL={_standard(found[1].strip()) or found[1]}"
