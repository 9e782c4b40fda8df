"""Villages that are no longer in the office's list, in `desa-lama.csv`: taken out, or merged into one that stays.

Kiosks know the code of their village from their own card. So what is for a village is for each code
that was merged into it, too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.text.plain import clean_line
from kiosk.office.base.areas import LONGEST_NAME, is_area_code
from kiosk.office.base.tables import decoded

FORMER = "desa-lama.csv"
_MOST_ROWS = 5_000
_MOST_BYTES = 2_000_000


class FormerVillage(Struct, frozen=True):
    """Village that left the list on `day`. `into` is the code that it was merged into, "" for one taken out; `kiosks`
    are the ids of those that moved with it."""

    code: str
    name: str
    day: date
    into: str = ""
    kiosks: tuple[str, ...] = ()


def read_former(folder: Path) -> dict[str, FormerVillage]:
    """Return the former villages of the office in *folder* by code. Lines that cannot be read are left out."""
    try:
        with (folder / FORMER).open("rb") as file:
            text = decoded(file.read(_MOST_BYTES))
    except OSError:
        return {}
    found: dict[str, FormerVillage] = {}
    for line in text.splitlines()[:_MOST_ROWS]:
        try:
            code, name, into, day, kiosks, *_ = [*next(csv.reader([line]), []), "", "", "", "", ""]
            row = FormerVillage(
                code, clean_line(name, LONGEST_NAME), date.fromisoformat(day), into, tuple(kiosks.split())
            )
        except (csv.Error, ValueError):
            continue
        if is_area_code(code) and (not into or (is_area_code(into) and into != code)):
            found[code] = row
    return found


def write_former(folder: Path, rows: Iterable[FormerVillage]) -> None:
    """Replace the former villages. Raise OSError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in sorted(rows, key=lambda each: each.code):
        writer.writerow([row.code, row.name, row.into, row.day.isoformat(), " ".join(row.kiosks)])
    write_whole(folder / FORMER, out.getvalue().encode(), mode=None)


def merged_codes(folder: Path) -> dict[str, str]:
    """Return the codes of merged villages, each with the code of the village that stays."""
    former = read_former(folder)
    found: dict[str, str] = {}
    for code, row in former.items():
        stays, passed = row.into, {code}
        while stays in former and former[stays].into and stays not in passed:
            passed.add(stays)
            stays = former[stays].into
        if stays and stays not in passed:
            found[code] = stays
    return found


def with_merged(areas: Sequence[str], merged: Mapping[str, str]) -> list[str]:
    """Return *areas* with the codes that were *merged* into a village among them."""
    return [
        *areas,
        *(old for old, stays in sorted(merged.items()) if _covers(areas, stays) and not _covers(areas, old)),
    ]


def _covers(areas: Collection[str], code: str) -> bool:
    return any(code == area or code.startswith(f"{area}.") for area in areas)
