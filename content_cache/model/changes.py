"""What a refresh changes: fingerprints that are stored + items that came -> Changes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from content_cache.model.codec import item_to_json
from content_cache.model.items import Event, Item

HIGHEST_PRIORITY = 3


class Changes(Struct, frozen=True):
    """Items to store anew (`added`) or over an older form (`altered`); ids that the publisher took back (`withdrawn`).

    `unchanged` counts the items that came as they are stored; `recurring` are those of them whose times within the calendar's
    horizon may have moved on, which is nothing new. `dropped` says of items that cannot be stored why, a line each. `written`
    has what is to be stored as JSON, by id, as far as it was written for the comparison.
    """

    added: tuple[Item, ...] = ()
    altered: tuple[Item, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    dropped: tuple[str, ...] = ()
    recurring: tuple[Event, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.altered or self.withdrawn)


def fingerprint(item: Item) -> str:
    """SHA-256 (hex) of all that the publisher said of an item; what the store adds does not count, nor do the times of a
    series, which depend on the day: its rule does.

    Raises ValueError when the item cannot be written down (a lone surrogate, NaN).
    """
    return hash_of(item_to_json(_said(item)))


def _said(item: Item) -> Item:
    """What of an item counts for its fingerprint: itself, where that is all of it."""
    if item.seen_first or item.fetched or any(attachment.path for attachment in item.attachments):
        own = tuple(replace(attachment, path="") for attachment in item.attachments)
        item = replace(item, seen_first=None, fetched=None, attachments=own)
    if isinstance(item, Event) and item.series:
        item = replace(item, starts=None, ends=None, all_day=False, occurrences=())
    return item


def hash_of(text: str) -> str:
    """SHA-256 (hex)."""
    return hashlib.sha256(text.encode()).hexdigest()


def compare(stored: Mapping[str, str], items: Iterable[Item], withdrawn: Iterable[str] = ()) -> Changes:
    """Compare what came with the fingerprints by id that are `stored` for the source.

    An item that is merely no longer in the feed stays: only an id in `withdrawn` (a publisher's tombstone) goes, since
    feeds show their newest items alone and a broken server shows none. Of two items with one id the later in the feed's
    order loses: feeds have their newest first.
    """
    added: list[Item] = []
    altered: list[Item] = []
    dropped: list[str] = []
    recurring: list[Event] = []
    written: dict[str, str] = {}
    seen: set[str] = set()
    unchanged = 0
    for item in items:
        if item.id in seen:
            continue
        seen.add(item.id)
        try:
            said = _said(_in_range(item))
            text = item_to_json(said)
        except ValueError as error:
            dropped.append(f"item {item.id!r} cannot be stored: {error}")
            continue
        if stored.get(item.id) != hash_of(text):
            (altered if item.id in stored else added).append(item)
            if said is item:
                written[item.id] = text
        else:
            unchanged += 1
            if isinstance(item, Event) and item.series:
                recurring.append(item)
    gone = tuple(dict.fromkeys(key for key in withdrawn if key in stored and key not in seen))
    return Changes(tuple(added), tuple(altered), gone, unchanged, tuple(dropped), tuple(recurring), written)


def _in_range(item: Item) -> Item:
    if not 0 <= item.priority <= HIGHEST_PRIORITY:
        raise ValueError(f"its priority is {item.priority:.0e}")
    return item
