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
    """Fractions from 0 to 1, from the left and from the top."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0


class Word(Struct, frozen=True, array_like=True):
    """`confidence` goes from 0 to 1. `doubtful` marks a number, amount, date or time that was not read surely enough to be told as
    a fact: whoever wants it looks at the picture."""

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
    """Lines that stand together, from the top."""

    box: Region
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class PictureText(Struct, frozen=True, array_like=True):
    """Blocks in the order in which they are read. Without blocks: the picture was looked at, and nothing was found."""

    blocks: tuple[TextBlock, ...] = ()
    source: Literal["machine", "author"] = "machine"

    @property
    def text(self) -> str:
        """A line each, an empty line between blocks."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def all_words(self) -> tuple[Word, ...]:
        return tuple(word for block in self.blocks for line in block.lines for word in line.words)


def around(boxes: Sequence[Region]) -> Region:
    """The smallest box that holds all of these, the whole picture for none."""
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
    """One line: arrays in the order of the fields."""
    return msgspec.json.encode(text).decode()


def picture_text_from_json(text: str) -> PictureText:
    """Raises ValueError for what is no such line."""
    return msgspec.json.decode(text, type=PictureText)
