"""How words sound, as an office's edition says it (CONTRACTS.md, "Lexicon"). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content_cache.formats.emergency import named_areas
from content_cache.formats.item_builder import stable_id
from content_cache.formats.json_repair import fault
from content_cache.formats.notes import Notes
from content_cache.model.errors import Code
from content_cache.model.items import Sheet, Source
from content_cache.model.sheets import LONGEST_SOUND, MOST_SOUNDS, SheetKind, Sound
from content_cache.text.turning_words import TURNING

MOST_TABLES = 60  # of one edition
_AREAS = 20
_FORM = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*")


def sound(written: str, said: str) -> Sound:
    """An entry. Letters alone, for no number may be read as another, and no word that turns a meaning ("tidak") may be read as
    one that does not. Raises ValueError."""
    written, said = (" ".join(each.split()) for each in (written, said))
    for text in (written, said):
        if len(text) > LONGEST_SOUND or not _FORM.fullmatch(text):
            raise ValueError("letters, blanks, points, hyphens and apostrophes")
    turning, kept = (frozenset(re.findall(r"\w+", each.lower())) & TURNING for each in (written, said))
    if turning != kept:
        raise ValueError("a word that turns the meaning")
    return Sound(written, said)


def sheets_of(tables: Any, source: Source, notes: Notes) -> Iterator[Sheet]:
    """The `lexicon` of a signed edition: one sheet for each table, for its areas. What cannot be read is left out alone."""
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
    """Of the table for these areas, for ever."""
    return f"{SheetKind.LEXICON}-{stable_id(','.join(areas))[:16]}"


def merged(sheets: Iterable[Sheet]) -> dict[str, str]:
    """What a voice is told; of two that say the same word the one for the smaller area counts."""
    widest_first = sorted(sheets, key=lambda sheet: max(map(len, sheet.areas), default=0))
    return {one.written: one.said for sheet in widest_first for one in sheet.sounds}


def _sounds(words: Any, notes: Notes) -> Iterator[Sound]:
    listed = list(words.items())[:MOST_SOUNDS] if isinstance(words, Mapping) else []
    for written, said in listed:
        try:
            yield sound(written, said if isinstance(said, str) else "")
        except ValueError:
            notes.add(Code.SHEET_ROW)
