"""What a refresh changes: fingerprints that are stored + items that came -> Changes. Pure."""

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
    """What a row is made of: the item as a line of JSON, without the times that the store adds, and its fingerprint.

    The fingerprint is the SHA-256 (hex) of all that the publisher said of it; what the store adds does not count, nor do the times
    of a series, which depend on the day: its rule does.
    """

    line: str
    fingerprint: str


class Changes(Struct, frozen=True):
    """Items to store anew (`added`) or over an older form (`altered`); ids that the publisher took back (`withdrawn`).

    `unchanged` counts the items that came as they are stored; `recurring` are those of them whose times within the calendar's
    horizon may have moved on, which is nothing new. `dropped` says of items that cannot be stored why. `written`
    has what is to be stored by id, as it was written for the comparison. `carried` are the ids of all that came.
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
    """Raises ValueError when it cannot be (a lone surrogate, NaN)."""
    values = item_to_dict(item)
    for name in _OF_THE_STORE:
        values.pop(name, None)
    return _written_item(encode(values), values)


def read_back(lines: Iterable[str], believe: Callable[[Item], Item]) -> tuple[list[Item], dict[str, WrittenItem]]:
    """The items of lines that the bounded child wrote, each as `believe` would have it; and by id what was written of those that
    it left as they were, which need not be written again. Of two with one id the later is left out.

    Raises FormatError for lines that no child of ours writes, and for what `believe` refuses by a ValueError.
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
    """Compare what came with the fingerprints by id that are `stored` for the source; what is `written` already is taken as it is.

    An item that is merely no longer in the feed stays: only an id in `withdrawn` (a publisher's tombstone) goes, since
    feeds show their newest items alone and a broken server shows none. Of two items with one id the later in the feed's
    order loses: feeds have their newest first.
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
