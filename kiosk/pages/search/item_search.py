"""Search in the stored items: hits page by page, and suggestions while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from content_cache.model.items import Clarification, Item, Service
from kiosk.content.claims import forwarded
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.pages.search.view import SearchVerdict, SearchView, Suggestion

MOST_HITS = 60
"""Hits that are found at most. Nobody reads beyond these at a kiosk, but types another word."""


class ItemSearch:
    """Search of the stored items, without state."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository

    def search_view(
        self,
        query: str,
        moment: Moment,
        *,
        typing: bool,
        page: int,
        rows: int,
        door: Service | None = None,
        denied: bool = False,
    ) -> SearchView:
        """Return the hits of *query*, *rows* a page, and while *typing* suggestions with their numbers of hits.

        *door* is the row of a page that answers the query; it comes first. *denied*: the visitor rejected the
        clarifications shown for this query.
        """
        meant = self._repository.mended(query) if query.strip() and door is None else ""
        found = (
            self._repository.items(None, moment, search=meant or query, limit=MOST_HITS + 1) if query.strip() else []
        )
        finding, checks = (
            (SearchVerdict.NONE, ()) if typing or door is not None else self._checks(query, moment, denied=denied)
        )
        first = (door,) if door is not None else checks
        named = {(item.source, item.id) for item in first}
        others = [item for item in found if (item.source, item.id) not in named]
        if finding is SearchVerdict.UNKNOWN:  # none is about it, and the verdict of another would be taken for its own
            others = [item for item in others if not isinstance(item, Clarification)]
        elif finding is SearchVerdict.LIKELY:
            others = []
        hits = (*first, *others)
        pages = max(1, -(-len(hits[:MOST_HITS]) // rows))
        return SearchView(
            query=query,
            looked_for=query,
            typing=typing,
            suggestions=self._suggestions(meant or query, tuple(found[:MOST_HITS]), moment) if typing else (),
            hits=hits[:MOST_HITS],
            more=len(hits) > MOST_HITS,
            page=min(max(page, 0), pages - 1),
            pages=pages,
            rows=rows,
            meant=meant,
            finding=finding,
        )

    def _checks(self, query: str, moment: Moment, *, denied: bool) -> tuple[SearchVerdict, tuple[Item, ...]]:
        """Return the verdict of the clarifications on *query*, and the matching ones.

        Without a sure match only a query that asks about a rumour has a verdict.
        """
        if not query.strip():
            return SearchVerdict.NONE, ()
        if denied:
            return SearchVerdict.UNKNOWN, ()
        found = self._repository.match_claims(query, moment)
        if found.sure is not None:
            return SearchVerdict.SURE, (found.sure,)
        if not forwarded(query):
            return SearchVerdict.NONE, ()
        return (SearchVerdict.LIKELY, found.likely) if found.likely else (SearchVerdict.UNKNOWN, ())

    def _suggestions(self, query: str, found: tuple[Item, ...], moment: Moment) -> tuple[Suggestion, ...]:
        """Return suggestions that find an item in force.

        If there is none, suggest *query* itself, because the four buttons reach only suggestions.
        """
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
