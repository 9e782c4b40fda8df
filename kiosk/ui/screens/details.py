"""Details of an item besides its text, line by line: when and where, what to bring, until when."""

from __future__ import annotations

from datetime import UTC, date, datetime

from content_cache.model.event_days import local_time
from content_cache.model.groups import spelled
from content_cache.model.items import Announcement, Event, Item, Service
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.ui.theme.translator import Translator


def details(item: Item, moment: Moment, tr: Translator) -> list[tuple[str, str]]:
    """Return pairs of icon and line about *item* in reading order: when, where, what to bring, for whom, until when."""
    _, phrases = tr._, tr.phrases
    lines: list[tuple[str, str]] = []
    whom = ", ".join(map(spelled, item.groups))
    match item:
        case Event():
            lines += [("clock", phrases.event_span(item, moment)), ("map-pin", item.place)]
        case Service():
            lines += [("clock", item.hours), ("map-pin", item.place)]
            if item.requirements:
                lines.append(("identification-card", _("What to bring:")))
                lines += [("check", thing) for thing in item.requirements]
        case Announcement() if item.expires:
            lines.append(("clock", in_force(item, moment, tr)))
    if whom:
        lines.append(("users-three", _("For {groups}").format(groups=whom)))
    note = phrases.clock_note(moment)
    if note and isinstance(item, Event | Announcement):
        lines.append(("question", note))
    return [(icon, text) for icon, text in lines if text]


def in_force(item: Item, moment: Moment, tr: Translator, *, short: bool = False) -> str:
    """Return until when *item* is in force, such as "Berlaku sampai besok 16.00", or "Sampai besok 16.00" if
    *short*; "" if it does not expire.
    """
    if item.expires is None:
        return ""
    when = tr.phrases.until(item.expires, moment)
    return (tr._("Until {when}") if short else tr._("In force until {when}")).format(when=when)


def day_of(starts: datetime, moment: Moment) -> datetime:
    """Return the start of an event in the kiosk's zone.

    For an event that goes on since an earlier day it is now, because it counts as today's.
    """
    begun = starts.astimezone(moment.now.tzinfo)
    return moment.now if moment.relative and begun.date() < moment.now.date() else begun


def ahead(event: Event, moment: Moment, phrases: Phrases, *, with_place: bool = True) -> dict[str, str]:
    """Return the texts of a row of coming events: day "28", month "Nov", title, and when "Hari ini 10.00 · Balai
    desa".

    For several days *when* includes the last day: "Besok sampai 2 Des".
    """
    if event.starts is None:
        return {"title": event.title}
    starts = day_of(event.starts, moment)
    day, _, month = phrases.short_date(starts.date()).partition(" ")
    near = moment.relative and abs((starts.date() - moment.now.date()).days) <= 1
    weekday = phrases.weekday_date(starts.date()).partition(",")[0]
    named = phrases.day_name(starts.date(), moment).capitalize() if near else weekday
    when = f"{named} {_hours(event, moment, phrases, starts.date())}".strip()
    told = " · ".join(filter(None, (when, event.place if with_place else "")))
    return {"day": day, "month": month, "title": event.title, "when": told}


def _hours(event: Event, moment: Moment, phrases: Phrases, day: date) -> str:
    """Return the hours of *event* on *day*, such as "19.30" or "sehari penuh". An event of several days adds until when."""
    span = local_time(event, moment.now.tzinfo or UTC)
    hours = phrases.event_time(event, moment, day)
    if span is None or not span.days or day >= span.last:
        return hours
    last = phrases.until_day(span.last)
    return last if event.all_day or day > span.starts.date() else f"{hours} {last}"
