"""Rows of a table's last edition: the item's earlier form, or an earlier item. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from content_cache.model.blocks import Block
from content_cache.model.items import Item
from content_cache.model.tables import before

_CORRECTED = timedelta(hours=12)  # a table rewritten so soon was corrected: that is no new edition


def has_tables(item: Item) -> bool:
    return any(block.rows for block in item.blocks)


def with_last_edition(item: Item, stored: Item | None, others: Iterable[Item], now: datetime) -> Item:
    """Return *item* with the rows of the last edition in its tables (`Block.before`).

    The last edition is the item's *stored* form, if there is one, else an item of *others*, which are of its source, the
    newest first.
    """
    own = list(_tables(stored)) if stored is not None else []
    soon = stored is not None and stored.fetched is not None and now - stored.fetched < _CORRECTED
    earlier = [each for each in others if _is_before(each, item)]
    blocks = tuple(
        replace(block, before=_own(block, own, soon=soon) or _others(block, earlier)) if block.rows else block
        for block in item.blocks
    )
    return replace(item, blocks=blocks)


def _tables(item: Item) -> Iterator[Block]:
    return (block for block in item.blocks if block.rows)


def _is_before(other: Item, item: Item) -> bool:
    first, second = (each.published or each.seen_first for each in (other, item))
    return other.category is item.category and (second is None or (first is not None and first < second))


def _own(block: Block, stored: list[Block], *, soon: bool) -> tuple[tuple[str, ...], ...]:
    for last in stored:
        if last.rows == block.rows:
            return last.before
        if found := before(block.rows, last.rows):
            if not soon:
                return found
            return before(block.rows, (last.rows[0], *filter(None, last.before))) if last.before else ()
    return ()


def _others(block: Block, earlier: list[Item]) -> tuple[tuple[str, ...], ...]:
    found = (before(block.rows, table.rows) for each in earlier for table in _tables(each))
    return next(filter(None, found), ())
