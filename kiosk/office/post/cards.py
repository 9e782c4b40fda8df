"""Cards for many kiosks at once: a table of villages becomes a kiosk.toml with its own enrolment code and a label for
each. Pure."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Collection, Iterable, Sequence
from html import escape

from msgspec import Struct

from content_cache.model.problems import Problem, problem
from kiosk.office.base.faults import OfficeCode
from kiosk.office.base.tables import TableError, table_rows
from kiosk.office.base.toml_text import toml_value
from kiosk.settings.faults import SettingCode
from kiosk.settings.loader import settings_from_tables

MOST = 1_000
_MOST_BYTES = 500_000
_UNFIT = problem(OfficeCode.CARD_TABLE, most=MOST)
_HEADS = frozenset({"kode", "code", "area"})
_VILLAGE = re.compile(r"(\d{2})\.?(\d{2})\.?(\d{2})\.?(\d{4})", re.ASCII)


class Station(Struct, frozen=True):
    """Place of one kiosk. Degrees are as written, "" where the shared settings apply."""

    area: str
    name: str
    latitude: str = ""
    longitude: str = ""

    @property
    def table(self) -> dict[str, object]:
        """Return the table `[place]` of its kiosk.toml. Raise ValueError for degrees that are no numbers."""
        place: dict[str, object] = {"name": self.name, "area": self.area}
        if self.latitude or self.longitude:
            place |= {"latitude": float(self.latitude), "longitude": float(self.longitude)}
        return place


class RowError(ValueError):
    """Error in a row, by its number from 1: malformed, or doubtful for the reason *told*."""

    def __init__(self, line: int, told: Problem | None = None) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.problem = told or problem(OfficeCode.CARD_ROW, line=line)


def stations_of(content: bytes, known: Collection[str] = (), *, sure: bool = False) -> list[Station]:
    """Return the places in a table with the columns code, name, and optionally latitude and longitude, with or without
    a header. *known* are the codes of the office's villages, if it has a list. With *sure*, unknown and repeated
    villages are accepted.

    Raise RowError for the first row that cannot be used: nothing is made of a table with a fault."""
    if len(content) > _MOST_BYTES:
        raise RowError(0, _UNFIT)
    try:
        rows = table_rows(content)
    except TableError as error:
        raise RowError(error.line, problem(OfficeCode.CARD_SHEET) if error.workbook else None) from error
    found: list[Station] = []
    lines: list[int] = []
    for number, cells in rows:
        if number == 1 and re.split(r"[\s_]", cells[0].lower())[0] in _HEADS:
            continue
        found.append(_station(cells, number))
        lines.append(number)
    if not 0 < len(found) <= MOST:
        raise RowError(len(found), _UNFIT)
    for before, (line, station) in enumerate([] if sure else zip(lines, found, strict=True)):
        if known and station.area not in known:
            raise RowError(line, problem(OfficeCode.CARD_UNKNOWN, line=line))
        if station in found[:before]:
            raise RowError(line, problem(OfficeCode.CARD_TWICE, line=line))
    return found


def _station(cells: Sequence[str], number: int) -> Station:
    area, name, latitude, longitude = (cells[at] if at < len(cells) else "" for at in range(4))
    code = _VILLAGE.fullmatch(area)
    station = Station(
        ".".join(code.groups()) if code else "", name[:60], latitude.replace(",", "."), longitude.replace(",", ".")
    )
    try:
        wrong = not code or not name or settings_from_tables({"place": station.table}).faults
    except (ValueError, OverflowError):
        wrong = True
    if wrong:
        raise RowError(number)
    return station


def base_faults(base: str) -> list[Problem]:
    """Return the faults of the shared settings *base*. The tables [place] and [post] are refused: each kiosk has its own."""
    try:
        tables = tomllib.loads(base)
    except (ValueError, RecursionError) as error:
        return [problem(SettingCode.NO_TOML, reason=str(error)[:200])]
    own = [name for name in ("place", "post") if name in tables]
    return [problem(OfficeCode.CARD_OWN, name=name) for name in own] or [
        fault.problem for fault in settings_from_tables(tables, base).faults[:5]
    ]


def settings_text(station: Station, base: str, post: str) -> str:
    """Return the kiosk.toml of *station*: the shared settings *base*, its place, and the enrolment *post*."""
    place = "\n".join(f"{key} = {toml_value(value)}" for key, value in station.table.items())
    return f"{base.strip()}\n\n[place]\n{place}\n\n{post.strip()}\n".lstrip()


def archive(cards: Iterable[tuple[Station, str, str]], labels: str) -> bytes:
    """Return a ZIP with a folder and kiosk.toml for each card, a table of all, and the *labels*. Each of *cards* is a
    place, its code and its settings."""
    out = io.BytesIO()
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("kartu", "kode", "nama", "pendaftaran"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number, (station, code, text) in enumerate(cards, 1):
            folder = f"{number:03}-{station.area}"
            file.writestr(f"{folder}/kiosk.toml", text)
            name = f"'{station.name}" if station.name[:1] in "=+-@" else station.name
            writer.writerow((folder, station.area, name, code))
        file.writestr("kartu.csv", "\ufeff" + table.getvalue())
        file.writestr("label.html", labels)
    return out.getvalue()


_STYLE = """@page{size:A4;margin:10mm}body{margin:0;font:11pt sans-serif;display:grid;grid-template-columns:repeat(3,1fr);gap:3mm}
section{border:1px solid #000;padding:3mm;break-inside:avoid;display:grid;grid-template-columns:24mm 1fr;gap:3mm;align-items:center}
svg{width:24mm;height:24mm}b{display:block;font-size:13pt}code{font-size:13pt;white-space:nowrap}p{margin:0}"""


def labels_page(title: str, labels: Iterable[tuple[int, Station, str, str]]) -> str:
    """Return an HTML page to print, with a label for each kiosk. Each of *labels* is number, place, code, and the code
    as an SVG of a QR code."""
    parts = [
        f"<section>{picture}<p><b>{number:03} {escape(station.name)}</b>{station.area}<br><code>{code[:4]} {code[4:]}</code></p>"
        "</section>"
        for number, station, code, picture in labels
    ]
    head = f'<!doctype html><html lang="id"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"{head}<body>{''.join(parts)}</body></html>"
