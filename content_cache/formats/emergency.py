"""Numbers to call and places to gather, as an edition, the settings and the hall's desk name them. Pure.

The screen *Darurat* takes numbers and assembly points, each for itself, from the first that names any: `[emergency]`
of the settings, the hall's desk, a signed edition (of several the one for the smallest area). Numbers that nobody has
rung for 180 days are told as unchecked. Without any it says "Nomor belum diisi petugas. Telepon 112." An office
writes `darurat.toml`; `kiosk publish` refuses a number that cannot be called:

```toml
[[emergency]]
areas = ["72.01.05"]
checked = 2026-11-20
numbers = [{ name = "Puskesmas Bunga", number = "0461 000 118" }]
points = [{ name = "Lapangan SDN 1", direction = "ke arah bukit, 300 meter" }]
```

In the edition it is `_kiosk.emergency`, at most 60 such tables; in `desk/emergency.json` an object of `checked`,
`numbers`, `points` (each perhaps with a `picture` in `desk/media/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from content_cache.formats.contacts import contact, point
from content_cache.formats.item_builder import YEARS, stable_id
from content_cache.formats.json_repair import fault
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code
from content_cache.model.items import Sheet
from content_cache.model.sheets import (
    MOST_NUMBERS,
    MOST_POINTS,
    Contact,
    Point,
    SheetKind,
)
from content_cache.model.sources import Source

MOST_AREAS = 60  # tables of one edition
_AREAS = 20
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)


def sheets_of(tables: Any, source: Source, notes: ReasonCounts) -> Iterator[Sheet]:
    """Yield one sheet for each table of a signed edition's `emergency`, for the table's areas.

    `published` is the day on which the numbers were last checked. Malformed tables and rows are left out and counted in
    *notes*.
    """
    listed = tables if isinstance(tables, list) else []
    for table in listed[:MOST_AREAS]:
        if not isinstance(table, Mapping) or fault(table):
            notes.add(Code.SHEET_ROW)
            continue
        contacts = tuple(_contacts(table.get("numbers"), notes))[:MOST_NUMBERS]
        points = tuple(_points(table.get("points"), notes))[:MOST_POINTS]
        areas = table.get("areas")
        named = named_areas(areas[:_AREAS]) if isinstance(areas, list) else ()
        if (contacts or points) and (named or not areas):  # an area that cannot be read is not everywhere
            yield Sheet(
                id=sheet_id(named),
                source=source.name,
                title=source.name,
                published=_checked(table.get("checked")),
                areas=named,
                provenance=source.provenance,
                sheet=SheetKind.EMERGENCY,
                contacts=contacts,
                points=points,
            )


def sheet_id(areas: Iterable[str]) -> str:
    """Return the permanent id of the table of emergency numbers for these areas."""
    return f"{SheetKind.EMERGENCY}-{stable_id(','.join(areas))[:16]}"


def named_areas(areas: list[Any]) -> tuple[str, ...]:
    """Return the entries that are area codes."""
    return tuple(each for each in areas if isinstance(each, str) and _AREA.fullmatch(each))


def _contacts(rows: Any, notes: ReasonCounts) -> Iterator[Contact]:
    for row in rows[:60] if isinstance(rows, list) else ():
        try:
            yield contact(_cell_text(row, "name"), _cell_text(row, "number"), _cell_text(row, "icon"))
        except ValueError:
            notes.add(Code.SHEET_ROW)


def _points(rows: Any, notes: ReasonCounts) -> Iterator[Point]:
    for row in rows[:60] if isinstance(rows, list) else ():
        try:
            yield point(_cell_text(row, "name"), _cell_text(row, "direction"))
        except ValueError:
            notes.add(Code.SHEET_ROW)


def _cell_text(row: Any, key: str) -> str:
    value = row.get(key, "") if isinstance(row, Mapping) else ""
    return value if isinstance(value, str) and not fault(value) else ""


def _checked(value: Any) -> datetime | None:
    """Return noon UTC of a day such as "2026-11-20", which is the same day in every time zone of Indonesia; None if malformed."""
    try:
        day = datetime.combine(datetime.fromisoformat(value).date(), time(12), UTC) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None
