"""Count of the kiosks that an item has reached, as far as they have reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from msgspec import Struct, json

from content_cache.signing.edition import seq_of
from kiosk.office.fleet.fleet import FleetKiosk


class ItemSpread(Struct, frozen=True):
    """Spread of an item. `all` counts the kiosks that it is for, `having` those that reported an edition with it.
    `silent` counts those of `having` without a line: only a stick can remove the item there."""

    all: int = 0
    having: int = 0
    silent: int = 0


class _Item(Struct):
    id: str = ""


class _Feed(Struct):
    items: list[_Item] = []


def first_edition(out: Path, item_id: str, brought: int) -> int:
    """Return the number of the first of the latest editions in a row that have the item, 0 if the newest in *out* lacks it.

    Where all kept editions have it, that is *brought*, the edition that first had it by the log. If the log does not
    reach so far (0), it is 1, so that no kiosk that may have the item is passed over."""
    first = 0
    feeds = {seq: path for path in out.iterdir() if (seq := seq_of(path.name))} if out.is_dir() else {}
    for seq in sorted(feeds, reverse=True):
        try:
            items = json.decode(feeds[seq].read_bytes(), type=_Feed).items
        except (OSError, ValueError):
            break
        if all(item.id != item_id for item in items):
            break
        first = seq
    else:
        return min(first, brought or 1)
    return first


def spread_of(
    kiosks: Iterable[FleetKiosk], areas: Collection[str], first: int, is_silent: Callable[[FleetKiosk], bool]
) -> ItemSpread:
    """Count the kiosks in *areas* (codes; none: all kiosks) that have an item. *first* is the first edition with the item."""
    meant = [each for each in kiosks if not areas or any(f"{each.area}.".startswith(f"{code}.") for code in areas)]
    having = [each for each in meant if each.edition >= first > 0]
    return ItemSpread(len(meant), len(having), sum(map(is_silent, having)))
