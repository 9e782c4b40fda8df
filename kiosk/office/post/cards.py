"""Cards for many kiosks at once: a table of villages becomes a kiosk.toml with its own enrolment code and a label for each. Pure.

Columns are found by their heads. A column for PINs or for report tokens gives each card one of its own; empty cells are filled.
"""

from __future__ import annotations

import io
import re
import secrets
import tomllib
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.problems import Problem, problem
from kiosk.appliance.wifi_profile import fault_of as wifi_fault
from kiosk.office.base.faults import OfficeCode
from kiosk.office.base.tables import TableError, column_name, csv_text, is_formula, table_rows
from kiosk.office.base.toml_text import TomlEdit, TomlEditError, toml_value
from kiosk.settings.faults import SettingCode
from kiosk.settings.loader import settings_from_tables
from kiosk.settings.pin import fit

MOST = 1_000
CARD_TABLE = "kartu.csv"
CARD_HEADS = ("kartu", "kode", "nama", "pendaftaran", "sampai", "pin", "wifi", "token")
"""Name of the table of all cards in the ZIP, and its heads."""

_MOST_BYTES = 500_000
_UNFIT = problem(OfficeCode.CARD_TABLE, most=MOST)
_HEADS: Mapping[str, tuple[str, ...]] = {
    "area": ("kode", "code", "area"),
    "name": ("nama", "name", "desa", "kelurahan"),
    "latitude": ("lintang", "latitude", "lat"),
    "longitude": ("bujur", "longitude", "lon"),
    "pin": ("pin",),
    "wifi_password": ("sandi", "password"),
    "wifi": ("wifi", "fi", "ssid"),
    "token": ("token",),
}
_BARE_PLACES: Mapping[str, int] = {"area": 0, "name": 1, "latitude": 2, "longitude": 3}
"""Columns of a table without heads, or with heads of the first two alone."""

_OWN = ("pin", "token")
"""Columns whose values no two cards share."""

_VILLAGE = re.compile(r"(\d{2})\.?(\d{2})\.?(\d{2})\.?(\d{4})", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9._~-]{16,80}")
_TOKEN_BYTES = 16
_PIN_DIGITS = 6


class Station(Struct, frozen=True):
    """Kiosk in the table: its place, and its own settings. Degrees are as written. "" means that the shared settings apply."""

    area: str
    name: str
    latitude: str = ""
    longitude: str = ""
    pin: str = ""
    wifi: str = ""
    wifi_password: str = ""
    token: str = ""

    @property
    def table(self) -> dict[str, object]:
        """Return the table `[place]` of its kiosk.toml. Raise ValueError for degrees that are no numbers."""
        place: dict[str, object] = {"name": self.name, "area": self.area}
        if self.latitude or self.longitude:
            place |= {"latitude": float(self.latitude), "longitude": float(self.longitude)}
        return place

    @property
    def own_tables(self) -> dict[str, dict[str, str]]:
        """Return the tables of its kiosk.toml that come from columns of the list, by name: Wi-Fi, PIN, report token."""
        tables = {
            "wifi": {"name": self.wifi, "password": self.wifi_password} if self.wifi else {},
            "technician": {"pin": self.pin} if self.pin else {},
            "reports": {"token": self.token} if self.token else {},
        }
        return {name: table for name, table in tables.items() if table}


class RowError(ValueError):
    """Error in a row, by its number from 1: malformed, or doubtful for the reason *told*."""

    def __init__(self, line: int, told: Problem | None = None) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.problem = told or problem(OfficeCode.CARD_ROW, line=line)


