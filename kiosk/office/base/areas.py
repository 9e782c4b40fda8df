"""The office's villages: names by Kemendagri's codes from `desa.csv`, and their outlines from `wilayah.geojson`, both optional."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from content_cache.text.plain import clean_line
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.base.tables import MOST_ROWS, decoded

VILLAGES, OUTLINES = "desa.csv", "wilayah.geojson"
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
LONGEST_NAME = 60
_MOST_BYTES = 20_000_000
WIDTH = 360.0
"""Width of the map of outlines, in the units of its SVG paths."""


class Area(Struct, frozen=True):
    """Administrative area with its Kemendagri code; `inside` are the areas directly within it, sorted by name."""

    code: str
    name: str
    inside: tuple[Area, ...] = ()

    @property
    def villages(self) -> int:
        return sum(area.villages for area in self.inside) if self.inside else 1


class Outline(Struct, frozen=True):
    """Outline of one area on the map. `path` is the data of an SVG path; `x` and `y` are the middle of its largest ring."""

    code: str
    name: str
    path: str
    x: float
    y: float


class Areas:
    """Village names and outlines of an office's *folder*. Both files are read again when they change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[object, ...] = ()
        self._names: dict[str, str] = {}
        self._trees: dict[str, tuple[Area, ...]] = {}
        self._outlines: tuple[Outline, ...] = ()
        self._height = 0.0

    @property
    def names(self) -> Mapping[str, str]:
        """Return the village names by code; empty if the office has no list."""
        self._reread_areas()
        return self._names

    @property
    def outlines(self) -> tuple[Sequence[Outline], float]:
        """Return the village outlines and the height of the map, which is WIDTH wide."""
        self._reread_areas()
        return self._outlines, self._height

    def tree(self, top: str) -> tuple[Area, ...]:
        """Return the tree of areas under *top*, the code of the office's own area; "" for all of Indonesia."""
        self._reread_areas()
        trees = self._trees
        if top not in trees:
            names = {code: name for code, name in self._names.items() if not top or code.startswith(top)}
            levels = sorted({code.count(".") for code in names if code != top})
            trees[top] = _tree(names, top, levels[0]) if levels else ()
        return trees[top]

    def check_areas(self, codes: Iterable[str], own: str) -> None:
        """Raise OfficeError for the first of *codes* that is not written as an area code, or is in no list of villages.
        *own*, the office's area, is always accepted; without a list any well-formed code is."""
        names = self.names
        for code in codes:
            if not _CODE.fullmatch(code) or (names and code != own and code not in names):
                raise OfficeError(OfficeCode.AREA_UNKNOWN, code=clean_line(code, 20))

    def _reread_areas(self) -> None:
        stamp = tuple(_stamp(self._folder / name) for name in (VILLAGES, OUTLINES))
        if stamp != self._stamp:
            self._stamp = stamp
            self._names, self._trees = dict(_area_rows(self._folder / VILLAGES)), {}
            self._outlines, self._height = _drawn(self._folder / OUTLINES, self._names)


def villages_of(codes: Collection[str], names: Mapping[str, str]) -> int:
    """Return the number of villages among *names* that lie in the areas *codes*; 0 if that is unknown."""
    own = [code for code in names if code.count(".") == 3]
    return sum(any(code == each or code.startswith(f"{each}.") for each in codes) for code in own)


def as_people_count(name: str) -> list[tuple[int, str]]:
    """Return a sorting key that puts "Desa 2" before "Desa 10" and ignores case."""
    pieces = re.split(r"([0-9]+)", name.casefold())
    return [(int(piece), "") if place % 2 else (-1, piece) for place, piece in enumerate(pieces)]


def _stamp(path: Path) -> object:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def area_of_line(line: str) -> tuple[str, str] | None:
    """Return code and name of one *line* of the list, its cells split by commas or semicolons. Return `None` for a line
    without a code or a name."""
    try:
        cells = next(csv.reader([line.replace(";", ",")]), [])
    except csv.Error:
        return None
    if len(cells) < 2 or not _CODE.fullmatch(cells[0].strip()) or not cells[1].strip():
        return None
    return cells[0].strip(), " ".join(cells[1].split())[:LONGEST_NAME]


def is_area_code(code: str) -> bool:
    """Return whether *code* has the form of a Kemendagri code of any level, such as "72.01.05"."""
    return _CODE.fullmatch(code) is not None


def _area_rows(path: Path) -> Iterator[tuple[str, str]]:
    with suppress(OSError):
        lines = decoded(path.read_bytes()[:_MOST_BYTES]).split("\n")
        for line in lines[:MOST_ROWS]:
            if (found := area_of_line(line)) is not None:
                yield found


def _tree(names: Mapping[str, str], top: str, level: int) -> tuple[Area, ...]:
    here = sorted(
        (code for code in names if code.count(".") == level and code.startswith(top)),
        key=lambda code: as_people_count(names[code]),
    )
    return tuple(
        Area(code, names[code], _tree({c: n for c, n in names.items() if c.startswith(f"{code}.")}, code, level + 1))
        for code in here
    )


def _drawn(path: Path, names: Mapping[str, str]) -> tuple[tuple[Outline, ...], float]:
    """Return the outlines in the GeoJSON file *path* (RFC 7946), scaled to WIDTH, and the height of the map. A feature
    counts if one of its properties is a code in *names*. An unreadable file gives no outlines and height 0."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return (), 0.0
        features = json.loads(path.read_text("utf-8-sig"))["features"]
        shapes = [shape for feature in features if (shape := _shape(feature, names))]
        points = [point for _, _, rings in shapes for ring in rings for point in ring]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        squeeze = math.cos(math.radians((south + north) / 2))  # equirectangular, true at the middle
        scale = WIDTH / max((east - west) * squeeze, (north - south) / 2, 1e-9)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), 0.0
    drawn = []
    for code, name, rings in shapes:
        placed = [[((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring] for ring in rings]
        largest = max(placed, key=len)
        middle = [sum(axis) / len(largest) for axis in zip(*largest, strict=True)]
        drawn.append(Outline(code, name, "".join(map(_svg_path, placed)), round(middle[0]), round(middle[1])))
    return tuple(drawn), round((north - south) * scale)


def _shape(feature: Any, names: Mapping[str, str]) -> tuple[str, str, list[list[tuple[float, float]]]] | None:
    properties, geometry = feature["properties"], feature["geometry"]
    code = next((str(value) for value in properties.values() if str(value) in names), "")
    if not code or geometry["type"] not in ("Polygon", "MultiPolygon"):
        return None
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[(float(x), float(y)) for x, y, *_ in part[0]] for part in parts]
    return code, names[code], rings


def _svg_path(ring: Sequence[tuple[float, float]]) -> str:
    """Return SVG path data for *ring*, or "" for fewer than three different points. Coordinates are rounded to whole
    units, which is exact enough at WIDTH."""
    points = list(dict.fromkeys((round(x), round(y)) for x, y in ring))
    return "M" + " ".join(f"{x} {y}" for x, y in points) + "Z" if len(points) > 2 else ""
