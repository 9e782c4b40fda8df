"""Cells of a table in which something stands that nobody has read. Pure, but for numpy.

Tesseract passes over a cell now and then ("1 - 60" in the last rows of a table). Where other rows have a number in that column the
cell is told as one in doubt: a row without it would be told as if there were none. Nothing else that is unread is marked: logos,
pictures and signs are most of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from content_cache.model.picture_text import Region, around
from content_cache.model.tables import MOST_COLUMNS
from content_cache.ocr.words import Found

if TYPE_CHECKING:
    import numpy as np

    Ink = np.ndarray[Any, Any]

UNREAD = "…"
"""Text of a word that stands for an unread cell; it is always doubtful."""

_GAP = 1.5  # heights of a row: what is further apart is another cell
_ALIGNED = 0.6  # heights of a row between the edges of one column's cells
_FAR = 4  # rows: a number further away is of another table
_MOST_WORDS = 600  # of a page that has tables, not pages of text
_TALL = (0.5, 1.5)  # heights of a row that what stands in a cell has
_DIGIT = re.compile(r"\d")


class _Cell(Struct, frozen=True):
    box: Region
    number: bool


def unread(found: Sequence[Found], ink: Ink, shape: float) -> list[Found]:
    """Return a doubtful word for each cell of a table that was not read.

    *ink* is True where the page has letters. *shape* is the page's width / height.
    """
    if len(found) > _MOST_WORDS:
        return []
    rows = [cells for row in _word_rows(found) if len(cells := _cells(row, shape)) <= MOST_COLUMNS]
    block = max((word.block for word in found), default=0)
    marked: list[Found] = []
    for number, row in enumerate(rows):
        near = [
            each
            for other in rows[max(number - _FAR, 0) : number + _FAR + 1]
            if other is not row
            for each in _numbers(other, row)
        ]
        low = min((cell.box for cell in row), key=_high)  # rules of the table make a box too high
        columns = (around([one, other]) for one, other in combinations(near, 2) if _aligned(one, other, shape))
        for column in columns:
            box = _standing(ink, column, low) if _is_free(row, column) else None
            if box is not None and not any(_touch(word.box, box) for word in found):
                block += 1
                marked.append(Found(block, (1, 1), UNREAD, box, 0.0, disputed=True))
                row.append(_Cell(box, number=True))
    return marked


def _word_rows(found: Sequence[Found]) -> list[list[Found]]:
    rows: list[list[Found]] = []
    for word in sorted(found, key=lambda word: word.box.top):
        high = word.box.bottom - word.box.top
        above = rows[-1][0].box if rows else Region(0, 0, 0, 0)
        if min(above.bottom, word.box.bottom) - max(above.top, word.box.top) > 0.5 * min(
            high, above.bottom - above.top
        ):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _cells(row: Sequence[Found], shape: float) -> list[_Cell]:
    groups: list[list[Found]] = []
    for word in sorted(row, key=lambda word: word.box.left):
        gap = _GAP * (word.box.bottom - word.box.top) / shape
        if groups and word.box.left - groups[-1][-1].box.right <= gap:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_Cell(around([word.box for word in group]), bool(_DIGIT.search(group[0].text))) for group in groups]


def _numbers(row: Sequence[_Cell], other: Sequence[_Cell]) -> list[Region]:
    """Return the boxes of the row's cells with numbers, if both rows begin at the same place and so may be of one table;
    else []."""
    if abs(row[0].box.left - other[0].box.left) > _high(row[0].box):
        return []
    return [cell.box for cell in row[1:] if cell.number]


def _aligned(one: Region, other: Region, shape: float) -> bool:
    near = _ALIGNED * min(_high(one), _high(other)) / shape
    return min(abs(one.left - other.left), abs(one.right - other.right)) <= near and one.top != other.top


def _is_free(row: Sequence[_Cell], column: Region) -> bool:
    return all(min(cell.box.right, column.right) <= max(cell.box.left, column.left) for cell in row)


def _touch(one: Region, other: Region) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) > max(one.top, other.top)


def _standing(ink: Ink, column: Region, row: Region) -> Region | None:
    """Return the box of the ink in a column at the height of a row, or None.

    The ink must be as high as letters are, and must not continue above or below.
    """
    import numpy as np

    high, wide = ink.shape
    air = _high(row) / 2
    top, bottom = int(max(row.top - air, 0) * high), int(min(row.bottom + air, 1) * high)
    left, right = int(column.left * wide), int(column.right * wide)
    part = ink[top:bottom, left:right]
    down, across = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not down.size or down[0] == 0 or down[-1] == part.shape[0] - 1:
        return None
    tall = (down[-1] - down[0] + 1) / high / _high(row)
    if not _TALL[0] <= tall <= _TALL[1] or across.size < 0.3 * (down[-1] - down[0]):
        return None
    return Region(
        round((left + int(across[0])) / wide, 4), round((top + int(down[0])) / high, 4),
        round((left + int(across[-1]) + 1) / wide, 4), round((top + int(down[-1]) + 1) / high, 4),
    )  # fmt: skip


def _high(box: Region) -> float:
    return box.bottom - box.top
