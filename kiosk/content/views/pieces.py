"""A picture piece by piece: where one looks, in which order, so that its letters can be read. Pure.

Pieces follow the blocks of text that were found. Each is as wide as the screen; where its letters would be too small for that it
is looked at in several windows, from the left to the right. An upright picture without a text is looked at in bands from its top.
Sizes are in sp of the room that the screen has for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from math import ceil

from msgspec import Struct

from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, around
from kiosk.speech.indonesian.capitals import is_loud, sentence_case
from kiosk.speech.indonesian.page_numbers import is_page_number

UPRIGHT = 1.2
"""Height divided by width from which a picture counts as a poster, not as a photograph."""
MOST_ZOOM = 2.0
"""Greatest zoom, as a multiple of the stored pixels. Beyond it nothing more can be seen."""
_LEAST, _WANTED = 14.0, 18.0  # sp of a line of letters: smaller ones cannot be read at arm's length
_NARROWEST = 0.4  # least share of the picture's width in a window; less would not show where one is
_AIR = 0.03  # space beside a block, as a share of the picture
_OVERLAP = 0.12  # overlap of two windows, as a share of a window
_MOST = 40  # pieces: of a picture full of noise the blocks are taken together
_MUCH_TEXT = 15  # words of a picture that is there to be read
_EDGE = 0.1  # share of the height at the edges where a page number may stand
_COVERED = 0.08  # share of the picture that its text must cover to be its subject


class Piece(Struct, frozen=True):
    """Part of a picture.

    *window* is the part to be shown, *lit* the text block in it, None if none was found: both in fractions of the
    picture. *lines* are its spoken lines; later windows of the same block have none. *head* are the header lines of a
    table that began in an earlier piece. *printed*: the lines come from a document's file.
    """

    window: Region
    lit: Region | None = None
    lines: tuple[TextLine, ...] = ()
    head: tuple[TextLine, ...] = ()
    printed: bool = False

    @property
    def joined_text(self) -> JoinedText:
        return join_lines(self.lines, self.head, printed=self.printed)

    @property
    def is_whole(self) -> bool:
        """Return whether the piece's text block lies wholly in its window: half a letterhead says nothing."""
        box, window = self.lit, self.window
        return (
            box is not None
            and min(box.left - window.left, window.right - box.right) >= 0
            and min(box.top - window.top, window.bottom - box.bottom) >= 0
        )


class Scale(Struct, frozen=True):
    """Zoom geometry of a picture of *stored* px in a viewport of *room* sp."""

    room: tuple[float, float]
    stored: tuple[int, int]

    @property
    def shape(self) -> float:
        """Return the picture's height divided by its width."""
        wide, high = self.stored
        return high / wide if wide and high else 1.0

    @property
    def widest(self) -> float:
        """Return the width in sp that the whole picture has at the greatest zoom."""
        return max(MOST_ZOOM * self.stored[0], self.room[0])

    def part(self, width: float) -> tuple[float, float]:
        """Return the fractions (across, down) of a picture *width* sp wide that the viewport shows."""
        return min(1.0, self.room[0] / width), min(1.0, self.room[1] / (width * self.shape))


def is_read(text: PictureText | None) -> bool:
    """Return whether *text* is the subject of its picture, unlike a sign in a photograph."""
    if text is None or not text.blocks:
        return False
    if text.source == "author":
        return True
    covered = sum((b.box.right - b.box.left) * (b.box.bottom - b.box.top) for b in text.blocks)
    return len(text.all_words) >= _MUCH_TEXT and covered >= _COVERED


def pieces_of(text: PictureText | None, stored: tuple[int, int], room: tuple[float, float]) -> tuple[Piece, ...]:
    """Return the pieces of a picture in reading order; none for a photograph, which is shown whole.

    *stored* is its size in px, *room* the viewport in sp.
    """
    scale = Scale(room, stored)
    blocks = told_blocks(text) if text is not None else ()
    if any(block.box != Region() for block in blocks):
        printed = text is not None and text.source == "author"
        found = [piece for block in _few(blocks) for piece in _of_block(block, scale, printed=printed)]
        return tuple(found[:_MOST])
    if scale.shape < UPRIGHT and not blocks:
        return ()
    return tuple(_bands(blocks, scale))


def told_blocks(text: PictureText) -> tuple[TextBlock, ...]:
    """Return the blocks of *text* that are shown and read aloud: all but the page number of a document."""
    if text.source != "author":
        return text.blocks
    return tuple(block for block in text.blocks if not _is_page_number(block))


