"""Words of the calendar, spoken."""

from __future__ import annotations

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import CalendarView
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import capital, sentence
from kiosk.narration.page_words import PageWords

_TITLES = 3  # titles of a day's events that are said before Listen is pressed


class EventsWords(PageWords[CalendarView]):
    """Words of the chosen day."""

    def entry(self, view: CalendarView, moment: Moment) -> list[str]:
        """Return the page's name and the lines about the chosen day."""
        return [f"{self.phrases.category(Category.EVENT)}.", *self.turned(view, moment)]

    def turned(self, view: CalendarView, moment: Moment) -> list[str]:
        """Return the number of events and the titles of those not over, such as "Hari ini dua kegiatan: …"."""
        left = [event for event in view.events if not self.phrases.over(event, moment)]
        titles = [event.title.rstrip(".") for event in (left or view.events)[:_TITLES]]
        named = self._day_name(view, moment)
        if not titles:
            told = [f"{named}.", self._("No events.")]
            if view.following:
                told.append(self._("Next event: {day}").format(day=self.phrases.day_of(view.following, moment)) + ".")
            return told
        over = self.phrases.over_of(view.events, moment)
        told = [
            f"{named}, {self.phrases.count(Category.EVENT, len(view.events))}.",
            *([sentence(over)] if over else []),
        ]
        return [*told, *(f"{title}." for title in titles)]

    def hint(self, view: CalendarView, focus: str) -> list[str]:
        """Return that Listen reads the day's events and next leads to another day."""
        return [self._("Press listen to hear the events of this day, next for another day.")]

    def end(self, view: CalendarView, focus: str, step: int) -> list[str]:
        """Return that there are no events before (*step* -1) or after (+1) the chosen day."""
        return [self._("There are no more events.") if step > 0 else self._("There are no earlier events.")]

    def standing(self) -> list[str]:
        """Return the lines of `hint` and `end`, which a slow voice synthesises ahead."""
        return [
            self._("Press listen to hear the events of this day, next for another day."),
            self._("There are no more events."),
            self._("There are no earlier events."),
        ]

    def _day_name(self, view: CalendarView, moment: Moment) -> str:
        off, full = self.phrases.days_off(view.day, moment), self.phrases.day_of(view.day, moment)
        return f"{capital(off)}, {full}" if off else full
