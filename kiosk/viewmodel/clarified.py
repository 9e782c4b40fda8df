"""The two halves of a clarification, for a row and for the voice: never a claim alone (DESIGN.md, "Verdict"). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content_cache.model.items import Clarification

_LONGEST = 200  # characters of a fact: more belongs to the article
_PART = re.compile(r"(kategori|sumber|narasi|klaim|penjelasan|fakta|kesimpulan|referensi)\s*:\s*", re.IGNORECASE)
_FINDING = frozenset(("penjelasan", "fakta", "kesimpulan"))
_RETOLD = re.compile(r"(?:telah |sempat )?beredar\b", re.IGNORECASE)
_SIGNED = re.compile(r"hasil (?:cek|periksa) fakta\b(?:[^()]*\([^()]*\)|.*$)[.:\s]*", re.IGNORECASE)


def claim_and_fact(item: Clarification) -> tuple[str, str]:
    """What goes round, and what is true of it. Where a title is not the claim itself, the checker's own finding stands in it; a
    feed that names no claim has it within its title, and then the first is ""."""
    if item.claim and item.claim not in item.title:
        return item.claim, item.title
    first = _found(item.text) or _first(item.summary) or _first(item.text)
    return item.claim, first if len(first) <= _LONGEST else f"{first[:_LONGEST].rpartition(' ')[0]}…"


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """(part, line) of an article. MAFINDO's (TurnBackHoax) begin with who checked, then have parts with a name."""
    part = ""
    for line in map(str.strip, text.splitlines()):
        if named := _PART.match(line):
            part = named[1].lower()
            line = line[named.end() :]
        line = _SIGNED.sub("", line, count=1)
        if any(map(str.isalnum, line)):
            yield part, line


def _found(text: str) -> str:
    """The first line of the part that says what is true."""
    return next((line for part, line in _lines(text) if part in _FINDING), "")


def _first(text: str) -> str:
    """The first line that is of no part and does not tell the claim once more."""
    return next((line for part, line in _lines(text) if not part and not _RETOLD.match(line)), "")
