"""The text that stands in a picture, and where: what a machine read of it, or its author wrote. Frozen and pure.

Boxes are fractions of the stored, upright picture: they hold for its thumbnail and for any size that it is shown at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

MOST_TEXT = 20_000  # characters of one picture


class Region(Struct, frozen=True, array_like=True):
    """Rectangle in fractions of the picture from 0 to 1, from the left and from the top."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0


class Word(Struct, frozen=True, array_like=True):
    """Word in a picture. *confidence* is from 0 to 1.

    *doubtful* marks a number, date or time that OCR read too unsurely to be stated as a fact: readers are sent to the
    picture.
    """

    text: str
    box: Region = Region()
    confidence: float = 1.0
    doubtful: bool = False


class TextLine(Struct, frozen=True, array_like=True):
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Region:
        return around([word.box for word in self.words])


class TextBlock(Struct, frozen=True, array_like=True):
    """Block of adjacent lines, from the top."""

    box: Region
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class PictureText(Struct, frozen=True, array_like=True):
    """Text of a picture as blocks in reading order. No blocks: the picture was read, and no text was found."""

    blocks: tuple[TextBlock, ...] = ()
    source: Literal["machine", "author"] = "machine"

    @property
    def text(self) -> str:
        """Return the text with one line a row and an empty line between blocks."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def all_words(self) -> tuple[Word, ...]:
        return tuple(word for block in self.blocks for line in block.lines for word in line.words)


def around(boxes: Sequence[Region]) -> Region:
    """Return the smallest box around *boxes*, or the whole picture if there are none."""
    if not boxes:
        return Region()
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return Region(left, top, max(box.right for box in boxes), max(box.bottom for box in boxes))


def written_by_author(text: str) -> PictureText:
    """Parse the text of a picture as its author wrote it: one block a paragraph, each as large as the picture."""
    blocks = [[line.split() for line in part.splitlines() if line.strip()] for part in text[:MOST_TEXT].split("\n\n")]
    return PictureText(
        tuple(
            TextBlock(Region(), tuple(TextLine(tuple(Word(word) for word in words)) for words in lines))
            for lines in blocks
            if lines
        ),
        "author",
    )


def picture_text_to_json(text: PictureText) -> str:
    """Return *text* as one line of JSON: arrays in the order of the fields."""
    return msgspec.json.encode(text).decode()


def picture_text_from_json(text: str) -> PictureText:
    """Parse a line of `picture_text_to_json`. Raise ValueError for any other text."""
    return msgspec.json.decode(text, type=PictureText)
