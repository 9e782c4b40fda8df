"""Dates, times, counts and origins as they are written on the screen, in the visitor's language.

Times are 24-hour with a point, the zone named once ("09.00 WITA"), after PUEBI and the Indonesian offices' own habit. While
the clock is not trusted nothing is called today, tomorrow or yesterday (CONTRACTS.md, "Clock").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from content_cache.model.event_days import is_over, local_time
from content_cache.model.items import Apart, Event, Item
from content_cache.model.vocabulary import Category, Provenance, Verdict
from kiosk.core.clock import Freshness, Moment
from kiosk.i18n.dates import written_date, zone_name
from kiosk.i18n.translation import Translation

_COUNTED = 14  # days that people count; nobody knows when "247 hari lagi" is
_HALL = re.compile(r"^(?:balai |kantor )?(?:desa )", re.IGNORECASE)


def village(name: str) -> str:
    """Return the name that stands after "Info Desa" and "warga", such as "Kilongan" for "Balai Desa Kilongan"."""
    return _HALL.sub("", name.strip()) or name


def sentence(text: str) -> str:
    """Return *text* with a capital at its beginning and a full stop at its end. A full stop within closing quotes counts."""
    whole = text.strip()
    return capital(whole) + ("" if whole.rstrip("”").endswith((".", "!", "?")) else ".")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Phrases:
    """Words for data such as dates and counts. *translation* decides the catalogue and the names of days and months."""

    def __init__(self, translation: Translation) -> None:
        self.translation = translation
        self._ = translation.gettext
        self._n = translation.ngettext

    # times and dates

    def time(self, when: datetime) -> str:
        """Return hours and minutes, such as "09.41"."""
        return when.strftime("%H.%M")

    def part(self, when: datetime) -> str:
        """Return the part of the day: "pagi", "siang", "sore", "malam"."""
        _, hour = self._, when.hour
        if 1 <= hour < 4:
            return _("night (after midnight)")
        if 4 <= hour < 11:
            return _("morning")
        if 11 <= hour < 15:
            return _("midday")
        return _("afternoon") if 15 <= hour < 18 else _("night")

    def hour(self, when: datetime) -> str:
        """Return the spoken time of *when*, such as "pukul 2 siang" or "pukul 4.19 pagi"; in English "14:00"."""
        if self.translation.language == "en":
            return when.strftime("%H:%M")
        minutes = f".{when.minute:02}" if when.minute else ""
        return self._("at {hour} in the {part}").format(hour=f"{when.hour % 12 or 12}{minutes}", part=self.part(when))

    def zone(self, when: datetime) -> str:
        """Return the zone of *when*, such as "WITA"; outside Indonesia its offset."""
        return zone_name(when) or when.strftime("%z")

    def long_date(self, day: date) -> str:
        """Return a date such as "Selasa, 24 November 2026"."""
        return written_date(day, "EEEE, d MMMM y", self.translation.language)

    def full_date(self, day: date) -> str:
        """Return a date such as "24 November 2026"."""
        return written_date(day, "d MMMM y", self.translation.language)

    def weekday_date(self, day: date) -> str:
        """Return a date such as "Sabtu, 28 November"."""
        return written_date(day, "EEEE, d MMMM", self.translation.language)

    def short_weekday_date(self, day: date) -> str:
        """Return a date such as "Sab, 28 Nov"."""
        return written_date(day, "EEE, d MMM", self.translation.language)

    def day_of(self, day: date, moment: Moment) -> str:
        """Return a date such as "Sabtu, 28 November", with the year unless it is the present one."""
        return self.weekday_date(day) if day.year == moment.now.year else self.long_date(day)

    def short_date(self, day: date) -> str:
        """Return a date such as "22 Nov"."""
        return written_date(day, "d MMM", self.translation.language)

    def plain_date(self, day: date, moment: Moment) -> str:
        """Return a date such as "20 November", with the year unless it is the present one."""
        pattern = "d MMMM" if moment.relative and day.year == moment.now.year else "d MMMM y"
        return written_date(day, pattern, self.translation.language)

    def month(self, day: date) -> str:
        """Return month and year, such as "November 2026"."""
        return written_date(day, "MMMM y", self.translation.language)

    def month_name(self, day: date, *, short: bool = False) -> str:
        """Return the name of *day*'s month, such as "November", or *short* "Nov"."""
        return written_date(day, "MMM" if short else "MMMM", self.translation.language)

    def short_month(self, day: date, moment: Moment) -> str:
        """Return the month such as "Okt"; for a month that is not one of the last twelve the year alone."""
        now = moment.now
        ago = (now.year - day.year) * 12 + now.month - day.month
        pattern = "MMM" if moment.relative and 0 <= ago < 12 else "y"
        return written_date(day, pattern, self.translation.language)

    def weekday(self, day: date) -> str:
        """Return the name of the weekday, such as "Rabu"."""
        return written_date(day, "EEEE", self.translation.language)

    def weekdays(self) -> list[str]:
        """Return the short names of the weekdays, Sunday first as on Indonesian wall calendars: "Min", "Sen" to "Sab"."""
        sunday = date(2026, 11, 22)
        return [written_date(sunday + timedelta(days=i), "EEE", self.translation.language) for i in range(7)]

    def day_name(self, when: date, moment: Moment) -> str:
        """Return "hari ini", "kemarin", "besok" or a date such as "22 Nov", with the year unless it is the present one."""
        today = moment.now.date()
        if moment.relative:
            match (when - today).days:
                case 0:
                    return self._("today")
                case 1:
                    return self._("tomorrow")
                case -1:
                    return self._("yesterday")
        if when.year != today.year:
            return written_date(when, "d MMM y", self.translation.language)
        return self.short_date(when)

    def when(self, when: datetime, moment: Moment) -> str:
        """Return when something came or was published, such as "hari ini 07.15", "kemarin", "22 Nov". Only today has the time."""
        local = self.past(when, moment)
        day = self.day_name(local.date(), moment)
        return f"{day} {self.time(local)}" if moment.relative and local.date() == moment.now.date() else day

    def past(self, when: datetime, moment: Moment) -> datetime:
        """Return *when* in the place's zone, now at the latest.

        A blog that gives local time as UTC would date the evening's news as of tomorrow.
        """
        local = when.astimezone(moment.now.tzinfo)
        return min(local, moment.now) if moment.relative else local

    def ago_or_date(self, when: datetime, moment: Moment) -> str:
        """Return how long ago *when* was, such as "3 jam lalu"; a date such as "22 Nov" while the clock is not trusted."""
        if moment.relative:
            return self.ago(when, moment.now)
        return self.short_date(when.astimezone(moment.now.tzinfo).date())

    def until(self, when: datetime, moment: Moment) -> str:
        """Return an end such as "besok 16.00". An end at midnight is named by the day before, such as "26 Nov"."""
        local = when.astimezone(moment.now.tzinfo)
        if local.time() == time():
            return self.day_name((local - timedelta(minutes=1)).date(), moment)
        return f"{self.day_name(local.date(), moment)} {self.time(local)}"

    def days_off(self, day: date, moment: Moment) -> str:
        """Return "hari ini", "besok", "4 hari lagi"; "" for a day far away, and while the clock is not trusted."""
        days = (day - moment.now.date()).days
        if not moment.relative or abs(days) > _COUNTED:
            return ""
        if abs(days) <= 1:
            return self.day_name(day, moment)
        if days > 0:
            return self._n("in {n} day", "in {n} days", days).format(n=days)
        return self._n("{n} day ago", "{n} days ago", -days).format(n=-days)

    def ago(self, then: datetime, now: datetime) -> str:
        """Return "baru saja", "10 menit lalu", "5 jam lalu", "3 hari lalu" in whole units, rounded down.

        A future time is "baru saja".
        """
        minutes = int((now - then).total_seconds() // 60)
        if minutes < 1:
            return self._("just now")
        if minutes < 60:
            return self._n("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
        if minutes < 24 * 60:
            hours = minutes // 60
            return self._n("{n} hour ago", "{n} hours ago", hours).format(n=hours)
        days = minutes // (24 * 60)
        return self._n("{n} day ago", "{n} days ago", days).format(n=days)

    # freshness and origin

    def freshness(self, freshness: Freshness, moment: Moment, *, compact: bool = False) -> str:
        """Return when the content was updated, such as "Diperbarui 10 menit lalu · tanpa internet", or *compact*
        "3 hari lalu".
        """
        if freshness.refreshed is None:
            return self._("never") if compact else self._("not yet updated")
        # a clock that nobody vouches for may have slept, or run ahead: how long ago that was nobody knows
        vague = not moment.relative
        refreshed = freshness.refreshed.astimezone(moment.now.tzinfo)
        ago = self.day_name(refreshed.date(), moment) if vague else self.ago(refreshed, moment.now)
        if compact:
            return ago
        updated = self._("Updated {ago}").format(ago=ago)
        note = self.clock_note(moment) if vague else self._("no internet") if freshness.stale else ""
        return f"{updated} · {note}" if note else updated

    def clock_note(self, moment: Moment) -> str:
        """Return the note that the date is not certain; "" while the clock is trusted."""
        return "" if moment.relative else self._("date not certain")

    def provenance(self, provenance: Provenance) -> str:
        return {
            Provenance.VERIFIED: self._("Verified"),
            Provenance.OFFICIAL: self._("Official site"),
            Provenance.KIM: self._("From KIM, not checked by the regency"),
            Provenance.UNCHECKED: self._("Not yet checked"),
        }[provenance]

    def verdict(self, verdict: Verdict) -> str:
        """Return *verdict* in words: SALAH, MENYESATKAN, BENAR, BELUM JELAS."""
        return {
            Verdict.FALSE: self._("FALSE"),
            Verdict.MISLEADING: self._("MISLEADING"),
            Verdict.TRUE: self._("TRUE"),
            Verdict.UNCLEAR: self._("UNCLEAR"),
        }[verdict]

    def origin(self, item: Item) -> str:
        """Return the name of the item's author."""
        return item.said_by

    def what_means(self, provenance: Provenance) -> str:
        """Return one sentence on what the seal *provenance* says of an item."""
        return {
            Provenance.VERIFIED: self._("The office has signed this; nobody has changed it on the way."),
            Provenance.OFFICIAL: self._("This is from the office's own site; it is not signed."),
            Provenance.KIM: self._("The village's own group wrote this; the regency has not checked it."),
            Provenance.UNCHECKED: self._("No officer has checked this yet: ask before you believe it or pass it on."),
        }[provenance]

    # events

    def event_time(self, event: Event, moment: Moment, day: date | None = None) -> str:
        """Return the time of *event*, such as "06.00" or "sehari penuh".

        On a *day* after its first it is "sampai 02.00" or "sampai 30 Nov". "" for an event without a time.
        """
        when = local_time(event, moment.now.tzinfo or UTC)
        if when is None:
            return ""
        if event.all_day:
            return self._("all day")
        if day is None or day <= when.starts.date():
            return self.time(when.starts)
        return self._until(self.closing(when.ends)) if when.last <= day else self.until_day(when.last)

    def until_day(self, last: date) -> str:
        """Return the last day, such as "sampai 30 Nov"."""
        return self._until(self.short_date(last))

    def _until(self, last: str) -> str:
        return self._("until {day}").format(day=last)

    def closing(self, ends: datetime) -> str:
        """Return the time of an end, such as "11.00". Midnight is the end of a day, "24.00"."""
        return self.time(ends) if ends.time() != time() else "24.00"

    def event_span(self, event: Event, moment: Moment) -> str:
        """Return when *event* is in one line, such as "besok 09.00–11.00 WITA" or "24–26 Nov", and whether it is over."""
        return ", ".join(filter(None, (self._span(event, moment), self.over(event, moment).lower())))

    def over(self, event: Event, moment: Moment) -> str:
        """Return "Sudah selesai" if *event* is over; "" otherwise, and while the clock is not trusted."""
        return self._("Already over") if moment.relative and is_over(event, moment.now) else ""

    def over_of(self, events: Sequence[Event], moment: Moment) -> str:
        """Return how many of a day's *events* are over, such as "Semuanya sudah selesai" or "1 sudah selesai"; "" if none is."""
        over = sum(bool(self.over(event, moment)) for event in events)
        if over == len(events):
            return {0: "", 1: self._("Already over")}.get(over, self._("All of them are over"))
        return self._n("{n} is over", "{n} are over", over).format(n=over) if over else ""

    def _span(self, event: Event, moment: Moment) -> str:
        when = local_time(event, moment.now.tzinfo or UTC)
        if when is None:
            return ""
        starts, ends, last = when.starts, when.ends, when.last
        if when.days:
            if moment.relative and starts.date() < moment.now.date() <= last:
                return self._("Going on until {day}").format(day=self._last_day(last, moment))
            days = f"{self.day_name(starts.date(), moment)} – {self.day_name(last, moment)}"
            return days if event.all_day else f"{days}, {self.time(starts)} {self.zone(starts)}"
        day = self.day_name(starts.date(), moment)
        if event.all_day:
            return f"{day}, {self._('all day')}"
        until = f"–{self.closing(ends)}" if ends > starts else ""
        return f"{day} {self.time(starts)}{until} {self.zone(starts)}"

    def _last_day(self, day: date, moment: Moment) -> str:
        """Return the last day of an event: "hari ini", "besok", or a date such as "Jumat 27 Nov"."""
        near = (day - moment.now.date()).days <= 1
        return self.day_name(day, moment) if near else written_date(day, "EEEE d MMM", self.translation.language)

    # counts

    def category(self, category: Category | Apart) -> str:
        return {
            Apart.ANSWER: self._("Residents ask"),
            Category.NEWS: self._("News"),
            Category.EVENT: self._("Events"),
            Category.ANNOUNCEMENT: self._("Notices"),
            Category.SERVICE: self._("Services"),
            Category.CLARIFICATION: self._("Hoax check"),
            Category.ALERT: self._("Emergency"),
        }[category]

    def count(self, category: Category, number: int) -> str:
        """Return a number of items of *category*, such as "12 berita", "2 kegiatan", "5 aktif"."""
        match category:
            case Category.NEWS:
                text = self._n("{n} news item", "{n} news items", number)
            case Category.EVENT:
                text = self._n("{n} event", "{n} events", number)
            case Category.ANNOUNCEMENT:
                text = self._n("{n} announcement", "{n} announcements", number)
            case Category.SERVICE:
                text = self._n("{n} service", "{n} services", number)
            case Category.CLARIFICATION:
                text = self._n("{n} clarification", "{n} clarifications", number)
            case Category.ALERT:
                text = self._n("{n} warning", "{n} warnings", number)
        return text.format(n=number)

    def hits(self, number: int, *, more: bool = False) -> str:
        """Return a number of search results, such as "6 hasil", or with *more* "lebih dari 60 hasil"."""
        if more:
            return self._("more than {n} results").format(n=number)
        return self._n("{n} result", "{n} results", number).format(n=number)

    def fresh(self, number: int) -> str:
        """Return a number of new items, such as "3 baru"."""
        return self._n("{n} new", "{n} new", number).format(n=number)

    def site(self, place: str) -> str:
        """Return the kiosk's title, such as "Info Desa Bunga"; "Info Desa" if *place* is ""."""
        return self._("Village Info {place}").format(place=place).strip()

    def welcome(self, place: str, moment: Moment) -> str:
        """Return the greeting of residents, such as "Selamat pagi, warga Bunga"."""
        greeting = self.greeting(moment)
        return self._("{greeting}, people of {place}").format(greeting=greeting, place=place) if place else greeting

    def greeting(self, moment: Moment) -> str:
        """Return "Selamat pagi" until 11, "siang" until 15, "sore" until 18, then "malam"; a plain welcome while
        the clock is not trusted.
        """
        if not moment.relative:
            return self._("Welcome")
        hour = moment.now.hour
        if 4 <= hour < 11:
            return self._("Good morning")
        if 11 <= hour < 15:
            return self._("Good day")
        if 15 <= hour < 18:
            return self._("Good afternoon")
        return self._("Good evening")
