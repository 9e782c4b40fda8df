"""Pages of a document drawn, and their text layer read: what the bounded child does of it, from descriptor to descriptor.

PDFium draws (pypdfium2), built without JavaScript and without forms that act. Poppler, Debian's, was measured beside it on the
same files (x86-64, 12 pages of a budget at 2560 pixels): 1.1 s and 36 MB where PDFium takes 1.9 s and 88 MB, and 47 MB where
PDFium takes 189 MB for a picture of 30,000 x 30,000. But Poppler is a program: its child would need the right to start it, and the
fonts and configuration of the system to draw with; and it worked at a bomb of white space for 17 s where PDFium gave up at once.
PDFium lies beside Pillow and lxml: a wheel pinned by its hash, whose fixes come with the signed updates of the program as theirs
do, on a village's kiosk and on a laptop alike; Chromium's makers fuzz it day and night. Debian's fixes of Poppler would come no
sooner: the appliance's system is renewed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Struct

from content_cache.jobs.limits import AnswerBytes
from content_cache.media.convert import LARGEST, ConvertResult, thumbnail, written
from content_cache.model.errors import Code, FormatError
from content_cache.model.page_lines import blocks_of
from content_cache.model.picture_text import MOST_TEXT, PictureText, Region, Word
from content_cache.model.problems import quoted

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

LIBRARY = "pypdfium2"
_PASSWORD = "password"  # noqa: S105 - the word by which PDFium tells that it wants one


class DrawnPage(Struct, frozen=True):
    """Result of drawing one page, with the text that its file contains."""

    made: ConvertResult = ConvertResult()
    text: PictureText = PictureText()


class DrawnDocument(Struct, frozen=True):
    """Number of a document's pages, and those that were drawn."""

    count: int
    drawn: tuple[DrawnPage, ...] = ()


def draw(
    coming: int, first: int, goings: tuple[tuple[int, int], ...]
) -> Annotated[DrawnDocument, AnswerBytes(2_000_000)]:
    """Draw the pages from number *first* (from 0) on, one for each pair of descriptors (large and small picture).

    Raise FormatError if the document cannot be opened.
    """
    import pypdfium2

    try:
        with open(coming, "rb", closefd=False) as file:
            file.seek(0)
            document = pypdfium2.PdfDocument(file.read())
        count = len(document)
        if not count:
            raise FormatError(Code.NO_DOCUMENT, reason="no pages")
    except pypdfium2.PdfiumError as error:
        if _PASSWORD in str(error).lower():
            raise FormatError(Code.DOCUMENT_LOCKED) from error
        raise FormatError(Code.NO_DOCUMENT, reason=quoted(error)) from error
    pages = zip(range(first, count), goings, strict=False)
    return DrawnDocument(count, tuple(_drawn(document, number, *going) for number, going in pages))


def _drawn(document: PdfDocument, number: int, going: int, small: int) -> DrawnPage:
    try:
        page = document[number]
        width, height = page.get_size()
        scale = (LARGEST - 0.5) / max(width, height)  # PDFium rounds up
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        with open(going, "wb", closefd=False) as file:
            file.write(written(picture, drawn=False)[0])
        with open(small, "wb", closefd=False) as file:
            file.write(thumbnail(picture))
        return DrawnPage(ConvertResult(".jpg"), PictureText(blocks_of(_word_lines(page, picture.size))))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a page that is damaged leaves the others
        return DrawnPage(ConvertResult(error=FormatError(Code.NO_DOCUMENT, reason=quoted(error)).problem))


def _word_lines(page: PdfPage, size: tuple[int, int]) -> Iterator[list[Word]]:
    """Yield the page's words line by line, in the order of the file; *size* is the drawn page in px."""
    text = page.get_textpage()
    count = min(text.count_chars(), MOST_TEXT)
    characters = text.get_text_range(0, count) if count else ""
    if len(characters) != count:  # beyond Unicode's first plane: PDFium counts them twice
        characters = "".join(text.get_text_range(n, 1)[:1] or " " for n in range(count))
    words: list[Word] = []
    begun = 0
    for n, character in enumerate(characters + "\n"):
        if not character.isspace():
            continue
        if n > begun:
            words.append(Word(characters[begun:n], _box(page, text, begun, n, size)))
        begun = n + 1
        if character in "\r\n" and words:
            yield words
            words = []


def _box(page: PdfPage, text: Any, begun: int, end: int, size: tuple[int, int]) -> Region:
    """Return the box around the characters *begun* to *end*, in fractions of the picture; *size* is in px."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    corners = [text.get_charbox(n, loose=True) for n in range(begun, end)]
    across, down = [], []
    for x, y in ((min(c[0] for c in corners), min(c[1] for c in corners)),
                 (max(c[2] for c in corners), max(c[3] for c in corners))):  # fmt: skip
        at_x, at_y = c_int(), c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(at_x), byref(at_y))
        across.append(min(max(at_x.value / size[0], 0.0), 1.0))
        down.append(min(max(at_y.value / size[1], 0.0), 1.0))
    return Region(min(across), min(down), max(across), max(down))
