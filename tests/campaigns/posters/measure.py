"""How well a poster was read: word by word, held against what was drawn where.

Each word that was read belongs to the piece in whose box its middle lies; what belongs to none counts as letters too many. So the
character error (CER: letters wrong, missing or too many, to letters drawn) does not depend on the order of pieces, which is counted
apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from itertools import pairwise

from content_cache.model.picture_text import PictureText, Word
from tests.campaigns.posters.layouts import Piece, Poster
from tests.campaigns.posters.wear import Point, Worn

MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip
_BARE = ".,;:()"
_COUNTING = re.compile(r"\d{1,2}\.\s")


@dataclass
class Figures:
    """Sums over posters; `bands` are pieces of light letters on dark, found where half of their letters are right. `facts` are
    amounts, dates, times and all other words with digits, and months; but not what only counts the entries of a list, in a disc or
    before a full stop: `ordinals`, of which `ordinals_lost` are neither right nor marked. `marked_right`: marked without need."""

    letters: int = 0
    errors: int = 0
    bands: int = 0
    bands_found: int = 0
    facts: int = 0
    facts_right: int = 0
    facts_marked: int = 0
    facts_missing: int = 0
    facts_wrong: int = 0
    marked_right: int = 0
    ordinals: int = 0
    ordinals_lost: int = 0
    doubtful: int = 0
    orders: int = 0
    orders_right: int = 0

    def __iadd__(self, other: Figures) -> Figures:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    @property
    def cer(self) -> float:
        return self.errors / max(self.letters, 1)

    @property
    def unmarked(self) -> float:
        """Return the share of amounts, dates and times (0 to 1) that are wrong or missing and not marked as doubtful."""
        return (self.facts_wrong + self.facts_missing) / max(self.facts, 1)


def figures_of(poster: Poster, worn: Worn, read: PictureText, told: list[str] | None = None) -> Figures:
    """`told` is given a line for each piece that is not right."""
    found = Figures()
    words: list[list[Word]] = [[] for _ in poster.pieces]
    order: list[int] = []
    for word in read.all_words:
        n = piece_of(worn, word)
        if n is None:
            found.errors += len(word.text)
            if told is not None:
                told.append(f"    too many: {word.text!r} {word.confidence}")
            continue
        words[n].append(word)
        if n not in order:
            order.append(n)
    for piece, mine in zip(poster.pieces, words, strict=True):
        text = " ".join(word.text for word in mine)
        wrong = distance(piece.text, text)
        found.letters += len(piece.text)
        found.errors += wrong
        if piece.band:
            found.bands += 1
            found.bands_found += wrong <= len(piece.text) / 2
        _count_facts(piece, mine, found)
        if wrong and told is not None:
            told.append(f"    {piece.text!r} -> {' '.join(w.text + ('?' if w.doubtful else '') for w in mine)!r}")
    for before, after in pairwise(order):
        found.orders += 1
        found.orders_right += after == before + 1
    return found


def piece_of(worn: Worn, word: Word) -> int | None:
    """The number of the piece in whose corners the middle of *word* lies."""
    middle = (
        (word.box.left + word.box.right) / 2 * worn.size[0],
        (word.box.top + word.box.bottom) / 2 * worn.size[1],
    )
    return next((n for n, corners in enumerate(worn.corners) if _holds(corners, middle)), None)


def _count_facts(piece: Piece, read: Sequence[Word], found: Figures) -> None:
    """Words with digits, and months: each right, or marked, or neither."""
    counts = piece.counts or bool(_COUNTING.match(piece.text))
    wanted = [word.strip(_BARE) for word in piece.text.split()]
    got = [word.text.strip(_BARE) for word in read]
    found.doubtful += sum(word.doubtful for word in read)
    for kind, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
        if counts and a == 0 < b:
            found.ordinals += 1
            found.ordinals_lost += kind != "equal" and not any(word.doubtful for word in read[c:d])
        facts = [word for n, word in enumerate(wanted[a:b], a) if is_fact(word) and (n or not counts)]
        found.facts += len(facts)
        if kind == "equal":
            found.facts_right += len(facts)
            found.marked_right += sum(word.doubtful for n, word in enumerate(read[c:d], c) if n or not counts)
        elif facts and c == d:
            found.facts_missing += len(facts)
        elif facts and "".join(wanted[a:b]) == "".join(got[c:d]):
            found.facts_right += len(facts)  # a blank more or less
        elif any(word.doubtful for word in read[c:d]):
            found.facts_marked += len(facts)
        else:
            found.facts_wrong += len(facts)


def is_fact(word: str) -> bool:
    return bool(re.search(r"\d", word)) or word.lower() in MONTHS


def distance(a: str, b: str) -> int:
    """Levenshtein's."""
    if len(a) < len(b):
        a, b = b, a
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
        before = row
    return before[-1]


def _holds(corners: tuple[Point, Point, Point, Point], point: Point) -> bool:
    """Whether a point lies within the four corners, or within a tenth of their height outside."""
    x, y = point
    pad = 0.15 * abs(corners[3][1] - corners[0][1])
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    for (x0, y0), (x1, y1) in sides:
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
        if ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length < -pad:
            return False
    return True
