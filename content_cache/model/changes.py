"""Changes of a refresh, computed from stored fingerprints and the feed's items. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from content_cache.model.codec import encode, item_from_dict, item_to_dict, line_to_dict
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Event, Item
from content_cache.model.problems import Problem, problem, quoted

HIGHEST_PRIORITY = 3
_OF_THE_STORE = ("seen_first", "fetched")
_OF_FILES = frozenset(
    ("path", "width", "height", "thumbnail", "page", "pages", "sound")
)  # of an attachment, once it is stored
_OF_THE_DAY = ("starts", "ends", "all_day", "occurrences")


class WrittenItem(Struct, frozen=True):
    """Item as it is stored: one line of JSON without the times that the store adds, and a fingerprint.

    The fingerprint is the SHA-256 (hex) of all that the publisher said of the item. The store's own fields do not count. Of
    a series its rule counts and not its times, which depend on the day.
    """

    line: str
    fingerprint: str


class Changes(Struct, frozen=True):
    """Result of comparing a feed with the store.

    *added* are new items, *altered* items replace an older form, *withdrawn* are ids that the publisher took back.
    *unchanged* counts items that are stored in the same form; *recurring* are those of them whose times may have moved on.
    *dropped* says why items cannot be stored. *written* has the items to store by id, as they were written for the
    comparison. *carried* are the ids of all items of the feed.
    """

    added: tuple[Item, ...] = ()
    altered: tuple[Item, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    dropped: tuple[Problem, ...] = ()
    recurring: tuple[Event, ...] = ()
    written: Mapping[str, WrittenItem] = field(default_factory=dict)
    carried: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.altered or self.withdrawn)


def write_down(item: Item) -> WrittenItem:
    """Return *item* as it is stored. Raise ValueError if it has a lone surrogate or NaN."""
    values = item_to_dict(item)
    for name in _OF_THE_STORE:
        values.pop(name, None)
    return _written_item(encode(values), values)


def read_back(lines: Iterable[str], believe: Callable[[Item], Item]) -> tuple[list[Item], dict[str, WrittenItem]]:
    """Parse the lines that the bounded child wrote into items, each passed through *believe*.

    Return the items, and by id the written form of those that *believe* left unchanged. Of two with the same id the later
    is left out. Raise FormatError for a malformed line, and for an item on which *believe* raises ValueError.
    """
    items: dict[str, Item] = {}
    written: dict[str, WrittenItem] = {}
    for line in lines:
        try:
            values = line_to_dict(line)
            said = item_from_dict(values)
            if said.id in items:
                continue
            own = _written_item(line, values)
            items[said.id] = item = believe(said)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise FormatError(Code.LINE_BROKEN, reason=quoted(error)) from error
        if item is said:
            written[said.id] = own
    return list(items.values()), written


def _written_item(line: str, values: Mapping[str, Any]) -> WrittenItem:
    said = values
    if values.get("series"):
        said = {name: value for name, value in said.items() if name not in _OF_THE_DAY}
    if any("path" in part for part in values.get("attachments", ())):
        own = [{n: value for n, value in part.items() if n not in _OF_FILES} for part in values["attachments"]]
        said = {**said, "attachments": own}
    if any("before" in block for block in values.get("blocks", ())):
        bare = [{n: value for n, value in block.items() if n != "before"} for block in values["blocks"]]
        said = {**said, "blocks": bare}
    text = line if said is values else encode(said)
    return WrittenItem(line, hashlib.sha256(text.encode()).hexdigest())


def compare(
    stored: Mapping[str, str],
    items: Iterable[Item],
    withdrawn: Iterable[str] = (),
    written: Mapping[str, WrittenItem] = MappingProxyType({}),
) -> Changes:
    """Compare the items of a feed with the source's *stored* fingerprints by id; *written* has items that need not be
    written again.

    An item that is merely no longer in the feed stays. Only an id in *withdrawn* (a publisher's tombstone) goes: feeds show
    their newest items alone, and a broken server shows none. Of two items with the same id the first counts, since feeds
    have their newest first.
    """
    added: list[Item] = []
    altered: list[Item] = []
    dropped: list[Problem] = []
    recurring: list[Event] = []
    kept: dict[str, WrittenItem] = {}
    seen: set[str] = set()
    unchanged = 0
    for item in items:
        if item.id in seen:
            continue
        seen.add(item.id)
        try:
            own = written.get(item.id) or write_down(item)
            _check_range(item)
        except ValueError as error:
            dropped.append(problem(Code.ITEM_UNSTORABLE, id=item.id[:100], reason=str(error)))
            continue
        if stored.get(item.id) != own.fingerprint:
            (altered if item.id in stored else added).append(item)
            kept[item.id] = own
        else:
            unchanged += 1
            if isinstance(item, Event) and item.series:
                recurring.append(item)
    gone = tuple(dict.fromkeys(key for key in withdrawn if key in stored and key not in seen))
    return Changes(tuple(added), tuple(altered), gone, unchanged, tuple(dropped), tuple(recurring), kept, tuple(seen))


def _check_range(item: Item) -> None:
    if not 0 <= item.priority <= HIGHEST_PRIORITY:
        raise ValueError(f"its priority is {item.priority:.0e}")
