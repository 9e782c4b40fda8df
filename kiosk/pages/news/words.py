"""Words of a list, spoken."""

from __future__ import annotations

from content_cache.model.vocabulary import Category
from kiosk.content.views.shown import ListView
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords
from kiosk.narration.row_words import MOST_COUNTED, RowWords, no_warning

_LISTED = (Category.NEWS, Category.SERVICE, Category.CLARIFICATION, Category.ALERT)


class NewsWords(PageWords[ListView]):
    """Words of a category and its rows."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._rows = RowWords(phrases)

    def entry(self, view: ListView, moment: Moment) -> list[str]:
        """Return the list's name and counts, such as "Berita.

        Dua belas berita, tiga baru."; for an empty list why it is empty.
        """
        named = f"{self.phrases.category(view.category)}."
        if not view.total:
            return [named, *self._rows.nothing(self._calm(view, moment), view.freshness, moment)]
        new = f", {self.phrases.fresh(view.fresh)}" if view.fresh else ""
        counted = f"{self.phrases.count(view.category, view.total)}{new}."
        return [named, *self._rows.stale(view.freshness, moment), counted]

    def focused(self, view: ListView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused row and its number among all."""
        return self._row_lines(view, focus, moment, first=False)

    def arrived(self, view: ListView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused row for a visitor who has just come. The first row is announced as the first."""
        return self._row_lines(view, focus, moment, first=True)

    def hint(self, view: ListView, focus: str) -> list[str]:
        """Return what the buttons do with the focused row, or the usual hint without a focus."""
        return self._rows.row_hint() if focus else super().hint(view, focus)

    def standing(self) -> list[str]:
        """Return lines a slow voice synthesises ahead: each list's possible counts, and what the buttons do."""
        told = self._rows.row_hint()
        for category in _LISTED:
            told += [f"{self.phrases.category(category)}.", f"{self._calm(ListView(category, ()), None)}."]
            told += (f"{self.phrases.count(category, total)}." for total in range(1, MOST_COUNTED + 1))
        return told

    def _calm(self, view: ListView, moment: Moment | None) -> str:
        """Return that the list is empty, such as "Belum ada berita", without a full stop."""
        match view.category:
            case Category.NEWS:
                return self._("No news yet")
            case Category.SERVICE:
                return self._("No services yet")
            case Category.CLARIFICATION:
                return self._("No rumour has been checked yet")
        return no_warning(view.alerts_checked, moment, self.phrases, connected=view.warned)

    def _row_lines(self, view: ListView, focus: str, moment: Moment, *, first: bool) -> list[str]:
        place = index_of(focus, "row")
        if place is None or place >= len(view.rows):
            return []
        return self._rows.row(view.rows[place], view.first + place, view.total, moment, first=first)
