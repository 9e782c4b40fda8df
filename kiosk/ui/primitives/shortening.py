"""Texts that are too long for their place: they end with "…" and keep the words that turn their meaning. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from content_cache.text.turning_words import TURNING

ELLIPSIS = "…"
_TAG = re.compile(r"\[/?\w[^\]]*\]|&\w+;|.", re.DOTALL)  # of Kivy's markup


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """As much of `text` as fits, from its beginning, with "…" at its end. Where a turning word would be lost the gap is before it:
    Bantuan lima ratus ribu … tidak benar."""
    words = text.split()
    kept = _most(len(words), lambda count: fits(_begun(words, count)))
    lost = [place for place in range(kept, len(words)) if _turns(words[place])]
    if lost:
        for end in _ends(lost[0], len(words)):
            tail = " ".join(words[lost[0] : end]) + ("" if end == len(words) else ELLIPSIS)
            head = _most(lost[0], lambda count, tail=tail: fits(f"{_begun(words, count)} {tail}"))  # type: ignore[misc]
            if head:
                return f"{_begun(words, head)} {tail}"
    return _begun(words, kept)


def _ends(turning: int, count: int) -> Iterator[int]:
    """Where a tail from its turning word may end: at the text's end, else one word sooner each."""
    return iter(range(count, turning, -1))


def _turns(word: str) -> bool:
    return word.strip(".,:;!?\"'()[]“”‘’").lower() in TURNING


def _begun(words: list[str], count: int) -> str:
    return " ".join(words[:count]).rstrip(" ,;:.·–-") + ELLIPSIS


def _most(highest: int, good: Callable[[int], bool]) -> int:
    """The greatest number up to `highest` that is good, where each less than a good one is, too; 0 where none is."""
    low, high = 0, highest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if good(middle) else (low, middle - 1)
    return low


def markup_shortened(markup: str, fits: Callable[[str], bool]) -> str:
    """The same of a text with markup, whose tags stay; by letters, and by the end alone."""
    parts = _TAG.findall(markup)
    seen = [place for place, part in enumerate(parts) if not (part.startswith("[") and len(part) > 1)]

    def begun(count: int) -> str:
        cut = seen[count - 1] + 1 if count else 0
        tags = [part for part in parts[cut:] if part.startswith("[") and len(part) > 1]
        return "".join([*parts[:cut], ELLIPSIS, *tags])

    return begun(_most(len(seen), lambda count: fits(begun(count))))
