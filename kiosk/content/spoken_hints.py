"""Words that residents are likely to say to the kiosk, for a recogniser: those of its own titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from content_cache.model.items import Item
from content_cache.text.search_terms import COMMON

_WORD = re.compile(r"[^\W\d_]{3,20}")
_MOST_ITEMS, _MOST_WORDS = 500, 55
_FRAME = "Pertanyaan warga {place} tentang {words}. Kapan? Jam berapa? Di mana?"


def spoken_hints(items: Iterable[Item], place: str) -> str:
    """Return a sentence of words from the titles of *items*, as a hint for speech recognition.

    Words of most titles come first, each once. It is only a text before the speech, and a title stuffed with words
    counts once.
    """
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    for item, _ in zip(items, range(_MOST_ITEMS), strict=False):
        for word in dict.fromkeys(_WORD.findall(item.title[:200])):
            folded = word.casefold()
            if folded not in COMMON:
                written.setdefault(folded, word)
                counted[folded] += 1
    likely = [written[word] for word, _ in counted.most_common(_MOST_WORDS)]
    return _FRAME.format(place=place, words=", ".join(likely)) if likely else ""
