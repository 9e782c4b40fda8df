"""What is said of what is shown: an item, a day, the announcements, the bulletin, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from content_cache.items import Category, Event, Item
from kiosk.clock import Moment
from kiosk.phrases import Phrases
from kiosk.speech.utterance import Utterance
from kiosk.speech.wording import Wording, event_time, item_utterance, notice
from kiosk.translation import FALLBACK, Translation
from kiosk.views import Bulletin, CalendarView

SPOKEN = ("id", "en")
"""The languages that the voices and their rules know."""


class SpokenReadings:
    """`data` is where recordings lie; `lexicon` how local names sound (kiosk.toml)."""

    def __init__(self, translation: Translation, data: Path, lexicon: dict[str, str] | None = None) -> None:
        self._phrases = Phrases(translation)
        self._ = translation.gettext
        # what has no translation is shown, and so read, in Indonesian: of a language without a voice that is nearly all
        self._language = translation.language if translation.language in SPOKEN else FALLBACK
        self._data = data
        self._lexicon = lexicon or {}

    def _wording(self, moment: Moment) -> Wording:
        return Wording(
            zone=moment.now.tzinfo or moment.now.astimezone().tzinfo,  # type: ignore[arg-type]  # a Moment is aware
            language=self._language,
            lexicon=self._lexicon,
            data_folder=self._data,
            translate=self._,
        )

    def item(self, item: Item, moment: Moment) -> Utterance:
        return item_utterance(item, self._wording(moment))

    def day(self, calendar: CalendarView, moment: Moment) -> Utterance:
        """The chosen day and its events."""
        date = self._phrases.weekday_date(calendar.day)
        off = self._phrases.days_off(calendar.day, moment)
        lines = [
            f"{self._('Events')}. {date}{', ' + off if off else ''}.",
            *self._events(calendar.events, calendar.day, moment),
        ]
        return notice(f"day {calendar.day.isoformat()}", lines, self._wording(moment))

    def notices(self, items: Sequence[Item], moment: Moment) -> Utterance:
        """Several items, one after the other; a single one as the item itself, so that its sentences are lit."""
        if len(items) == 1:
            return self.item(items[0], moment)
        kind = items[0].category if items else Category.ANNOUNCEMENT
        opening = notice("", [f"{self._phrases.count(kind, len(items))}."], self._wording(moment))
        sentences = opening.sentences + tuple(s for item in items for s in self.item(item, moment).sentences)
        return Utterance(f"notices {' '.join(item.id for item in items)}", sentences, self._language)

    def bulletin(self, bulletin: Bulletin, moment: Moment) -> Utterance:
        """The summary of the day: date and time, announcements, today's events, headlines."""
        return notice("bulletin", self._bulletin(bulletin, moment), self._wording(moment))

    def _bulletin(self, bulletin: Bulletin, moment: Moment) -> Iterator[str]:
        phrases = self._phrases
        yield f"{phrases.greeting(moment)}."
        if moment.relative:
            yield f"{phrases.long_date(moment.now.date())}, {self._('at {time}').format(time=phrases.time(moment.now))}."
        if bulletin.announcements:
            yield f"{phrases.count(Category.ANNOUNCEMENT, len(bulletin.announcements))}."
            for item in bulletin.announcements:
                yield f"{item.title}."
                yield item.summary or item.text
        if moment.relative:
            yield f"{self._('Today')}: {phrases.count(Category.EVENT, len(bulletin.events))}."
            yield from self._events(bulletin.events, moment.now.date(), moment)
        if bulletin.news:
            yield f"{self._('News')}."
            for item in bulletin.news:
                yield f"{item.title}."

    def _events(self, events: Sequence[Event], day: date, moment: Moment) -> Iterator[str]:
        """Titles, times and places. The day was said before: it is said again only of what lasts longer."""
        if not events:
            yield f"{self._('No events.')}"
        for event in events:
            yield f"{event.title}."
            yield ", ".join(part for part in (self._when(event, day, moment), event.place) if part) + "."

    def _when(self, event: Event, day: date, moment: Moment) -> str:
        wording = self._wording(moment)
        if event.starts is None or event.all_day:
            return event_time(event, wording)
        starts = event.starts.astimezone(moment.now.tzinfo)
        ends = (event.ends or event.starts).astimezone(moment.now.tzinfo)
        if not starts.date() == ends.date() == day:
            return event_time(event, wording)
        return wording.phrases.clock(starts, ends if ends > starts else None)
