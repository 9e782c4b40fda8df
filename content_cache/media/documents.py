"""A document's pages, drawn a few at a time in bounded children, and kept as pictures: the parent's side.

A page that kills its child, or takes too long, is left out; with the second such one, or when all together takes too long, the rest
of the document is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from content_cache.jobs.sandbox import Bounded
from content_cache.media.drafts import FileDraft, KeptFile
from content_cache.media.pages import LIBRARY, DrawnDocument, draw
from content_cache.model.errors import CacheError, Code, FormatError, StoppedError
from content_cache.model.picture_text import MOST_TEXT, PictureText, Region, TextBlock, TextLine, Word
from content_cache.text.plain import clean_line

MOST_PAGES = 60
_AT_ONCE = 6  # pages of one child
_LONGEST = 10  # times the seconds that a child has: of the whole document
_MOST_LOST = 2  # pages that killed their child
_LEAST_LETTERS = 12  # of a page's text layer: fewer are a scanner's mark, and OCR reads the page
_LONGEST_WORD = 100


class DocumentPage(Struct, frozen=True):
    """Stored page of a document, counted from 1. *text* is the file's text layer, None if it has none."""

    number: int
    kept: KeptFile
    text: PictureText | None = None


class Document(Struct, frozen=True):
    """Stored document. *count* is its number of pages; *pages* are the first of them that are stored, 1 to MOST_PAGES."""

    count: int
    pages: tuple[DocumentPage, ...]


def read_document(
    body: BinaryIO, folder: Path, *, bounded: Bounded, seconds: float, room: Callable[[], bool] = lambda: True
) -> Document:
    """Draw the pages of a document as pictures in *folder*, named after their content.

    *seconds* is the deadline of each child. *room* returns whether the disk has space left. Raise FormatError if no page
    can be drawn; OSError, StoppedError.
    """
    ends = time.monotonic() + _LONGEST * seconds
    count, lost, next_page, error = MOST_PAGES, 0, 0, FormatError(Code.NO_DOCUMENT, reason="")
    most = _AT_ONCE
    pages: list[DocumentPage] = []
    while next_page < min(count, MOST_PAGES) and lost < _MOST_LOST and time.monotonic() < ends:
        if not room():
            error = FormatError(Code.NO_ROOM)
            break
        wanted = min(most, MOST_PAGES - next_page)
        try:
            count, some = _some(body, folder, bounded, seconds, next_page, wanted)
        except (FormatError, StoppedError):
            raise
        except CacheError as killed:
            error = FormatError(Code.NO_DOCUMENT, reason=killed.problem.code)
            if most == 1:
                lost, next_page = lost + 1, next_page + 1
            most = 1  # each alone from now on, where it can only harm itself
            continue
        pages += some
        next_page += wanted
    if not pages:
        raise error
    return Document(max(count, pages[-1].number), tuple(pages))


def _some(
    body: BinaryIO, folder: Path, bounded: Bounded, seconds: float, first: int, wanted: int
) -> tuple[int, list[DocumentPage]]:
    """Draw up to *wanted* pages from page *first* (counted from 0) in one child.

    Returns the document's page count and the pages that were drawn. Raises CacheError, OSError.
    """
    with ExitStack() as stack:
        drafts = []
        for _ in range(wanted):
            drafts.append(draft := FileDraft(folder))
            stack.callback(draft.close)
        goings = tuple((draft.file.fileno(), draft.small.fileno()) for draft in drafts)
        handed = (body.fileno(), *chain.from_iterable(goings))
        opened: DrawnDocument = bounded(
            seconds, draw, body.fileno(), first, goings, handed=handed, reserving=(LIBRARY,)
        )
        if opened.count <= 0 or len(opened.drawn) > wanted:
            raise CacheError(Code.CHILD_ANSWER, name="draw")
        pages = []
        for n, (draft, drawn) in enumerate(zip(drafts, opened.drawn, strict=False)):
            if drawn.made.error is None and drawn.made.ending == ".jpg":
                pages.append(DocumentPage(first + n + 1, draft.keep_file(drawn.made), believed(drawn.text)))
        return opened.count, pages


def believed(told: PictureText) -> PictureText | None:
    """Return a text layer cleaned, bounded and within its page, since the file may contain anything; None if hardly any
    text is left."""
    left, blocks = MOST_TEXT, []
    for block in told.blocks:
        lines = []
        for line in block.lines:
            words = []
            for word in line.words:
                text = clean_line(word.text, _LONGEST_WORD)
                left -= len(text) + 1
                if text and left >= 0:
                    words.append(Word(text, _within(word.box)))
            if words:
                lines.append(TextLine(tuple(words)))
        if lines:
            blocks.append(TextBlock(_within(block.box), tuple(lines)))
    found = PictureText(tuple(blocks), "author")
    letters = sum(character.isalnum() for character in found.text)
    unknown = found.text.count("\ufffd")  # of a font that does not say which letters its shapes are
    return found if letters >= max(_LEAST_LETTERS, 4 * unknown) else None


def _within(box: Region) -> Region:
    sides = [min(max(side, 0.0), 1.0) if isfinite(side) else 0.0 for side in (box.left, box.top, box.right, box.bottom)]
    return Region(min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3]))