def stations_of(content: bytes, known: Collection[str] = (), *, sure: bool = False) -> list[Station]:
    """Return the kiosks of a table: code and name of the village, and what else its columns give. Columns are separated
    by commas, semicolons or tabs; without heads they are code, name, latitude, longitude. *known* are the codes of the
    office's villages, if it has a list. With *sure*, unknown and repeated villages are accepted.

    Raise RowError for the first row that cannot be used: nothing is made of a table with a fault."""
    if len(content) > _MOST_BYTES:
        raise RowError(0, _UNFIT)
    try:
        rows = table_rows(content)
    except TableError as error:
        raise RowError(error.line, problem(OfficeCode.CARD_SHEET) if error.workbook else None) from error
    heads = _places(rows[0][1]) if rows else None
    if heads is not None:
        rows = rows[1:]
    places = _BARE_PLACES if heads is None else heads
    found = [_station(cells, number, places) for number, cells in rows[: MOST + 1]]
    if not 0 < len(rows) <= MOST:
        raise RowError(len(rows), _UNFIT)
    lines = [line for line, _ in rows]
    _check_distinct(found, lines)
    for before, (line, station) in enumerate([] if sure else zip(lines, found, strict=True)):
        if known and station.area not in known:
            raise RowError(line, problem(OfficeCode.CARD_UNKNOWN, line=line))
        if (station.area, station.name) in {(each.area, each.name) for each in found[:before]}:
            raise RowError(line, problem(OfficeCode.CARD_TWICE, line=line))
    return _filled(found, places)


