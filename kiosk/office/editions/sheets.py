"""Sheets of the day: forecast, sea, prices and staff, from files with fixed names at the folder's top.

JSON is published unchanged if a kiosk can read it. `harga.csv` becomes a sheet, with the former price of each thing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content_cache.model.errors import FormatError
from content_cache.model.sheets import MOST_ROWS
from content_cache.signing.edition import FEED_FILES, SHEET_BYTES
from kiosk.office.editions.attachments import ReadyAttachment, ids_within, named
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.folder import Office
from kiosk.office.editions.previous import Previous

NAMES: Mapping[str, str] = {
    "cuaca.json": "weather",
    "laut.json": "sea",
    "harga.json": "prices",
    "petugas.json": "staff",
}
"""File names of sheets in JSON, each with its type. Prices may also be in TABLE."""

TABLE = "harga.csv"
_COLUMNS = ("barang", "satuan", "harga")
_PLACE, _WHEN = "pasar", "tanggal"  # comments at the head of the table: "# pasar: Pasar Simpong"


def sheets_in(
    folder: Path, office: Office, before: Previous, now: datetime, faults: Faults
) -> Iterator[tuple[ReadyAttachment, str, set[str]]]:
    """Yield each sheet of the folder as file, type, and ids on a kiosk. Wrong sheets are added to *faults*."""
    for name, kind in NAMES.items():
        path = folder / name
        if path.is_file() and not (kind == "prices" and (folder / TABLE).is_file()):
            yield from _sheet_attachments(_content(path, name, faults), name, kind, office, now, faults)
    if (folder / TABLE).is_file():
        written = _content(folder / TABLE, TABLE, faults)
        made = _prices(written, office, before, now, faults) if written else b""
        yield from _sheet_attachments(made, TABLE, "prices", office, now, faults)


def _content(path: Path, name: str, faults: Faults) -> bytes:
    try:
        if path.stat().st_size <= SHEET_BYTES:
            return path.read_bytes()
        faults.wrong(name, 0, FaultCode.SHEET_TOO_LARGE, kilobytes=SHEET_BYTES // 1000)
    except OSError as error:
        faults.wrong(name, 0, FaultCode.UNREADABLE, reason=error.strerror or str(error))
    return b""


def _sheet_attachments(
    content: bytes, name: str, kind: str, office: Office, now: datetime, faults: Faults
) -> Iterator[tuple[ReadyAttachment, str, set[str]]]:
    if not content:
        return
    try:
        ids = ids_within(content, FEED_FILES[kind], office.timezone, now)
    except FormatError as error:
        faults.wrong(name, 0, FaultCode.SHEET_UNFIT, error.problem)
        return
    yield named(content, "sheet-{}.json", "application/json"), kind, ids


def _prices(written: bytes, office: Office, before: Previous, now: datetime, faults: Faults) -> bytes:
    """Return the sheet made of the price table *written*, with former prices. If no price changed, return the last
    edition's sheet, so that publishing again gives the same bytes. Return b"" if the table has a fault."""
    try:
        lines = written.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        faults.wrong(TABLE, 0, FaultCode.NOT_UTF8)
        return b""
    head = {
        key.strip().lower(): value.strip()
        for line in lines
        if line.startswith("#") and ":" in line
        for key, _, value in [line[1:].partition(":")]
    }
    rows = list(_price_rows(lines, faults))
    if not rows:
        faults.wrong(TABLE, 0, FaultCode.TABLE_EMPTY, columns=";".join(_COLUMNS))
        return b""
    place = head.get(_PLACE, "")
    last = _last(before, place)
    known = {(row.get("name"), row.get("unit")): row for row in last.get("rows", ())}
    same_day = _WHEN in head and head[_WHEN] == last.get("_told")
    if [(r["name"], r["unit"], r["price"]) for r in rows] == [
        (r.get("name"), r.get("unit"), r.get("price")) for r in last.get("rows", ())
    ] and head.get(_WHEN, last.get("_told")) == last.get("_told"):
        return json.dumps(last, ensure_ascii=False, indent=1).encode()
    for row in rows:
        old = known.get((row["name"], row["unit"]), {})
        if price := old.get("before" if same_day else "price"):
            row["before"] = price
    sheet: dict[str, Any] = {
        "type": "prices",
        "issued": now.astimezone(ZoneInfo(office.timezone)).isoformat(timespec="seconds"),
        "source": office.publisher or office.title,
        "place": place,
        "_told": head.get(_WHEN, ""),
        "rows": rows,
    }
    if office.area:
        sheet["areas"] = [office.area]
    return json.dumps(sheet, ensure_ascii=False, indent=1).encode()


def _price_rows(lines: list[str], faults: Faults) -> Iterator[dict[str, Any]]:
    """Yield the rows of the price table, such as "Beras medium;1 kg;14.500". A comma or a tab also separates cells. A
    point in a price marks thousands."""
    text = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    mark = next((mark for mark in ";\t," if text and mark in text[0][1]), ";")
    for number, line in text[: MOST_ROWS + 1]:
        cells = [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark), [])]
        if [cell.lower() for cell in cells[:3]] == list(_COLUMNS):
            continue
        price = cells[2].lower().removeprefix("rp").replace(".", "").strip() if len(cells) == len(_COLUMNS) else ""
        if not (price.isascii() and price.isdigit() and 0 < len(price) < 10 and int(price) and cells[0]):
            faults.wrong(TABLE, number, FaultCode.TABLE_ROW, columns=";".join(_COLUMNS))
            continue
        yield {"name": cells[0], "unit": cells[1], "price": int(price)}


def _last(before: Previous, place: str) -> dict[str, Any]:
    """Return the price sheet of the last edition for the same market *place*, {} if there is none."""
    for entry in before.listed:
        if entry.get("type") != "prices":
            continue
        try:
            sheet = json.loads(before.files.get(entry.get("name", ""), b""))
        except ValueError:
            continue
        if isinstance(sheet, dict) and sheet.get("place") == place and isinstance(sheet.get("rows"), list):
            sheet["rows"] = [row for row in sheet["rows"] if isinstance(row, dict)]
            return sheet
    return {}
