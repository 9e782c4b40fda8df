"""A stored picture read: made readable in a bounded child, read twice by Tesseract in captivity, put in order in another child."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO

from msgspec import Struct

from content_cache.files import in_memory, open_plain
from content_cache.jobs.limits import AnswerBytes
from content_cache.jobs.sandbox import Bounds
from content_cache.model.errors import Code, FormatError
from content_cache.model.picture_text import PictureText
from content_cache.model.problems import quoted
from content_cache.ocr.layout import blocks_of
from content_cache.ocr.readable import Grounds, readable
from content_cache.ocr.straight import Lean, lean_of, straightened
from content_cache.ocr.tesseract import MODELS, Tesseract
from content_cache.ocr.unread import unread
from content_cache.ocr.words import agreed, believable, is_writing, leaning, words_of

_SECONDS = (
    120.0  # for each of four steps: a Raspberry Pi 3 takes some ten times what a laptop does, and all else goes first
)
_INK = 128  # of 255: a letter is darker
_STORED = ("JPEG", "PNG")  # as `media.convert` writes them
_MOST_WORDS = 2_000  # of a picture: more is a book


class Prepared(Struct, frozen=True):
    """Page prepared for reading: its size in px, its slope and the grounds of its words."""

    wide: int
    high: int
    lean: Lean
    grounds: Grounds


def read_picture(picture: BinaryIO | Path, tesseract: Tesseract, bounds: Bounds) -> PictureText:
    """Return the text of a picture, without blocks if none was found.

    The steps pass files in memory, and no child has a folder. Raises CacheError, OSError.
    """
    if isinstance(picture, Path):
        with open_plain(picture) as file:
            return read_picture(file, tesseract, bounds)
    with in_memory() as page, in_memory() as first, in_memory() as second:
        coming, going = picture.fileno(), page.fileno()
        handed = (coming, going)
        prepared = bounds(_SECONDS, prepare, coming, going, handed=handed, reserving=("numpy",))
        if not prepared.wide:
            return PictureText()
        for model, told in zip(MODELS, (first, second), strict=True):
            told.write(bounds.program(_SECONDS, tesseract.asking(model), going, (tesseract.data,)))
            told.flush()
        parts = first.fileno(), second.fileno(), going
        return bounds(_SECONDS, assemble, prepared, *parts, handed=parts, reserving=("numpy",))


def prepare(coming: int, going: int) -> Prepared:
    """Write the picture *coming* to *going* as a page that Tesseract reads well, in the bounded child.

    The size is 0 x 0 if the picture has no letters. Raises FormatError.
    """
    from PIL import Image

    try:
        with open(coming, "rb", closefd=False) as file, Image.open(file, formats=_STORED) as opened:
            letters, grounds = readable(opened)
    except (MemoryError, FormatError):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged data
        raise FormatError(Code.NO_PICTURE, reason=quoted(error)) from error
    if letters.getextrema() == (255, 255):
        return Prepared(0, 0, Lean(), grounds)
    lean = lean_of(letters)
    if lean != Lean():
        letters = straightened(letters, lean)
    with open(going, "wb", closefd=False) as page:
        letters.save(page, "PPM")
    return Prepared(*letters.size, lean, grounds)


def assemble(prepared: Prepared, first: int, second: int, going: int) -> Annotated[PictureText, AnswerBytes(1_000_000)]:
    """Combine the two tables of words, *first* and *second*, into the text of the page *going*, in the bounded child."""
    import numpy as np
    from PIL import Image

    readings = []
    for told in (first, second):
        with open(told, "rb", closefd=False) as file:
            file.seek(0)
            words = words_of(file.read().decode("utf-8", "replace"), prepared.wide, prepared.high)
            readings.append(words)
    shape = prepared.wide / prepared.high
    found = list(islice(believable(agreed(*readings)), _MOST_WORDS))
    if not is_writing(found):
        return PictureText()
    with open(going, "rb", closefd=False) as file:
        file.seek(0)
        with Image.open(file, formats=("PPM",)) as page:
            found += unread(found, np.asarray(page) < _INK, shape)
    return PictureText(blocks_of([leaning(word, prepared.lean, shape) for word in found], prepared.grounds))
