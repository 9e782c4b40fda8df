"""Calendar of the sample village as an iCalendar file (RFC 5545), from entries with relative moments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from kiosk.demo.moments import fill_dates, moment


def build_calendar(entries: Iterable[Mapping[str, Any]], now: datetime) -> bytes:
    """Return the iCalendar file of *entries*, the tables of content/calendar.toml.

    *now* is aware, and its zone (with a key) is the calendar's.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//KIM Desa Bunga//kim-kiosk demo//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Kegiatan Desa Bunga")
    calendar.add("x-wr-timezone", str(now.tzinfo))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: Mapping[str, Any], now: datetime) -> Event:
    starts, ends = moment(entry["starts"], now), moment(entry["ends"], now)
    event = Event()
    event.add("uid", f"{entry['uid']}@desa-bunga.example")
    event.add("dtstamp", now)
    event.add("summary", entry["title"])
    event.add("description", fill_dates(entry["text"], now))
    event.add("location", entry["place"])
    if entry.get("all_day"):
        event.add("dtstart", starts.date())
        event.add("dtend", ends.date() + timedelta(days=1))  # DTEND is exclusive
    else:
        event.add("dtstart", starts)
        event.add("dtend", ends)
    if entry.get("weekly"):
        event.add("rrule", {"freq": "weekly"})
    return event
