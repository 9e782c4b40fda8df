"""Page of the lists: which rows it shows, and what each opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from content_cache.model.items import Item
from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import Fits, ListView, Reach
from kiosk.core.clock import Moment
from kiosk.pages.news.words import NewsWords
from kiosk.shell.day_doors import Doors, page_of
from kiosk.shell.page import SILENT, Kiosk, Page, Target
from kiosk.shell.route import Spot

if TYPE_CHECKING:
    from kiosk.shell.shell import Shell


class NewsPage(Page[ListView]):
    """Page of one category as pages of rows, each of which opens something."""

    name = "news"
    words = NewsWords

    def __init__(self, kiosk: Kiosk, shell: Shell) -> None:
        super().__init__(kiosk, shell)
        self._doors = Doors(kiosk, shell.pages, shell.navigation.phones)

    def view(self, spot: Spot, moment: Moment, fits: Fits) -> ListView:
        """Return the rows of page *spot.page* of *spot.category*.

        In the list of services the rows that lead to pages come first.
        """
        repository = self.kiosk.repository
        found = repository.views.listing(
            spot.category,
            moment,
            page=spot.page,
            rows=fits.rows_of(spot.category),
            reach=spot.reach,
            ahead=self._doors.door_rows(moment) if spot.category is Category.SERVICE else (),
        )
        return replace(
            found,
            freshness=self.kiosk.board.freshness,
            alerts_checked=repository.alerts_checked() if spot.category is Category.ALERT else None,
            warned=repository.warned,
        )

    def held(self, fits: Fits) -> int:
        """Return how many rows of this category a page has in a layout that holds *fits*."""
        return fits.rows_of(self.shown.category)

    def targets(self, view: ListView) -> Sequence[Target]:
        """Return the rows as focus targets."""
        return [Target(f"row:{index}", partial(self.open_row, index)) for index in range(len(view.rows))]

    def items(self, view: ListView) -> Sequence[Item]:
        """Return the items in the rows."""
        return view.rows

    def opener(self, focus: str) -> Callable[[], object] | None:
        """Return what opens the row *focus*; without a focus the first row is opened."""
        return super().opener(focus or "row:0")

    def why_idle(self, key: str) -> str:
        """Return that Listen has nothing to open in an empty list; else what other pages return."""
        return SILENT if key == "listen" and not self.shown.rows else super().why_idle(key)

    def open_row(self, index: int) -> None:
        """Open row *index* of the page: an item, or the page that the row leads to."""
        if index >= len(self.shown.rows):
            return
        touched, navigation = self.shown.rows[index], self.shell.navigation
        match page_of(touched):
            case "":
                self._open_item(touched)
            case "phones":
                self.kiosk.board.handout = navigation.phones()
            case "contact":
                navigation.ask()
            case page:
                navigation.open_day(page)

    def turn_month(self, step: int) -> None:
        """Turn to the page on which the next later (*step* -1) or earlier (+1) month begins."""
        if month := self.shown.month_beside(step):
            self.kiosk.board.focus = ""
            self.shell.navigation.change_spot(page=month.page)

    def filter(self, reach: str) -> None:
        """Show only the news of *reach* ("all", "village", "regency"), from the first page."""
        self.kiosk.board.focus = ""
        self.shell.navigation.change_spot(reach=Reach(reach), page=0)

    def _open_item(self, touched: Item) -> None:
        """Open *touched* among all items of the filtered list, so that next and previous continue there."""
        kiosk, view, navigation = self.kiosk, self.shown, self.shell.navigation
        rows = kiosk.repository.views.listing(
            view.category, kiosk.clock.read(), page=0, rows=max(1, view.total), reach=view.reach
        ).rows
        # by its id, not its place: the list may have changed since it was drawn
        place = next((i for i, row in enumerate(rows) if (row.source, row.id) == (touched.source, touched.id)), None)
        if place is None:
            navigation.open_among((touched,), 0)
        else:
            navigation.open_among(rows, place)
