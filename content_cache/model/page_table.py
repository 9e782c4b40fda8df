"""Tables in the text of a page, by where its words stand: which words are a cell, which cells a row, and how a row is told. Pure.

A table is seen where its columns are clear: nothing stands in two of them, most rows have them all, one holds numbers. What is not
clear stays the lines that it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from content_cache.model.picture_text import Region, TextLine, Word, around
from content_cache.model.tables import MOST_COLUMNS, MOST_ROWS, Rows, amount, columns_of

_APART = 2.0  # letters: a wider gap parts two cells
_LEAST_ROWS = 3  # with all columns, the header among them
_MOST_HEADER = 3  # lines
_MOST_NUMBERS = 0.6  # share of a column's cells: more make it one of numbers
_MOST_WORDS = 5  # mean per cell of a column: more are lines of a text
_WRAPPED = 0.75  # share of the usual row spacing: a lone cell this near the row above continues it
_CODE = re.compile(r"(?:\d{1,3}|[A-Za-z])(?:\.\d{1,4})*\.?", re.ASCII)
_CODES = ("no", "nomor", "kode", "kd")
_MONEY = ("rp", "rp.", "rupiah")


class TextCell(Struct, frozen=True):
    box: Region
    text: str


class TextTable(Struct, frozen=True):
    """Table found in lines of text.

    *rows* has the header first. *ends* has, for each row, how many of the lines are used up by its end. *before* and
    *after* are how many lines stand above and below the table.
    """

    rows: Rows
    before: int
    after: int
    ends: tuple[int, ...]


class _Grid(Struct, frozen=True):
    """Rows of cells, beginning on line *first*. *ends* has, for each row, how many of the lines are used up by its end."""

    rows: list[list[str]]
    first: int
    ends: list[int]


def cells(line: TextLine) -> tuple[TextCell, ...]:
    """Return the cells of a line from the left: words that stand close together."""
    letters = sum(len(word.text) for word in line.words)
    if not letters:
        return ()
    wide = sum(word.box.right - word.box.left for word in line.words) / letters
    groups: list[list[Word]] = []
    for word in line.words:
        if groups and word.box.left - groups[-1][-1].box.right <= _APART * wide:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(TextCell(around([w.box for w in group]), " ".join(w.text for w in group)) for group in groups)


def stand_below(one: TextLine, other: TextLine) -> bool:
    """Return whether both lines may be rows of one table: at least two cells of *one* stand above cells of *other*."""
    above, below = cells(one), cells(other)
    if max(len(above), len(below)) > MOST_COLUMNS:
        return False
    pairs = [(a, b) for a in above for b in below if _beside(a.box, b.box) > 0]
    return len({a for a, _ in pairs}) >= 2 and len({b for _, b in pairs}) >= 2


def table_in(lines: Sequence[TextLine]) -> TextTable | None:
    """Return the table that the lines of a block form, or None if no columns are clear."""
    grid = _grid(lines)
    return None if grid is None else _headed(grid, len(lines))


def rows_of_table(lines: Sequence[TextLine]) -> range:
    """Return the range of *lines* that are rows of a table, which may lack a header.

    It is empty if no columns are clear, no column has numbers, or a column has sentences.
    """
    grid = _grid(lines)
    if grid is None:
        return range(0)
    columns = list(zip(*grid.rows, strict=True))
    many = _MOST_NUMBERS * (len(grid.rows) - 1)  # the first may be the header
    if not any(sum(amount(cell) is not None for cell in column) > many for column in columns):
        return range(0)
    if any(sum(len(cell.split()) for cell in column) > _MOST_WORDS * len(column) for column in columns):
        return range(0)
    return range(grid.first, grid.ends[-1])


def _grid(lines: Sequence[TextLine]) -> _Grid | None:
    """Return the rows and columns of *lines*, or None if they are not clear or a word is doubtful."""
    if any(word.doubtful for line in lines for word in line.words):
        return None
    parted = [cells(line) for line in lines]
    counts = Counter(len(each) for each in parted if len(each) > 1)
    count = max(counts, key=lambda n: (counts[n], n), default=0)
    first = next((n for n, each in enumerate(parted) if len(each) > 1), 0)
    last = max((n for n, each in enumerate(parted) if len(each) > 1), default=-1)
    inside = parted[first : last + 1]
    whole = [each for each in inside if len(each) == count]
    if max(map(len, parted), default=0) > MOST_COLUMNS or len(lines) > MOST_ROWS:
        return None
    if count < 2 or len(whole) < max(_LEAST_ROWS, len(inside) / 2):
        return None
    columns = [(min(row[n].box.left for row in whole), max(row[n].box.right for row in whole)) for n in range(count)]
    if any(right >= left for (_, right), (left, _) in pairwise(columns)):
        return None
    rows: list[list[str]] = []
    ends: list[int] = []
    pitch = median(b.box.top - a.box.top for a, b in pairwise(lines[first : last + 1]))
    for number, each in enumerate(inside, first):
        row = _placed(each, columns)
        if row is None:
            return None
        near = number > first and lines[number].box.top - lines[number - 1].box.top < _WRAPPED * pitch
        if rows and near and sum(map(bool, row)) == 1 and not any(amount(cell) is not None for cell in row):
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], row, strict=True)]
            ends[-1] = number + 1
        else:
            rows.append(row)
            ends.append(number + 1)
    return _Grid(rows, first, ends)


def _beside(one: Region, other: Region) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _placed(line: Sequence[TextCell], columns: Sequence[tuple[float, float]]) -> list[str] | None:
    """Return the text for each of *columns*, "" where the line has none.

    Return None if a cell spans two columns or a column has two cells.
    """
    row = [""] * len(columns)
    for cell in line:
        over = [n for n, (left, right) in enumerate(columns) if min(cell.box.right, right) > max(cell.box.left, left)]
        if len(over) != 1 or row[over[0]]:
            return None
        row[over[0]] = cell.text
    return row


def _headed(grid: _Grid, lines: int) -> TextTable | None:
    """Build the table with its header lines joined, without codes and the row that numbers the columns.

    Returns None if the grid has no header, too few rows or no column of numbers.
    """
    rows, ends = grid.rows, grid.ends
    wide = len(rows[0])
    named = [row[0] for row in rows if not _CODE.fullmatch(row[0])]
    codes = 1 if wide > 2 and all(not name or name.lower().startswith(_CODES) for name in named) else 0
    head = next((n for n, row in enumerate(rows) if any(amount(cell) is not None for cell in row[codes:])), 0)
    if not 0 < head <= _MOST_HEADER or len(rows) - head < _LEAST_ROWS - 1:
        return None
    header = [" ".join(filter(None, (row[n] for row in rows[:head]))) for n in range(wide)]
    body, ends = rows[head:], ends[head - 1 :]
    if body[0] == [str(n + 1) for n in range(wide)]:
        body, ends = body[1:], ends[1:]
    found = [tuple(row[codes:]) for row in (header, *body)]
    numbers = [
        n
        for n in range(wide - codes)
        if sum(amount(row[n]) is not None for row in found[1:]) > _MOST_NUMBERS * len(body)
    ]
    return (
        TextTable(tuple(found), grid.first, lines - grid.ends[-1], tuple(ends)) if numbers and any(found[0]) else None
    )


def told_rows(rows: Rows, quiet: Callable[[str], str]) -> tuple[str, ...]:
    """Return each row of the body as a sentence to read aloud: "Dana desa: Rp942.118.000."; of several columns with their
    headers.

    *quiet* gives words in capitals their usual case.
    """
    columns = columns_of(rows)
    others = [n for n in columns.others if n != columns.measure]
    told = []
    for row in rows[1:]:
        parts = []
        for n in others:
            if row[n] in ("", "-", "–", "…"):
                continue
            column, cell = columns.columns[n], row[n]
            if amount(cell) is not None and column.unit.lower() in _MONEY and not cell.lower().startswith("rp"):
                cell = f"Rp{cell}"
            parts.append(f"{quiet(column.header).lower()} {cell}".strip() if len(others) > 1 else cell)
        named = quiet(row[columns.key])
        if columns.measure >= 0 and row[columns.measure]:
            named = f"{named}, {row[columns.measure]}"
        told.append(f"{': '.join(filter(None, (named, ', '.join(parts))))}.")
    return tuple(told)
