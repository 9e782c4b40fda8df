"""Looking for words in what the store holds: hits page by page, and what to offer while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from content_cache.model.items import Item
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.pages.search.view import SearchView, Suggestion

MOST_HITS = 60
"""Nobody reads on beyond these at a kiosk; another word is typed instead."""


class ItemSearch:
    """Search of the contents; keeps nothing."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository

    def look(self, query: str, moment: Moment, *, typing: bool, page: int, rows: int) -> SearchView:
        """Return the hits of *query*, *rows* a page, and, while it is being typed, suggestions with the number of their hits."""
        meant = self._repository.mended(query) if query.strip() else ""
        found = (
            self._repository.items(None, moment, search=meant or query, limit=MOST_HITS + 1) if query.strip() else []
        )
        hits = tuple(found[:MOST_HITS])
        pages = max(1, -(-len(hits) // rows))
        return SearchView(
            query=query,
            looked_for=query,
            typing=typing,
            suggestions=self._suggestions(meant or query, hits, moment) if typing else (),
            hits=hits,
            more=len(found) > MOST_HITS,
            page=min(max(page, 0), pages - 1),
            pages=pages,
            rows=rows,
            meant=meant,
        )

    def _suggestions(self, query: str, found: tuple[Item, ...], moment: Moment) -> tuple[Suggestion, ...]:
        """Return the store's suggestions that find something in force; where it has none, *query* itself: the four buttons reach
        suggestions alone."""
        offered = []
        for words in self._repository.suggestions(query):
            hits = self._repository.items(None, moment, search=words, limit=MOST_HITS)
            if hits:
                offered.append(_suggestion(words, hits))
        if not offered and found:
            offered.append(_suggestion(query.strip(), found))
        return tuple(offered)


def _suggestion(words: str, hits: Sequence[Item]) -> Suggestion:
    kinds = Counter(item.category for item in hits)
    return Suggestion(words, len(hits), tuple(category for category, _ in kinds.most_common(2)))
