"""Sheets of the day as an office and the hall's desk write them: sea, prices, staff.

A forecast, the sea, prices, and who is in are sheets: each takes the place of the last one of its name, and no list
or search has it. A sheet is shown until its `valid_until`, where its `areas` hold the village; of several the newest.
Prices are old after two days and not shown after 30; staff without `valid_until` is shown on the day of `issued`
alone.

- **`bmkg-cuaca`**: the answer of `https://api.bmkg.go.id/publik/prakiraan-cuaca?adm4=CODE`. Old after 12 hours, not
  shown after 24.
- **`bmkg-perairan`**: the answer of `https://maritim.bmkg.go.id/marine2026-data/perairan/CODE.json`, a source for
  each water, whose `name` stands in `[weather] sea`. Of a water that two sheets have, the newer counts.
- **`hari-ini`**: one JSON object of ours, `type` first, at most 60 rows, texts of 80 characters without markup. A bad
  row is left out alone.

- `type` (all): `sea`, `prices`, `staff`
- `issued` (all): RFC 3339, required
- `valid_until` (all): RFC 3339, optional; a day alone counts to its end
- `source`, `place`, `areas` (all): who tells it; the market or hall (two markets are two sheets); area codes
- `rows[].name` (all): the water, what is sold, who is in
- `rows[].from`, `until` (sea, staff): RFC 3339; of staff `"08.00"`, optional
- `rows[].wave_m`, `wind_knots`, `wind_from` (sea): `[0.5, 1.25]`; `[4, 12]` and `"SE"`, optional
- `rows[].unit`, `price`, `before` (prices): `"1 kg"`, rupiah, and those of the last time, optional
- `rows[].role`, `photo` (staff): a file beside the hall's own sheet; of others it is ignored

Waves are *tenang* up to 0.5 m, *rendah* 1.25, *sedang* 2.5, *tinggi* 4, *sangat tinggi* 6, *ekstrem* 9, *sangat
ekstrem* above. BMKG's limits for fishing boats are 1.25 m and 15 knots (28 km/h): the kiosk says which is passed, and
never that the sea is safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.item_builder import YEARS, attachment_type, stable_id
from content_cache.formats.json_repair import fault, loads, number_in
from content_cache.formats.notes import ReasonCounts
from content_cache.model.attachments import Attachment
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_ROWS, Price, SheetKind, StaffMember, Water
from content_cache.text.cleaning import clean_url
from content_cache.text.dates import parse_date, parse_end
from content_cache.text.plain import clean_title

HIGHEST_WAVE = 30.0  # metres: none above it was ever measured by a buoy
STRONGEST_WIND = 200.0  # knots
HIGHEST_PRICE = 100_000_000  # rupiah
_MOST_PHOTOS = 8
_AREA = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_HOUR = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_DIRECTION = re.compile(r"[NESW]{1,3}")
_KIOSK_MEDIA = re.compile(r"media/[\w.-]{1,100}")
_Row = TypeVar("_Row")


def read(body: FeedText) -> Feed:
    """Return the one sheet of a `hari-ini` document.

    Raise FormatError if it is of another type, is cut off, or has no valid `issued`.
    """
    document, _ = loads(body.text, MOST_ROWS)
    kind = next((kind for kind in _ROWS if kind == document.get("type")), None)
    issued = _date_field(document, "issued", body)
    if kind is None or issued is None:
        raise FormatError(Code.NO_SHEET)
    read_row = _ROWS[kind]
    listed = document.get("rows")
    notes = ReasonCounts()
    rows: Any = tuple(_sheet_rows(listed if isinstance(listed, list) else [], lambda row: read_row(row, body), notes))
    title = _text_field(document, "place") or _text_field(document, "source") or body.source.name
    ends = _date_field(document, "valid_until", body, read=parse_end)
    areas = document.get("areas")
    pictures = tuple({row.photo: None for row in rows if isinstance(row, StaffMember) and row.photo})
    sheet = Sheet(
        id=f"{kind}-{stable_id(title)[:16]}",
        source=body.source.name,
        title=title,
        author=_text_field(document, "source"),
        published=issued,
        expires=ends,
        areas=tuple(a for a in areas[:20] if isinstance(a, str) and _AREA.fullmatch(a))
        if isinstance(areas, list)
        else (),
        attachments=tuple(Attachment(url, attachment_type(url)) for url in pictures[:_MOST_PHOTOS]),
        provenance=body.source.provenance,
        sheet=kind,
        waters=rows if kind is SheetKind.SEA else (),
        prices=rows if kind is SheetKind.PRICES else (),
        people=rows if kind is SheetKind.STAFF else (),
    )
    return Feed(items=(sheet,), notes=notes.problems())


def _sheet_rows(
    listed: list[Any], read_row: Callable[[Mapping[str, Any]], _Row | None], notes: ReasonCounts
) -> Iterator[_Row]:
    if len(listed) > MOST_ROWS:
        notes.add(Code.ITEMS_BEYOND, len(listed) - MOST_ROWS, most=MOST_ROWS)
    for entry in listed[:MOST_ROWS]:
        row = read_row(entry) if isinstance(entry, Mapping) and not fault(entry) else None
        if row is None:
            notes.add(Code.SHEET_ROW)
        else:
            yield row


def _water(row: Mapping[str, Any], body: FeedText) -> Water | None:
    name, starts, ends = _text_field(row, "name"), _date_field(row, "from", body), _date_field(row, "until", body)
    waves = _span(row.get("wave_m"), HIGHEST_WAVE)
    if not name or starts is None or ends is None or ends <= starts or waves is None:
        return None
    wind, wind_from = _span(row.get("wind_knots"), STRONGEST_WIND) or (-1.0, -1.0), row.get("wind_from")
    known = isinstance(wind_from, str) and _DIRECTION.fullmatch(wind_from)
    return Water(name, starts, ends, *waves, *wind, wind_from=str(wind_from) if known else "")


def _price(row: Mapping[str, Any], _body: FeedText) -> Price | None:
    name, price = _text_field(row, "name"), number_in(row.get("price"), 1, HIGHEST_PRICE)
    before = number_in(row.get("before"), 1, HIGHEST_PRICE)
    return (
        None if not name or price is None else Price(name, _text_field(row, "unit"), round(price), round(before or 0))
    )


def _person(row: Mapping[str, Any], body: FeedText) -> StaffMember | None:
    name, photo = _text_field(row, "name"), row.get("photo")
    own = isinstance(photo, str) and body.source.own and _KIOSK_MEDIA.fullmatch(photo)
    address = clean_url(str(photo), body.url) if own else ""
    return (
        StaffMember(name, _text_field(row, "role"), _hour(row, "from"), _hour(row, "until"), address) if name else None
    )


_ROWS: Mapping[SheetKind, Callable[[Mapping[str, Any], FeedText], Water | Price | StaffMember | None]] = {
    SheetKind.SEA: _water,
    SheetKind.PRICES: _price,
    SheetKind.STAFF: _person,
}


def _span(value: Any, most: float) -> tuple[float, float] | None:
    """Return (low, high) of a list such as [0.5, 1.25].

    Return None if it is malformed, out of 0 to *most*, or in the wrong order.
    """
    if not isinstance(value, list) or len(value) != 2:
        return None
    low, high = (number_in(each, 0, most) for each in value)
    return None if low is None or high is None or low > high else (float(low), float(high))


def _hour(row: Mapping[str, Any], key: str) -> str:
    found = _HOUR.fullmatch(_text_field(row, key))
    return f"{int(found[1]):02}.{found[2]}" if found else ""


def _text_field(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return clean_title(value, 80) if isinstance(value, str) and not fault(value) else ""


def _date_field(
    fields: Mapping[str, Any], key: str, body: FeedText, read: Callable[..., datetime | None] = parse_date
) -> datetime | None:
    value = fields.get(key)
    found = read(value, body.source.timezone, now=body.now) if isinstance(value, str) else None
    return found if found is not None and found.year in YEARS else None
