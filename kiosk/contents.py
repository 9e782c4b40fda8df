"""What the store holds, as the views that screens are told. Reads only, keeps nothing but the connection.

The kiosk may start before the refresher has made a store, and the store may be unreadable for a while: then every view is
empty and the next look tries again. The screen never waits for a file.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from content_cache import SourceRecord, Store, StoreError
from content_cache.alerts import Place, Standing
from content_cache.alerts.standing import ENDED_FOR
from content_cache.items import Announcement, Category, Event, Item, NewsItem, Provenance
from kiosk.clock import Moment
from kiosk.views import Bulletin, CalendarView, Freshness, HomeView, ListView, NoticesView, Reach
from kiosk.warnings_here import WarningsHere

_log = logging.getLogger(__name__)
T = TypeVar("T")

STALE_AFTER = timedelta(hours=24)
OLD_AFTER = timedelta(days=7)
NEW_FOR = timedelta(hours=48)
_MOST_EVENTS = 999
_HEADLINES = 3
AHEAD = timedelta(days=60)  # how far the next events are looked for


class Contents:
    """The cached content as a visitor in `area` may see it. `open_store` opens the store for reading or raises StoreError."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        *,
        area: str = "",
        alert_sources: Collection[str] = (),
        place: Place | None = None,
    ) -> None:
        self._open_store = open_store
        self._area = area
        self._warnings = WarningsHere(place) if place is not None else None
        self._alert_sources = frozenset(alert_sources)
        self._store: Store | None = None

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _read(self, look: Callable[[Store], T], otherwise: T) -> T:
        try:
            if self._store is None:
                self._store = self._open_store()
            return look(self._store)
        except StoreError as error:
            _log.warning("the content store cannot be read now: %s", error)
            self.close()
            return otherwise

    def version(self) -> int:
        """Moves whenever another process has written the store; 0 while there is none."""
        return self._read(lambda store: store.data_version(), 0)

    def revision(self) -> int:
        return self._read(lambda store: store.revision(), 0)

    def items(
        self, category: Category | None, moment: Moment, *, search: str = "", limit: int | None = None
    ) -> list[Item]:
        """Items in force, the most important first (contracts, "Clock": which expired ones are hidden); of alerts those that
        concern this place."""
        found: list[Item] = self._read(
            lambda store: store.items(
                category,
                search=search,
                published_by=moment.now,
                expired_at=moment.expired_at,
                area=self._area,
                limit=limit,
            ),
            [],
        )
        return found if self._warnings is None else self._warnings.without_others(found)

    def warnings(self, moment: Moment) -> tuple[Standing, ...]:
        """The alerts that stand here now, and those that ended a short while ago (content_cache.alerts)."""
        if self._warnings is None:
            return ()
        since = moment.expired_at - ENDED_FOR if moment.expired_at is not None else None
        found: list[Item] = self._read(lambda store: store.items(Category.ALERT, expired_at=since, area=self._area), [])
        return self._warnings.standing(found, moment)

    def suggestions(self, typed: str) -> list[str]:
        """Queries to offer for what is typed so far, the likeliest first."""
        nothing: list[str] = []
        return self._read(lambda store: store.suggestions(typed), nothing)

    def item(self, item_id: str) -> Item | None:
        return self._read(lambda store: store.item(item_id), None)

    def events(self, first: datetime, last: datetime, moment: Moment) -> list[Event]:
        """Occurrences that overlap [first, last), soonest first, of events in force."""
        return self._read(
            lambda store: store.occurrences(
                first, last, published_by=moment.now, expired_at=moment.expired_at, area=self._area
            ),
            [],
        )

    def freshness(self, moment: Moment) -> Freshness:
        refreshed = self._read(lambda store: store.refreshed(), None)
        if refreshed is None:
            return Freshness(None, stale=True)
        age = moment.now - refreshed
        return Freshness(refreshed, stale=age > STALE_AFTER or not moment.relative, old=age > OLD_AFTER)

    def _alerts_checked(self) -> datetime | None:
        """When every source that may raise alerts had last been asked; None if there is none, or one never answered."""
        nothing: list[SourceRecord] = []
        records = self._read(lambda store: store.sources(), nothing)
        known = [r.last_success for r in records if r.name in self._alert_sources and r.last_success is not None]
        return min(known) if known and len(known) == len(self._alert_sources) else None

    # views

    def home(self, moment: Moment) -> HomeView:
        everything = [item for item in self.items(None, moment) if not isinstance(item, Event)]
        today = self.day_events(moment.now.date(), moment)
        upcoming = self.upcoming(moment, _MOST_EVENTS)
        news = [item for item in everything if isinstance(item, NewsItem)]
        return HomeView(
            hero=next((item for item in news if item.picture), news[0] if news else None),
            event=upcoming[0] if upcoming else None,
            counts=Counter(item.category for item in everything) | Counter({Category.EVENT: len(upcoming)}),
            fresh=Counter(item.category for item in everything if is_new(item, moment)),
            events_today=len(today),
            services=tuple(item.title for item in everything if item.category is Category.SERVICE),
            alerts_checked=self._alerts_checked(),
        )

    def listing(
        self, category: Category, moment: Moment, *, page: int, rows: int, reach: Reach = Reach.ALL
    ) -> ListView:
        found = [item for item in self.items(category, moment) if _reaches(item, reach)]
        page, pages, first = _page(len(found), rows, page)
        return ListView(
            category=category,
            rows=tuple(found[first : first + rows]),
            first=first,
            page=page,
            pages=pages,
            total=len(found),
            fresh=sum(is_new(item, moment) for item in found),
            reach=reach,
        )

    def notices(self, moment: Moment, *, page: int, cards: int) -> NoticesView:
        found = [item for item in self.items(Category.ANNOUNCEMENT, moment) if isinstance(item, Announcement)]
        page, pages, first = _page(len(found), cards, page)
        return NoticesView(tuple(found[first : first + cards]), page=page, pages=pages, total=len(found))

    def calendar(self, month: date, day: date, moment: Moment) -> CalendarView:
        first = month.replace(day=1)
        last = next_month(first)
        marks: Counter[date] = Counter()
        for event in self.events(_midnight(first, moment), _midnight(last, moment), moment):
            marks.update(_days(event, first, last - timedelta(days=1), moment))
        today = moment.now.date() if moment.relative else None
        return CalendarView(first, day, today, marks, tuple(self.day_events(day, moment)))

    def day_events(self, day: date, moment: Moment) -> list[Event]:
        return self.events(_midnight(day, moment), _midnight(day + timedelta(days=1), moment), moment)

    def bulletin(self, moment: Moment) -> Bulletin:
        return Bulletin(
            tuple(self.items(Category.ANNOUNCEMENT, moment)),
            tuple(self.day_events(moment.now.date(), moment)),
            tuple(self.items(Category.NEWS, moment, limit=_HEADLINES)),
        )

    def day_with_events(self, day: date, step: int, moment: Moment) -> date | None:
        """The nearest day after (`step` 1) or before (-1) `day` with an event, within 60 days."""
        far = day + timedelta(days=60 * step)
        first, last = sorted((day + timedelta(days=step), far))
        days = {
            each
            for event in self.events(_midnight(first, moment), _midnight(last + timedelta(days=1), moment), moment)
            for each in _days(event, first, last, moment)
        }
        return (min(days) if step > 0 else max(days)) if days else None

    def upcoming(self, moment: Moment, number: int) -> tuple[Event, ...]:
        """The next events that are not over, within `AHEAD`: by day, and within a day those with a time first."""
        today = moment.now.date()

        def order(event: Event) -> tuple[date, bool, datetime]:
            starts = (event.starts or moment.now).astimezone(moment.now.tzinfo)
            return max(starts.date(), today), event.all_day, starts

        return tuple(sorted(self.events(moment.now, moment.now + AHEAD, moment), key=order)[:number])


def is_new(item: Item, moment: Moment) -> bool:
    """First seen here less than 48 h ago (contracts, "Baru")."""
    return item.seen_first is not None and moment.now - item.seen_first < NEW_FOR


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _reaches(item: Item, reach: Reach) -> bool:
    return reach is Reach.ALL or (item.provenance is Provenance.KIM) == (reach is Reach.VILLAGE)


def _page(total: int, size: int, page: int) -> tuple[int, int, int]:
    """(page, pages, first index) with `page` held within what there is."""
    pages = max(1, -(-total // size))
    page = min(max(page, 0), pages - 1)
    return page, pages, page * size


def _midnight(day: date, moment: Moment) -> datetime:
    return datetime.combine(day, time(), moment.now.tzinfo)


def _days(event: Event, first: date, last: date, moment: Moment) -> Iterator[date]:
    """The local days of [first, last] that an occurrence touches; its end is exclusive."""
    if event.starts is None:
        return
    zone = moment.now.tzinfo
    starts = event.starts.astimezone(zone)
    ends = max((event.ends or event.starts).astimezone(zone) - timedelta(microseconds=1), starts)
    day = max(starts.date(), first)
    while day <= min(ends.date(), last):
        yield day
        day += timedelta(days=1)
