"""View of the search page."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from content_cache.model.items import Item
from content_cache.model.vocabulary import Category


class Suggestion(Struct, frozen=True):
    """Suggested query, the number of items it finds, and the kinds of most of them."""

    words: str
    hits: int
    categories: tuple[Category, ...] = ()


class SearchVerdict(StrEnum):
    """Verdict of the clarifications on a query that may be a rumour: not asked, one answers it, some may, none does."""

    NONE = ""
    SURE = "sure"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class SearchView(Struct, frozen=True):
    """View of the search.

    *suggestions* and *hits* belong to *looked_for*, which lags behind *query* while letters come fast. *hits* are
    those of all *pages*, at most `item_search.MOST_HITS`; *more* says that there are others. *typing*: the keyboard is
    shown, else the results, *rows* a page. *meant* is the corrected query if it was mistyped, else "". *finding* is
    the verdict of the clarifications, which are the first hits.
    """

    query: str = ""
    looked_for: str = ""
    typing: bool = True
    suggestions: tuple[Suggestion, ...] = ()
    hits: tuple[Item, ...] = ()
    more: bool = False
    page: int = 0
    pages: int = 1
    rows: int = 3
    meant: str = ""
    finding: SearchVerdict = SearchVerdict.NONE

    @property
    def first(self) -> int:
        """Return the index of the page's first hit."""
        return self.page * self.rows

    @property
    def shown_hits(self) -> tuple[Item, ...]:
        """Return the hits of the present page."""
        return self.hits[self.first : self.first + self.rows]

    @property
    def about(self) -> bool:
        """Return the subject of the page: `True` for the keyboard, `False` for the results."""
        return self.typing
