"""Conversion of an uploaded table's rows to areas of the office, and the changes that they make to its list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from content_cache.model.problems import Problem, problem
from kiosk.office.base.areas import LONGEST_NAME, is_area_code
from kiosk.office.base.tables import Row, column_name, is_formula
from kiosk.office.villages.faults import VillageCode

_HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("kode", "code", "area"),
    "district": ("kecamatan", "district"),
    "name": ("nama", "name", "desa", "kelurahan"),
}
_LEVELS = (2, 4, 6, 10)  # digits of a code: province, regency, district, village
_DISTRICT = 8  # characters of a district's code


class WrittenRow(Struct, frozen=True):
    """Row as it was written. `cells` are the names of its three cells, such as `A7`."""

    line: int
    code: str
    name: str
    district: str = ""
    cells: tuple[str, str, str] = ("", "", "")


class WrongRow(Struct, frozen=True):
    """Row that cannot be used, with the reason."""

    row: WrittenRow
    problem: Problem


class VillageTable(Struct, frozen=True):
    """Names by code of the usable rows, and the rows that cannot be used."""

    names: Mapping[str, str]
    wrong: tuple[WrongRow, ...]


class ChangeKind(StrEnum):
    """Kinds of changes to the list: an area is added, renamed, or missing from the table."""

    NEW = "new"
    NAME = "name"
    GONE = "gone"


class VillageChange(Struct, frozen=True):
    """Difference between the list and a table. `name` is the table's; for a missing area it is the list's."""

    kind: ChangeKind
    code: str
    name: str
    before: str = ""


def rows_of(rows: Sequence[Row]) -> Iterator[WrittenRow]:
    """Yield the rows below the heads. Without heads the columns are code, name, district, in this order."""
    places = _places(rows[0][1]) if rows else None
    at = places or {"code": 0, "name": 1, "district": 2}
    for line, cells in rows[1:] if places else rows:
        picked = {name: cells[place] if place < len(cells) else "" for name, place in at.items()}
        names = [f"{column_name(at[name])}{line}" if name in at else "" for name in ("code", "name", "district")]
        yield WrittenRow(
            line, picked["code"], picked["name"], picked.get("district", ""), (names[0], names[1], names[2])
        )


def _places(heads: Sequence[str]) -> dict[str, int] | None:
    """Return the column of each kind of cell, or `None` where *heads* are no headers."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        words = re.split(r"[\W_]+", head.lower())
        for name, known in _HEADS.items():
            if name not in found and any(word in known for word in words):
                found[name] = place
                break
    return found if "code" in found and "name" in found else None


def plain_name(text: str) -> str:
    """Return *text* as a name in one line, without semicolons, at which the list may be split."""
    return " ".join(text.replace(";", ",").split())


def plain_code(text: str) -> str:
    """Return a code with its points, whether or not it was written with them; text that is no code as it is."""
    digits = re.sub(r"[.\s]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return text
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)


def fault_of(code: str, name: str, area: str) -> Problem | None:
    """Return what is wrong with code or name of an area in the list of the office of *area*, `None` for nothing."""
    if not is_area_code(code):
        digits = len(code.replace(".", ""))
        missing = next((level - digits for level in _LEVELS[2:] if digits < level), 0)
        if digits > _LEVELS[2] and missing and is_area_code(f"{code}{'0' * missing}"):
            return problem(VillageCode.CODE_SHORT, missing=missing)
        return problem(VillageCode.CODE)
    if area and not (code == area or code.startswith(f"{area}.") or area.startswith(f"{code}.")):
        return problem(VillageCode.OUTSIDE, area=area)
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME or is_formula(name):
        return problem(VillageCode.NAME, most=LONGEST_NAME)
    return None


def table_of(rows: Iterable[WrittenRow], area: str) -> VillageTable:
    """Return the names by code that *rows* give to areas of the office of *area*, and the rows that cannot be used."""
    found: dict[str, tuple[str, int]] = {}
    districts: dict[str, tuple[str, int]] = {}
    wrong: list[WrongRow] = []
    for row in rows:
        code, name = plain_code(row.code), plain_name(row.name)
        formula = next((at for at, cell in zip(row.cells, (row.code, row.name, row.district), strict=True)
                        if is_formula(cell)), None)  # fmt: skip
        above = code[:_DISTRICT]
        fault: Problem | None
        if formula is not None:
            fault = problem(VillageCode.FORMULA, cell=formula or str(row.line))
        elif code in found:
            fault = problem(VillageCode.TWICE, line=found[code][1])
        elif (fault := fault_of(code, name, area)) is None and _is_other(row.district, districts.get(above)):
            fault = problem(VillageCode.DISTRICT, line=districts[above][1], name=districts[above][0])
        if fault is not None:
            wrong.append(WrongRow(row, fault))
            continue
        found[code] = name, row.line
        if row.district and len(code) > _DISTRICT:
            districts.setdefault(above, (plain_name(row.district)[:LONGEST_NAME], row.line))
    names = {code: name for code, (name, _) in districts.items()} | {code: name for code, (name, _) in found.items()}
    return VillageTable(names, tuple(wrong))


def _is_other(district: str, before: tuple[str, int] | None) -> bool:
    return bool(district) and before is not None and plain_name(district).casefold() != before[0].casefold()


def changes_of(
    table: Mapping[str, str], names: Mapping[str, str], wrong: Iterable[WrongRow] = ()
) -> list[VillageChange]:
    """Return the differences between the list *names* and *table*. Villages that the table lacks come last; one with a
    *wrong* row is not missing."""
    faulty = {plain_code(each.row.code) for each in wrong}
    found = [
        VillageChange(ChangeKind.NAME if code in names else ChangeKind.NEW, code, name, names.get(code, ""))
        for code, name in sorted(table.items())
        if names.get(code) != name
    ]
    gone = [code for code in sorted(names) if code.count(".") == 3 and code not in table and code not in faulty]
    return [*found, *(VillageChange(ChangeKind.GONE, code, names[code], names[code]) for code in gone)]
