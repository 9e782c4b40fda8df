"""Lexicon of an office's edition: how words sound. Pure.

`ucapan.csv` of an office's folder has lines `tulisan;ucapan` or `tulisan;ucapan;daerah`. In a signed edition it is
`_kiosk.lexicon`: at most 60 tables `{areas, words: {written: said}}` of 300 words. An entry is made of letters,
blanks, points, hyphens and apostrophes, 80 at most; a word that turns a meaning ("tidak", "batal") stands on both
sides or on none. The settings' `[speech.lexicon]` comes first, then the smallest area. Warnings, and a bulletin that
tells of one, are read by the settings alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content_cache.formats.emergency import named_areas
from content_cache.formats.item_builder import stable_id
from content_cache.formats.json_repair import fault
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code
from content_cache.model.items import Sheet
from content_cache.model.sheets import MOST_SOUNDS, SheetKind, WordSound
from content_cache.model.sources import Source
from content_cache.text.sounds import word_sound

MOST_TABLES = 60  # of one edition
_AREAS = 20


def sheets_of(tables: Any, source: Source, notes: ReasonCounts) -> Iterator[Sheet]:
    """Yield one sheet for each of the first MOST_TABLES tables of a signed edition's `lexicon`, for the table's areas.

    Malformed tables and words are counted in *notes*. A table without a usable word, or whose areas are all invalid, is left out.
    """
    listed = tables if isinstance(tables, list) else []
    for table in listed[:MOST_TABLES]:
        if not isinstance(table, Mapping) or fault(table):
            notes.add(Code.SHEET_ROW)
            continue
        sounds = tuple(_sounds(table.get("words"), notes))
        areas = table.get("areas")
        named = named_areas(areas[:_AREAS]) if isinstance(areas, list) else ()
        if sounds and (named or not areas):
            yield Sheet(
                id=sheet_id(named),
                source=source.name,
                title=source.name,
                areas=named,
                provenance=source.provenance,
                sheet=SheetKind.LEXICON,
                sounds=sounds,
            )


def sheet_id(areas: Iterable[str]) -> str:
    """Return the permanent id of the lexicon for these areas."""
    return f"{SheetKind.LEXICON}-{stable_id(','.join(areas))[:16]}"


def _sounds(words: Any, notes: ReasonCounts) -> Iterator[WordSound]:
    listed = list(words.items())[:MOST_SOUNDS] if isinstance(words, Mapping) else []
    for written, said in listed:
        try:
            yield word_sound(written, said if isinstance(said, str) else "")
        except ValueError:
            notes.add(Code.SHEET_ROW)
