"""Tables of an item, and how the columns of one share a width. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Item
from content_cache.model.tables import Rows, columns_of

_GAP = 1.5  # letters between columns
_WRAPPED = 12  # letters: a longer text may be wrapped
_AIR = 0.6  # letters: digits are a little wider than the average
_HEADER = 0.85  # text size of headers, as a factor of other text
_WIDEST = 34  # letters that a column of texts is given at most, where another has need of the room
CHANGED = 10
"""Letters that a change needs: its arrow, "naik 7.000"."""


def shares(rows: Rows, room: float, *, changed: bool) -> tuple[float, ...] | None:
    """Return each column's share of a width of *room* letters, so that no word or number is split.

    With *changed* the last one is the column of changes. `None` if there is no room for that: each row is then a card.
    """
    columns = columns_of(rows)
    needs = [_needs([row[n] for row in rows], number=one.number) for n, one in enumerate(columns.columns)]
    least = [least for least, _ in needs] + [float(CHANGED)] * changed
    room -= _GAP * (len(least) - 1)
    if sum(least) > room:
        return None
    wanted = [min(most, _WIDEST) for _, most in needs] + [float(CHANGED)] * changed
    lacking = [max(0.0, most - few) for few, most in zip(least, wanted, strict=True)]
    spare = room - sum(least)
    part = min(1.0, spare / sum(lacking)) if sum(lacking) else 0.0
    got = [few + part * lack for few, lack in zip(least, lacking, strict=True)]
    return tuple(one / sum(got) for one in got)


def _needs(cells: Sequence[str], *, number: bool) -> tuple[float, float]:
    """Return the least and the greatest width of a column in letters: its longest word or number, and its longest
    cell in one line.
    """
    header, body = cells[0], cells[1:]
    longest = max([len(cell) for cell in body] + [_HEADER * len(header)])
    parts = body if number else [word for cell in body for word in cell.split()]
    words = max([len(part) for part in parts] + [_HEADER * len(word) for word in header.split()], default=1)
    if number:
        words, longest = words + _AIR, longest + _AIR
    return float(max(words, 2 if number else min(longest, _WRAPPED), 2)), float(max(longest, 2))


def tables(item: Item) -> list[int]:
    """Return the indices of *item*'s blocks that are tables."""
    return [n for n, block in enumerate(item.blocks) if block.rows]
