"""Page of the calendar: the keys go from one day with events to the next."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.content.calendar import next_month
from kiosk.content.views.shown import CalendarView, Fits
from kiosk.core.clock import Moment
from kiosk.pages.events.words import EventsWords
from kiosk.shell.page import FIRST, LAST, STEPS, Page
from kiosk.shell.route import Spot


class EventsPage(Page[CalendarView]):
    """Page of a month and the events of its chosen day."""

    name = "events"
    words = EventsWords

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> CalendarView:
        """Return the month and day of *spot*, by default today's."""
        today = moment.now.date()
        return self.kiosk.repository.event_calendar.calendar(spot.month or today, spot.day or today, moment)

    def step(self, direction: int) -> None:
        """Turn to the next day with events (*direction* +1) or the one before (-1); stay if there is none."""
        day = self._day_beside(direction)
        if day is not None:
            self.choose_day(day)

    def why_idle(self, key: str) -> str:
        """Return that there is no day with events before or after this one, if *key* would lead there."""
        step = STEPS.get(key)
        if step is None or self._day_beside(step) is not None:
            return ""
        return FIRST if step < 0 else LAST

    def read(self) -> None:
        """Read the chosen day aloud, in the language of its events."""
        board = self.kiosk.board
        self.kiosk.reader.read(self.kiosk.readings(board.language).day(self.shown, self.kiosk.clock.read()))

    def choose_day(self, day: date) -> None:
        """Turn to *day* and its month."""
        self.kiosk.reader.leave()
        self.shell.navigation.change_spot(day=day, month=day.replace(day=1))

    def choose_month(self, step: int) -> None:
        """Turn to the month before (*step* -1) or after (+1): to today if that lies in it, else to its first day."""
        month = self.shown.month
        first = next_month(month) if step > 0 else (month - timedelta(days=1)).replace(day=1)
        today = self.kiosk.clock.read().now.date()
        day = today if (today.year, today.month) == (first.year, first.month) else first
        self.kiosk.reader.leave()
        self.shell.navigation.change_spot(month=first, day=day)

    def open_event(self, index: int) -> None:
        """Open event *index* of the chosen day as this occurrence, not as its series."""
        if index < len(self.shown.events):
            self.shell.navigation.open_among((self.shown.events[index],), 0)

    def _day_beside(self, step: int) -> date | None:
        calendar = self.kiosk.repository.event_calendar
        return calendar.day_with_events(self.shown.day, step, self.kiosk.clock.read())
