"""Staff on duty today, as the hall writes it: a sheet of the day that ends at midnight (formats.md, "Sheets of the day").
Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line
from kiosk.hall.notices.faults import NoticeCode

MOST_PEOPLE = 6
LONGEST = 80  # characters of a name, or of what somebody does
_HOUR = re.compile(r"\s*([01]?\d|2[0-3])(?:[.,:]([0-5]\d))?\s*")  # a phone in Indonesian has a comma
_PHOTO = re.compile(r"media/([\w-]{1,64}\.[a-z0-9]{1,5})")


class OnDuty(Struct, frozen=True):
    """Person on duty. `begins` and `ends` are "08.00" or ""; `photo` is the name of a file in the desk's media folder."""

    name: str
    role: str = ""
    begins: str = ""
    ends: str = ""
    photo: str = ""


def from_form(values: Mapping[str, str]) -> tuple[OnDuty | None, dict[str, Problem]]:
    """Return the person that the form describes, None if there are faults, and all faults by the name of the field."""
    faults: dict[str, Problem] = {}
    name, role = (clean_line(values.get(field, ""), 2 * LONGEST) for field in ("nama", "tugas"))
    if not name:
        faults["nama"] = problem(NoticeCode.NO_STAFF_NAME)
    for field, text in (("nama", name), ("tugas", role)):
        if len(text) > LONGEST:
            faults[field] = problem(NoticeCode.TITLE_TOO_LONG, most=LONGEST)
    hours: dict[str, str] = {}
    for field in ("mulai", "selesai"):
        typed = values.get(field, "")
        found = _HOUR.fullmatch(typed)
        if typed.strip() and not found:
            faults[field] = problem(NoticeCode.NO_TIME)
        hours[field] = f"{int(found[1]):02}.{found[2] or '00'}" if found else ""
    if not faults and hours["selesai"] and hours["selesai"] <= hours["mulai"]:
        faults["selesai"] = problem(NoticeCode.ENDS_EARLY)
    return (None if faults else OnDuty(name, role, hours["mulai"], hours["selesai"])), faults


def as_sheet(people: Sequence[OnDuty], place: str, now: datetime) -> str:
    """Return the file that the refresher reads, and `people_of` parses."""
    tonight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    rows = [
        {"name": each.name, "role": each.role, "from": each.begins, "until": each.ends}
        | ({"photo": f"media/{each.photo}"} if each.photo else {})
        for each in people
    ]
    sheet = {
        "type": "staff",  # first: the format is known by it
        "issued": now.isoformat(timespec="seconds"),
        "valid_until": tonight.isoformat(),
        "source": f"KIM {place}".strip(),
        "place": f"Balai Desa {place}".strip(),
        "rows": rows,
    }
    return json.dumps(sheet, ensure_ascii=False, indent=1)


def people_of(written: bytes, now: datetime) -> list[OnDuty]:
    """Return the people on duty in the sheet *written*, or none if it has expired or is damaged."""
    try:
        sheet = msgspec.json.decode(written, type=dict[str, Any])
        if datetime.fromisoformat(sheet["valid_until"]) <= now:
            return []
        return [_person(row) for row in sheet["rows"][:MOST_PEOPLE]]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _person(row: Mapping[str, Any]) -> OnDuty:
    photo = _PHOTO.fullmatch(str(row.get("photo", "")))
    name, role, begins, ends = (str(row.get(key, "")) for key in ("name", "role", "from", "until"))
    return OnDuty(name, role, begins, ends, photo[1] if photo else "")
