"""Terms by which an item takes its turn on the screen while nobody is there. Pure.

While nobody is there posters and films fill the screen in turn, two between two of what is shown anyway, the newest
first, at most 20, none from 21.00 to 05.00. They are announcements, services, and news of the last 14 days that are
mostly a poster, and films that are here; never a clarification or a warning. A touch opens what is shown, *Dengarkan*
reads or plays it. A film plays once a turn, without sound, with subtitles; a warning, a touch or a dark screen ends
it. Recordings in several languages take turns, the place's own first. With terms of its own any item with a picture
joins:

- `weight`: how often it comes, 0 (never) to 10; without it 1
- `hours`: spans of the day, `["07:00-18:00"]`, at most 10
- `days`: some of `mon` to `sun`; in an office's folder their Indonesian names, too
- `until`: a moment; a day alone counts to its end

Hours, days and `until` need a trusted clock. What cannot be meant counts as not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = ("weight", "hours", "days", "until")
MOST_WEIGHT = 10
MOST_HOURS = 10  # spans of a day
_LOCAL_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_HOURS = re.compile(r"([01]\d|2[0-3])[:.]([0-5]\d)\s?[-–]\s?([01]\d|2[0-4])[:.]([0-5]\d)", re.ASCII)


class LoopTerms(Struct, frozen=True, omit_defaults=True):
    """Terms for the idle screen.

    *weight* is how often the item comes, 0 for never. *hours* are spans in minutes of the day, *days* weekdays from Monday
    0; empty means always. *until* ends the terms.
    """

    weight: int = 1
    hours: tuple[tuple[int, int], ...] = ()
    days: tuple[int, ...] = ()
    until: datetime | None = None

    def hold(self, now: datetime) -> bool:
        """Return whether the item may be shown at the local time *now*.

        A span may cross midnight; its end is exclusive.
        """
        minute = now.hour * 60 + now.minute
        timely = not self.hours or any(
            first <= minute < last if first <= last else minute >= first or minute < last for first, last in self.hours
        )
        return (
            self.weight > 0
            and timely
            and (not self.days or now.weekday() in self.days)
            and (self.until is None or now < self.until)
        )

    @property
    def need_the_time(self) -> bool:
        return bool(self.hours or self.days or self.until)


def read_terms(value: object, date: Callable[[str], datetime | None]) -> tuple[LoopTerms | None, list[str]]:
    """Parse the terms of a feed or an office into (terms, names of faulty fields).

    A faulty field counts as absent. *date* parses dates.
    """
    if value is None:
        return None, []
    if not isinstance(value, Mapping):
        return None, ["loop"]
    wrong = [str(name) for name in value if name not in FIELDS]
    weight = _weight(value.get("weight", 1))
    hours = [_span(each) for each in _list(value.get("hours"))]
    days = [_weekday_number(each) for each in _list(value.get("days")) if each != "daily"]
    until = date(str(value["until"])) if value.get("until") else None
    faults = {
        "weight": weight is None,
        "hours": None in hours or len(hours) > MOST_HOURS,
        "days": None in days,
        "until": bool(value.get("until")) and until is None,
    }
    terms = LoopTerms(
        weight=1 if weight is None else weight,
        hours=tuple(span for span in hours[:MOST_HOURS] if span is not None),
        days=tuple(sorted({day for day in days if day is not None})),
        until=until,
    )
    return terms, wrong + [name for name, is_wrong in faults.items() if is_wrong]


def as_fields(terms: LoopTerms) -> dict[str, Any]:
    """Write the terms as the fields of a feed."""
    fields: dict[str, Any] = {"weight": terms.weight}
    if terms.hours:
        fields["hours"] = [f"{_clock(first)}-{_clock(last)}" for first, last in terms.hours]
    if terms.days:
        fields["days"] = [DAYS[day] for day in terms.days]
    if terms.until:
        fields["until"] = terms.until.isoformat(timespec="seconds")
    return fields


def _list(value: object) -> Sequence[object]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def _weight(value: object) -> int | None:
    text = str(value)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    return number if 0 <= number <= MOST_WEIGHT and not isinstance(value, bool) else None


def _span(value: object) -> tuple[int, int] | None:
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    first, last = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    return (first, last) if last <= 24 * 60 and first != last else None


def _weekday_number(value: object) -> int | None:
    name = value.strip().lower() if isinstance(value, str) else ""
    return next((names.index(name) for names in (DAYS, _LOCAL_DAYS) if name in names), None)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
