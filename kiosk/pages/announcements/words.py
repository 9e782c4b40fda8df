"""Words of the page of announcements."""

from __future__ import annotations

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import NoticesView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords
from kiosk.narration.row_words import MOST_COUNTED, RowWords


class AnnouncementsWords(PageWords[NoticesView]):
    """Words of the page of announcements and its cards."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._rows = RowWords(phrases)

    def entry(self, view: NoticesView, moment: Moment) -> list[str]:
        """Return how many announcements are in force."""
        if not view.total:
            return [self._list_title, *self._rows.nothing(self._("No announcement in force"), view.freshness, moment)]
        return [*self._rows.stale(view.freshness, moment), self._counted(view.total)]

    def focused(self, view: NoticesView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused card and its number among all."""
        return self._card(view, focus, moment, first=False)

    def arrived(self, view: NoticesView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused card for a visitor who has just come. The first card is announced as the first."""
        return self._card(view, focus, moment, first=True)

    def hint(self, view: NoticesView, focus: str) -> list[str]:
        """Return what the buttons do with the focused card, or the usual hint without a focus."""
        return self._rows.row_hint() if focus else super().hint(view, focus)

    def standing(self) -> list[str]:
        """Return lines a slow voice synthesises ahead: the possible numbers of announcements, and what the buttons do."""
        counted = (self._counted(total) for total in range(1, MOST_COUNTED + 1))
        return [*self._rows.row_hint(), self._list_title, f"{self._('No announcement in force')}.", *counted]

    @property
    def _list_title(self) -> str:
        return f"{self.phrases.category(Category.ANNOUNCEMENT)}."

    def _counted(self, total: int) -> str:
        return f"{self.phrases.count(Category.ANNOUNCEMENT, total)}."

    def _card(self, view: NoticesView, focus: str, moment: Moment, *, first: bool) -> list[str]:
        place = index_of(focus, "row")
        if place is None or place >= len(view.cards):
            return []
        return self._rows.row(view.cards[place], view.first + place, view.total, moment, first=first)
