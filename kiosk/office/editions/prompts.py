"""Recorded prompts of an edition: `rekaman/<language>/<area>/<hash>.ogg` of the office's folder, each accepted by a person.

*area* is a Kemendagri code or `semua`; the hash is that of the words (`words_hash`). A file that no kiosk could play is
left out and told; it holds up no notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from content_cache.central.prompts import MOST_TABLES, sheet_id
from content_cache.files import read_plain
from content_cache.formats.emergency import named_areas
from content_cache.signing.edition import MOST_PROMPTS, MOST_VOICED_OF_ITEM, VOICED_BYTES
from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.office.editions.attachments import ReadyAttachment
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.voice import ReadySentence, sentence, sentence_fields

FOLDER = "rekaman"
EVERYWHERE = "semua"
Table = dict[str, Any]
_FILE = re.compile(r"([0-9a-f]{64})\.ogg")


def place_of(language: str, area: str, words: str) -> str:
    """Return the path of a recording relative to the office's folder; *area* is "" for everywhere."""
    return f"{FOLDER}/{language}/{area or EVERYWHERE}/{words}.ogg"


def read(folder: Path, faults: Faults) -> tuple[list[Table], dict[str, ReadyAttachment]]:
    """Return the tables of recorded prompts as an edition has them, and the files of their sounds by name. Unfit files
    and those beyond MOST_PROMPTS are left out with a warning in *faults*."""
    tables: list[Table] = []
    files: dict[str, ReadyAttachment] = {}
    left = MOST_PROMPTS
    for language, area, place in _places(folder):
        if len(tables) == MOST_TABLES:
            faults.warn(place.relative_to(folder).as_posix(), 0, FaultCode.PROMPTS_TOO_MANY, most=MOST_PROMPTS)
            continue
        said = [*_sentences(folder, place, min(left, MOST_VOICED_OF_ITEM), faults)]
        left -= len(said)
        files |= {one.sound.name: one.sound for one in said}
        if said:
            areas = {"areas": [area]} if area else {}
            tables.append({"language": language, **areas, "sentences": [sentence_fields(one) for one in said]})
    return tables, files


def ids(tables: Any) -> set[str]:
    """Return the ids of the sheets that kiosks make of an edition's *tables* of recorded prompts."""
    listed = tables if isinstance(tables, list) else []
    return {
        sheet_id(str(table.get("language")), map(str, table.get("areas", ())))
        for table in listed
        if isinstance(table, dict)
    }


def _places(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield language, area and folder of recordings, sorted."""
    for language in sorted(LOCAL_LANGUAGES):
        top = folder / FOLDER / language
        for place in sorted(top.iterdir()) if top.is_dir() and not top.is_symlink() else ():
            area = "" if place.name == EVERYWHERE else place.name
            if place.is_dir() and not place.is_symlink() and (not area or named_areas([area])):
                yield language, area, place


def _sentences(folder: Path, place: Path, most: int, faults: Faults) -> Iterator[ReadySentence]:
    for path in sorted(place.iterdir()):
        name = path.relative_to(folder).as_posix()
        if (matched := _FILE.fullmatch(path.name)) is None:
            continue
        try:
            ready = sentence(matched[1], read_plain(path, VOICED_BYTES + 1))
        except OSError as error:
            faults.warn(name, 0, FaultCode.UNREADABLE, reason=error.strerror or str(error))
            continue
        if ready is None:
            faults.warn(name, 0, FaultCode.PROMPT_UNFIT)
        elif most <= 0:
            faults.warn(name, 0, FaultCode.PROMPTS_TOO_MANY, most=MOST_PROMPTS)
            return
        else:
            most -= 1
            yield ready
