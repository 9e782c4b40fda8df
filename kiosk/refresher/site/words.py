"""The words by which a phone without a program finds a page: each has a page of its own, made beforehand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from content_cache.model.items import Clarification, Item
from content_cache.text.search_terms import COMMON, split_words

MOST_WORDS = 400
SHORTEST = 3
OFFERED = 12
LONGEST = 24


def words_of(items: Iterable[Item]) -> Mapping[str, tuple[Item, ...]]:
    """Return the items by search word, in alphabetical order, at most MOST_WORDS words.

    The words are those of titles and claims, and those of texts that occur in several. A word that nearly all items have is
    left out.
    """
    listed = list(items)
    titles: dict[str, list[Item]] = {}
    texts: dict[str, list[Item]] = {}
    for item in listed:
        in_title = set(_search_words(f"{item.title} {item.claim}" if isinstance(item, Clarification) else item.title))
        for word in in_title:
            titles.setdefault(word, []).append(item)
        for word in set(_search_words(f"{item.summary} {item.text}")) - in_title:
            texts.setdefault(word, []).append(item)
    most = max(len(listed) // 2, 8)
    counted = Counter({word: 3 * len(titles.get(word, ())) + len(texts.get(word, ())) for word in titles | texts})
    wanted = [
        word
        for word, _ in counted.most_common()
        if (word in titles or len(texts[word]) > 1) and len(titles.get(word, ())) + len(texts.get(word, ())) <= most
    ]
    return {word: (*titles.get(word, ()), *texts.get(word, ())) for word in sorted(wanted[:MOST_WORDS])}


def _search_words(text: str) -> list[str]:
    found = (
        word for word in split_words(text) if SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()
    )
    return [word for word in found if word not in COMMON]
