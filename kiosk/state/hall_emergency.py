"""Emergency numbers and assembly points that the hall's staff enters at the desk: one file beside the notices, read
by the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from content_cache.formats import contacts as rules
from content_cache.model.sheets import MOST_NUMBERS, MOST_POINTS, Contact, Point
from kiosk.core.json_file import JsonFile
from kiosk.state.hall_sources import FOLDER, SHARED

T = TypeVar("T")

FILE = "emergency.json"
_MOST_BYTES = 100_000
_PICTURE = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")


class OwnEmergency(Struct, frozen=True):
    """Numbers and assembly points of the hall.

    *checked* is the day when they were saved: a clerk who saves has rung the numbers. A point's `picture` is the name
    of a file in the desk's media folder.
    """

    contacts: tuple[Contact, ...] = ()
    points: tuple[Point, ...] = ()
    checked: date | None = None


def read_emergency(data: Path) -> OwnEmergency:
    """Return what the desk has saved in the data folder.

    A damaged file or an invalid row, which another program may have written, counts as absent.
    """
    try:
        written = _file(data / FOLDER).read_value()
        contacts = tuple(_valid_rows(written.get("numbers"), _contact))[:MOST_NUMBERS]
        points = tuple(_valid_rows(written.get("points"), _point))[:MOST_POINTS]
        checked = str(written.get("checked", ""))  # "" where there are points alone
        return OwnEmergency(contacts, points, date.fromisoformat(checked) if checked else None)
    except (OSError, ValueError):
        return OwnEmergency()


def write_emergency(folder: Path, own: OwnEmergency) -> None:
    """Write *own* into the desk's *folder*, atomically. Raises OSError."""
    rows = {
        "checked": own.checked.isoformat() if own.checked else "",
        "numbers": [{"name": each.name, "number": each.number} for each in own.contacts],
        "points": [
            {"name": p.name, "direction": p.direction} | ({"picture": p.picture} if p.picture else {})
            for p in own.points
        ],
    }
    _file(folder).write(rows)


def _file(folder: Path) -> JsonFile[dict[str, Any]]:
    return JsonFile(folder / FILE, dict[str, Any], mode=SHARED, most=_MOST_BYTES)


def _valid_rows(rows: Any, read_row: Callable[[Any], T]) -> Iterator[T]:
    for row in rows if isinstance(rows, list) else ():
        try:
            yield read_row(row)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue


def _contact(row: Any) -> Contact:
    return rules.contact(row["name"], row["number"])


def _point(row: Any) -> Point:
    return rules.point(row["name"], row["direction"], picture_name(str(row.get("picture", ""))))


def picture_name(name: str) -> str:
    """Return *name* if it is the file name of a picture that the desk stores, else ""."""
    return name if _PICTURE.fullmatch(name) else ""
