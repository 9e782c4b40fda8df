"""Conditions that select rows of the store, in SQL with their values. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec

from content_cache.model.items import Apart
from content_cache.model.vocabulary import Category, Provenance, Verified
from content_cache.tables.item_rows import epoch

Condition = tuple[str, tuple[Any, ...]]


def of_category(category: Category | Apart | None) -> Iterable[Condition]:
    """Yield the condition for *category*. None selects the six categories; kinds of `Apart` must be named."""
    if category is None:
        yield "category NOT IN (?, ?)", tuple(map(str, Apart))
    else:
        yield "category = ?", (category.value,)


def of_source(source: str) -> Iterable[Condition]:
    if source:
        yield "source = ?", (source,)


def within_dates(published_by: datetime | None, expired_at: datetime | None) -> Iterable[Condition]:
    """Yield the conditions that hide items published after *published_by* or expired by *expired_at*; None hides nothing."""
    if published_by is not None:
        yield "(publish_from IS NULL OR publish_from <= ?)", (epoch(published_by),)
    if expired_at is not None:
        yield "(expires IS NULL OR expires > ?)", (epoch(expired_at),)


def in_area(area: str, groups: Collection[str] = ()) -> Iterable[Condition]:
    """Yield the conditions for items of an area and of a place with these *groups*; "" or () asks for no such condition.

    An item counts if it is for the area, for one that contains it (72.01 for 72.01.05), or for everywhere. Of items for
    groups those of one of *groups* count.
    """
    if area:
        parts = area.split(".")
        codes = tuple(f",{'.'.join(parts[: n + 1])}," for n in range(len(parts)))
        yield f"(areas = '' OR areas LIKE ',@%' OR {' OR '.join('instr(areas, ?)' for _ in codes)})", codes
    if groups:
        names = tuple(f",@{name}," for name in groups)
        yield f"(instr(areas, ',@') = 0 OR {' OR '.join('instr(areas, ?)' for _ in names)})", names


def vouched_by(provenance: Provenance | None, *, others: bool = False) -> Iterable[Condition]:
    """Yield the condition for items of a provenance, or with *others* for all items but those; None asks for no condition."""
    if provenance is not None:
        # bodies omit values at their default
        yield (
            f"coalesce(json_extract(body, '$.provenance'), ?) {'<>' if others else '='} ?",
            (
                Provenance.UNCHECKED.value,
                provenance.value,
            ),
        )


def without_doubles() -> Iterable[Condition]:
    """Yield the condition that hides a hall's item which its office took over under the same id, and signed.

    Warnings are never hidden, so that none is lost by a mistake elsewhere.
    """
    # only ids as halls give them are looked at: a look into every body would cost each list its index
    yield (
        """NOT (items.id GLOB 'kim-*' AND category <> ? AND coalesce(json_extract(body, '$.provenance'), '') = ?
            AND EXISTS (SELECT 1 FROM items AS office WHERE office.id = items.id AND office.source <> items.source
                AND json_extract(office.body, '$.verified') = ?))""",
        (Category.ALERT.value, Provenance.KIM.value, Verified.SIGNATURE.value),
    )


def ends_of(keys: Collection[str], sent_from: datetime, expired_by: datetime) -> Iterable[Condition]:
    """Yield the conditions for Updates and Cancels that were sent from *sent_from* on, expired by *expired_by*, and name
    one of *keys*.

    Without *keys* all of them count.
    """
    # a message that is a plain Alert says no `message`: what is at its default is left out of a body
    yield "category = ? AND expires <= ? AND newest >= ?", (Category.ALERT.value, epoch(expired_by), epoch(sent_from))
    named = tuple(msgspec.json.encode(key).decode()[1:-1] for key in keys)
    yield f"""instr(body, '"message":"') AND ({" OR ".join("instr(body, ?)" for _ in named) or "1"})""", named


def later_than(revision: int) -> Iterable[Condition]:
    if revision:
        yield "revision > ?", (revision,)


def where(*conditions: Iterable[Condition]) -> Condition:
    """Combine *conditions* into one: (text "1 AND …", values in order)."""
    flat = [condition for some in conditions for condition in some]
    return " AND ".join(["1", *(text for text, _ in flat)]), tuple(value for _, values in flat for value in values)
