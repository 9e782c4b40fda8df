"""A table of HTML, when all of it has been read: a table of ours, or, where it only lays out a page, what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct, field

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.tables import CELL_GAP, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, amount

MOST_DEEP = 4  # tables within each other; what lies deeper is read as it stands
_MOST_DOWN = 1_000  # rows that a cell may reach over
_MOST_HEADS = 3  # rows of a header
_FILLED = 0.4  # of the cells of a table that is one
_NUMBERED = ("no", "nomor")
_BLANKS = re.compile(r"\s+")
_MORE = "…"  # in place of rows and columns that are not kept


class HtmlCell(Struct):
    """Cell of an HTML table. *head*: it is a <th>; *bold*: all its words are bold. *across* and *down* are its columns and
    rows."""

    head: bool = False
    across: int = 1
    down: int = 1
    blocks: list[Block] = field(default_factory=list)
    bold: bool = True

    @property
    def text(self) -> str:
        words = " ".join(block.text for block in self.blocks if block.kind is not BlockKind.PICTURE)
        return _BLANKS.sub(" ", words).strip()


class HtmlTable(Struct):
    """Parsed HTML table; *loose* are blocks outside of its cells."""

    layout: bool = False
    rows: list[list[HtmlCell]] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)

    def row(self) -> None:
        self.rows.append([])

    def cell(self, attributes: dict[str, str], *, head: bool) -> HtmlCell:
        made = HtmlCell(
            head, _span_count(attributes, "colspan", MOST_COLUMNS), _span_count(attributes, "rowspan", _MOST_DOWN)
        )
        if not self.rows:
            self.row()
        self.rows[-1].append(made)
        return made

    def blocks(self) -> Iterator[Block]:
        """Yield one table block, then the pictures in its cells.

        A table that only lays out a page is dissolved into the content of its cells; short rows become one line each.
        """
        yield from self.loose
        cells = [cell for row in self.rows for cell in row]
        kept_rows = self.rows[: MOST_ROWS + _MOST_HEADS + 1]
        grid = [] if self._lays_out([cell for row in kept_rows for cell in row]) else _grid(kept_rows)
        marks = [[cell.text for cell in row] for row in grid]
        kept = _worn(marks)
        rows = [[_value(row[n]) for n in kept] for row in marks]
        said = [row for row in rows if any(row)]
        if len(kept) < 2 or len(said) < 2 or _filled(said) < _FILLED:
            yield from self._as_it_stands()
            return
        heads = _heads([[row[n] for n in kept] for row in grid], rows)
        named = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[:heads], strict=True))
        header = named or ("",) * len(kept)
        body = [tuple(row) for row in rows[heads:] if any(row)]
        if len(kept) == 2 and not heads and _is_form(marks):
            yield from (Block(BlockKind.PARAGRAPH, ": ".join(filter(None, row))) for row in body)
        else:
            if len(body) > MOST_ROWS:
                body = [*body[:MOST_ROWS], (_MORE, *[""] * (len(kept) - 1))]
            if len(kept) > MOST_COLUMNS:
                body = [(*row[: MOST_COLUMNS - 1], _MORE) for row in body]
                header = (*header[: MOST_COLUMNS - 1], _MORE)
            yield Block(BlockKind.PARAGRAPH, "", rows=(header, *body))
        yield from (block for cell in cells for block in cell.blocks if block.kind is BlockKind.PICTURE)

    def _lays_out(self, cells: Sequence[HtmlCell]) -> bool:
        """Return whether the table only places things beside each other: it contains a table, long texts, headings, or
        mostly pictures."""
        pictured = sum(any(block.kind is BlockKind.PICTURE for block in cell.blocks) for cell in cells)
        return (
            self.layout
            or 2 * pictured > len(cells)
            or any(
                block.rows or block.kind is BlockKind.HEADING or len(block.text) > LONGEST_CELL
                for cell in cells
                for block in cell.blocks
            )
            or any(sum(len(block.text) for block in cell.blocks) > LONGEST_CELL for cell in cells)
        )

    def _as_it_stands(self) -> Iterator[Block]:
        for row in self.rows:
            plain = all(
                len(cell.blocks) < 2
                and all(block.kind is BlockKind.PARAGRAPH and not block.rows for block in cell.blocks)
                for cell in row
            )
            line = CELL_GAP.join(filter(None, (cell.text for cell in row)))
            if plain and len(line) <= LONGEST_CELL:
                yield from [Block(BlockKind.PARAGRAPH, line)] if line else []
            else:
                yield from (block for cell in row for block in cell.blocks)


def _span_count(attributes: dict[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


_NOTHING = HtmlCell(bold=False)


def _grid(rows: Sequence[Sequence[HtmlCell]]) -> list[list[HtmlCell]]:
    """Return the rows with the same length (WHATWG HTML, 4.9.12).

    A cell that spans rows stands in each of them. A header that spans columns stands in each, any other cell in the first.
    """
    grid: list[list[HtmlCell]] = []
    hanging: dict[int, tuple[int, HtmlCell]] = {}  # by column: for how many rows more
    for row in rows:
        made: dict[int, HtmlCell] = {n: cell for n, (_, cell) in hanging.items()}
        hanging = {n: (left - 1, cell) for n, (left, cell) in hanging.items() if left > 1}
        at = 0
        for cell in row:
            while at in made:
                at += 1
            for n in range(at, min(at + cell.across, MOST_COLUMNS + 1)):
                made[n] = cell if n == at or cell.head else _NOTHING
                if cell.down > 1:
                    hanging[n] = (cell.down - 1, made[n])
            at += cell.across
            if at > MOST_COLUMNS:
                break
        grid.append([made.get(n, _NOTHING) for n in range(max(made, default=-1) + 1)])
    wide = max(map(len, grid), default=0)
    return [[*row, *[_NOTHING] * (wide - len(row))] for row in grid]


def _worn(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the numbers of the columns that are not empty; a lone colon counts as empty."""
    return [n for n in range(len(rows[0]) if rows else 0) if any(row[n].strip(" :") for row in rows)]


def _value(cell: str) -> str:
    """Return *cell* without the leading colon that word processors put between a form's label and its value."""
    return cell[1:].strip() if cell.startswith(":") else cell


def _filled(rows: Sequence[Sequence[str]]) -> float:
    return sum(bool(cell) for row in rows for cell in row) / max(1, sum(map(len, rows)))


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether each row is a label, a colon and a value, as in a form."""
    said = [row for row in rows if any(row)]
    return all(any(cell.startswith(":") or cell.endswith(":") for cell in row) for row in said)


def _heads(grid: Sequence[Sequence[HtmlCell]], rows: Sequence[Sequence[str]]) -> int:
    """Count the rows of the header: those of <th>, else the first row if it alone is bold or has words above numbers."""
    marked = sum(1 for _ in takewhile(lambda row: all(cell.head or not cell.text for cell in row), grid))
    if 0 < marked < len(rows):
        return min(marked, _MOST_HEADS)

    def bold(row: Sequence[HtmlCell]) -> bool:
        return all(cell.bold or not cell.text for cell in row)

    first, rest = rows[0], rows[1:]
    words = all(first) and not any(amount(cell) is not None for cell in first)
    if words and bold(grid[0]) and not all(map(bold, grid[1:])):
        return 1
    numbered = first[0].lower().rstrip(".") in _NUMBERED
    over = any(
        any(row[n] for row in rest) and all(amount(r[n]) is not None or not r[n] for r in rest)
        for n in range(len(first))
    )
    return 1 if words and (numbered or over) else 0
