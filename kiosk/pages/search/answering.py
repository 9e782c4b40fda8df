"""Search for the item that answers a spoken question: one sure answer, several candidates, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from content_cache.model.items import Clarification, Item, Service
from content_cache.text.search_terms import SLIGHT, columns, counted_terms
from content_cache.text.stems import stems
from kiosk.content.claims import doubted
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment
from kiosk.core.messages import QuestionHeard
from kiosk.pages.search.item_search import ItemSearch
from kiosk.pages.search.view import SearchVerdict

SHOWN = 3
"""Candidates shown at a time. They are few, because they are chosen by number."""
_POOL = 12  # candidates in all, for a visitor who rejects those shown
_LEAST_SURE = -1.1  # mean log-probability: below it the words are guesses
_SILENT = 0.6  # probability that nobody spoke
_SHARE, _LEAD = 0.65, 1.3  # share of the rare words that a sure answer has, and its lead over the next as a factor
_LIKELY = 0.15  # share of the rare words below which an item is no answer
_LETTERS = 3


class SearchAnswer(Struct, frozen=True):
    """Answer to a spoken question.

    If *sure*, the first of *candidates* answers it, else one has to be chosen. *unchecked*: the question is a rumour
    that nobody has checked.
    """

    candidates: tuple[Item, ...] = ()
    sure: bool = False
    unchecked: bool = False


class Answering:
    """Search for answers among the stored items; no answer is composed."""

    def __init__(self, repository: ContentRepository) -> None:
        self._repository = repository
        self._search = ItemSearch(repository)

    def find_answer(self, heard: QuestionHeard, moment: Moment, *, door: Service | None = None) -> SearchAnswer:
        """Return the answer to the recognised question *heard*. *door* is the row of a page that answers it, if there is one."""
        clear = heard.sureness >= _LEAST_SURE and heard.silence < _SILENT
        if not heard.text.strip():
            return SearchAnswer()
        if door is not None:
            return SearchAnswer((door,), sure=clear)
        found = self._search.search_view(heard.text, moment, typing=False, page=0, rows=SHOWN)
        doubts = doubted(heard.text)  # a long question is not a forwarded message
        if found.finding is SearchVerdict.UNKNOWN and doubts:
            return SearchAnswer(unchecked=True)
        if found.finding is SearchVerdict.LIKELY and doubts:
            checks = tuple(item for item in found.hits[:SHOWN] if isinstance(item, Clarification))
            return SearchAnswer(checks)
        if found.finding is SearchVerdict.SURE:
            return SearchAnswer(found.hits[:_POOL], sure=clear)
        words = tuple(
            each for each in counted_terms(found.meant or heard.text) if each not in SLIGHT and len(each) >= _LETTERS
        )
        rarity = self._repository.rarities(words)
        shares = [_share(item, words, rarity) for item in found.hits[:_POOL]]
        likely = tuple(item for item, (cover, _) in zip(found.hits, shares, strict=False) if cover >= _LIKELY)
        if not likely:
            return SearchAnswer()
        first, second = shares[0], max((score for _, score in shares[1:]), default=0.0)
        # a clarification answers nothing unless its claim matches
        sure = clear and first[0] >= _SHARE and first[1] >= _LEAD * second and not isinstance(likely[0], Clarification)
        return SearchAnswer(self._with_others(likely, words, moment), sure=sure and likely[0] is found.hits[0])

    def _with_others(self, likely: tuple[Item, ...], words: Sequence[str], moment: Moment) -> tuple[Item, ...]:
        """Return *likely* and, if these are few, items with one of *words*, for a visitor who rejects the first."""
        every = {(item.source, item.id): item for item in likely}
        for word in words if len(likely) <= SHOWN else ():
            found = self._repository.items(None, moment, search=word, limit=SHOWN)
            every |= {key: item for item in found if (key := (item.source, item.id)) not in every}
        return tuple(every.values())[:_POOL]


def _share(item: Item, words: Sequence[str], rarity: Mapping[str, float]) -> tuple[float, float]:
    """Return the share of *words*, weighted by *rarity*, that *item* contains, and a score in which words of its
    title count twice.
    """
    title, rest, roots = (frozenset(column.split()) for column in columns(item))
    cover = score = 0.0
    for word in words:
        named = _has(title, word)
        if named or _has(rest, word) or not roots.isdisjoint((word, *stems(word))):
            cover += rarity.get(word, 0.0)
            score += rarity.get(word, 0.0) * (2 if named else 1)
    whole = sum(rarity.values())
    return (cover / whole, score / whole) if whole else (0.0, 0.0)


def _has(tokens: frozenset[str], word: str) -> bool:
    return any(token.startswith(word) for token in tokens) or not tokens.isdisjoint(stems(word))
