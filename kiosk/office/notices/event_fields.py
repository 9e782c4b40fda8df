"""Fields of the form that say when an event is. Words ("besok, 18.00", "setiap Rabu pertama jam 9") become dates and a
rule; the form shows what was understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from content_cache.formats.recurrence import RuleError
from content_cache.formats.repeats import MOST_EXCEPTED, Series, next_times, rule_parts
from content_cache.model.event_days import local_time
from content_cache.model.items import Event, Occurrence
from content_cache.text.dates import is_span, parse_date
from content_cache.text.hours import dated_in_full, hours_of_part, is_hour_alone, is_of_hours, read_hour
from content_cache.text.near_days import with_date
from content_cache.text.repeat_words import Repeats, repeats_in, rule_of
from kiosk.i18n.dates import written_date
from kiosk.i18n.rule_words import RuleWords
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.i18n.words import Words
from kiosk.office.editions.folder import FolderNotice
from kiosk.office.editions.repeats import BETWEEN
from kiosk.office.notices.parts import Parts

LISTS = {"kecuali": "except", "juga": "also"}
"""Fields of the form that are a list of days, one a line."""

_SHOWN = 5
_EXAMPLES = (
    "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "FREQ=MONTHLY;BYDAY=1WE", "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=DAILY",
)  # fmt: skip


class Understood(Struct, frozen=True):
    """Texts beneath the form's fields: `begins` of the event, `repeats` of its rule. `days` are its next days as pairs
    of an ISO date and its words, each of which can be left out."""

    begins: str = ""
    repeats: str = ""
    days: tuple[tuple[str, str], ...] = ()


def examples(now: datetime) -> list[str]:
    """Return examples of rules to type, in Indonesian, the language that is parsed."""
    own = RuleWords(Words(Translation(FALLBACK)))
    return [own(rule, now) for rule in _EXAMPLES]


class EventWords:
    """Parser of what was typed for dates. *zone* and *now* are the office's."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._zone = zone
        self._now = now.astimezone(zone)

    def read(self, mine: Parts, typed: str) -> str:
        """Return the typed beginning of the event with dates in place of words. Put the rule that it names, if any, into *mine*.

        Text that is not understood is returned as typed."""
        text = " ".join(typed.split())
        found = repeats_in(text, self.day_of)
        if found is not None and found.rule and (not found.rest or is_of_hours(found.rest)):
            return self._first_of(mine, found, text) or text
        if is_hour_alone(text) and (rule := rule_of(mine.get("repeats", ""), self.day_of)) and rule.rule:
            return self._with_hour(self._first_day(rule, text), text)
        return self.dated(text)

    def dated(self, typed: str) -> str:
        """Return *typed* with a date in place of a day's name ("besok"), unless it names a date already."""
        text = " ".join(typed.split())
        return text if self.day_of(text) else with_date(text, self._now)

    def list_of(self, typed: str) -> str:
        """Return a list of days, one a line, each as an ISO date. Spans and lines that name no day stay as typed."""
        lines = [" ".join(line.split()) for line in BETWEEN.split(typed) if line.strip()]
        # the rest of a list that is too long stays as typed: publishing refuses it
        read = [self._day_line(line) for line in lines[: MOST_EXCEPTED + 1]]
        return "\n".join(dict.fromkeys(read + lines[MOST_EXCEPTED + 1 :]))

    def day_of(self, text: str) -> date | None:
        found = parse_date(dated_in_full(text), self._zone, now=self._now)
        return found.astimezone(self._zone).date() if found else None

    def _day_line(self, line: str) -> str:
        whole = dated_in_full(self.dated(line))
        found = parse_date(whole, self._zone, now=self._now)
        if found is None or is_span(whole):
            return line
        local = found.astimezone(self._zone)
        return local.isoformat(timespec="minutes") if local.time() != time() else local.date().isoformat()

    def _first_of(self, mine: Parts, found: Repeats, text: str) -> str:
        hours = hours_of_part(found.rest, text)
        day = self._first_day(found, hours)
        if day is None:
            return ""
        # in Indonesian, the language of the files and of the parser
        own = RuleWords(Words(Translation(FALLBACK)))
        mine["repeats"] = own(found.rule, datetime.combine(day, time(), self._zone))
        if found.excepted:
            left_out = [*mine.get("except", "").splitlines(), *map(self._day_line, found.excepted)]
            mine["except"] = "\n".join(dict.fromkeys(left_out))
        return self._with_hour(day, hours)

    def _first_day(self, found: Repeats, hours: str) -> date | None:
        """Return the first day of a rule, from its own beginning or from now on; None for a rule that is not followed."""
        begins = self.day_of(found.begins) if found.begins else None
        clock = read_hour(hours) if hours else None
        over = begins is None and clock is not None and clock <= self._now.time()
        from_day = begins or self._now.date() + timedelta(days=over)
        first = datetime.combine(from_day, clock or time(), self._zone)
        try:
            parts = rule_parts(found.rule) | {"INTERVAL": "1"}  # "each second Saturday" begins with the next Saturday
            rule = ";".join("=".join(part) for part in parts.items())
            times = next_times(Series(Occurrence(first, first), rule), first - timedelta(seconds=1), 1)
        except RuleError:
            return None
        return times[0].starts.date() if times else None

    def _with_hour(self, day: date | None, hours: str) -> str:
        return f"{day:%d-%m-%Y} {hours}".strip() if day else ""


def as_shown(lines: str, written: Callable[[str], str]) -> str:
    """Return a list of days as the form shows it, each line formatted by *written*."""
    listed = lines.splitlines()
    return "\n".join([*map(written, listed[:MOST_EXCEPTED]), *listed[MOST_EXCEPTED:]])


def understood(notice: FolderNotice | None, words: Words, zone: ZoneInfo, now: datetime) -> Understood:
    """Return what the form shows of an event's dates; empty if its beginning is not understood."""
    if notice is None or notice.starts is None:
        return Understood()
    language = words.translation.language
    event = Event(
        id="-", source="-", title="-", starts=notice.starts, ends=notice.ends, all_day=bool(notice.plain.get("all_day"))
    )
    when = local_time(event, zone)
    if when is None:
        return Understood()
    begins = written_date(when.starts.date(), "EEEE, d MMMM y", language)
    if not event.all_day:
        begins = f"{begins}, {_hours(when.starts, when.ends, words)}"
    if when.days:
        begins = words("{start} to {end}", start=begins, end=written_date(when.last, "EEEE, d MMMM y", language))
    if notice.repeated is None:
        return Understood(begins)
    series = notice.repeated.series
    coming = next_times(series, now, _SHOWN)
    rule = RuleWords(words)(series.rule, series.first.starts.astimezone(zone))
    days = tuple(
        (
            f"{each.starts.astimezone(zone).date()}",
            written_date(each.starts.astimezone(zone).date(), "EEE d MMM", language),
        )
        for each in coming
    )
    return Understood(begins, rule or words("on single days"), days)


def _hours(starts: datetime, ends: datetime, words: Words) -> str:
    """Return the hours such as "08.00 to 11.00", or the beginning alone if the end is unknown or on another day."""
    begin = f"{starts:%H.%M}"
    one_day = starts < ends and ends - starts <= timedelta(days=1)
    return words("{start} to {end}", start=begin, end=f"{ends:%H.%M}") if one_day else begin
