"""Calendar of the store's event occurrences: months, days and next events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from content_cache.model.event_days import is_over
from content_cache.model.items import Event
from kiosk.content.views.shown import CalendarView
from kiosk.core.clock import Moment

AHEAD = timedelta(days=60)  # how far the next events are looked for
_REACH = timedelta(days=400)  # as far ahead as calendars are read
_LATE = timedelta(minutes=30)  # time after its start for which an event without an end is still listed


class EventCalendar:
    """Calendar of the store's events.

    *events* returns the occurrences that overlap [first, last), the soonest first, of events in force.
    """

    def __init__(self, events: Callable[[datetime, datetime, Moment], list[Event]]) -> None:
        self._events = events

    def calendar(self, month: date, day: date, moment: Moment) -> CalendarView:
        """Return the view of *month*: the number of events on each of its days, and the events of *day*.

        No day is today while the clock may be wrong.
        """
        first = month.replace(day=1)
        last = next_month(first)
        marks: Counter[date] = Counter()
        for event in self._events(_midnight(first, moment), _midnight(last, moment), moment):
            marks.update(_days_of_event(event, first, last - timedelta(days=1), moment))
        today = moment.now.date() if moment.relative else None
        events = tuple(self.day_events(day, moment))
        following = None if events else self.day_with_events(day, 1, moment)
        return CalendarView(first, day, today, marks, events, following)

    def day_events(self, day: date, moment: Moment) -> list[Event]:
        """Return the events between the local midnights of *day*."""
        return self._events(_midnight(day, moment), _midnight(day + timedelta(days=1), moment), moment)

    def left_today(self, moment: Moment) -> list[Event]:
        """Return today's events that are not over; all of them while the clock is not trusted."""
        today = self.day_events(moment.now.date(), moment)
        return [event for event in today if not (moment.relative and is_over(event, moment.now))]

    def day_with_events(self, day: date, step: int, moment: Moment) -> date | None:
        """Return the nearest day after (*step* 1) or before (-1) *day* that has an event, within `_REACH`; `None`
        if there is none.
        """
        near = day
        for reach in (AHEAD, _REACH):
            first, last = sorted((near + timedelta(days=step), day + step * reach))
            days = {
                each
                for event in self._events(_midnight(first, moment), _midnight(last + timedelta(days=1), moment), moment)
                for each in _days_of_event(event, first, last, moment)
            }
            if days:
                return min(days) if step > 0 else max(days)
            near = day + step * reach
        return None

    def upcoming(self, moment: Moment, number: int) -> tuple[Event, ...]:
        """Return the next *number* events that are not over, within `AHEAD`.

        They are ordered by day, within a day timed events first. An event without an end counts for half an hour from
        its start.
        """
        today = moment.now.date()

        def order(event: Event) -> tuple[date, bool, datetime]:
            starts = (event.starts or moment.now).astimezone(moment.now.tzinfo)
            return max(starts.date(), today), event.all_day, starts

        found = self._events(moment.now - _LATE, moment.now + AHEAD, moment)
        return tuple(sorted((event for event in found if not is_over(event, moment.now)), key=order)[:number])


def next_month(first: date) -> date:
    """Return the first day of the month after the one that begins on *first*."""
    return (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date, moment: Moment) -> datetime:
    return datetime.combine(day, time(), moment.now.tzinfo)


def _days_of_event(event: Event, first: date, last: date, moment: Moment) -> Iterator[date]:
    """Yield the local days from *first* to *last* that an occurrence of *event* touches.

    The end of an occurrence is exclusive.
    """
    if event.starts is None:
        return
    zone = moment.now.tzinfo
    starts = event.starts.astimezone(zone)
    ends = max((event.ends or event.starts).astimezone(zone) - timedelta(microseconds=1), starts)
    day = max(starts.date(), first)
    while day <= min(ends.date(), last):
        yield day
        day += timedelta(days=1)
