"""Directions of the office's folder to the kiosks: `setelan/*.toml`, `permintaan.toml`, `gelombang.toml` (formats.md,
"Settings from the office"). They are checked before publishing, because kiosks would refuse a wrong one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content_cache.formats.directions import directions_of
from content_cache.formats.emergency import named_areas
from content_cache.model.problems import Problem
from kiosk.office.base.former import merged_codes, with_merged
from kiosk.office.editions.faults import FaultCode, Faults, did_you_mean

NAMES = ("settings", "requests", "rings")
SETTINGS = "setelan"
REQUESTS = "permintaan.toml"
RINGS = "gelombang.toml"
KINDS = ("picture", "log", "test_sound", "restart")
WHOM = ("areas", "groups", "kiosks")
MOST_WHOM = 500
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_OF_REQUEST = ("id", "kiosk", "kind", "until", "at")
_OF_RING = ("trial", "share", "hold")
Fields = dict[str, Any]
CheckSettings = Callable[[Mapping[str, Any], str], Iterable[tuple[int, Problem]]]
"""Function that checks the sections of a settings file, given with the file's text. It returns the faults, each with its line."""


def read_directions(
    folder: Path, before: Mapping[str, Any], now: datetime, zone: str, check: CheckSettings, faults: Faults
) -> Fields:
    """Return those of `settings`, `requests` and `rings` that the folder has, as an edition has them. *before* is
    `_kiosk` of the last edition. Wrong entries are added to *faults*."""
    told: Fields = {
        "settings": list(_settings(folder, before, now.astimezone(ZoneInfo(zone)), check, faults)),
        "requests": list(_requests(folder, before, now, faults)),
        "rings": _rings(folder, faults),
    }
    told = {name: value for name, value in told.items() if value}
    if directions_of(told) is None:
        faults.wrong(SETTINGS, 0, FaultCode.DIRECTIONS_TOO_MANY)
    return told


def _settings(
    folder: Path, before: Mapping[str, Any], now: datetime, check: CheckSettings, faults: Faults
) -> Iterable[Fields]:
    """Yield an entry for each settings file. An entry that equals the last edition's keeps its time of issue."""
    known = {each["id"]: each for each in before.get("settings", ()) if isinstance(each, Mapping) and "id" in each}
    merged = merged_codes(folder)
    for path in sorted((folder / SETTINGS).glob("*.toml")):
        if path.name.startswith((".", "_")):
            continue
        name = f"{SETTINGS}/{path.name}"
        document = _parsed_toml(path, name, faults)
        if document is None:
            continue
        whom = {each: document.pop(each) for each in WHOM if each in document}
        for problem in _whom_faults(path.stem, whom):
            faults.wrong(name, 0, *problem[:1], **problem[1])
        if isinstance(areas := whom.get("areas"), list):
            whom["areas"] = with_merged([str(each) for each in areas], merged)
        for line, wrong in check(document, path.read_text("utf-8-sig", "replace")):
            faults.wrong(name, line, FaultCode.SETTING_WRONG, wrong)
        entry = {
            "id": path.stem,
            "for": {key: value for key, value in whom.items() if value},
            "values": _json_value(document),
        }
        last = known.get(path.stem)
        same = last is not None and {**last, "issued": ""} == {**entry, "issued": ""}
        yield entry | {"issued": last["issued"] if last and same else now.isoformat(timespec="seconds")}


def _whom_faults(stem: str, whom: Mapping[str, Any]) -> Iterable[tuple[FaultCode, dict[str, str]]]:
    if not ID.fullmatch(stem):
        yield FaultCode.DIRECTION_ID, {"value": stem[:60]}
    for key, value in whom.items():
        if not isinstance(value, list) or len(value) > MOST_WHOM or not all(isinstance(each, str) for each in value):
            yield FaultCode.NO_LIST, {"name": key}
        elif key == "areas" and named_areas(value) != tuple(value):
            yield FaultCode.OFFICE_AREA, {"value": str(value)[:60]}


def _requests(folder: Path, before: Mapping[str, Any], now: datetime, faults: Faults) -> Iterable[Fields]:
    """Yield the requests that have not expired. `since` is the first edition with the request, for kiosks that lost
    their state."""
    document = _parsed_toml(folder / REQUESTS, REQUESTS, faults) or {}
    known = {each["id"]: each for each in before.get("requests", ()) if isinstance(each, Mapping) and "id" in each}
    seen: set[str] = set()
    rows = document.get("request", [])
    for row in rows if isinstance(rows, list) else [rows]:
        entry = request_of(row)
        if entry is None or entry["id"] in seen:
            faults.wrong(REQUESTS, 0, FaultCode.REQUEST_ROW, value=str(row)[:80])
        elif datetime.fromisoformat(entry["until"]) > now:
            seen.add(entry["id"])
            since = known.get(entry["id"], {}).get("since", int(before.get("seq", 0)) + 1)
            yield entry | {"since": since}


def request_of(row: Any) -> Fields | None:
    """Return a row of `permintaan.toml` with its end as text; None for a row that no kiosk would obey."""
    if not isinstance(row, Mapping) or set(row) - set(_OF_REQUEST):
        return None
    entry = _json_value(row)
    texts = all(isinstance(entry.get(name), str) for name in ("id", "kiosk", "kind", "until"))
    if not texts or not ID.fullmatch(entry["id"]) or not ID.fullmatch(entry["kiosk"]) or entry["kind"] not in KINDS:
        return None
    if ("at" in entry) != (entry["kind"] == "test_sound") or not _AT.fullmatch(str(entry.get("at", "10:00"))):
        return None
    try:
        until = datetime.fromisoformat(entry["until"])
    except ValueError:
        return None
    return entry if until.tzinfo is not None and until.year < 9999 else None  # every zone has a time for it


def _rings(folder: Path, faults: Faults) -> Fields:
    found: Fields = {}
    for number, ring in (_parsed_toml(folder / RINGS, RINGS, faults) or {}).items():
        if not NUMBER.fullmatch(number) or not isinstance(ring, Mapping) or not _is_ring(ring):
            faults.wrong(RINGS, 0, FaultCode.RING_ROW, did_you_mean("", _OF_RING), value=f"{number} {ring}"[:80])
        else:
            found[number] = dict(ring)
    return found


def _is_ring(ring: Mapping[str, Any]) -> bool:
    share = ring.get("share", 0)
    flags = all(isinstance(ring.get(name, False), bool) for name in ("trial", "hold"))
    return not set(ring) - set(_OF_RING) and flags and type(share) is int and 0 <= share <= 100


def _parsed_toml(path: Path, name: str, faults: Faults) -> Fields | None:
    """Return the parsed TOML file, or `None` if it is missing or unreadable. An unreadable file is added to *faults*."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else None
    except (OSError, ValueError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        faults.wrong(name, int(at[1]) if at else 0, FaultCode.UNREADABLE, reason=str(error)[:200])
        return None


def _json_value(value: Any) -> Any:
    """Return *value* converted to types that JSON has."""
    if isinstance(value, Mapping):
        return {str(key): _json_value(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_json_value(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value
