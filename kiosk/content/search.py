"""Looking for words in what the store holds: hits page by page, and what to offer while somebody types."""

from __future__ import annotations

from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.viewmodel.views import SearchView, Suggestion

MOST_HITS = 60
"""Nobody reads on beyond these at a kiosk; another word is typed instead."""


class ItemSearch:
    """Reads the contents; keeps nothing."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository

    def look(self, query: str, moment: Moment, *, typing: bool, page: int, rows: int) -> SearchView:
        """What there is for a query: `rows` hits a page, and, while it is being typed, suggestions with their hits."""
        found = self._repository.items(None, moment, search=query, limit=MOST_HITS + 1) if query.strip() else []
        hits = tuple(found[:MOST_HITS])
        pages = max(1, -(-len(hits) // rows))
        return SearchView(
            query=query,
            looked_for=query,
            typing=typing,
            suggestions=self._suggestions(query, len(hits), moment) if typing else (),
            hits=hits,
            more=len(found) > MOST_HITS,
            page=min(max(page, 0), pages - 1),
            pages=pages,
            rows=rows,
        )

    def _suggestions(self, query: str, found: int, moment: Moment) -> tuple[Suggestion, ...]:
        """The store suggests from all that it holds; what finds nothing that is in force is not offered. Where there is
        nothing to add, what was typed is offered itself: the four buttons reach suggestions alone."""
        offered = []
        for words in self._repository.suggestions(query):
            hits = len(self._repository.items(None, moment, search=words, limit=MOST_HITS))
            if hits:
                offered.append(Suggestion(words, hits))
        if not offered and found:
            offered.append(Suggestion(query.strip(), found))
        return tuple(offered)
