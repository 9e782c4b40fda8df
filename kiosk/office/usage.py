"""What was read and heard most in the villages, from the counts that kiosks sent: numbers by day, and no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from content_cache.model.items import Category
from kiosk.office.post_records import Told

DAYS = 30
MOST_VILLAGES = 5
_MOST = 1_000_000  # of one day: a kiosk that says more is not believed


class Usage(Struct, frozen=True):
    """Of the last DAYS days: `categories` with how often they were read and heard, `kiosks` likewise, the most used first;
    `sought` in vain; `told` by so many kiosks."""

    categories: tuple[tuple[str, int, int], ...] = ()
    kiosks: tuple[tuple[str, int, int], ...] = ()
    sought: int = 0
    told: int = 0


def usage(told: Iterable[Told], today: date) -> Usage:
    """`told` is what kiosks said in envelopes of the kind `counts`, the newest first: of a day their newest word counts."""
    since, days = today - timedelta(days=DAYS), dict[tuple[str, str], Mapping[str, int]]()
    for each in told:
        for day, counts in _days(each.content).items():
            if _is_within(day, since, today):
                days.setdefault((each.kiosk, day), counts)
    sums, kiosks = Counter[str](), dict[str, Counter[str]]()
    for (kiosk, _day), counts in days.items():
        sums.update(counts)
        kiosks.setdefault(kiosk, Counter()).update(counts)
    categories = [(str(each), sums[f"read_{each}"], sums[f"heard_{each}"]) for each in Category]
    used = [(kiosk, counts["read"], counts["heard"]) for kiosk, counts in kiosks.items()]
    return Usage(
        tuple(sorted((each for each in categories if each[1] or each[2]), key=_most_used)),
        tuple(sorted(used, key=_most_used)[:MOST_VILLAGES]),
        sums["sought"],
        len(kiosks),
    )


def _most_used(each: tuple[str, int, int]) -> tuple[int, str]:
    return -each[1] - each[2], each[0]


def _is_within(day: str, since: date, today: date) -> bool:
    try:
        return since < date.fromisoformat(day) <= today
    except ValueError:
        return False


def _days(content: bytes) -> dict[str, Mapping[str, int]]:
    """A stranger's word: what is of another kind counts as not said."""
    try:
        document = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    days = document.get("days")
    if not isinstance(days, dict):
        return {}
    return {day: _numbers(counts) for day, counts in days.items() if isinstance(counts, dict)}


def _numbers(counts: Mapping[str, Any]) -> dict[str, int]:
    return {what: number for what, number in counts.items() if type(number) is int and 0 <= number <= _MOST}
