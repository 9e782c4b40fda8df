"""The month and the day as the calendar shows them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from content_cache.model.changes import Changes
from content_cache.model.items import Event
from content_cache.store.store import Store
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


def test_who_comes_late_still_sees_what_has_no_end(tmp_path: Path) -> None:
    eight = NOW.replace(hour=8, minute=0)
    posyandu = Event(id="posyandu", source="s", title="Posyandu", starts=eight)
    meeting = Event(id="rapat", source="s", title="Rapat", starts=eight, ends=eight + timedelta(minutes=15))
    with Store.open(tmp_path) as store:
        store.apply("s", Changes(added=(posyandu, meeting)), None, NOW)
        calendar = EventCalendar(lambda first, last, _moment: store.reader.occurrences(first, last))
        seen = [
            [event.id for event in calendar.upcoming(Moment(eight + timedelta(minutes=late), Trust.TRUSTED), 9)]
            for late in (-1, 0, 14, 15, 30, 31)
        ]
    both, one = ["rapat", "posyandu"], ["posyandu"]
    assert [sorted(each) for each in seen] == [sorted(both)] * 3 + [one, one, []]
