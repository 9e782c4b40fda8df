"""Usage of the kiosks: what was read and heard most, from counts by day that name no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from content_cache.model.vocabulary import Category
from content_cache.text.subjects import subjects as all_subjects
from kiosk.office.post.records import OpenedEnvelope

DAYS = 30
MOST_VILLAGES = 5
MOST_ITEMS = 8
_MOST_OF_DAY = 64  # items: no kiosk says more
_MOST = 1_000_000  # most of one day: a higher count is not believed


class Usage(Struct, frozen=True):
    """Usage in the last DAYS days, in tuples of a name, how often it was read, and how often heard, the most used
    first. `items` are titles; `sought` counts searches in vain, `unchecked` rumours without a check; `told` counts the
    kiosks that reported. `subjects` counts for each subject the searches in vain and the unchecked rumours."""

    categories: tuple[tuple[str, int, int], ...] = ()
    kiosks: tuple[tuple[str, int, int], ...] = ()
    items: tuple[tuple[str, int, int], ...] = ()
    sought: int = 0
    unchecked: int = 0
    told: int = 0
    subjects: tuple[tuple[str, int, int], ...] = ()


def usage(told: Sequence[OpenedEnvelope], today: date, titles: Mapping[str, str]) -> Usage:
    """Sum up the reports *told*, envelopes of the kind `counts`, the newest first. Of several reports about one day the
    newest counts. *titles* are those of the items on show, by id; other items are left out."""
    since = today - timedelta(days=DAYS)
    days = {key: counts for key, counts in counts_by_day(told).items() if since < key[1] <= today}
    read, heard, seen = Counter[str](), Counter[str](), set[tuple[str, str]]()
    for each in told:
        for day, items in _by_day(_document(each.content), "items"):
            if _is_within(day, since, today) and (each.kiosk, day) not in seen:
                seen.add((each.kiosk, day))
                for item, was_read, was_heard in _item_counts(items):
                    read[item] += was_read
                    heard[item] += was_heard
    sums, kiosks = Counter[str](), dict[str, Counter[str]]()
    for (kiosk, _day), counts in days.items():
        sums.update(counts)
        kiosks.setdefault(kiosk, Counter()).update(counts)
    categories = [(str(each), sums[f"read_{each}"], sums[f"heard_{each}"]) for each in Category]
    subjects = [(each, sums[f"sought_{each}"], sums[f"unchecked_{each}"]) for each in all_subjects()]
    known = [(title, read[item], heard[item]) for item, title in titles.items() if item in read]
    used = [(kiosk, counts["read"], counts["heard"]) for kiosk, counts in kiosks.items()]
    return Usage(
        tuple(sorted((each for each in categories if each[1] or each[2]), key=_most_used)),
        tuple(sorted(used, key=_most_used)[:MOST_VILLAGES]),
        tuple(sorted(known, key=_most_used)[:MOST_ITEMS]),
        sums["sought"],
        sums["unchecked"],
        len(kiosks),
        tuple(sorted((each for each in subjects if each[1] or each[2]), key=_most_used)),
    )


def counts_by_day(told: Iterable[OpenedEnvelope]) -> dict[tuple[str, date], Mapping[str, int]]:
    """Return the counts by kiosk and day. Of several reports about one day the newest counts: *told* begins with it."""
    days: dict[tuple[str, date], Mapping[str, int]] = {}
    for each in told:
        for day, counts in _days(_document(each.content)).items():
            with suppress(ValueError):
                days.setdefault((each.kiosk, date.fromisoformat(day)), counts)
    return days


def _most_used(each: tuple[str, int, int]) -> tuple[int, str]:
    return -each[1] - each[2], each[0]


def _is_within(day: str, since: date, today: date) -> bool:
    try:
        return since < date.fromisoformat(day) <= today
    except ValueError:
        return False


def _document(content: bytes) -> Mapping[str, Any]:
    """Return the JSON object in *content*, an empty one where it is no object: a kiosk is untrusted."""
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def _by_day(document: Mapping[str, Any], what: str) -> Iterator[tuple[str, Any]]:
    days = document.get(what)
    return iter(days.items() if isinstance(days, dict) else ())


def _days(document: Mapping[str, Any]) -> dict[str, Mapping[str, int]]:
    return {day: _numbers(counts) for day, counts in _by_day(document, "days") if isinstance(counts, dict)}


def _item_counts(told: object) -> Iterator[tuple[str, int, int]]:
    """Yield id, reads and plays of each item, each id once. Malformed entries are skipped."""
    seen = set[str]()
    for each in told[:_MOST_OF_DAY] if isinstance(told, list) else ():
        match each:
            case [str(item), int(read), int(heard)] if item not in seen and all(map(_is_count, (read, heard))):
                seen.add(item)
                yield item, read, heard


def _numbers(counts: Mapping[str, Any]) -> dict[str, int]:
    return {what: number for what, number in counts.items() if _is_count(number)}


def _is_count(number: object) -> bool:
    return type(number) is int and 0 <= number <= _MOST
