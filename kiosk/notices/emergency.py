"""Numbers and assembly points that people of the hall enter at the desk: one file beside the notices, read by the window itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from content_cache.files import read_plain, write_whole
from content_cache.formats import contacts as rules
from content_cache.model.problems import Problem, problem
from content_cache.model.sheets import LONGEST_NAME, LONGEST_WAY, MOST_NUMBERS, MOST_POINTS, Contact, Point
from kiosk.notices.faults import NoticeCode
from kiosk.notices.sources import FOLDER

T = TypeVar("T")

FILE = "emergency.json"
NUMBERS, POINTS = 6, 2
"""Rows of the form."""
_MOST_BYTES = 100_000
_SIGNS = str.maketrans("().", "   ")
_PICTURE = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")
_SHARED = 0o660


class OwnEmergency(Struct, frozen=True):
    """`checked` is the day when it was saved: whoever saves has rung the numbers. A point's `picture` is the name of a file in the
    desk's media folder."""

    contacts: tuple[Contact, ...] = ()
    points: tuple[Point, ...] = ()
    checked: date | None = None


class EmergencyForm(Struct, frozen=True):
    """What was typed, by the name of its field, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Problem] = field(default_factory=dict)


def read(data: Path) -> OwnEmergency:
    """What the desk has saved. What is damaged, or was written by somebody else and is wrong, is as if it were not there."""
    path = data / FOLDER / FILE
    try:
        written = msgspec.json.decode(read_plain(path, _MOST_BYTES + 1), type=dict[str, Any])
        contacts = tuple(_each(written.get("numbers"), _contact))[:MOST_NUMBERS]
        points = tuple(_each(written.get("points"), _point))[:MOST_POINTS]
        checked = str(written.get("checked", ""))  # "" where there are points alone
        return OwnEmergency(contacts, points, date.fromisoformat(checked) if checked else None)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return OwnEmergency()


def write(folder: Path, own: OwnEmergency) -> None:
    """In the desk's folder, whole or not at all. Raises OSError."""
    rows = {
        "checked": own.checked.isoformat() if own.checked else "",
        "numbers": [{"name": each.name, "number": each.number} for each in own.contacts],
        "points": [
            {"name": p.name, "direction": p.direction} | ({"picture": p.picture} if p.picture else {})
            for p in own.points
        ],
    }
    write_whole(folder / FILE, json.dumps(rows, ensure_ascii=False, indent=1).encode(), _SHARED)


def from_form(values: Mapping[str, str], today: date) -> tuple[OwnEmergency | None, EmergencyForm]:
    """(what was typed, the form): None where something has to be put right."""
    typed = {
        name: value[:200] for name, value in values.items() if name[:-1] in ("nama", "nomor", "titik", "arah", "peta")
    }
    faults: dict[str, Problem] = {}
    contacts, points = [], []
    for row in range(NUMBERS):
        name, number = typed.get(f"nama{row}", "").strip(), _number(typed.get(f"nomor{row}", ""))
        if not name and not number:
            continue
        if not name or len(name) > LONGEST_NAME:
            faults[f"nama{row}"] = problem(NoticeCode.NO_CONTACT_NAME, most=LONGEST_NAME)
            continue
        try:
            contacts.append(rules.contact(name, number))
        except ValueError:
            faults[f"nomor{row}"] = problem(NoticeCode.NO_PHONE)
    for row in range(POINTS):
        name, way = typed.get(f"titik{row}", "").strip(), typed.get(f"arah{row}", "").strip()
        if not name and not way:
            continue
        if not 0 < len(name) <= LONGEST_NAME or len(way) > LONGEST_WAY:
            faults[f"titik{row}"] = problem(NoticeCode.NO_CONTACT_NAME, most=LONGEST_NAME)
            continue
        try:
            points.append(rules.point(name, way, _picture(typed.get(f"peta{row}", ""))))
        except ValueError:
            faults[f"titik{row}"] = problem(NoticeCode.NO_CONTACT_NAME, most=LONGEST_NAME)
    own = OwnEmergency(tuple(contacts), tuple(points), today if contacts else None)
    return (None if faults else own), EmergencyForm(typed, faults)


def _number(typed: str) -> str:
    """As it stands on paper, "(0461) 21024" or "0812.3456.7890", without its signs."""
    return " ".join(typed.translate(_SIGNS).split())


def filled(own: OwnEmergency) -> EmergencyForm:
    """The form of what is saved."""
    values = {f"nama{row}": each.name for row, each in enumerate(own.contacts)}
    values |= {f"nomor{row}": each.number for row, each in enumerate(own.contacts)}
    values |= {f"titik{row}": each.name for row, each in enumerate(own.points)}
    values |= {f"arah{row}": each.direction for row, each in enumerate(own.points)}
    values |= {f"peta{row}": each.picture for row, each in enumerate(own.points)}
    return EmergencyForm(values)


def _each(rows: Any, read_row: Callable[[Any], T]) -> Iterator[T]:
    for row in rows if isinstance(rows, list) else ():
        try:
            yield read_row(row)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue


def _contact(row: Any) -> Contact:
    return rules.contact(row["name"], row["number"])


def _point(row: Any) -> Point:
    return rules.point(row["name"], row["direction"], _picture(str(row.get("picture", ""))))


def _picture(name: str) -> str:
    return name if _PICTURE.fullmatch(name) else ""
