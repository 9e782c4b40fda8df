"""Blocks of an article: paragraphs, headings, list items, pictures, tables."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    PICTURE = "picture"


class Block(Struct, frozen=True):
    """Piece of an article as the screen shows it. *text* is plain; of a picture it is the alternative text.

    A table has one line of *text* for each row, and *rows* has its cells, the header first (`model.tables`). The store sets
    *before*: for each row but the header the row of the last edition, () for a new row.
    """

    kind: BlockKind
    text: str
    url: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()
