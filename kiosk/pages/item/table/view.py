"""View of the page of a table."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.blocks import Block
from content_cache.model.items import Item


class TableSpot(Struct, frozen=True):
    """Table of an item; *number* is the index of its block."""

    number: int


class TableView(Struct, frozen=True):
    """Table in block *number* of *item*, with *rows* body rows a page; *page* counts from 0."""

    item: Item
    number: int
    page: int = 0
    rows: int = 6

    @property
    def block(self) -> Block:
        return self.item.blocks[self.number]

    @property
    def total(self) -> int:
        return len(self.block.rows) - 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.rows))

    @property
    def first_row(self) -> int:
        return self.page * self.rows

    @property
    def shown_rows(self) -> range:
        """Return the indices of the body rows on this page."""
        return range(self.first_row, min(self.first_row + self.rows, self.total))

    @property
    def utterance(self) -> str:
        """Return the name under which this table is spoken."""
        return f"table {self.number} {self.item.id}"

    @property
    def about(self) -> str:
        """Return the subject of the page: the table, whichever of its rows are shown."""
        return self.utterance
