"""What a kiosk says of a poster, held against what stands there: fragments of words, wrong numbers, parts that are torn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import groupby, pairwise

from content_cache.model.picture_text import PictureText
from kiosk.content.views.pieces import join_lines, on_an_item
from tests.campaigns.posters.layouts import Poster
from tests.campaigns.posters.measure import piece_of
from tests.campaigns.posters.wear import Worn

_WORD = re.compile(r"[^\s·–—]+")
_BARE = ".,;:()\"'“”!?•-"


@dataclass
class Heard:
    """Sums over posters. `torn` are parts that are left and come back to; `unread` how often a line is said not to be read."""

    words: int = 0
    said: int = 0
    fragments: int = 0
    numbers: int = 0
    numbers_said: int = 0
    numbers_wrong: int = 0
    parts: int = 0
    torn: int = 0
    unread: int = 0

    def __iadd__(self, other: Heard) -> Heard:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self


def heard_of(
    poster: Poster, parts: Sequence[range], worn: Worn, read: PictureText, told: list[str] | None = None
) -> Heard:
    """`told` is given a line for each word that is said and stands nowhere, and for each part that is torn."""
    stands = [word for piece in poster.pieces for word in _words(piece.text)]
    told_of = [join_lines(block.lines) for _, block in on_an_item([read])]
    spoken = [each.text[start:end] for each in told_of for start, end, unread in each.parts() if not unread]
    words = [word for text in spoken for word in _words(text)]
    known = {*stands, *(sign.join(pair) for sign in ("", "-") for pair in pairwise(stands))}
    strange = [word for word in words if word not in known]
    found = Heard(
        words=len(stands),
        said=sum(word in set(words) for word in stands),
        fragments=sum(not _is_number(word) for word in strange),
        numbers=sum(map(_is_number, stands)),
        numbers_said=sum(_is_number(word) and word in set(words) for word in stands),
        numbers_wrong=sum(map(_is_number, strange)),
        parts=len(parts),
        unread=sum(unread for each in told_of for _, _, unread in each.parts()),
    )
    order = [number for number, _ in groupby(_parts_in_order(parts, worn, read))]
    torn = {number for number in order if order.count(number) > 1}
    found.torn = len(torn)
    if told is not None:
        told += [f"    said, and stands nowhere: {word!r}" for word in strange]
        told += [f"    torn: {[poster.pieces[n].text for n in parts[number]]}" for number in sorted(torn)]
    return found


def _words(text: str) -> list[str]:
    return [word for each in _WORD.findall(text.lower()) if (word := each.strip(_BARE))]


def _is_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _parts_in_order(parts: Sequence[range], worn: Worn, read: PictureText) -> list[int]:
    """Return the part of each word that was read, in the order of the reading."""
    part_of = {piece: number for number, part in enumerate(parts) for piece in part}
    pieces = (piece_of(worn, word) for word in read.all_words)
    return [part_of[piece] for piece in pieces if piece is not None and piece in part_of]
