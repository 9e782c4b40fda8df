"""Spoken forms of words: `ucapan.csv` of the office's folder. Each line has the word, its spoken form, and optionally an area."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from content_cache.formats import lexicon as rules
from content_cache.formats.emergency import named_areas
from content_cache.model.sheets import MOST_SOUNDS, WordSound
from content_cache.text.sounds import word_sound
from kiosk.office.base.former import merged_codes, with_merged
from kiosk.office.editions.faults import FaultCode, Faults

NAME = "ucapan.csv"
COLUMNS = ("tulisan", "ucapan", "daerah")
Table = dict[str, Any]


def read(folder: Path, faults: Faults) -> list[Table]:
    """Return the tables of spoken forms in `ucapan.csv` by area, as an edition has them; [] where there is no file.
    Wrong lines are added to *faults*."""
    path = folder / NAME
    try:
        text = path.read_text("utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError:
        faults.wrong(NAME, 0, FaultCode.NOT_UTF8)
        return []
    except OSError as error:
        faults.wrong(NAME, 0, FaultCode.UNREADABLE, reason=error.strerror or str(error))
        return []
    tables: dict[str, dict[str, str]] = {}
    for number, area, one in entries(text):
        if one is None:
            faults.wrong(NAME, number, FaultCode.SOUND_ROW, columns=";".join(COLUMNS))
        else:
            tables.setdefault(area, {})[one.written] = one.said
    if any(len(words) > MOST_SOUNDS for words in tables.values()) or len(tables) > rules.MOST_TABLES:
        faults.wrong(NAME, 0, FaultCode.SOUNDS_TOO_MANY, most=MOST_SOUNDS)
    merged = merged_codes(folder)
    return [
        ({"areas": with_merged([area], merged)} if area else {}) | {"words": words}
        for area, words in sorted(tables.items())
    ]


def entries(text: str) -> Iterator[tuple[int, str, WordSound | None]]:
    """Yield line number, area and entry of each line with an entry. The entry is None if the line cannot be read."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = cells_of(line)
        if tuple(cell.lower() for cell in cells[: len(COLUMNS)]) in (COLUMNS, COLUMNS[:2]):
            continue
        written, said, area = (*cells, "", "", "")[:3]
        fits = len(cells) <= len(COLUMNS) and (not area or bool(named_areas([area])))
        one = None
        with suppress(ValueError):
            one = word_sound(written, said) if fits else None
        yield number, area, one


def cells_of(line: str) -> list[str]:
    """Split *line* into cells at its semicolons, else at its tabs, else at its commas."""
    mark = next((mark for mark in ";\t," if mark in line), ";")
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark), [])]
    except csv.Error:  # a field that is longer than any
        return []


def ids(tables: Any) -> set[str]:
    """Return the ids of the sheets that kiosks make of an edition's *tables* of spoken forms."""
    listed = tables if isinstance(tables, list) else []
    return {rules.sheet_id(map(str, table.get("areas", ()))) for table in listed if isinstance(table, dict)}
