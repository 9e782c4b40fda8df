"""Lines of a bulletin and of a day, as an announcer would read them: when, what, where, and who says so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from content_cache.alerts import Standing
from content_cache.model.event_days import local_time
from content_cache.model.items import Clarification, Event, Item
from content_cache.model.vocabulary import Category
from content_cache.text.findings import finding
from kiosk.alerts.text import AlertWords
from kiosk.content.local_alerts import view_of
from kiosk.content.views.shown import URGENT, Bulletin, CalendarView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases, sentence
from kiosk.narration.day_words import DayWords
from kiosk.narration.question_words import QuestionWords
from kiosk.speech.script.item_script import ItemScript, event_time, origin
from kiosk.speech.script.sentences import sentence_spans

BEGINNING = 2  # sentences of an announcement that has no summary


class BulletinText:
    """Text of the bulletin at one moment. *phrases* and *wording* are in the same language."""

    def __init__(self, phrases: Phrases, wording: ItemScript, moment: Moment) -> None:
        self._phrases = phrases
        self._wording = wording
        self._fixed = wording.phrases
        self._ = phrases.translation.gettext
        self._moment = moment

    def bulletin(self, bulletin: Bulletin) -> Iterator[str]:
        """Yield date and time, urgent announcements, today's events, the other announcements, headlines, a
        clarification.

        While the clock is not trusted, nothing is called today.
        """
        moment, fixed = self._moment, self._fixed
        yield self._phrases.greeting(moment)
        if moment.relative:
            yield fixed.now.format(date=fixed.date(moment.now), time=fixed.clock(moment.now))
        if bulletin.alerts:
            yield fixed.warnings
            for standing in bulletin.alerts:
                yield from self._warning(standing)
        urgent = [item for item in bulletin.announcements if item.priority >= URGENT]
        yield from self._announcements(fixed.important, urgent)
        yield from DayWords(self._phrases).bulletin(bulletin.day, moment)
        if moment.relative:
            count = self._phrases.count(Category.EVENT, len(bulletin.events))
            if not bulletin.all_over:  # today's events are not all past
                yield fixed.today.format(count=count) if bulletin.events else self._nothing_today(bulletin)
            yield from self._events(bulletin.events, moment.now.date(), zone=False)  # the zone was named with the time
        if bulletin.answered:
            yield QuestionWords(self._phrases).answered(bulletin.answered)
        others = [item for item in bulletin.announcements if item.priority < URGENT]
        yield from self._announcements(fixed.announcements, others)
        if bulletin.news:
            yield fixed.news
            for item in bulletin.news:
                yield item.title
                yield origin(item, self._wording)
        if bulletin.check is not None:
            yield from self._hoax_check_lines(bulletin.check)
        yield fixed.end

    def _hoax_check_lines(self, item: Clarification) -> Iterator[str]:
        """Yield the verdict, the title and the first sentences of the fact of the newest clarification, but never its claim."""
        yield self._fixed.check
        yield self._fixed.claim_phrase(item.verdict)
        yield item.title
        yield _beginning(finding(item.text, item.summary))
        yield origin(item, self._wording)

    def _nothing_today(self, bulletin: Bulletin) -> str:
        """Return the line for a day without events.

        If the content is stale, it only says what was known when a source last answered.
        """
        if not bulletin.stale:
            return self._fixed.nothing_today
        if bulletin.last_heard is None:
            return ""
        heard = bulletin.last_heard.astimezone(self._wording.zone)
        return self._fixed.nothing_known.format(day=self._fixed.date(heard, year=heard.year != self._moment.now.year))

    def day_lines(self, calendar: CalendarView) -> Iterator[str]:
        """Yield the lines of a day of the calendar and its events."""
        day = self._phrases.day_of(calendar.day, self._moment)
        off = self._phrases.days_off(calendar.day, self._moment)
        yield f"{self._('Events')}. {day}{', ' + off if off else ''}."
        if over := self._phrases.over_of(calendar.events, self._moment):
            yield sentence(over)
        yield from self._events(calendar.events, calendar.day, zone=True)
        if not calendar.events:
            yield self._("No events.")
            if calendar.following:
                yield (
                    self._("Next event: {day}").format(day=self._phrases.day_of(calendar.following, self._moment)) + "."
                )

    def _warning(self, standing: Standing) -> Iterator[str]:
        """Yield the warning in short with the first thing to do. All its steps are said by the alert itself."""
        words = AlertWords(view_of(standing, self._wording.language), self._moment, self._phrases)
        yield from words.brief
        yield from words.source_said

    def _announcements(self, opening: str, items: Sequence[Item]) -> Iterator[str]:
        if items:
            yield opening
        for item in items:
            yield item.title
            yield item.summary or _beginning(item.speech_text or item.text)
            yield origin(item, self._wording)

    def _events(self, events: Sequence[Event], day: date, *, zone: bool) -> Iterator[str]:
        """Yield titles, times and places of *events*.

        The day was named before; an event of several days names its last day. The zone is named once, and so is the
        source if all events share it. An event that is over says so, unless all are.
        """
        past = [self._phrases.over(event, self._moment) for event in events]
        sources = [origin(event, self._wording) for event in events]
        for number, event in enumerate(events):
            yield event.title
            when = self._event_time(event, day, zone=zone)
            zone = zone and not (event.starts and not event.all_day)
            where = self._fixed.where.format(place=event.place) if event.place else ""
            yield ", ".join(filter(None, (past[number] if not all(past) else "", when, where)))
            if number == len(events) - 1 or len(set(sources)) > 1:
                yield sources[number]

    def _event_time(self, event: Event, day: date, *, zone: bool) -> str:
        when = local_time(event, self._wording.zone)
        if when is None:
            return ""
        fixed, starts, ends, last = self._fixed, when.starts, when.ends, when.last
        if not when.days:
            if starts.date() != day:
                return event_time(event, self._wording)
            return fixed.all_day if event.all_day else fixed.clock(starts, ends if ends > starts else None, zone=zone)
        until = fixed.until.format(day=fixed.date(last, year=last.year != day.year))
        if starts.date() < day or event.all_day:
            return until
        return f"{fixed.clock(starts, zone=zone)}, {until}"


def _beginning(text: str) -> str:
    """Return the first sentences of *text*, for an item without a summary."""
    spans = sentence_spans(text)[:BEGINNING]
    return text[: spans[-1][1]] if spans else ""
