"""Texts that are too long for their place: they end with "…" and keep the words that turn their meaning. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from content_cache.text.sentence_ends import sentence_ends
from content_cache.text.turning_words import NEGATING, TURNING

ELLIPSIS = "…"
_TAG = re.compile(r"\[/?\w[^\]]*\]|&\w+;|.", re.DOTALL)  # a tag, an entity or a letter of Kivy's markup


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest beginning of *text* that *fits*, with "…" at its end.

    If a negating word such as "tidak" would be lost, the gap is before it: "Bantuan lima ratus ribu … tidak benar".
    """
    words = text.split()
    kept = _most(len(words), lambda count: fits(_cut_beginning(words, count)))
    lost = [place for place in range(kept, len(words)) if _turns(words[place])]
    if 0 < kept < len(words) and _bare(words[kept - 1]) in NEGATING:
        lost.insert(0, kept - 1)  # "tidak…" leaves open what is not so
    if lost:
        for end in _ends(lost[0], len(words)):
            tail = " ".join(words[lost[0] : end]) + ("" if end == len(words) else ELLIPSIS)
            head = _most(lost[0], lambda count, tail=tail: fits(f"{_cut_beginning(words, count)} {tail}"))  # type: ignore[misc]
            if head:
                return f"{_cut_beginning(words, head)} {tail}"
    return _cut_beginning(words, kept)


def _ends(turning: int, count: int) -> Iterator[int]:
    """Yield the possible ends of the tail from word *turning*: *count*, then one word fewer each time."""
    return iter(range(count, turning, -1))


def _turns(word: str) -> bool:
    return _bare(word) in TURNING


def _bare(word: str) -> str:
    return word.strip(".,:;!?\"'()[]“”‘’").lower()


def _cut_beginning(words: list[str], count: int) -> str:
    return " ".join(words[:count]).rstrip(" ,;:.·–-") + ELLIPSIS


def _most(highest: int, good: Callable[[int], bool]) -> int:
    """Return the greatest number up to *highest* for which *good* holds, by bisection; 0 if there is none.

    *good* must hold for all smaller numbers too.
    """
    low, high = 0, highest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if good(middle) else (low, middle - 1)
    return low


def whole_sentences(text: str, fits: Callable[[str], bool]) -> str:
    """Return the leading sentences of *text* that *fits*, or its leading facts between " · ".

    Return "" if not even the first fits, or if the rest negates them.
    """
    if fits(text):
        return text
    ends = sentence_ends(text)
    kept = _most(len(ends), lambda count: fits(_closed(text[: ends[count - 1]])))
    end = ends[kept - 1] if kept else 0
    return "" if any(map(_turns, text[end:].split())) else _closed(text[:end])


def _closed(quoted: str) -> str:
    return quoted + "”" * (quoted.count("“") - quoted.count("”"))


def markup_shortened(markup: str, fits: Callable[[str], bool]) -> str:
    """Return *markup* shortened like `shortened`, but letter by letter. Its tags stay."""
    parts = _TAG.findall(markup)
    seen = [place for place, part in enumerate(parts) if not _is_tag(part)]

    def shown(head: int, start: int, end: int) -> str:
        """Return the markup with the letters before *head* and those from *start* to *end*, and "…" for the gaps."""
        cut = {seen[head]: ELLIPSIS + " " * (start < end)} if head < len(seen) else {}
        if start < end < len(seen):
            cut[seen[end]] = ELLIPSIS
        kept = {*seen[:head], *seen[start:end]}
        return "".join(
            cut.get(place, "") + (part if place in kept or _is_tag(part) else "") for place, part in enumerate(parts)
        )

    whole = len(seen)
    kept = _most(whole, lambda count: fits(shown(count, whole, whole)))
    letters = "".join(parts[place][-1] for place in seen)
    words = [match.span() for match in re.finditer(r"\S+", letters)]
    lost = [number for number, (start, end) in enumerate(words) if end > kept and _turns(letters[start:end])]
    before = [number for number, (_, end) in enumerate(words) if end <= kept]
    if before and kept < whole and _bare(letters[slice(*words[before[-1]])]) in NEGATING:
        lost.insert(0, before[-1])
    if lost:
        start = words[lost[0]][0]
        for number in _ends(lost[0], len(words)):
            end = words[number - 1][1]
            head = _most(lost[0], lambda count, end=end: fits(shown(words[count - 1][1], start, end)))  # type: ignore[misc]
            if head:
                return shown(words[head - 1][1], start, end)
    return shown(kept, whole, whole)


def _is_tag(part: str) -> bool:
    return part.startswith("[") and len(part) > 1
