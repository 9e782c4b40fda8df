"""Recorded prompts of an edition: sentences of the kiosk's own in a local language, spoken by people of the office's halls. Pure.

`_kiosk.prompts` is a list of at most 60 tables, one for each language and area:

```json
{"language": "bgz", "areas": ["72.01.05"], "sentences": [
  {"text_sha256": "…", "url": "media/….ogg", "sha256": "…", "size": 9120, "ms": 2340}]}
```

A sentence is known by the SHA-256 of its words, its sound is a file as those of spoken sentences of an item. An edition
has at most 800, a table at most 200. A kiosk plays those of its areas, where it has no recording of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content_cache.central.voices import sentence_of
from content_cache.formats.emergency import named_areas
from content_cache.formats.item_builder import stable_id
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code
from content_cache.model.items import Sheet
from content_cache.model.sheets import SheetKind
from content_cache.model.sources import Source
from content_cache.model.voices import ItemVoice, VoicedSentence
from content_cache.signing.edition import MOST_PROMPTS, MOST_VOICED_OF_ITEM

MOST_TABLES = 60
BY_PEOPLE = "people"
"""Name of the voice of such a sheet, which has no model."""
_AREAS = 20
_LANGUAGE = re.compile(r"[a-z]{3}")


def prompts_in(tables: Any, base: str, source: Source, notes: ReasonCounts) -> Iterator[Sheet]:
    """Yield one sheet for each table in the *tables* of a signed edition; addresses are relative to the folder *base*.

    Of two sounds of the same words the first one counts. Malformed tables and entries are left out and counted in *notes*.
    """
    left = MOST_PROMPTS
    for table in (tables if isinstance(tables, list) else [])[:MOST_TABLES]:
        fields = table if isinstance(table, Mapping) else {}
        language, areas, listed = fields.get("language"), fields.get("areas"), fields.get("sentences")
        named = named_areas(areas[:_AREAS]) if isinstance(areas, list) else ()
        known = isinstance(language, str) and _LANGUAGE.fullmatch(language) is not None
        if not known or not isinstance(listed, list) or (areas and not named):  # an unreadable area is not everywhere
            notes.add(Code.VOICE_UNFIT)
            continue
        some = listed[: min(left, MOST_VOICED_OF_ITEM)]
        fit = [one for entry in some if (one := sentence_of(entry, base))]
        good: dict[str, VoicedSentence] = {}
        for one in fit:
            good.setdefault(one.words, one)
        if unfit := len(some) - len(fit):
            notes.add(Code.VOICE_UNFIT, unfit)
        if beyond := len(listed) - len(some):
            notes.add(Code.VOICE_BEYOND, beyond, most=MOST_PROMPTS)
        left -= len(good)
        if good:
            yield Sheet(
                id=sheet_id(str(language), named),
                source=source.name,
                title=source.name,
                language=str(language),
                areas=named,
                provenance=source.provenance,
                sheet=SheetKind.PROMPTS,
                voice=ItemVoice(BY_PEOPLE, "", tuple(good.values())),
            )


def sheet_id(language: str, areas: Iterable[str]) -> str:
    """Return the permanent id of the recordings in *language* for these areas."""
    return f"{SheetKind.PROMPTS}-{stable_id(','.join((language, *areas)))[:16]}"