def _is_page_number(block: TextBlock) -> bool:
    """Return whether *block* is a page number at the edge, such as "2" or "Halaman 2 dari 4"."""
    at_edge = block.box.bottom < _EDGE or block.box.top > 1 - _EDGE
    return at_edge and len(block.lines) == 1 and is_page_number(block.lines[0].text)


def _few(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Merge neighbouring text blocks of a picture until at most `_MOST` remain, as a visitor steps from one to the next."""
    share = ceil(len(blocks) / _MOST)
    parts = [blocks[at : at + share] for at in range(0, len(blocks), share)]
    return [
        part[0] if len(part) == 1 else TextBlock(around([b.box for b in part]), tuple(i for b in part for i in b.lines))
        for part in parts
    ]


def _of_block(block: TextBlock, scale: Scale, *, printed: bool) -> Iterator[Piece]:
    box = block.box
    wide = min(1.0, max(_NARROWEST, box.right - box.left + 2 * _AIR))
    width = min(scale.room[0] / wide, scale.widest)
    letters = _height_of_a_line(block) * width * scale.shape
    if letters < _LEAST:
        width = min(scale.widest, width * _WANTED / max(letters, 1.0))
    across, down = scale.part(width)
    columns = _spans(box.left - _AIR, box.right + _AIR, across)
    head = _head(block)
    for place, rows in enumerate(_line_rows(block, down)):
        of_rows = around([line.box for line in rows]) if len(rows) < len(block.lines) else box
        top = (of_rows.top + of_rows.bottom - down) / 2
        for number, left in enumerate(columns):
            window = Region(left, top, left + across, top + down)
            yield Piece(_within(window), of_rows, () if number else rows, head if place else (), printed)


def _head(block: TextBlock) -> tuple[TextLine, ...]:
    """Return the header lines of the table in *block*; none if it holds no table."""
    if len(block.lines) <= _FEW_LINES:
        return ()
    from content_cache.model.page_table import table_in

    table = table_in(block.lines)
    return block.lines[table.before : table.ends[0]] if table is not None else ()


def _height_of_a_line(block: TextBlock) -> float:
    from statistics import median  # with it come fractions and random numbers: where a picture is looked at in pieces

    return median(line.box.bottom - line.box.top for line in block.lines) if block.lines else 0.0


def _line_rows(block: TextBlock, down: float) -> Iterator[tuple[TextLine, ...]]:
    """Yield the lines of *block* in groups that fit into a window *down* high (fraction of the picture)."""
    rows: list[TextLine] = []
    for line in block.lines:
        if rows and line.box.bottom - rows[0].box.top > down:
            yield tuple(rows)
            rows = []
        rows.append(line)
    yield tuple(rows)


def _spans(first: float, last: float, size: float) -> list[float]:
    """Return the starts of overlapping windows of *size* that cover *first* to *last*. A single window is centred."""
    length = last - first
    count = 1 if length <= size + _AIR else ceil((length - size) / (size * (1 - _OVERLAP))) + 1
    if count == 1:
        return [(first + last - size) / 2]
    return [first + number * (length - size) / (count - 1) for number in range(count)]


def _bands(blocks: Sequence[TextBlock], scale: Scale) -> Iterator[Piece]:
    """Yield bands of an upright picture from its top, together showing all of it.

    The lines of *blocks* are shared among them in order.
    """
    across, down = scale.part(scale.room[0])
    tops = _spans(0.0, 1.0, down)
    count = len(tops)
    lines = [line for block in blocks for line in block.lines]
    for number, top in enumerate(tops):
        share = lines[number * len(lines) // count : (number + 1) * len(lines) // count]
        yield Piece(Region(0.0, top, across, min(1.0, top + down)), None, tuple(share))


def _within(box: Region) -> Region:
    """Return *box* moved so that as little of it as possible lies outside the picture."""
    wide, high = box.right - box.left, box.bottom - box.top
    left, top = min(max(box.left, 0.0), max(1.0 - wide, 0.0)), min(max(box.top, 0.0), max(1.0 - high, 0.0))
    return Region(left, top, left + wide, top + high)


def nearest(pieces: Sequence[Piece], across: float, down: float) -> int:
    """Return the index of the piece nearest to the point *across*, *down* of the picture (fractions); -1 if there
    are no *pieces*.
    """

    def far(piece: Piece) -> float:
        box = piece.lit or piece.window
        beside = max(box.left - across, 0.0, across - box.right)
        above = max(box.top - down, 0.0, down - box.bottom)
        middle = abs((piece.window.left + piece.window.right) / 2 - across)
        return beside + above + middle / 100

    return min(range(len(pieces)), key=lambda number: far(pieces[number]), default=-1)


def on_an_item(texts: Iterable[PictureText | None]) -> Iterator[tuple[PictureText, TextBlock]]:
    """Yield the blocks of picture text that an item's own page shows and reads aloud, limited in number.

    The full-screen picture has all of them.
    """
    left = _MOST_LETTERS
    for text, block in islice(((each, part) for each in texts if each for part in told_blocks(each)), _MOST_BLOCKS):
        left -= len(block.text)
        if left < 0:
            return
        yield text, block


_MOST_LETTERS, _MOST_BLOCKS = 6_000, 60  # limits for all pictures of an item, beside its own text

IN_PICTURES = 1000
"""Number of the first text block in an item's pictures. Lower numbers are the item's own blocks."""
_FEW_LINES = 2  # are no table
_UNSURE = " (?)"  # behind what was not read surely


class JoinedText(Struct, frozen=True):
    """Lines as one text. *unread* are (start, end, line count) of parts that OCR did not read surely."""

    text: str
    unread: tuple[tuple[int, int, int], ...] = ()

    def parts(self) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, count) of each part of the text in order.

        *count* is the number of doubtful lines in the part, 0 if it can be read aloud.
        """
        at = 0
        for start, end, count in self.unread:
            if start > at:
                yield at, start, 0
            yield start, end, count
            at = end
        if at < len(self.text):
            yield at, len(self.text), 0


def join_lines(lines: Sequence[TextLine], head: Sequence[TextLine] = (), *, printed: bool = False) -> JoinedText:
    """Return *lines* of one block as one text, titles in capitals as sentences.

    A table becomes a line a row, such as "Dana desa: Rp942.118.000."; *head* are its header lines if they stand in an
    earlier piece. The line breaks of a poster are ignored. Of *printed* lines, from a document's file, breaks are kept
    unless the line was full.
    """
    if len(lines) + len(head) > _FEW_LINES and any(each.box != Region() for each in lines):
        from content_cache.model.page_table import table_in, told_rows

        if (table := table_in([*head, *lines])) is not None:
            above, below = lines[: max(table.before - len(head), 0)], lines[len(lines) - table.after :]
            told = [
                join_lines(above, printed=printed).text,
                *told_rows(table.rows, sentence_case),
                join_lines(below, printed=printed).text,
            ]
            return JoinedText("\n".join(filter(None, told)))
    if printed and any(each.box != Region() for each in lines):
        from content_cache.model.page_lines import stand_apart

        return _joined(lines, stand_apart(lines))
    return _joined(lines, frozenset())


def _joined(lines: Sequence[TextLine], apart: Set[int]) -> JoinedText:
    """Join *lines* into one text. Those numbered in *apart* begin a line of their own."""
    text = ""
    unread: list[tuple[int, int, int]] = []
    for number, (line, told) in enumerate(zip(lines, _as_sentences(lines, apart), strict=True)):
        at = 0
        if text:
            text += "\n" if number in apart else " "
        begins, doubtful = len(text), False
        for place, word in enumerate(line.words):
            text += " " if place else ""
            text += told[at : at + len(word.text)]
            at += len(word.text) + 1
            if word.doubtful:
                text += _UNSURE
                doubtful = True
        if doubtful:
            count = 1
            if unread and begins - unread[-1][1] <= 1:
                begins, _, before = unread.pop()
                count += before
            unread.append((begins, len(text), count))
    return JoinedText(text, tuple(unread))


def _as_sentences(lines: Sequence[TextLine], apart: Set[int]) -> Iterator[str]:
    """Yield the text of each line. Successive lines in capitals become one sentence: "ANGGARAN PENDAPATAN", "DAN BELANJA"."""
    parts: list[list[str]] = []
    goes_on = False
    for number, line in enumerate(lines):
        loud = is_loud(line.text) or sentence_case(line.text) != line.text
        if loud and goes_on and number not in apart:
            parts[-1].append(line.text)
        else:
            parts.append([line.text])
        goes_on = loud
    for part in parts:
        told = sentence_case(" ".join(part))
        for text in part:
            yield told[: len(text)]
            told = told[len(text) + 1 :]
