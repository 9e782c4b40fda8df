"""The month and the day as the calendar shows them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from content_cache.model.items import Event
from kiosk.content.calendar import AHEAD, EventCalendar
from kiosk.core.clock import Moment, Trust
from tests.support.items import NOW

MOMENT = Moment(NOW, Trust.TRUSTED)


def on(*days: date) -> EventCalendar:
    zone = NOW.tzinfo
    events = [
        Event(id=str(day), source="s", title="t", starts=at, ends=at + timedelta(hours=1))
        for day in days
        for at in (datetime(day.year, day.month, day.day, 9, tzinfo=zone),)
    ]

    def overlapping(first: datetime, last: datetime, _moment: Moment) -> list[Event]:
        return [event for event in events if event.starts and event.ends and event.starts < last and event.ends > first]

    return EventCalendar(overlapping)


def test_an_empty_day_says_when_the_next_event_is() -> None:
    busy, empty = date(2026, 12, 20), date(2026, 11, 25)
    calendar = on(busy, empty - timedelta(days=1))
    assert calendar.calendar(empty, empty, MOMENT).following == busy
    assert calendar.calendar(busy, busy, MOMENT).following is None, "it has events of its own"
    assert on().calendar(empty, empty, MOMENT).following is None
    far = empty + AHEAD + timedelta(days=200)
    assert on(far).calendar(empty, empty, MOMENT).following == far
    assert on(empty + timedelta(days=500)).calendar(empty, empty, MOMENT).following is None
