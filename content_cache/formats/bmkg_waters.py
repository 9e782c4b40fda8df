"""BMKG's forecast for one water (maritim.bmkg.go.id/apidoc, `…/perairan/CODE.json`): a day by the hour, three by three hours.

A step has `time`, `wave_height` in metres, `wind_speed` in knots, and `wind_from`. A row of ours is half a day from 00 or 12 UTC,
as BMKG's bulletins for seafarers have them: morning and evening in all of Indonesia. Gusts are not told: BMKG's limit for fishing
boats is one of the wind's speed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from content_cache.formats.bmkg_forecast import ISSUER, NEAR
from content_cache.formats.day_sheets import HIGHEST_WAVE, STRONGEST_WIND
from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.json_repair import fault, loads, number_in
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_ROWS, SheetKind, Water
from content_cache.text.dates import parse_date
from content_cache.text.plain import clean_title

_DAYS = ("forecast_day1", "forecast_day2-4")
_LOOKED_AT = 300  # steps
_LONGEST = timedelta(hours=3)  # a step holds until the next one, or so long
_HALF_DAY = timedelta(hours=12)
_MIDNIGHT = datetime(2000, 1, 1, tzinfo=UTC)
_CODE = re.compile(r"[A-Z]{1,2}(\.[A-Z]{1,2})?\.\d{2,3}")
_DIRECTION = re.compile(r"[NESW]{1,3}")
_DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "utara": "N", "timur laut": "NE", "timur": "E", "tenggara": "SE", "selatan": "S", "barat daya": "SW", "barat": "W",
        "barat laut": "NW",
    }
)  # fmt: skip


class _Step(NamedTuple):
    at: datetime
    wave: float
    wind: float  # -1 where it is not told
    wind_from: str


def read(body: FeedText) -> Feed:
    """Return the forecast sheet of one water.

    Raise FormatError if the document is no such forecast, is cut off, or has no plausible time of issue.
    """
    document, whole = loads(body.text, MOST_ROWS)
    name, code, issued = (
        clean_title(_field_text(document, "name"), 80),
        _field_text(document, "code"),
        _when(document, "issued"),
    )
    if not (whole and name and _CODE.fullmatch(code)) or issued is None or abs(issued - body.now) > NEAR:
        raise FormatError(Code.NO_FORECAST)
    notes = ReasonCounts()
    steps = {step.at: step for step in _steps(document, body.now, notes)}
    rows = tuple(_half_day_rows(name, [steps[at] for at in sorted(steps)]))[:MOST_ROWS]
    if not rows:
        raise FormatError(Code.NO_FORECAST)
    sheet = Sheet(
        id=f"laut-{code}",
        source=body.source.name,
        title=name,
        author=ISSUER,
        published=issued,
        provenance=body.source.provenance,
        sheet=SheetKind.SEA,
        waters=rows,
    )
    return Feed(items=(sheet,), notes=notes.problems())


def _steps(document: Mapping[str, Any], now: datetime, notes: ReasonCounts) -> Iterator[_Step]:
    listed = (entry for days in _DAYS for entry in _list(document.get(days)))
    for entry in islice(listed, _LOOKED_AT):
        step = _waters_step(entry) if isinstance(entry, Mapping) and not fault(entry) else None
        if step is None or abs(step.at - now) > NEAR:
            notes.add(Code.FORECAST_STEP)
        else:
            yield step


def _waters_step(entry: Mapping[str, Any]) -> _Step | None:
    at, wave = _when(entry, "time"), _number_value(entry.get("wave_height"), HIGHEST_WAVE)
    if at is None or wave is None:
        return None
    wind, whence = _number_value(entry.get("wind_speed"), STRONGEST_WIND), _field_text(entry, "wind_from").strip()
    direction = _DIRECTIONS.get(" ".join(whence.lower().split()), whence)
    return _Step(at, wave, -1.0 if wind is None else wind, direction if _DIRECTION.fullmatch(direction) else "")


def _half_day_rows(name: str, steps: list[_Step]) -> Iterator[Water]:
    halves: dict[datetime, list[_Step]] = {}
    for step in steps:
        halves.setdefault(step.at - (step.at - _MIDNIGHT) % _HALF_DAY, []).append(step)
    for half, its in halves.items():
        winds = [step.wind for step in its if step.wind >= 0]
        yield Water(
            name,
            its[0].at,
            min(half + _HALF_DAY, its[-1].at + _LONGEST),
            min(step.wave for step in its),
            max(step.wave for step in its),
            min(winds, default=-1.0),
            max(winds, default=-1.0),
            max(its, key=lambda step: step.wind).wind_from,
        )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number_value(value: Any, most: float) -> float | None:
    """Return *value* as a number from 0 to *most*, or None. A decimal in quotes ("1.2") is accepted."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,3}(\.\d{1,4})?", value.strip()):
        value = float(value)
    found = number_in(value, 0, most)
    return None if found is None else float(found)


def _when(fields: Mapping[str, Any], key: str) -> datetime | None:
    """Return the time in UTC of a field such as "2026-11-28 06:00 UTC", or None."""
    found = parse_date(_field_text(fields, key), UTC)
    return found.astimezone(UTC) if found else None


def _field_text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) and not fault(value) else ""
