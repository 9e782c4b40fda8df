"""Views of the stored content, as screens and bulletin show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from content_cache.alerts.standing import AlertState
from content_cache.model.items import Announcement, Clarification, Item
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import URGENT, Bulletin, HomeView, ListView, MonthMark, NoticesView, Reach
from kiosk.core.clock import Moment

if TYPE_CHECKING:
    from kiosk.content.repository import ContentRepository

_MOST_EVENTS = 999
_HEADLINES = 3
_AHEAD = 5  # events beside the tiles of a wide screen
_HERO_AMONG = 20  # newest news, of which the first with a picture is the main news
_FEW_PAGES = 3  # pages of a list up to which its months have no keys
_SERVICES = 3  # named on their tile


class ContentViews:
    """Views of *repository*. Counts are kept for a minute."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository
        self._months_begun: dict[tuple[Category, Reach], tuple[object, list[tuple[date, int]]]] = {}  # when, and where
        self._counted: dict[Reach, tuple[object, dict[Category, tuple[int, int]]]] = {}  # when, and what there was

    def home_view(self, moment: Moment) -> HomeView:
        today = self._repository.event_calendar.left_today(moment)
        upcoming = self._repository.event_calendar.upcoming(moment, _MOST_EVENTS)
        newest = self._repository.items(Category.NEWS, moment, limit=_HERO_AMONG)
        tallies = self._tallies(moment, Reach.ALL) | {Category.EVENT: (len(upcoming), 0)}
        answered = self._repository.answer_book.to_tell(moment)
        fresh = Counter({category: new for category, (_, new) in tallies.items()})
        fresh[Category.SERVICE] += len(answered)  # answers are in the list of services
        return HomeView(
            hero=next((item for item in newest if item.picture), newest[0] if newest else None),
            event=upcoming[0] if upcoming else None,
            ahead=tuple(upcoming[:_AHEAD]),
            counts=Counter({category: total for category, (total, _) in tallies.items()}),
            fresh=fresh,
            events_today=len(today),
            services=tuple(item.title for item in self._repository.items(Category.SERVICE, moment, limit=_SERVICES)),
            alerts_checked=self._repository.alerts_checked(),
            warned=self._repository.warned,
            answered=answered,
            urgent=tuple(
                item.title for item in self._repository.items(Category.ANNOUNCEMENT, moment) if item.priority >= URGENT
            ),
        )

    def listing(
        self,
        category: Category,
        moment: Moment,
        *,
        page: int,
        rows: int,
        reach: Reach = Reach.ALL,
        ahead: tuple[Item, ...] = (),
    ) -> ListView:
        """Return page *page* of a list with *rows* rows a page.

        The items *ahead*, which are not from the store, come before all others.
        """
        total, fresh = self._tallies(moment, reach).get(category, (0, 0))
        total += len(ahead)
        page, pages, first = _page_within(total, rows, page)
        before = ahead[first : first + rows]
        if category is Category.ALERT:  # few, and some of them are for other places
            shown = self._repository.items(category, moment)[first : first + rows]
        else:
            left, offset = rows - len(before), max(0, first - len(ahead))
            shown = [*before, *self._repository.items(category, moment, reach=reach, limit=left, offset=offset)]
        return ListView(
            category=category,
            rows=tuple(shown),
            first=first,
            page=page,
            pages=pages,
            total=total,
            fresh=fresh,
            reach=reach,
            new_since=self._repository.new_since(moment),
            months=self._months(category, moment, reach, rows, len(ahead)) if pages > _FEW_PAGES else (),
        )

    def _months(self, category: Category, moment: Moment, reach: Reach, rows: int, ahead: int) -> tuple[MonthMark, ...]:
        """Return the pages on which the months of a list begin.

        They are kept as long as the counts of `_tallies`, because counting is as slow.
        """
        if category is Category.ALERT:
            return ()
        when = (self._repository.version(), moment.now.replace(second=0, microsecond=0), moment.trust, moment.floor)
        nothing: list[tuple[date, int]] = []
        known, begun = self._months_begun.get((category, reach), (None, nothing))
        if known != when:
            begun = self._repository.months(category, moment, reach)
            self._months_begun[category, reach] = when, begun
        return tuple(MonthMark(first, (place + ahead) // rows) for first, place in begun)

    def _tallies(self, moment: Moment, reach: Reach) -> dict[Category, tuple[int, int]]:
        """Return for each category the number of items and of new ones.

        Counting 5,000 takes 20 ms, so the counts are kept for a minute: those of home serve the list opened from it.
        """
        when = (self._repository.version(), moment.now.replace(second=0, microsecond=0), moment.trust, moment.floor)
        known, counted = self._counted.get(reach, (None, {}))
        if known != when:
            counted = self._repository.tallies(moment, reach)
            self._counted[reach] = when, counted
        return counted.copy()

    def notices(self, moment: Moment, *, page: int, cards: int) -> NoticesView:
        found = [
            item for item in self._repository.items(Category.ANNOUNCEMENT, moment) if isinstance(item, Announcement)
        ]
        page, pages, first = _page_within(len(found), cards, page)
        return NoticesView(tuple(found[first : first + cards]), page=page, pages=pages, total=len(found))

    def bulletin(self, moment: Moment) -> Bulletin:
        left = self._repository.event_calendar.left_today(moment)
        freshness = self._repository.freshness(moment)
        return Bulletin(
            tuple(self._repository.items(Category.ANNOUNCEMENT, moment)),
            tuple(left),
            tuple(self._repository.items(Category.NEWS, moment, limit=_HEADLINES)),
            next(self._checks(moment), None),
            tuple(each for each in self._repository.warnings(moment) if each.state is AlertState.IN_FORCE),
            self._repository.day_sheets.day_view(moment),
            self._repository.answer_book.to_tell(moment),
            all_over=not left and bool(self._repository.event_calendar.day_events(moment.now.date(), moment)),
            stale=freshness.stale,
            last_heard=freshness.refreshed,
        )

    def _checks(self, moment: Moment) -> Iterator[Clarification]:
        return (
            each
            for each in self._repository.items(Category.CLARIFICATION, moment, limit=1)
            if isinstance(each, Clarification)
        )


def _page_within(total: int, size: int, page: int) -> tuple[int, int, int]:
    """Return (page, pages, index of the page's first item) for *total* items with *size* a page.

    *page* is limited to what exists.
    """
    pages = max(1, -(-total // size))
    page = min(max(page, 0), pages - 1)
    return page, pages, page * size
