"""Words to lines and blocks in the order in which people read them. Pure.

Columns and boxes are read one after the other, tables row by row. Both are lines that stand beside each other with a gutter of
white between them; `_is_table` tells them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from statistics import fmean, median

from msgspec import Struct

from content_cache.model.picture_text import Region, TextBlock, TextLine, Word, around
from content_cache.ocr.doubt import doubts
from content_cache.ocr.readable import PAGE, Grounds
from content_cache.ocr.words import Found

_APART = 0.9  # heights of a line: words that are further apart may stand in two columns
_BESIDE = 0.6  # share of the lower line's height by which adjacent lines overlap
_NEXT = 1.8  # heights of a line between rows of one region
_ALONE, _PERHAPS = 1.0, 2.2  # and in a column where the row has nothing in others; perhaps, where others go on after it
_USUAL = 1.3  # times the widest gap in that column
_ALIGNED = 0.6  # of the rows of a table have cells in several columns
_LARGER = (
    1.6  # times the height beside it, which is less without descenders: a fact in large letters is no table's cell
)
_STEP = 1.3  # times the least step from row to row of a table
_LABEL_WORDS, _CELL_WORDS = 2.5, 3.0  # in the mean: a table's first column has labels, lines of text are longer
_NUMBERS = 0.6  # of a column's cells
_SHORT = 4  # lines of a box that are told as one

Place = Callable[[Found], Found]


class _Run(Struct, frozen=True):
    """Adjacent words of one line, on one ground and one panel."""

    words: tuple[Found, ...]
    box: Region
    ground: int
    panel: int

    @property
    def block(self) -> int:
        return self.words[0].block

    @property
    def high(self) -> float:
        return self.box.bottom - self.box.top


_Row = list[_Run]
_Lines = list[_Row]


def _same(word: Found) -> Found:
    return word


def blocks_of(found: Sequence[Found], grounds: Grounds, place: Place = _same) -> tuple[TextBlock, ...]:
    """Return the blocks of a straight page in reading order. *place* maps a word of the page to its box in the picture."""
    shape = grounds.columns / grounds.rows
    blocks: list[TextBlock] = []
    for lines in _reading_order(_runs(found, grounds, place, shape), shape):
        told = tuple(_text_line([word for run in row for word in run.words], place) for row in lines)
        blocks.append(TextBlock(around([line.box for line in told]), told))
    return tuple(blocks)


def _text_line(words: Sequence[Found], place: Place) -> TextLine:
    found = zip(words, doubts(words), strict=True)
    return TextLine(tuple(Word(word.text, place(word).box, word.confidence, doubtful) for word, doubtful in found))


def _runs(found: Sequence[Found], grounds: Grounds, place: Place, shape: float) -> list[_Run]:
    """Split each line of words where a gap is wide, or where the ground or panel changes."""
    runs: list[_Run] = []
    for _, line in groupby(found, key=lambda word: (word.block, word.line)):
        parts: list[list[Found]] = []
        grounds_of: list[tuple[int, int]] = []
        for word in line:
            on = _standing(place(word).box, grounds)
            gap = (word.box.left - parts[-1][-1].box.right) * shape if parts else 0.0
            high = max(each.box.bottom - each.box.top for each in (word, *(parts[-1] if parts else ())))
            if (
                parts
                and grounds_of[-1][0] == on[0]
                and gap <= _APART * high
                and (grounds_of[-1] == on or gap < high / 2)
            ):
                parts[-1].append(word)
            else:
                parts.append([word])
                grounds_of.append(on)
        for words, (ground, panel) in zip(parts, grounds_of, strict=True):
            runs.append(_Run(tuple(words), around([word.box for word in words]), ground, panel))
    return runs


def _standing(box: Region, grounds: Grounds) -> tuple[int, int]:
    """Return the ground of a word, and the panel found on most of its sides; under heavy letters itself another one would
    be seen."""
    x, y, air = (box.left + box.right) / 2, (box.top + box.bottom) / 2, (box.bottom - box.top) / 4
    sides = ((box.left - air, y), (box.right + air, y), (x, box.top - air), (x, box.bottom + air))
    panels = Counter(panel for side in sides if (panel := grounds.panel_at(*side)))
    return grounds.at(x, y), panels.most_common(1)[0][0] if panels else 0


def _reading_order(runs: Sequence[_Run], shape: float) -> list[_Lines]:
    """Return blocks of lines in reading order: regions of columns, and other lines grouped as by Tesseract."""
    bands = _bands(runs)
    blocks: list[_Lines] = []
    at, key = 0, (-1, -1)
    while at < len(bands):
        region = _region(bands[at:], shape)
        if len(region) > 1 or len(bands[at]) > 1:
            key = (-1, -1)
            blocks += _columns([run for band in region for run in band], shape)
        else:
            (run,) = bands[at]
            if key == (run.block, run.ground):
                blocks[-1].append([run])
            else:
                blocks.append([[run]])
            key = (run.block, run.ground)
        at += len(region)
    return blocks


def _bands(runs: Sequence[_Run]) -> list[_Row]:
    """Group runs at the same height into bands, from the top; each band is ordered from the left."""
    bands: list[_Row] = []
    for run in sorted(runs, key=lambda run: run.box.top):
        if bands and any(_are_beside(run.box, other.box) for other in bands[-1]):
            bands[-1].append(run)
        else:
            bands.append([run])
    return [sorted(band, key=lambda run: run.box.left) for band in bands]


def _are_beside(one: Region, other: Region) -> bool:
    least = min(one.bottom - one.top, other.bottom - other.top)
    return min(one.bottom, other.bottom) - max(one.top, other.top) > (1 - _BESIDE) * least


def _region(bands: Sequence[_Row], shape: float) -> list[_Row]:
    """Return the leading bands that share a gutter and so form columns; only the first band if there is no gutter."""
    begun = _leading_bands(bands, shape)
    region = list(bands[:begun])
    columns = _split(_all(region), shape)
    if len(columns) < 2:
        return region
    sure, waiting = begun, set[int]()
    for band in bands[begun:]:
        both = _split([*_all(region), *band], shape)
        going = _going_on(columns, band) if len(both) > 1 else None
        if going is None:
            break
        region.append(band)
        columns = both
        if going < 0 or waiting - {going}:
            sure, waiting = len(region), set()
        else:
            waiting.add(going)
    return region[:sure]


def _leading_bands(bands: Sequence[_Row], shape: float) -> int:
    """Return the number of bands with which a region begins.

    It is more than one if two columns begin at different heights.
    """
    if len(bands[0]) > 1:
        return 1
    for count in range(2, len(bands) + 1):
        columns = _split(_all(bands[:count]), shape)
        if len(columns) > 1:
            boxed = {run.panel for run in _all(bands[:count])}
            return count if _sides(columns) or (len(boxed) == 1 and min(boxed) > PAGE) else 1
        if any(run.panel != bands[0][0].panel for run in bands[count - 1]):
            break
    return 1


def _all(bands: Sequence[_Row]) -> list[_Run]:
    return [run for band in bands for run in band]


def _going_on(columns: Sequence[_Row], band: _Row) -> int | None:
    """Return whether *band* continues the *columns* above it: -1 yes, None no.

    The number of a column means that it continues this column if others are continued too.
    """
    if _sides(columns):
        own = {run.panel for column in columns for run in column}
        return -1 if all(run.panel in own or not run.panel for run in band) else None
    high = median(run.high for run in band)
    top = min(run.box.top for run in band)
    met = [
        number
        for number, column in enumerate(columns)
        if any(_above(one.box, run.box) for one in column for run in band)
    ]
    if len(met) > 1:
        return -1 if top - max(run.box.bottom for column in columns for run in column) <= _NEXT * high else None
    (number,) = met or (0,)
    lines = _bands(columns[number])
    last = lines[-1][-1]
    high, gap = max(high, last.high), top - last.box.bottom
    if not met or gap > _PERHAPS * high or (last.panel and band[0].panel and last.panel != band[0].panel):
        return None
    usual = max((below[0].box.top - above[0].box.bottom for above, below in pairwise(lines)), default=0.0)
    return -1 if gap <= max(_ALONE * high, _USUAL * usual) else number


def _above(one: Region, other: Region) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _sides(columns: Sequence[_Row]) -> list[_Row]:
    """Return *columns* with neighbours on the same panel merged, or [] unless each then has a panel of its own.

    A panel that is too small has the number 0.
    """
    sides: list[_Row] = []
    panels: list[set[int]] = []
    for column in columns:
        on = {run.panel for run in column if run.panel}
        if panels and panels[-1] == on:
            sides[-1] = [*sides[-1], *column]
        else:
            sides.append(column)
            panels.append(on)
    own = set[int]().union(*panels)
    return sides if len(own) == len(panels) > 1 and all(len(on) == 1 for on in panels) else []


def _split(runs: Sequence[_Run], shape: float) -> list[_Row]:
    """Split runs into columns at gutters: gaps that no run crosses, as wide as the gap between two columns."""
    columns: list[_Row] = []
    end = -1.0
    least = _APART * min((run.high for run in runs), default=0.0) / shape
    for run in sorted(runs, key=lambda run: run.box.left):
        if not columns or run.box.left - end > least:
            columns.append([])
        columns[-1].append(run)
        end = max(end, run.box.right)
    return columns


def _columns(runs: list[_Run], shape: float) -> list[_Lines]:
    columns = _split(runs, shape)
    rows = _bands(runs)
    if len(columns) < 2:
        return [[[run] for run in sorted(runs, key=lambda run: (run.box.top, run.box.left))]]
    sides = _sides(columns)
    if not sides and _is_table(columns, rows):
        return [rows]
    columns = sides or columns
    return [block for column in columns for block in _whole(_reading_order(column, shape))]


def _is_table(columns: Sequence[_Row], rows: Sequence[_Row]) -> bool:
    """Return whether rows are read across as a table.

    In most of them a label and its value stand side by side, in letters of one height.
    """
    if len(rows) == 1 and all(len(_bands(column)) == 1 for column in columns):
        return True
    if len(rows) <= 2:  # labels with a value below each
        return False
    heights = [median(run.high for run in column) for column in columns]
    if max(heights) > _LARGER * min(heights):
        return False
    lines = [_bands(column) for column in columns]
    shared = sum(len({n for n, column in enumerate(columns) if any(run in column for run in row)}) > 1 for row in rows)
    if shared < _ALIGNED * len(rows) or max(map(len, lines)) > len(rows):
        return False
    words = [fmean(sum(len(run.words) for run in line) for line in each) for each in lines]
    if len(columns) == 2:
        return words[0] <= _LABEL_WORDS
    return _has_numbers(columns) or (min(words) < _CELL_WORDS and _is_regular(rows[1:]))


def _has_numbers(columns: Sequence[_Row]) -> bool:
    """Return whether a column other than the first consists of numbers below its header."""
    cells = [[any(map(str.isdigit, run.words[0].text)) for run in column[1:]] for column in columns[1:]]
    return any(sum(each) > _NUMBERS * len(each) for each in cells)


def _is_regular(rows: Sequence[_Row]) -> bool:
    """Return whether rows are equally spaced; the fields of a card are not."""
    steps = [below[0].box.top - above[0].box.top for above, below in pairwise(rows)]
    return not steps or max(steps) <= _STEP * min(steps)


def _whole(blocks: list[_Lines]) -> list[_Lines]:
    """Return the few lines of a box, such as a label and its value, as one block."""
    lines = [line for block in blocks for line in block]
    return [lines] if len(lines) <= _SHORT else blocks
