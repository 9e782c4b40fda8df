"""Words of the search, spoken."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Clarification
from kiosk.content.views.spots import index_of
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.narration.page_words import PageWords, Told
from kiosk.narration.row_words import RowWords
from kiosk.pages.search.view import SearchVerdict, SearchView
from kiosk.speech.utterance import NOWHERE


class SearchWords(PageWords[SearchView]):
    """Words of the suggestions and of the results."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._rows = RowWords(phrases)

    def entry(self, view: SearchView, moment: Moment) -> list[str]:
        """Return how to search, while the keyboard is shown; else the number of hits."""
        if view.typing:
            return [self._("Search. Type on the screen, or choose a suggestion.")]
        said = [f"{self.found(view)}."]
        return [*said, self._("Do not spread it for now.")] if view.finding is SearchVerdict.UNKNOWN else said

    def reading(self, view: SearchView, focus: str, moment: Moment) -> Sequence[Told]:
        """Return the number of hits or the verdict of the clarifications, then the rows of the page."""
        rows = range(len(view.shown_hits)) if not view.typing else range(0)
        lines = (*self.entry(view, moment), *(line for n in rows for line in self.focused(view, f"row:{n}", moment)))
        return [(NOWHERE, line) for line in lines]

    def focused(self, view: SearchView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused suggestion, or of the focused hit and its number among all."""
        return self._row_lines(view, focus, moment, first=False)

    def arrived(self, view: SearchView, focus: str, moment: Moment) -> list[str]:
        """Return the lines of the focused row for a visitor who has just come. The first hit is announced as the first."""
        return self._row_lines(view, focus, moment, first=True)

    def hint(self, view: SearchView, focus: str) -> list[str]:
        """Return what the buttons do with the focused row, or the usual hint without a focus."""
        return self._rows.row_hint() if focus else super().hint(view, focus)

    def standing(self) -> list[str]:
        """Return what the buttons do with a row; a slow voice synthesises it ahead."""
        return self._rows.row_hint()

    def found(self, view: SearchView) -> str:
        """Return the number of hits, with the corrected words if the query was mistyped, or the verdict of the clarifications."""
        match view.finding:
            case SearchVerdict.SURE if view.hits and isinstance(check := view.hits[0], Clarification):
                return self._("Checked: {verdict}").format(verdict=self.phrases.verdict(check.verdict))
            case SearchVerdict.LIKELY:
                return self._("Perhaps this is what you mean")
            case SearchVerdict.UNKNOWN:
                return self._("Nobody has checked this yet")
        hits = self.phrases.hits(len(view.hits), more=view.more)
        return self._("Meant as “{words}”: {hits}").format(words=view.meant, hits=hits) if view.meant else hits

    def _row_lines(self, view: SearchView, focus: str, moment: Moment, *, first: bool) -> list[str]:
        if focus == "none" and view.finding is SearchVerdict.LIKELY:
            return [f"{self._('None of these')}."]
        suggestion, row = index_of(focus, "suggestion"), index_of(focus, "row")
        if suggestion is not None and suggestion < len(view.suggestions):
            offered = view.suggestions[suggestion]
            kinds = [self.phrases.category(category) for category in offered.categories]
            return [f"{', '.join((offered.words, self.phrases.hits(offered.hits), *kinds))}."]
        if row is not None and row < len(view.shown_hits):
            return self._rows.row(view.shown_hits[row], view.first + row, len(view.hits), moment, first=first)
        return []
