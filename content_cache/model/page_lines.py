"""Lines of a page's text layer put in the order in which people read them, and to blocks. Pure.

Some programs write a table column by column: all names, then all amounts. Where what they wrote beside each other is a table, by
page_table's measure, it is read row by row; columns of sentences stay one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from content_cache.model.page_table import rows_of_table, stand_below
from content_cache.model.picture_text import Region, TextBlock, TextLine, Word, around

_APART = 0.8  # heights of a line between two blocks
_APART_IN_TABLES = 2.5  # between two rows
_LEVEL = 0.5  # share of the lower line's height: lines that overlap so much are one row
_OTHER_SIZE = 1.25  # times as high: a title, and what stands below it
_ENDS = (".", ":", ";", "!", "?")
_POINT = re.compile(r"[-–•*▪●]\s|(?:\d{1,2}|[a-z])[.)]\s")


def blocks_of(written: Iterable[Sequence[Word]]) -> tuple[TextBlock, ...]:
    """Group the lines of a page into blocks, in reading order. *written* has the words of each line in the order of the file."""
    return tuple(_blocks(_by_rows(_level(written))))


def stand_apart(lines: Sequence[TextLine]) -> frozenset[int]:
    """Return the indices of those *lines* of a block that do not continue the line above.

    A line does not if the one above had room for its first word, its letters have another size, or it begins a list item.
    Two lines of a title in capitals continue, and so does a line that begins with a small letter.
    """
    widest = max((line.box.right for line in lines), default=0.0)
    own = {
        number
        for number, (above, line) in enumerate(pairwise(lines), 1)
        if _POINT.match(line.text)
        or _of_other_letters(above, line)
        or (_begins(line) and not _both_loud(above, line) and _had_room(above, line, widest))
    }
    ended = {n for n in range(1, len(lines)) if lines[n - 1].text.endswith(_ENDS) and _begins(lines[n])}
    return frozenset(own | ended if own else own)


def _begins(line: TextLine) -> bool:
    return not line.text[:1].islower()


def _both_loud(above: TextLine, line: TextLine) -> bool:
    return above.text.isupper() and line.text.isupper()


def _of_other_letters(above: TextLine, line: TextLine) -> bool:
    low, high = sorted((_height(above.box), _height(line.box)))
    return _begins(line) and high > _OTHER_SIZE * low


def _had_room(above: TextLine, line: TextLine, widest: float) -> bool:
    word = line.words[0].box
    blank = (word.right - word.left) / max(1, len(line.words[0].text))
    return above.box.right + blank + word.right - word.left <= widest


def _level(written: Iterable[Sequence[Word]]) -> list[TextLine]:
    """Return lines: words at the same height that were written in succession are merged, from the left."""
    lines: list[list[Word]] = []
    above = Region()
    for words in written:
        box = around([word.box for word in words])
        if lines and _are_level(box, above):
            lines[-1] += words
            above = around([box, above])
        else:
            lines.append(list(words))
            above = box
    return [_joined_line(words) for words in lines]


def _joined_line(words: Iterable[Word]) -> TextLine:
    return TextLine(tuple(sorted(words, key=lambda word: word.box.left)))


def _by_rows(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield *lines* with each table replaced by its rows, at the place of its first line."""
    rows: list[list[int]] = []
    boxes = [line.box for line in lines]
    for number in sorted(range(len(lines)), key=lambda number: boxes[number].top):
        if rows and _are_level(boxes[number], boxes[rows[-1][0]]):
            rows[-1].append(number)
        else:
            rows.append([number])
    joined = [_joined_line(word for number in row for word in lines[number].words) for row in rows]
    begins: dict[int, list[TextLine]] = {}
    moved: set[int] = set()
    at = 0
    for block in _blocks(joined):
        table = rows_of_table(block.lines)
        of_table = rows[at + table.start : at + table.stop]
        if sum(len(row) > 1 for row in of_table) > len(of_table) / 2:
            own = {number for row in of_table for number in row}
            begins[min(own)] = joined[at + table.start : at + table.stop]
            moved |= own
        at += len(block.lines)
    for number, line in enumerate(lines):
        yield from begins.get(number, ())
        if number not in moved:
            yield line


def _blocks(lines: Iterable[TextLine]) -> Iterator[TextBlock]:
    some: list[TextLine] = []
    for line in lines:
        if some and not _belong(some[-1], line):
            yield TextBlock(around([each.box for each in some]), tuple(some))
            some = []
        some.append(line)
    if some:
        yield TextBlock(around([each.box for each in some]), tuple(some))


def _belong(above: TextLine, line: TextLine) -> bool:
    """Return whether *line* belongs to the block of the line *above*: the gap is small, or a little larger between rows of
    a table."""
    gap, high = line.box.top - above.box.bottom, _height(line.box)
    if gap < -high / 2 or gap > _APART_IN_TABLES * high:
        return False
    return gap <= _APART * high or stand_below(above, line)


def _are_level(one: Region, other: Region) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) >= _LEVEL * min(_height(one), _height(other)) > 0


def _height(box: Region) -> float:
    return box.bottom - box.top