def _places(heads: Sequence[str]) -> dict[str, int] | None:
    """Return the column of each kind of cell, `None` where *heads* are no heads. Raise RowError for heads without a
    name column."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        words = re.split(r"[\W_]+", head.lower())
        name = next((name for name, known in _HEADS.items() if name not in found and set(words) & set(known)), None)
        if name is not None:
            found[name] = place
    if "area" not in found or any(map(_VILLAGE.fullmatch, heads)):
        return None
    if "name" not in found:
        raise RowError(1)
    return found if any(heads[len(found) :]) or len(found) > 2 else {**_BARE_PLACES, **found}


def _station(cells: Sequence[str], number: int, places: Mapping[str, int]) -> Station:
    picked = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
    for name, at in places.items():
        if picked[name].startswith("=") if name.startswith("wifi") else is_formula(picked[name]):
            raise RowError(number, problem(OfficeCode.CARD_FORMULA, line=number, cell=f"{column_name(at)}{number}"))
    code = _VILLAGE.fullmatch(picked["area"])
    picked["area"] = ".".join(code.groups()) if code else ""
    picked["name"] = picked["name"][:60]
    for name in ("latitude", "longitude"):
        picked[name] = picked.get(name, "").replace(",", ".")
    station = Station(**picked)
    try:
        wrong = not code or not station.name or settings_from_tables({"place": station.table}).faults
    except (ValueError, OverflowError):
        wrong = True
    if wrong:
        raise RowError(number)
    _check_own(station, number)
    return station


def _check_own(station: Station, line: int) -> None:
    """Raise RowError for a PIN, a Wi-Fi network or a token that no kiosk accepts."""
    if station.pin and not fit(station.pin):
        raise RowError(line, problem(OfficeCode.CARD_PIN, line=line))
    if station.token and not _TOKEN.fullmatch(station.token):
        raise RowError(line, problem(OfficeCode.CARD_TOKEN, line=line))
    if station.wifi or station.wifi_password:
        fault = wifi_fault(station.wifi, station.wifi_password)
        if fault is not None:
            raise RowError(line, problem(OfficeCode.CARD_WIFI, fault, line=line))


def _check_distinct(stations: Sequence[Station], lines: Sequence[int]) -> None:
    """Raise RowError for a PIN or a token that stands in two rows."""
    for name in _OWN:
        first: dict[str, int] = {}
        for line, station in zip(lines, stations, strict=True):
            value = getattr(station, name)
            if value and value in first:
                raise RowError(line, problem(OfficeCode.CARD_SHARED, line=line, other=first[value]))
            first[value] = line


def _filled(stations: Sequence[Station], places: Collection[str]) -> list[Station]:
    """Return the stations with a new PIN and token in each empty cell, where the table has a column for it."""
    makers: Mapping[str, Callable[[], str]] = {"pin": _new_pin, "token": lambda: secrets.token_hex(_TOKEN_BYTES)}
    filled = list(stations)
    for name in _OWN:
        if name not in places:
            continue
        taken = {getattr(each, name) for each in filled}
        for at, each in enumerate(filled):
            if not getattr(each, name):
                while (value := makers[name]()) in taken:
                    continue
                taken.add(value)
                filled[at] = replace(filled[at], **{name: value})
    return filled


def _new_pin() -> str:
    """Return six digits, none of them a zero at the begin: spreadsheets leave that one out."""
    least = 10 ** (_PIN_DIGITS - 1)
    return str(least + secrets.randbelow(9 * least))


def base_faults(base: str, stations: Sequence[Station] = ()) -> list[Problem]:
    """Return the faults of the shared settings *base*. The tables [place] and [post] are refused: each kiosk has its
    own. Own settings of *stations* replace those of *base*, so *base* must be written line by line."""
    try:
        tables = tomllib.loads(base)
    except (ValueError, RecursionError) as error:
        return [problem(SettingCode.NO_TOML, reason=str(error)[:200])]
    own = [name for name in ("place", "post") if name in tables]
    faults = [problem(OfficeCode.CARD_OWN, name=name) for name in own]
    faults = faults or [fault.problem for fault in settings_from_tables(tables, base).faults[:5]]
    if not faults and stations:
        try:
            settings_text(stations[0], base, "")
        except TomlEditError as error:
            return [problem(SettingCode.NO_TOML, reason=str(error)[:200])]
    return faults


def settings_text(station: Station, base: str, post: str) -> str:
    """Return the kiosk.toml of *station*: the shared settings *base*, its own settings, its place, and the enrolment
    *post*. Raise TomlEditError for a *base* that cannot be changed line by line."""
    place = "\n".join(f"{key} = {toml_value(value)}" for key, value in station.table.items())
    text = f"{base.strip()}\n\n[place]\n{place}\n\n{post.strip()}".strip()
    if not station.own_tables:
        return f"{text}\n"
    edit = TomlEdit(f"{text}\n")
    for name, table in station.own_tables.items():
        edit.set(f"[{name}]", table)
    return edit.text


class MadeCard(Struct, frozen=True):
    """Card of one kiosk: its station, its enrolment code, valid until *until* (both empty without one), and its
    kiosk.toml."""

    station: Station
    code: str
    text: str
    until: datetime | None = None


def archive(cards: Sequence[MadeCard], labels: str) -> bytes:
    """Return a ZIP with a folder and kiosk.toml for each card, a table of all, and the *labels*."""
    out = io.BytesIO()
    rows: list[Sequence[str]] = [CARD_HEADS]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for number, card in enumerate(cards, 1):
            folder, station = f"{number:03}-{card.station.area}", card.station
            file.writestr(f"{folder}/kiosk.toml", card.text)
            until = card.until.date().isoformat() if card.until else ""
            cells = (folder, station.area, station.name, card.code, until, station.pin, station.wifi, station.token)
            rows.append(cells)
        file.writestr(CARD_TABLE, csv_text(rows))
        if labels:
            file.writestr("label.html", labels)
    return out.getvalue()


def label_link(address: str, code: str) -> str:
    """Return the content of a label's QR code: the address of the office's page about the kiosk, or the code without one."""
    return f"{address.rstrip('/')}/kartu/{code}" if address else code


_STYLE = """@page{size:A4;margin:10mm}body{margin:0;font:11pt sans-serif;display:grid;grid-template-columns:repeat(3,1fr);gap:3mm}
section{border:1px solid #000;padding:3mm;break-inside:avoid;display:grid;grid-template-columns:24mm 1fr;gap:3mm;align-items:center}
svg{width:24mm;height:24mm}b{display:block;font-size:13pt}code{font-size:13pt;white-space:nowrap}p{margin:0}"""


class CardLabel(Struct, frozen=True):
    """Label of a card: the card's number, its village, its code, the note below the code, and a QR code as SVG."""

    number: int
    name: str
    area: str
    code: str
    note: str
    picture: str


def labels_page(title: str, labels: Iterable[CardLabel]) -> str:
    """Return an HTML page to print, with the labels in three columns."""
    parts = [
        f"<section>{each.picture}<p><b>{each.number:03} {escape(each.name)}</b>{each.area}<br>"
        f"<code>{each.code[:4]} {each.code[4:]}</code><br>{escape(each.note)}</p></section>"
        for each in labels
    ]
    head = f'<!doctype html><html lang="id"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"{head}<body>{''.join(parts)}</body></html>"
