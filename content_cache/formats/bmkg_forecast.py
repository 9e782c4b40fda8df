"""BMKG's forecast for villages (api.bmkg.go.id/publik/prakiraan-cuaca?adm4=…): three days by three hours.

Of a step `utc_datetime` counts, or `datetime` with its zone; `local_datetime` is read by `timezone` where there is neither. What
the weather is called is ours, by BMKG's code: no word of the body is shown but the village's name. Codes and fields:
data.bmkg.go.id/prakiraan-cuaca.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.json_repair import fault, loads, number_in
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_STEPS, SheetKind, Sky, WeatherStep
from content_cache.text.dates import parse_date
from content_cache.text.plain import clean_title

ISSUER = "BMKG"
MOST_VILLAGES = 20  # of one body
NEAR = timedelta(days=10)
"""Largest distance of a step or an issue from now: BMKG looks three days ahead."""

_LOOKED_AT = 300  # steps of one village
_ADM4 = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")
_DIRECTION = re.compile(r"[NESW]{1,3}")
_SKIES: Mapping[int, Sky] = MappingProxyType(
    {
        0: Sky.CLEAR, 1: Sky.PARTLY, 2: Sky.PARTLY, 3: Sky.CLOUDY, 4: Sky.OVERCAST, 5: Sky.HAZE, 10: Sky.SMOKE,
        17: Sky.THUNDER, 45: Sky.FOG, 60: Sky.LIGHT_RAIN, 61: Sky.RAIN, 63: Sky.HEAVY_RAIN, 80: Sky.LOCAL_RAIN,
        95: Sky.THUNDER, 97: Sky.THUNDER,
    }
)  # fmt: skip


def read(body: FeedText) -> Feed:
    """Return one forecast sheet for each village of a BMKG answer.

    Raise FormatError if it is no forecast, is cut off, or has no usable village.
    """
    document, _ = loads(body.text, MOST_STEPS)
    listed = document.get("data")
    if not isinstance(listed, list):
        raise FormatError(Code.NO_FORECAST)
    notes = ReasonCounts()
    sheets = {sheet.id: sheet for entry in listed[:MOST_VILLAGES] if (sheet := _sheet(entry, body, notes))}
    if not sheets:
        raise FormatError(Code.NO_FORECAST)
    return Feed(items=tuple(sheets.values()), notes=notes.problems())


def _sheet(entry: Any, body: FeedText, notes: ReasonCounts) -> Sheet | None:
    place = entry.get("lokasi") if isinstance(entry, Mapping) else None
    if not isinstance(place, Mapping) or fault(place) or not _ADM4.fullmatch(adm4 := _field_text(place, "adm4")):
        return None
    zone = str(place.get("timezone", ""))
    steps: dict[datetime, WeatherStep] = {}
    issued: datetime | None = None
    for each in islice(_entries(entry.get("cuaca")), _LOOKED_AT):
        step = _weather_step(each, zone, body)
        if step is None:
            notes.add(Code.FORECAST_STEP)
            continue
        steps.setdefault(step.at, step)
        made = parse_date(_field_text(each, "analysis_date"), UTC)
        issued = made if issued is None and made is not None and abs(made - body.now) < NEAR else issued
    ordered = tuple(steps[at] for at in sorted(steps))[:MOST_STEPS]
    name = clean_title(_field_text(place, "desa") or _field_text(place, "deskel"), 80) or adm4
    return Sheet(
        id=f"cuaca-{adm4}",
        source=body.source.name,
        title=name,
        author=ISSUER,
        published=issued or (ordered[0].at if ordered else None),
        areas=(adm4,),
        provenance=body.source.provenance,
        sheet=SheetKind.WEATHER,
        steps=ordered,
    )


def _entries(days: Any) -> Iterator[Any]:
    for day in days if isinstance(days, list) else ():
        yield from day if isinstance(day, list) else (day,)


def _weather_step(entry: Any, zone: str, body: FeedText) -> WeatherStep | None:
    if not isinstance(entry, Mapping) or fault(entry):
        return None
    at = _when(entry, zone)
    code, degrees = number_in(entry.get("weather"), 0, 200), number_in(entry.get("t"), -20, 60)
    sky = _SKIES.get(int(code)) if code is not None else None
    if at is None or abs(at - body.now) > NEAR or sky is None or degrees is None:
        return None
    wind, wind_from = number_in(entry.get("ws"), 0, 400), _field_text(entry, "wd")
    return WeatherStep(
        at=at,
        sky=sky,
        degrees=round(degrees),
        wind=-1 if wind is None else round(wind),
        wind_from=wind_from if _DIRECTION.fullmatch(wind_from) else "",
    )


def _when(entry: Mapping[str, Any], zone: str) -> datetime | None:
    written, found = _field_text(entry, "utc_datetime") or _field_text(entry, "datetime"), None
    if written:
        found = parse_date(written, UTC)
    elif zone:
        local = _field_text(entry, "local_datetime")
        found = parse_date(f"{local} {zone}" if zone[:1] in "+-" else local, UTC if zone[:1] in "+-" else zone)
    return found.astimezone(UTC) if found else None


def _field_text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
