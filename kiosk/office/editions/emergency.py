"""Emergency contacts and meeting points by area: `darurat.toml` of the office's folder, checked before anybody relies on it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from content_cache.formats import contacts
from content_cache.formats import emergency as rules
from kiosk.office.base.former import merged_codes, with_merged
from kiosk.office.editions.faults import FaultCode, Faults, did_you_mean

NAME = "darurat.toml"
_KEYS = ("areas", "checked", "numbers", "points")
Table = dict[str, Any]


def read(folder: Path, faults: Faults) -> list[Table]:
    """Return the emergency tables of `darurat.toml` as an edition has them, [] where there is no file. Wrong rows are
    added to *faults*."""
    path = folder / NAME
    try:
        document = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        faults.wrong(NAME, 0, FaultCode.UNREADABLE, reason=str(error))
        return []
    tables = document.get("emergency", [])
    if not isinstance(tables, list) or set(document) - {"emergency"}:
        faults.wrong(NAME, 0, FaultCode.EMERGENCY_TABLES)
        return []
    merged = merged_codes(folder)
    return [_checked_table(table, faults, merged) for table in tables if isinstance(table, Mapping)]


def ids(tables: Any) -> set[str]:
    """Return the ids of the sheets that kiosks make of an edition's emergency *tables*."""
    listed = tables if isinstance(tables, list) else []
    return {rules.sheet_id(map(str, table.get("areas", ()))) for table in listed if isinstance(table, Mapping)}


def _checked_table(table: Mapping[str, Any], faults: Faults, merged: Mapping[str, str]) -> Table:
    for key in sorted(set(table).difference(_KEYS)):
        faults.wrong(NAME, 0, FaultCode.UNKNOWN_NAME, did_you_mean(key, _KEYS), name=key)
    made: Table = {}
    areas = table.get("areas", [])
    if not isinstance(areas, list) or rules.named_areas(areas) != tuple(areas):
        faults.wrong(NAME, 0, FaultCode.OFFICE_AREA, value=str(areas)[:60])
    else:
        made["areas"] = with_merged(areas, merged)
    checked = table.get("checked")
    if isinstance(checked, date):
        made["checked"] = checked.isoformat()[:10]
    elif checked is not None:
        faults.wrong(NAME, 0, FaultCode.NO_DATE, value=str(checked)[:40])
    rows = (("numbers", lambda row: contacts.contact(row["name"], row["number"], row.get("icon", ""))),
            ("points", lambda row: contacts.point(row["name"], row.get("direction", ""))))  # fmt: skip
    for name, check in rows:
        made[name] = _valid_rows(table.get(name, []), check, faults)
    return made


def _valid_rows(rows: Any, check: Callable[[Any], object], faults: Faults) -> list[Any]:
    good = []
    for row in rows if isinstance(rows, list) else [rows]:
        try:
            check(row)
            good.append(dict(row))
        except (ValueError, TypeError, KeyError, AttributeError):
            faults.wrong(NAME, 0, FaultCode.EMERGENCY_ROW, value=str(row)[:80])
    return good
