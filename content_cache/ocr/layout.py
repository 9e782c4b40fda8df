"""Words to lines and blocks in the order in which people read them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from content_cache.model.picture_text import Box, TextBlock, TextLine, Word, around
from content_cache.ocr.doubt import doubts
from content_cache.ocr.readable import Grounds
from content_cache.ocr.words import Found

_SMALL_GAP = 0.003  # of the picture: what lies closer is not apart


def blocks_of(found: Sequence[Found], grounds: Grounds) -> tuple[TextBlock, ...]:
    """Blocks as they were found; words of one line that stand on different grounds are of different blocks: a side and what is
    beside it."""
    blocks: list[TextBlock] = []
    for _, words in groupby(found, key=lambda word: word.block):
        of_block = list(words)
        on = [grounds.at((w.box.left + w.box.right) / 2, (w.box.top + w.box.bottom) / 2) for w in of_block]
        for ground in dict.fromkeys(on):
            own = [word for word, number in zip(of_block, on, strict=True) if number == ground]
            lines = tuple(map(_line, _lines(own)))
            blocks.append(TextBlock(around([line.box for line in lines]), lines))
    return tuple(_in_order(blocks))


def _lines(words: Sequence[Found]) -> Iterator[list[Found]]:
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)


def _line(words: Sequence[Found]) -> TextLine:
    found = zip(words, doubts(words), strict=True)
    return TextLine(tuple(Word(word.text, word.box, word.confidence, doubtful) for word, doubtful in found))


def _in_order(blocks: list[TextBlock]) -> list[TextBlock]:
    """Sort the blocks into reading order by cuts of white through the whole: upper parts first, and left before right."""
    if len(blocks) < 2:
        return blocks
    columns = _apart(blocks, lambda box: (box.left, box.right))
    rows = _apart(blocks, lambda box: (box.top, box.bottom))
    if len(rows) > 1 and (len(columns) == 1 or not _are_columns(columns)):
        return [block for row in rows for block in _in_order(row)]
    if len(columns) > 1:
        return [block for column in columns for block in _in_order(column)]
    return sorted(blocks, key=lambda block: (block.box.top, block.box.left))


def _are_columns(groups: list[list[TextBlock]]) -> bool:
    """Whether what stands side by side is columns, to be read one after the other, and not a table's cells: each of several lines,
    wide enough for a few words."""
    return all(
        sum(len(block.lines) for block in group) >= 3
        and max(len(line.words) for block in group for line in block.lines) >= 2
        for group in groups
    )


def _apart(blocks: list[TextBlock], span: Callable[[Box], tuple[float, float]]) -> list[list[TextBlock]]:
    groups: list[list[TextBlock]] = []
    end = -1.0
    for block in sorted(blocks, key=lambda block: span(block.box)):
        start, stop = span(block.box)
        if not groups or start > end + _SMALL_GAP:
            groups.append([])
        groups[-1].append(block)
        end = max(end, stop)
    return groups
