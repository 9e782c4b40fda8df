"""Form of emergency numbers and gathering places, converted to and from what `hall_emergency` stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from content_cache.formats import contacts as rules
from content_cache.model.problems import Problem, problem
from content_cache.model.sheets import LONGEST_NAME, LONGEST_WAY
from kiosk.hall.notices.faults import NoticeCode
from kiosk.state.hall_emergency import OwnEmergency, picture_name

NUMBERS, POINTS = 6, 2
"""Number of rows in the form."""
_SIGNS = str.maketrans("().", "   ")


class EmergencyForm(Struct, frozen=True):
    """Values as typed, and their faults, by the name of the field."""

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Problem] = field(default_factory=dict)


def from_form(values: Mapping[str, str], today: date) -> tuple[OwnEmergency | None, EmergencyForm]:
    """Return the typed emergency data, `None` if something is wrong, and the form with its faults."""
    typed = {
        name: value[:200] for name, value in values.items() if name[:-1] in ("nama", "nomor", "titik", "arah", "peta")
    }
    faults: dict[str, Problem] = {}
    contacts, points = [], []
    for row in range(NUMBERS):
        name, number = typed.get(f"nama{row}", "").strip(), _plain_number(typed.get(f"nomor{row}", ""))
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
            points.append(rules.point(name, way, picture_name(typed.get(f"peta{row}", ""))))
        except ValueError:
            faults[f"titik{row}"] = problem(NoticeCode.NO_CONTACT_NAME, most=LONGEST_NAME)
    own = OwnEmergency(tuple(contacts), tuple(points), today if contacts else None)
    return (None if faults else own), EmergencyForm(typed, faults)


def _plain_number(typed: str) -> str:
    """Return a number as written on paper, such as "(0461) 21024" or "0812.3456.7890", without brackets, points and spaces."""
    return " ".join(typed.translate(_SIGNS).split())


def filled(own: OwnEmergency) -> EmergencyForm:
    """Return the form filled with the stored data."""
    values = {f"nama{row}": each.name for row, each in enumerate(own.contacts)}
    values |= {f"nomor{row}": each.number for row, each in enumerate(own.contacts)}
    values |= {f"titik{row}": each.name for row, each in enumerate(own.points)}
    values |= {f"arah{row}": each.direction for row, each in enumerate(own.points)}
    values |= {f"peta{row}": each.picture for row, each in enumerate(own.points)}
    return EmergencyForm(values)
