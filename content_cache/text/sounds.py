"""Pronunciations: valid entries of a lexicon, and the choice among several. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from content_cache.model.items import Sheet
from content_cache.model.sheets import LONGEST_SOUND, WordSound
from content_cache.text.turning_words import TURNING

_FORM = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-])*")


def word_sound(written: str, said: str) -> WordSound:
    """Return a lexicon entry: *written* is pronounced like *said*.

    Raise ValueError unless both consist of letters, blanks, points, hyphens and apostrophes, so that no number is read as
    another. A word that turns a meaning ("tidak") must be in both or in neither.
    """
    written, said = (" ".join(each.split()) for each in (written, said))
    for text in (written, said):
        if len(text) > LONGEST_SOUND or not _FORM.fullmatch(text):
            raise ValueError("letters, blanks, points, hyphens and apostrophes")
    turning, kept = (frozenset(re.findall(r"\w+", each.lower())) & TURNING for each in (written, said))
    if turning != kept:
        raise ValueError("a word that turns the meaning")
    return WordSound(written, said)


def merged(sheets: Iterable[Sheet]) -> dict[str, str]:
    """Merge lexicons into one pronunciation by word; if two have the same word, the smaller area's counts."""
    widest_first = sorted(sheets, key=lambda sheet: max(map(len, sheet.areas), default=0))
    return {one.written: one.said for sheet in widest_first for one in sheet.sounds}
